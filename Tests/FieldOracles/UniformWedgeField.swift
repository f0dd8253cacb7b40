// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
internal import Electromagnetics
internal import RealModule

/// The total field of a plane wave at a conducting wedge as the engine's coefficients have it.
///
/// Incident, reflected and diffracted waves are added up as rays see them, with a wavelength of one
/// metre and rays across the edge.
///
/// - Parameters:
///   - isSoft: Whether the electric field is along the edge.
///   - n: The open angle over pi.
///   - source: The angle of incidence from the 0-face.
///   - observer: The angle of the observer from the 0-face.
///   - rho: The distance of the observer from the edge in metres.
/// - Returns: The field, relative to the amplitude of the incident wave.
package func uniformWedgeField(
  isSoft: Bool, n: Double, source: Double, observer: Double, rho: Double
) -> Complex<Double> {
  let k = 2 * Double.pi
  let sign = Complex<Double>(isSoft ? -1 : 1)
  func wave(_ angle: Double) -> Complex<Double> {
    Complex(length: 1, phase: k * rho * Double.cos(angle))
  }
  let coefficients = WedgeCoefficients(
    n: n, sourceAngle: source, observerAngle: observer, sinSkew: 1, wavenumber: k,
    distanceParameter: rho)
  let total = coefficients.incident + sign * (coefficients.zeroFace + coefficients.nFace)
  var field = total * Complex(length: 1 / rho.squareRoot(), phase: -k * rho)
  if observer - source < .pi { field += wave(observer - source) }
  if observer + source < .pi { field += sign * wave(observer + source) }
  if observer + source > (2 * n - 1) * .pi {
    field += sign * wave(2 * n * .pi - observer - source)
  }
  return field
}
