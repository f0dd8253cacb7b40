// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
internal import RealModule

/// The far-field pattern of a flat piece of surface: a plane wave integrated over a polygon.
///
/// It is the integral of e^(-j q . r). By Gauss's theorem it is a sum over the edges (Gordon,
/// IEEE Trans. Antennas Propag. 23, 1975): (j / q^2) sum (q x e) sinc(q . e / 2) e^(-j q . m), with
/// e an edge and m its middle.
///
/// Physics primer, eq. 15.
///
/// - Parameters:
///   - edges: Directed edges, (x, y) of start and end in metres, with the polygon on their left.
///   - area: The polygon's area in square metres.
///   - gradient: q, the gradient of the phase in radians per metre.
/// - Returns: The integral in square metres; where the phase hardly changes it is the area.
package func polygonIntegral(
  edges: [SIMD4<Double>], area: Double, gradient: SIMD2<Double>
) -> Complex<Double> {
  guard !isFlat(gradient, over: area) else { return Complex(area) }
  var sum = Complex<Double>.zero
  for edge in edges {
    sum += edgeTerm(SIMD2(edge.x, edge.y), SIMD2(edge.z, edge.w), gradient)
  }
  return Complex(0, 1 / (gradient * gradient).sum()) * sum
}

/// The far-field pattern of a triangle.
///
/// - Parameters:
///   - corners: Counter-clockwise, in metres.
///   - area: The triangle's area in square metres.
///   - gradient: q, the gradient of the phase in radians per metre.
/// - Returns: The integral in square metres, as `polygonIntegral` has it.
package func triangleIntegral(
  _ corners: (SIMD2<Double>, SIMD2<Double>, SIMD2<Double>), area: Double, gradient: SIMD2<Double>
) -> Complex<Double> {
  guard !isFlat(gradient, over: area) else { return Complex(area) }
  let (a, b, c) = corners
  let sum = edgeTerm(a, b, gradient) + edgeTerm(b, c, gradient) + edgeTerm(c, a, gradient)
  return Complex(0, 1 / (gradient * gradient).sum()) * sum
}

/// Whether a phase changes so little over an area that the sum over edges cancels.
///
/// That is below a hundredth of a radian per metre times metres; the area is right to 1e-5.
private func isFlat(_ gradient: SIMD2<Double>, over area: Double) -> Bool {
  (gradient * gradient).sum() * area <= 1e-4
}

/// One edge of the sum.
///
/// It is (q x e) sinc(q . e / 2) e^(-j q . m).
@inline(__always)
private func edgeTerm(
  _ start: SIMD2<Double>, _ end: SIMD2<Double>, _ gradient: SIMD2<Double>
) -> Complex<Double> {
  let along = end - start
  let across = gradient.x * along.y - gradient.y * along.x
  let half = (gradient * along).sum() / 2
  let sinc = abs(half) > 1e-6 ? Double.sin(half) / half : 1
  let phase = -(gradient * (start + end)).sum() / 2
  let weight = across * sinc
  return Complex(weight * Double.cos(phase), weight * Double.sin(phase))
}
