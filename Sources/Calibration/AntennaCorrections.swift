// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import RealModule

/// What the gains of a link's antennas differ by from their patterns, over the angle off boresight.
///
/// A gain in decibels is off by nothing on boresight and by a number at each of some angles, and lies on
/// straight lines between them.
///
/// Physics primer, eq. 72.
package struct AntennaCorrections: Sendable {
  /// The angles in degrees.
  package static let angles = [15.0, 30, 45, 60, 90, 180]

  /// The correction of one end's antenna.
  package struct End: Sendable {
    /// The position of the first of its numbers among the unknowns.
    package var first: Int

    /// The numbers in dB, one for each angle.
    package var decibels: [Double]

    package init(first: Int, decibels: [Double]) {
      self.first = first
      self.decibels = decibels
    }
  }

  private let transmitter: End?
  private let receiver: End?

  /// - Parameters:
  ///   - transmitter: The transmitter's; nil where its pattern is as it is.
  ///   - receiver: The receiver's.
  package init(transmitter: End?, receiver: End?) {
    self.transmitter = transmitter
    self.receiver = receiver
  }

  /// By what factor the power of a path differs.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - slope: Called with the position of an unknown and the derivative of the factor's logarithm by it.
  /// - Returns: The factor.
  func factor(
    of path: MaterialTerms.Path, slope: (_ unknown: Int, _ value: Double) -> Void
  ) -> Double {
    var decibels = 0.0
    func add(_ end: End?, _ angle: Double) {
      guard let end else { return }
      for (number, weight) in Self.weights(at: angle * 180 / .pi) where weight > 0 {
        decibels += weight * end.decibels[number]
        slope(end.first + number, weight * Double.log(10) / 10)
      }
    }
    add(transmitter, path.departureOffBoresight)
    add(receiver, path.arrivalOffBoresight)
    return Double.pow(10, decibels / 10)
  }

  /// The angles around one and their weights.
  private static func weights(at angle: Double) -> [(node: Int, weight: Double)] {
    let upper = angles.firstIndex { angle <= $0 } ?? angles.count - 1
    let lowest = upper > 0 ? angles[upper - 1] : 0
    let share = min(1, max(0, (angle - lowest) / (angles[upper] - lowest)))
    return (upper > 0 ? [(upper - 1, 1 - share)] : []) + [(upper, share)]
  }
}
