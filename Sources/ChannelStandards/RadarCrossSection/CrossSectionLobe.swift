// SPDX-License-Identifier: Apache-2.0

internal import RealModule
package import Spatial

/// The side of a target that a lobe of its radar cross-section belongs to.
package enum TargetFace: String, Hashable, Sendable, CaseIterable {
  case front, left, back, right, roof, bottom
}

/// A lobe of the radar cross-section of a target: a row of TR 38.901 Tables 7.9.2.1-1 to 7.9.2.1-7.
package struct CrossSectionLobe: Hashable, Sendable {
  package let face: TargetFace
  /// Azimuth of the peak and the range over which the level falls by 3 dB on both sides, in
  /// degrees; nil for lobes that are the same all round.
  package let azimuth: (center: Double, width: Double)?
  /// The same of the zenith angle.
  package let zenith: (center: Double, width: Double)
  /// G_max in dBsm.
  package let peak: Double
  /// sigma_max: how far the level falls at most, in decibels.
  package let depth: Double
  /// The directions that belong to the lobe where a target has one point, in degrees.
  package let azimuths: ClosedRange<Double>
  package let zeniths: ClosedRange<Double>

  /// The level before bistatic losses in dBsm (7.9.2-3, first two terms).
  ///
  /// - Parameter direction: In the target's own frame.
  /// - Returns: In dBsm.
  package func level(_ direction: SphericalAngles) -> Double {
    let theta = direction.theta / radiansPerDegree
    var fall = Self.fall(theta - zenith.center, zenith.width, depth)
    if let azimuth {
      let off = Self.wrapped(direction.phi / radiansPerDegree - azimuth.center)
      fall += Self.fall(off, azimuth.width, depth)
    }
    return peak - min(fall, depth)
  }

  /// The least level in dBsm.
  package var floor: Double { peak - depth }

  /// Whether a direction belongs to the lobe of a target with one point.
  ///
  /// Ranges hold their lower ends, not their upper ones, but for straight down.
  package func contains(_ direction: SphericalAngles) -> Bool {
    let theta = direction.theta / radiansPerDegree
    let isBelow = theta < zeniths.upperBound || zeniths.upperBound >= 180
    guard theta >= zeniths.lowerBound, isBelow else { return false }
    let middle = (azimuths.lowerBound + azimuths.upperBound) / 2
    let half = (azimuths.upperBound - azimuths.lowerBound) / 2
    guard half < 180 else { return true }
    let off = Self.wrapped(direction.phi / radiansPerDegree - middle)
    return off >= -half && off < half
  }

  /// 12 (x / width)^2, capped.
  private static func fall(_ off: Double, _ width: Double, _ depth: Double) -> Double {
    min(12 * (off / width) * (off / width), depth)
  }

  /// An angle in degrees within half a turn.
  private static func wrapped(_ degrees: Double) -> Double {
    degrees - 360 * (degrees / 360).rounded()
  }

  package static func == (a: CrossSectionLobe, b: CrossSectionLobe) -> Bool {
    a.numbers == b.numbers && a.face == b.face
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(numbers) }

  private var numbers: [Double] {
    [
      azimuth?.center ?? .infinity, azimuth?.width ?? .infinity, zenith.center, zenith.width, peak,
      depth, azimuths.lowerBound, azimuths.upperBound, zeniths.lowerBound, zeniths.upperBound,
    ]
  }
}
