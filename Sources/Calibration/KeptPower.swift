// SPDX-License-Identifier: Apache-2.0

internal import Electromagnetics
internal import RealModule

extension AdjustableMaterial {
  /// The share of the power that a mirror keeps in phase, R^2 rho^2, with the derivatives of its logarithm
  /// by S and sigma_h.
  ///
  /// Physics primer, eq. 11 and 12.
  ///
  /// - Parameters:
  ///   - wavelength: In metres.
  ///   - cosIncidence: The cosine of the angle of incidence from the normal, in [0, 1].
  ///   - cosScattered: That of the direction of interest; the same for the specular one.
  /// - Returns: The share, and the derivatives by S and by sigma_h in metres.
  @inline(__always)
  func keptPower(wavelength: Double, cosIncidence: Double, cosScattered: Double) -> (
    factor: Double, byScattering: Double, byRoughness: Double
  ) {
    let rest = max(1e-12, 1 - scattering * scattering)
    guard let roughness, roughness.height > 0 else {
      return (rest, -2 * scattering / rest, 0)
    }
    func share(_ height: Double) -> Double {
      SurfaceRoughness(height: height, form: roughness.form).coherentShare(
        wavelength: wavelength, cosIncidence: cosIncidence, cosScattered: cosScattered)
    }
    let rho = share(roughness.height)
    let slope: Double
    switch roughness.form {
    case .ament:
      let g = 2 * .pi * (cosIncidence + cosScattered) / wavelength
      slope = -2 * g * g * roughness.height
    case .boithias:
      let step = 1e-4 * roughness.height
      slope =
        (Double.log(share(roughness.height + step)) - Double.log(share(roughness.height - step)))
        / step
    }
    return (rest * rho * rho, -2 * scattering / rest, slope)
  }
}
