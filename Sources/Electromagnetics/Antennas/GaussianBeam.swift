// SPDX-License-Identifier: Apache-2.0

package import Quantities
internal import RealModule
internal import Spatial

/// A beam whose power is a Gaussian of the angle from boresight, with its own width in each plane.
///
/// The gain at the angle psi from boresight and alpha around it, from the plane of azimuth, is
/// G exp(-4 ln 2 psi^2 (cos^2(alpha) / A^2 + sin^2(alpha) / E^2)), A and E being the half-power
/// widths. For small widths the directivity goes to 16 ln 2 / (A E), which is
/// 4 pi / (1.133 A E).
///
/// Physics primer, eq. 34.
package struct GaussianBeam: Hashable, Sendable {
  /// The gain at boresight.
  package let gain: Decibels

  /// 4 ln 2 over the squared widths, per square radian.
  private let azimuthDecay: Double
  private let elevationDecay: Double
  private let peak: Double

  /// Widths for which the beam is one.
  package static let beamwidths = Angle(degrees: 0.01)...Angle(degrees: 180)

  /// Creates a beam.
  ///
  /// - Parameters:
  ///   - gain: The gain at boresight; without it that of a beam without losses, its directivity.
  ///   - azimuthBeamwidth: The half-power width in azimuth, in `beamwidths`.
  ///   - elevationBeamwidth: The half-power width in elevation, in `beamwidths`.
  package init(gain: Decibels? = nil, azimuthBeamwidth: Angle, elevationBeamwidth: Angle) {
    azimuthDecay = Self.decay(azimuthBeamwidth)
    elevationDecay = Self.decay(elevationBeamwidth)
    self.gain =
      gain
      ?? Self.directivity(
        azimuthBeamwidth: azimuthBeamwidth, elevationBeamwidth: elevationBeamwidth)
    peak = self.gain.amplitudeRatio
  }

  /// The directivity of a beam, by integrating its power over the sphere.
  ///
  /// - Parameters:
  ///   - azimuthBeamwidth: The half-power width in azimuth, in `beamwidths`.
  ///   - elevationBeamwidth: The half-power width in elevation, in `beamwidths`.
  /// - Returns: The directivity at boresight.
  package static func directivity(
    azimuthBeamwidth: Angle, elevationBeamwidth: Angle
  ) -> Decibels {
    let (a, e) = (decay(azimuthBeamwidth), decay(elevationBeamwidth))
    let turns = 512
    var sum = 0.0
    for turn in 0..<turns {
      // Points on the ellipse of the beam, so that a fan is sampled where it radiates.
      let t = 2 * Double.pi * (Double(turn) + 0.5) / Double(turns)
      let (c, s) = (Double.cos(t) / a.squareRoot(), Double.sin(t) / e.squareRoot())
      let radius2 = c * c + s * s
      // d(alpha) = d(t) / sqrt(a e) / radius^2, and the decay along alpha is 1 / radius^2.
      sum += radialIntegral(decay: 1 / radius2) / ((a * e).squareRoot() * radius2)
    }
    return Decibels(powerRatio: 4 * .pi / (sum * 2 * .pi / Double(turns)))
  }

  /// The integral of exp(-decay psi^2) sin(psi) over psi from 0 to pi, by Simpson's rule.
  private static func radialIntegral(decay: Double) -> Double {
    // Beyond, the power is below e^-40 of the peak.
    let end = min(.pi, (40 / decay).squareRoot())
    let steps = 400
    let step = end / Double(steps)
    var sum = 0.0
    for index in 1...steps {
      let psi = Double(index) * step
      let weight = index == steps ? 1.0 : index.isMultiple(of: 2) ? 2.0 : 4.0
      sum += weight * Double.exp(-decay * psi * psi) * Double.sin(psi)
    }
    return sum * step / 3
  }

  private static func decay(_ width: Angle) -> Double {
    4 * Double.log(2) / (width.radians * width.radians)
  }

  /// The field amplitude relative to an isotropic radiator in a unit direction.
  func amplitude(_ direction: Vector3) -> Double {
    let sine = (direction.y * direction.y + direction.z * direction.z).squareRoot()
    let psi = Double.atan2(y: sine, x: direction.x)
    let share = azimuthShare(direction)
    let decay = azimuthDecay * share + elevationDecay * (1 - share)
    return peak * Double.exp(-psi * psi * decay / 2)
  }

  /// The derivative of the amplitude along a tangent.
  func slope(_ direction: Vector3, along tangent: Vector3) -> Double {
    let psi = GainCorrection.offBoresight(direction)
    let share = azimuthShare(direction)
    let decay = azimuthDecay * share + elevationDecay * (1 - share)
    let change = (azimuthDecay - elevationDecay) * azimuthShareSlope(direction, along: tangent)
    let growth = 2 * psi * decay * GainCorrection.offBoresightSlope(direction, along: tangent)
    return -amplitude(direction) * (growth + psi * psi * change) / 2
  }
}
