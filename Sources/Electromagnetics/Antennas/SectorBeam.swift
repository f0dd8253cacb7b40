// SPDX-License-Identifier: Apache-2.0

package import Quantities
internal import RealModule
internal import Spatial

/// A beam of the parabolic form of 3GPP TR 38.901, table 7.3-1.
///
/// Physics primer, eq. 32.
package struct SectorBeam: Hashable, Sendable {
  /// The gain at boresight.
  package let gain: Decibels
  /// The half-power width in azimuth.
  package let azimuthBeamwidth: Angle
  /// The half-power width in elevation.
  package let elevationBeamwidth: Angle
  /// The level of side and back lobes below the peak.
  package let floor: Decibels

  package init(
    gain: Decibels, azimuthBeamwidth: Angle, elevationBeamwidth: Angle,
    floor: Decibels = .init(si: 30)
  ) {
    self.gain = gain
    self.azimuthBeamwidth = azimuthBeamwidth
    self.elevationBeamwidth = elevationBeamwidth
    self.floor = floor
  }

  /// The field amplitude relative to an isotropic radiator in a unit direction.
  func amplitude(_ direction: Vector3) -> Double {
    let azimuth = Double.atan2(y: direction.y, x: direction.x) / azimuthBeamwidth.radians
    let elevation = Double.asin(max(-1, min(1, direction.z))) / elevationBeamwidth.radians
    let limit = floor.decibels
    let loss = min(
      min(12 * azimuth * azimuth, limit) + min(12 * elevation * elevation, limit), limit)
    return Decibels(si: gain.decibels - loss).amplitudeRatio
  }

  /// The derivative of the amplitude along a tangent; none at the floor.
  func slope(_ direction: Vector3, along tangent: Vector3) -> Double {
    let azimuth = Double.atan2(y: direction.y, x: direction.x) / azimuthBeamwidth.radians
    let elevation = Double.asin(max(-1, min(1, direction.z))) / elevationBeamwidth.radians
    let limit = floor.decibels
    let losses = (12 * azimuth * azimuth, 12 * elevation * elevation)
    guard min(losses.0, limit) + min(losses.1, limit) < limit else { return 0 }
    let angles = angleSlopes(direction, along: tangent)
    let growth =
      24 * azimuth * angles.azimuth / azimuthBeamwidth.radians
      + 24 * elevation * angles.elevation / elevationBeamwidth.radians
    return -amplitude(direction) * growth * Double.log(10) / 20
  }
}
