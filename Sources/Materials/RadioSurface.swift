// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
package import Electromagnetics
package import Quantities

/// A material at one frequency, ready for field computations.
///
/// A reference, because every interaction of every path asks for one.
package final class RadioSurface: Sendable {
  package let permittivity: Complex<Double>
  package let thickness: Double?
  package let wavelength: Double
  package let scattering: SurfaceScattering
  private let roughness: SurfaceRoughness?

  /// |r_TE|^2 and |r_TM|^2 over the square root of the cosine of incidence.
  ///
  /// They serve the diffuse field, which needs no phase. The root spreads out grazing incidence,
  /// where r_TM of metal has its minimum within a thousandth of the cosine.
  private let reflectivity: [SIMD2<Double>]
  private static let steps = 2048

  /// Evaluates a material.
  ///
  /// - Parameters:
  ///   - material: The material.
  ///   - frequency: The frequency.
  ///   - isTabulated: Whether `powerReflectivity` shall be quick, at the cost of a table.
  package init(_ material: Material, at frequency: Frequency, isTabulated: Bool = true) {
    permittivity = material.permittivity.complexValue(at: frequency)
    thickness = material.thickness?.metres
    wavelength = frequency.wavelength
    scattering = material.scattering
    roughness = material.roughness
    var table: [SIMD2<Double>] = []
    for step in 0..<(isTabulated ? Self.steps + 1 : 0) {
      let coefficients = reflectionCoefficients(
        permittivity: permittivity, thickness: thickness, wavelength: wavelength,
        cosIncidence: Double(step * step) / Double(Self.steps * Self.steps))
      table.append(SIMD2(coefficients.te.lengthSquared, coefficients.tm.lengthSquared))
    }
    reflectivity = table
  }

  /// The complex reflection coefficients, without the loss to scattering.
  ///
  /// - Parameter cosIncidence: The cosine of the angle from the normal, in [0, 1].
  /// - Returns: Those of a layer where the material has a thickness, of a half-space where not.
  package func reflection(_ cosIncidence: Double) -> FresnelCoefficients {
    reflectionCoefficients(
      permittivity: permittivity, thickness: thickness, wavelength: wavelength,
      cosIncidence: cosIncidence)
  }

  /// The coefficients of what is reflected in phase: R r with R^2 = 1 - S^2, or rho r where the
  /// material has a roughness in place of S.
  ///
  /// Physics primer, eq. 11.
  ///
  /// - Parameters:
  ///   - cosIncidence: The cosine of the angle from the normal, in [0, 1].
  ///   - cosScattered: That of the direction of interest, where it is not the specular one.
  /// - Returns: The coefficients for both polarisations.
  package func specularCoefficients(
    _ cosIncidence: Double, scattered cosScattered: Double? = nil
  ) -> FresnelCoefficients {
    let rho =
      roughness?.coherentShare(
        wavelength: wavelength, cosIncidence: cosIncidence,
        cosScattered: cosScattered ?? cosIncidence) ?? 1
    return reflection(cosIncidence).scaled(by: scattering.specularShare * rho)
  }

  /// The complex transmission coefficients, relative to the same straight way through air.
  ///
  /// ITU-R P.2040-3, eq. 43b, refers to the two faces, which lie at the same place in a scene whose
  /// walls are thin; the way of d cos(theta) through air that a path's delay counts is taken out.
  ///
  /// Physics primer, eq. 9.
  ///
  /// - Parameter cosIncidence: The cosine of the angle from the normal, in [0, 1].
  /// - Returns: Nil where the material is opaque: a half-space, or a layer that leaves less than
  ///   -200 dB of the power.
  package func transmission(_ cosIncidence: Double) -> FresnelCoefficients? {
    guard let thickness else { return nil }
    let through = slabCoefficients(
      permittivity: permittivity, thickness: thickness, wavelength: wavelength,
      cosIncidence: cosIncidence
    ).transmission
    guard max(through.te.lengthSquared, through.tm.lengthSquared) > Self.opaque else { return nil }
    let air = Complex(length: 1, phase: 2 * .pi * thickness * cosIncidence / wavelength)
    return FresnelCoefficients(te: through.te * air, tm: through.tm * air)
  }

  /// The transmitted share of power below which a layer counts as opaque.
  private static let opaque = 1e-20

  /// The reflected shares of power, interpolated linearly in a table where there is one.
  ///
  /// - Parameter cosIncidence: The cosine of the angle from the normal, in [0, 1].
  /// - Returns: The shares for perpendicular (TE) and parallel (TM) polarisation, from 0 to 1.
  package func powerReflectivity(_ cosIncidence: Double) -> (te: Double, tm: Double) {
    guard !reflectivity.isEmpty else {
      let exact = reflection(cosIncidence)
      return (exact.te.lengthSquared, exact.tm.lengthSquared)
    }
    let position = max(0, min(1, cosIncidence)).squareRoot() * Double(Self.steps)
    let index = min(Int(position), Self.steps - 1)
    let share = position - Double(index)
    let value = reflectivity[index] * (1 - share) + reflectivity[index + 1] * share
    return (value.x, value.y)
  }
}

/// Reflection from a layer where a thickness is given, from a half-space where not.
private func reflectionCoefficients(
  permittivity: Complex<Double>, thickness: Double?, wavelength: Double, cosIncidence: Double
) -> FresnelCoefficients {
  guard let thickness else {
    return halfSpaceReflection(permittivity: permittivity, cosIncidence: cosIncidence)
  }
  return slabCoefficients(
    permittivity: permittivity, thickness: thickness, wavelength: wavelength,
    cosIncidence: cosIncidence
  ).reflection
}
