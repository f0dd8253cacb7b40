// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
internal import RealModule

/// The diffraction coefficients of a wedge, one for each kind of shadow boundary.
///
/// The total of a perfect conductor is `incident - zeroFace - nFace` for fields along the edge
/// (soft) and `incident + zeroFace + nFace` for those across (hard): Kouyoumjian and Pathak 1974.
/// Units are square roots of metres.
///
/// Physics primer, eq. 28.
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
  ///   - sides: The sides of the boundaries from which the terms are continued; nil takes those where
  ///     the observer is.
  package init(
    n: Double, sourceAngle: Double, observerAngle: Double, sinSkew: Double, wavenumber: Double,
    distanceParameter: Double, sides: ShadowSides? = nil
  ) {
    let scale = (2 * wavenumber * distanceParameter).squareRoot()
    let front = Complex(
      length: -1 / (2 * n * (2 * .pi * wavenumber).squareRoot() * sinSkew), phase: -.pi / 4)
    let angles = boundaryAngles(sourceAngle, observerAngle)
    let sides =
      sides ?? ShadowSides(n: n, sourceAngle: sourceAngle, observerAngle: observerAngle)
    func term(_ index: Int) -> Complex<Double> {
      boundaryTerm(separation(angles[index], n: n), n: n, scale: scale, side: sides[index])
    }
    incident = front * (term(0) - term(1))
    nFace = front * term(2)
    zeroFace = -front * term(3)
  }
}

/// On which side of each shadow boundary of a wedge an observer stands.
///
/// Kept for a while, it lets the coefficients go on smoothly over a boundary, as the direct or
/// reflected wave goes on that a search has found or not found before.
package struct ShadowSides: Hashable, Sendable {
  /// Plus or minus one for the terms D1, D2, D3 and D4.
  private var signs: SIMD4<Double>

  /// The sides for the angles of source and observer around the edge of a wedge of open angle n pi.
  package init(n: Double, sourceAngle: Double, observerAngle: Double) {
    let terms = boundaryAngles(sourceAngle, observerAngle)
    signs = SIMD4<Double>(repeating: 1)
    for term in 0..<4 where separation(terms[term], n: n) < 0 { signs[term] = -1 }
  }

  /// The sides that go with a direct wave that is there or not, for an observer so close to the border
  /// of its shadow that a search may decide otherwise than these angles do.
  ///
  /// - Parameters:
  ///   - isLit: Whether the direct wave reaches the observer.
  ///   - angle: How close in radians the border must be.
  ///   - n: The open angle over pi.
  ///   - source: The angle of the source from the 0-face.
  ///   - observer: That of the observer.
  /// - Returns: The same sides where no border is as close.
  package func agreeing(
    withDirectWave isLit: Bool, within angle: Double, n: Double, source: Double, observer: Double
  ) -> ShadowSides {
    let terms = boundaryAngles(source, observer)
    var sides = self
    // A source before the 0-face leaves its shadow beyond phi' + pi, one before the n-face below
    // phi' - pi.
    if abs(separation(terms[0], n: n)) < angle { sides.signs[0] = isLit ? 1 : -1 }
    if abs(separation(terms[1], n: n)) < angle { sides.signs[1] = isLit ? -1 : 1 }
    return sides
  }

  /// The same sides when angles are taken from the n-face.
  package var turned: ShadowSides {
    var other = self
    other.signs = -SIMD4(signs.y, signs.x, signs.w, signs.z)
    return other
  }

  fileprivate subscript(term: Int) -> Double { signs[term] }
}

/// The angles gamma of the terms D1 to D4: beta + pi and beta - pi for beta = phi - phi', then for
/// beta = phi + phi'.
private func boundaryAngles(_ source: Double, _ observer: Double) -> SIMD4<Double> {
  SIMD4(
    observer - source + .pi, observer - source - .pi, observer + source + .pi,
    observer + source - .pi)
}

/// The distance of an angle gamma from the nearest multiple of 2 n pi, where its boundary is.
private func separation(_ gamma: Double, n: Double) -> Double {
  let period = 2 * n * Double.pi
  return gamma - period * (gamma / period).rounded()
}

/// cot(gamma / (2n)) F(k L a) for an angle gamma.
///
/// With epsilon, the separation from the boundary, the cotangent is cot(epsilon / (2n)) and
/// a = 2 sin^2(epsilon / 2). Near a shadow boundary the one grows as the other vanishes; written as
/// below the product is exact there.
///
/// - Parameters:
///   - epsilon: The separation.
///   - n: The open angle over pi.
///   - scale: sqrt(2 k L), the root of the transition function's argument over |sin(epsilon / 2)|.
///   - side: The side of the boundary from which the term is continued analytically.
/// - Returns: The term, without the factors that all four have in common.
private func boundaryTerm(
  _ epsilon: Double, n: Double, scale: Double, side: Double
) -> Complex<Double> {
  let half = Double.sin(abs(epsilon) / 2)
  let reduced = abs(epsilon) / (2 * n)
  // The sine's ratio tends to n; below 1e-8 it is n to double precision.
  let ratio = reduced > 1e-8 ? half / Double.sin(reduced) : n
  let size = Complex(side * Double.cos(reduced) * ratio * scale)
  let root = scale * abs(half)
  // Far from the boundary a change of sign is the other end of the period, where the cotangent is 0.
  let isBeyond = epsilon * side < 0 && abs(epsilon) < .pi / 2
  guard isBeyond else {
    return transitionRatio(root: root) * (epsilon * side < 0 ? -size : size)
  }
  // e^(z^2) erfc(-z) = 2 e^(z^2) - e^(z^2) erfc(z).
  let passing = Complex(length: 2 * Double.pi.squareRoot(), phase: .pi / 4 + root * root)
  return (passing - transitionRatio(root: root)) * size
}
