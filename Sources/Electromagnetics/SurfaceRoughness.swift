// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// Random heights of a surface that weaken what it reflects in phase.
///
/// The heights turn the phases of the reflected wave by g in the root mean square, Rayleigh's
/// parameter g = 4 pi sigma_h cos(theta) / lambda; what stays in phase is the mean over them. Where
/// the rest goes is not part of this model.
///
/// Physics primer, eq. 12.
package struct SurfaceRoughness: Hashable, Sendable {
  /// How the heights are distributed.
  package enum Form: String, Hashable, Sendable, CaseIterable {
    /// Normally: exp(-g^2 / 2) of the field (Ament, Proc. IRE 41, 1953; Beckmann and Spizzichino
    /// 1963).
    case ament

    /// As those of a sine wave of normally distributed height: exp(-g^2 / 2) I_0(g^2 / 2) (Miller,
    /// Brown and Vegh, IEE Proc. H 131, 1984; Boithias 1987).
    case boithias
  }

  /// The root mean square of the heights sigma_h, in metres.
  package var height: Double
  package var form: Form

  package init(height: Double, form: Form = .ament) {
    self.height = height
    self.form = form
  }

  /// How much of the reflected field keeps its phase.
  ///
  /// Away from the specular direction g = 2 pi sigma_h (cos(theta_i) + cos(theta_s)) / lambda, the
  /// change of the wave vector along the normal times the height (Beckmann and Spizzichino 1963).
  ///
  /// - Parameters:
  ///   - wavelength: In metres.
  ///   - cosIncidence: The cosine of the angle of incidence from the normal, in [0, 1].
  ///   - cosScattered: That of the direction of interest; the same for the specular one.
  /// - Returns: A factor of the field, from 0 to 1.
  package func coherentShare(
    wavelength: Double, cosIncidence: Double, cosScattered: Double
  ) -> Double {
    let g = 2 * .pi * height * (cosIncidence + cosScattered) / wavelength
    switch form {
    case .ament: return Double.exp(-g * g / 2)
    case .boithias: return scaledBesselI0(g * g / 2)
    }
  }
}

/// e^(-x) I_0(x) for x >= 0, to 2e-7 of its value.
///
/// Source: Abramowitz and Stegun 1964, eq. 9.8.1 and 9.8.2.
package func scaledBesselI0(_ x: Double) -> Double {
  if x < 3.75 {
    let t = x / 3.75 * (x / 3.75)
    let series = [1, 3.515_622_9, 3.089_942_4, 1.206_749_2, 0.265_973_2, 0.036_076_8, 0.004_581_3]
    return Double.exp(-x) * polynomial(series, t)
  }
  let series = [
    0.398_942_28, 0.013_285_92, 0.002_253_19, -0.001_575_65, 0.009_162_81, -0.020_577_06,
    0.026_355_37, -0.016_476_33, 0.003_923_77,
  ]
  return polynomial(series, 3.75 / x) / x.squareRoot()
}

private func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
  coefficients.reversed().reduce(0) { $0 * x + $1 }
}
