// SPDX-License-Identifier: Apache-2.0

package import Quantities
internal import RealModule
internal import Spatial

/// A pattern known by a horizontal and a vertical cut, as planning tools keep it.
///
/// Off the cuts losses are added in decibels, the plain summing method: the pattern is taken as a
/// product of functions of azimuth and elevation. Behind the antenna the vertical cut has values of
/// its own: with w rising from 0 at 90 degrees of azimuth a to 1 at 180, the loss at elevation e is
/// (1 - w) (H(a) + V(e)) + w (H(a) - H(180) + V(180 - e)), which meets both cuts all around where
/// they agree with each other. It is exact for antennas that are round about z and, in front, for
/// the form of 3GPP TR 38.901 above its floor; of other antennas it misses what is not a product,
/// most in diagonal directions.
package struct PatternCuts: Hashable, Sendable {
  /// The gain where both losses are zero.
  package let gain: Decibels

  /// Losses in decibels at even steps over the circle, from boresight, clockwise from above.
  private let horizontal: [Double]

  /// Losses in decibels at even steps over the circle, from boresight downwards.
  private let vertical: [Double]

  /// The loss straight behind, as the horizontal cut has it.
  private let behind: Double

  /// Creates a pattern.
  ///
  /// - Parameters:
  ///   - gain: The gain where both losses are zero.
  ///   - horizontal: Losses below the peak in decibels, at even steps over the circle from boresight
  ///     at 0 to its right side at a quarter; at least one.
  ///   - vertical: The same from boresight at 0 to straight down at a quarter.
  package init(gain: Decibels, horizontal: [Double], vertical: [Double]) {
    precondition(!horizontal.isEmpty && !vertical.isEmpty, "a cut without losses")
    self.gain = gain
    self.horizontal = horizontal
    self.vertical = vertical
    behind = Self.loss(horizontal, at: .pi)
  }

  /// The loss of a cut at an angle in radians, linear between its points.
  private static func loss(_ cut: [Double], at angle: Double) -> Double {
    let turns = angle / (2 * .pi)
    let place = (turns - turns.rounded(.down)) * Double(cut.count)
    let below = Int(place) % cut.count
    let share = place - place.rounded(.down)
    let above = below + 1 == cut.count ? 0 : below + 1
    return cut[below] + (cut[above] - cut[below]) * share
  }

  /// The derivative of a cut's loss by the angle, per radian.
  private static func slope(_ cut: [Double], at angle: Double) -> Double {
    let turns = angle / (2 * .pi)
    let below = Int((turns - turns.rounded(.down)) * Double(cut.count)) % cut.count
    let above = below + 1 == cut.count ? 0 : below + 1
    return (cut[above] - cut[below]) * Double(cut.count) / (2 * .pi)
  }

  /// The derivative of the amplitude along a tangent, on one side of the cuts' points.
  func slope(_ direction: Vector3, along tangent: Vector3) -> Double {
    let amplitude = amplitude(direction)
    let azimuth = Double.atan2(y: direction.y, x: direction.x)
    let elevation = Double.asin(max(-1, min(1, direction.z)))
    // Where disagreeing cuts would add up to more than the peak it is flat.
    guard amplitude < gain.amplitudeRatio else { return 0 }
    let angles = angleSlopes(direction, along: tangent)
    let around = -Self.slope(horizontal, at: -azimuth) * angles.azimuth
    let downwards = -Self.slope(vertical, at: -elevation) * angles.elevation
    let behindwards = Self.slope(vertical, at: .pi + elevation) * angles.elevation
    let share = max(0, 2 * abs(azimuth) / .pi - 1)
    let growth = share > 0 ? (azimuth > 0 ? 2 : -2) / .pi * angles.azimuth : 0
    let difference =
      Self.loss(vertical, at: .pi + elevation) - behind - Self.loss(vertical, at: -elevation)
    let loss =
      around + downwards + (behindwards - downwards) * share + difference * growth
    return -amplitude * loss * Double.log(10) / 20
  }

  /// The field amplitude relative to an isotropic radiator in a unit direction.
  func amplitude(_ direction: Vector3) -> Double {
    let azimuth = Double.atan2(y: direction.y, x: direction.x)
    let elevation = Double.asin(max(-1, min(1, direction.z)))
    let around = Self.loss(horizontal, at: -azimuth)
    let front = around + Self.loss(vertical, at: -elevation)
    let back = around - behind + Self.loss(vertical, at: .pi + elevation)
    let share = max(0, 2 * abs(azimuth) / .pi - 1)
    // Cuts that disagree straight behind must not add up to more than the peak.
    let loss = max(0, front + (back - front) * share)
    return Decibels(si: gain.decibels - loss).amplitudeRatio
  }
}
