// SPDX-License-Identifier: Apache-2.0

internal import RealModule
package import Spatial

/// What the gain of an antenna differs by from its pattern, over the angle off boresight.
///
/// A gain in decibels is off by nothing on boresight and by a number at each of some angles, lies on
/// straight lines between them, and beyond the last one stays as it is there.
///
/// Physics primer, eq. 72.
package struct GainCorrection: Hashable, Sendable {
  /// The angles in radians, ascending, above 0 and up to pi; at least one.
  package let angles: [Double]

  /// The number at each of the angles, in dB.
  package let decibels: [Double]

  /// - Parameters:
  ///   - angles: In radians, ascending, above 0 and up to pi; at least one.
  ///   - decibels: As many levels in dB.
  package init(angles: [Double], decibels: [Double]) {
    precondition(!angles.isEmpty && angles.count == decibels.count, "a correction with gaps")
    self.angles = angles
    self.decibels = decibels
  }

  /// Between which of the angles one lies.
  package struct Segment {
    /// The angle below it; nil for boresight.
    package var lower: Int?

    /// The angle above it, or the last one.
    package var upper: Int

    /// How far towards the upper one it is, from 0 to 1.
    package var share: Double

    /// The derivative of the share, per radian; 0 beyond the last angle.
    package var slope: Double
  }

  /// Between which of some angles one lies, all in radians.
  package static func segment(of angles: [Double], at angle: Double) -> Segment {
    let upper = angles.firstIndex { angle <= $0 } ?? angles.count - 1
    let lowest = upper > 0 ? angles[upper - 1] : 0
    let width = angles[upper] - lowest
    let share = (angle - lowest) / width
    return Segment(
      lower: upper > 0 ? upper - 1 : nil, upper: upper, share: min(1, max(0, share)),
      slope: share <= 1 ? 1 / width : 0)
  }

  /// The number at an angle off boresight in radians, in dB.
  package func level(at angle: Double) -> Double {
    let place = Self.segment(of: angles, at: angle)
    let lower = place.lower.map { decibels[$0] } ?? 0
    return lower + (decibels[place.upper] - lower) * place.share
  }

  /// The factor of the field in a unit direction.
  func factor(_ direction: Vector3) -> Double {
    Double.pow(10, level(at: Self.offBoresight(direction)) / 20)
  }

  /// The change of the factor's logarithm as the direction changes along a tangent.
  func logarithmicSlope(_ direction: Vector3, along tangent: Vector3) -> Double {
    let place = Self.segment(of: angles, at: Self.offBoresight(direction))
    let lower = place.lower.map { decibels[$0] } ?? 0
    return (decibels[place.upper] - lower) * place.slope
      * Self.offBoresightSlope(direction, along: tangent) * Double.log(10) / 20
  }

  /// The angle of a unit direction off boresight, in radians.
  package static func offBoresight(_ direction: Vector3) -> Double {
    Double.atan2(y: aside(direction), x: direction.x)
  }

  /// How fast that angle grows as the direction changes along a tangent; on boresight it has no slope.
  package static func offBoresightSlope(_ direction: Vector3, along tangent: Vector3) -> Double {
    let aside = aside(direction)
    return aside > 1e-9 ? -tangent.x / aside : 0
  }

  /// The sine of the angle off boresight.
  private static func aside(_ direction: Vector3) -> Double {
    (direction.y * direction.y + direction.z * direction.z).squareRoot()
  }
}
