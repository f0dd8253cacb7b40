// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// A number that grows with the logarithm of frequency: c + a log10(b + f / GHz).
package struct LogarithmicLaw: Hashable, Sendable {
  package let constant: Double
  package let slope: Double
  package let offset: Double

  /// - Parameters:
  ///   - constant: c, the value where the logarithm is zero.
  ///   - slope: a, per decade.
  ///   - offset: b, in gigahertz; 1 or 0 in the standards.
  package init(_ constant: Double, _ slope: Double = 0, offset: Double = 0) {
    self.constant = constant
    self.slope = slope
    self.offset = offset
  }

  /// The value at a frequency in gigahertz.
  package func value(gigahertz: Double) -> Double {
    slope == 0 ? constant : constant + slope * Double.log10(offset + gigahertz)
  }
}

/// A hall by its volume over its surface V / S: log10(a V / S + b) + c.
///
/// The mean delay spread in factories, TR 38.901 Table 7.5-6 part 3.
package struct HallLaw: Hashable, Sendable {
  package let slope: Double
  package let offset: Double
  package let constant: Double

  package init(_ slope: Double, _ offset: Double, _ constant: Double) {
    self.slope = slope
    self.offset = offset
    self.constant = constant
  }

  /// - Parameter ratio: Volume over surface, in metres.
  /// - Returns: The mean of the decimal logarithm.
  package func value(volumeOverSurface ratio: Double) -> Double {
    Double.log10(slope * ratio + offset) + constant
  }
}

/// A hall's outer sizes in metres.
package struct HallSize: Hashable, Sendable {
  package let length: Double
  package let width: Double
  package let height: Double

  package init(length: Double, width: Double, height: Double) {
    self.length = length
    self.width = width
    self.height = height
  }

  /// In metres; the surface is that of all walls, of floor and ceiling.
  package var volumeOverSurface: Double {
    length * width * height / (2 * (length * width + length * height + width * height))
  }
}
