// SPDX-License-Identifier: Apache-2.0

package import ComplexModule

/// The complex amplitude ratios of a plane wave at a flat surface.
///
/// Phasors are e^(+j omega t). Perpendicular (TE) fields are measured along k x n, parallel (TM)
/// ones along (k x n) x k, for each wave with its own k; so a perfect conductor has
/// te = -1 and tm = +1.
package struct FresnelCoefficients: Hashable, Sendable {
  /// The ratio for the field perpendicular to the plane of incidence.
  package var te: Complex<Double>

  /// The ratio for the field in the plane of incidence.
  package var tm: Complex<Double>

  /// Nothing at all.
  package static let zero = FresnelCoefficients(te: .zero, tm: .zero)

  package init(te: Complex<Double>, tm: Complex<Double>) {
    self.te = te
    self.tm = tm
  }

  /// Both ratios times a real factor.
  package func scaled(by factor: Double) -> FresnelCoefficients {
    FresnelCoefficients(te: te * Complex(factor), tm: tm * Complex(factor))
  }
}

/// Reflection from vacuum at a half-space.
///
/// Source: ITU-R P.2040-3, eq. 31a and 31b.
///
/// Physics primer, eq. 7.
///
/// - Parameters:
///   - permittivity: The relative complex permittivity eta = eps_r - j sigma / (omega eps_0).
///   - cosIncidence: The cosine of the angle from the normal, in [0, 1].
/// - Returns: The coefficients for perpendicular (TE) and parallel (TM) polarisation.
package func halfSpaceReflection(
  permittivity: Complex<Double>, cosIncidence: Double
) -> FresnelCoefficients {
  let cosine = Complex<Double>(cosIncidence)
  // The root with the negative imaginary part, which decays into the medium.
  let inside = Complex.sqrt(permittivity - Complex(1 - cosIncidence * cosIncidence))
  let scaled = permittivity * cosine
  return FresnelCoefficients(
    te: (cosine - inside) / (cosine + inside), tm: (scaled - inside) / (scaled + inside))
}

/// Reflection and transmission of a single layer in vacuum.
///
/// Source: ITU-R P.2040-3, eq. 43a, 43b and 44. Transmission is referenced between the two faces:
/// it holds the phase of the layer itself.
///
/// Physics primer, eq. 8.
///
/// - Parameters:
///   - permittivity: The relative complex permittivity eta = eps_r - j sigma / (omega eps_0).
///   - thickness: The thickness of the layer in metres.
///   - wavelength: The free-space wavelength in metres.
///   - cosIncidence: The cosine of the angle from the normal, in [0, 1].
/// - Returns: The coefficients with all reflections between the two faces.
package func slabCoefficients(
  permittivity: Complex<Double>, thickness: Double, wavelength: Double, cosIncidence: Double
) -> (reflection: FresnelCoefficients, transmission: FresnelCoefficients) {
  let single = halfSpaceReflection(permittivity: permittivity, cosIncidence: cosIncidence)
  let inside = Complex.sqrt(permittivity - Complex(1 - cosIncidence * cosIncidence))
  // q of eq. 44: the complex phase of one pass through the layer.
  let pass = Complex<Double>(2 * .pi * thickness / wavelength) * inside
  let once = Complex.exp(Complex(0, -1) * pass)
  let twice = once * once
  func reflected(_ r: Complex<Double>) -> Complex<Double> {
    r * (Complex(1) - twice) / (Complex(1) - r * r * twice)
  }
  func transmitted(_ r: Complex<Double>) -> Complex<Double> {
    (Complex(1) - r * r) * once / (Complex(1) - r * r * twice)
  }
  return (
    FresnelCoefficients(te: reflected(single.te), tm: reflected(single.tm)),
    FresnelCoefficients(te: transmitted(single.te), tm: transmitted(single.tm))
  )
}

/// The relative complex permittivity of a lossy dielectric.
///
/// Physics primer, eq. 6.
///
/// - Parameters:
///   - relativePermittivity: The real part eps_r.
///   - conductivity: sigma in siemens per metre.
///   - angularFrequencyTimesVacuumPermittivity: omega eps_0 in siemens per metre.
/// - Returns: eta = eps_r - j sigma / (omega eps_0).
package func complexPermittivity(
  relativePermittivity: Double, conductivity: Double,
  angularFrequencyTimesVacuumPermittivity: Double
) -> Complex<Double> {
  Complex(relativePermittivity, -conductivity / angularFrequencyTimesVacuumPermittivity)
}
