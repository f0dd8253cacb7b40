// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
internal import RealModule

/// The diffraction coefficients of a wedge, one for each kind of shadow boundary.
///
/// The total of a perfect conductor is `incident - zeroFace - nFace` for fields along the edge
/// (soft) and `incident + zeroFace + nFace` for those across (hard): Kouyoumjian and Pathak 1974.
/// Units are square roots of metres.
package struct WedgeCoefficients: Hashable, Sendable {
  /// What belongs to the boundary of the incident wave: D1 + D2.
  package var incident: Complex<Double>

  /// What belongs to the boundary of the reflection from the 0-face: D4.
  package var zeroFace: Complex<Double>

  /// What belongs to the boundary of the reflection from the n-face: D3.
  package var nFace: Complex<Double>

  /// Evaluates the coefficients.
  ///
  /// - Parameters:
  ///   - n: The open angle of the wedge over pi, above 1 and up to 2.
  ///   - sourceAngle: The angle phi' of the source around the edge, from the 0-face, in [0, n pi].
  ///   - observerAngle: That of the observer, phi.
  ///   - sinSkew: The sine of the angle beta_0 between the edge and the rays.
  ///   - wavenumber: k in radians per metre.
  ///   - distanceParameter: L in metres: s s' / (s + s') sin^2 beta_0 for a point source at the
  ///     distance s' and an observer at s, s sin^2 beta_0 for a plane wave.
  package init(
    n: Double, sourceAngle: Double, observerAngle: Double, sinSkew: Double, wavenumber: Double,
    distanceParameter: Double
  ) {
    let difference = observerAngle - sourceAngle
    let sum = observerAngle + sourceAngle
    // sqrt(2 k L): the root of the transition function's argument over |sin(epsilon / 2)|.
    let scale = (2 * wavenumber * distanceParameter).squareRoot()
    let front = Complex(
      length: -1 / (2 * n * (2 * .pi * wavenumber).squareRoot() * sinSkew), phase: -.pi / 4)
    func term(_ angle: Double) -> Complex<Double> { boundaryTerm(angle, n: n, scale: scale) }
    incident = front * (term(difference + .pi) - term(difference - .pi))
    zeroFace = -front * term(sum - .pi)
    nFace = front * term(sum + .pi)
  }
}

/// cot(gamma / (2n)) F(k L a) for an angle gamma = beta + pi or beta - pi.
///
/// With epsilon, the distance of gamma from the nearest multiple of 2 n pi, the cotangent is
/// cot(epsilon / (2n)) and a = 2 sin^2(epsilon / 2). Near a shadow boundary the one grows as the
/// other vanishes; written as below the product is exact there. Right on the boundary it takes the
/// limit from positive epsilon.
private func boundaryTerm(_ gamma: Double, n: Double, scale: Double) -> Complex<Double> {
  let period = 2 * n * Double.pi
  let epsilon = gamma - period * (gamma / period).rounded()
  let half = Double.sin(abs(epsilon) / 2)
  let reduced = abs(epsilon) / (2 * n)
  // The sine's ratio tends to n; below 1e-8 it is n to double precision.
  let ratio = reduced > 1e-8 ? half / Double.sin(reduced) : n
  let size = Double.cos(reduced) * ratio * scale * (epsilon < 0 ? -1 : 1)
  return transitionRatio(root: scale * abs(half)) * Complex(size)
}
