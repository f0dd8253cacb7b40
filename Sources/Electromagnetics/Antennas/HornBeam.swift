// SPDX-License-Identifier: Apache-2.0

package import Quantities
internal import RealModule
internal import Spatial

/// A horn or another feed with a clean main lobe and no back lobe.
///
/// The field falls as a power of the cosine of the angle psi from boresight, cos^q(psi) (Balanis,
/// Antenna Theory, sec. 15.4). Between the planes the exponent goes as
/// q_A cos^2(alpha) + q_E sin^2(alpha), alpha being the angle around boresight from the plane of
/// azimuth, so that contours are ellipses as those of a rectangular aperture. Nothing is radiated
/// backwards.
///
/// Physics primer, eq. 33.
package struct HornBeam: Hashable, Sendable {
  /// The gain at boresight.
  package let gain: Decibels

  /// The exponents of the cosine, of the field, in the planes of azimuth and of elevation.
  private let azimuthExponent: Double
  private let elevationExponent: Double
  private let peak: Double

  /// Widths that a power of the cosine can have.
  package static let beamwidths = Angle(degrees: 0.01)...Angle(degrees: 179)

  /// The directivity of a beam: 2 sqrt((2 q_A + 1) (2 q_E + 1)).
  ///
  /// Over psi the power integrates to 1 / (2 q + 1), which is the reciprocal of
  /// (2 q_A + 1) cos^2(alpha) + (2 q_E + 1) sin^2(alpha); its integral over alpha is elementary.
  ///
  /// - Parameters:
  ///   - azimuthBeamwidth: The half-power width in azimuth, in `beamwidths`.
  ///   - elevationBeamwidth: The half-power width in elevation, in `beamwidths`.
  /// - Returns: The directivity at boresight.
  package static func directivity(
    azimuthBeamwidth: Angle, elevationBeamwidth: Angle
  ) -> Decibels {
    let a = exponent(azimuthBeamwidth)
    let e = exponent(elevationBeamwidth)
    return Decibels(powerRatio: 2 * ((2 * a + 1) * (2 * e + 1)).squareRoot())
  }

  /// Creates a beam.
  ///
  /// - Parameters:
  ///   - gain: The gain at boresight; without it that of a horn without losses, its directivity.
  ///   - azimuthBeamwidth: The half-power width in azimuth, in `beamwidths`.
  ///   - elevationBeamwidth: The half-power width in elevation, in `beamwidths`.
  package init(gain: Decibels? = nil, azimuthBeamwidth: Angle, elevationBeamwidth: Angle) {
    azimuthExponent = Self.exponent(azimuthBeamwidth)
    elevationExponent = Self.exponent(elevationBeamwidth)
    self.gain =
      gain
      ?? Self.directivity(
        azimuthBeamwidth: azimuthBeamwidth, elevationBeamwidth: elevationBeamwidth)
    peak = self.gain.amplitudeRatio
  }

  /// The exponent q of the field with cos(width / 2)^(2 q) = 1/2.
  private static func exponent(_ width: Angle) -> Double {
    Double.log(0.5) / (2 * Double.log(Double.cos(width.radians / 2)))
  }

  /// The field amplitude relative to an isotropic radiator in a unit direction.
  func amplitude(_ direction: Vector3) -> Double {
    guard direction.x > 0 else { return 0 }
    let share = azimuthShare(direction)
    return peak
      * Double.pow(direction.x, azimuthExponent * share + elevationExponent * (1 - share))
  }

  /// The derivative of the amplitude along a tangent.
  func slope(_ direction: Vector3, along tangent: Vector3) -> Double {
    guard direction.x > 0 else { return 0 }
    let share = azimuthShare(direction)
    let exponent = azimuthExponent * share + elevationExponent * (1 - share)
    let change =
      (azimuthExponent - elevationExponent) * azimuthShareSlope(direction, along: tangent)
    return amplitude(direction)
      * (exponent * tangent.x / direction.x + Double.log(direction.x) * change)
  }
}
