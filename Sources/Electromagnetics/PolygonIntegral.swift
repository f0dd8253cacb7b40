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
  let squared = (gradient * gradient).sum()
  // Below a hundredth of a radian per metre times metres the sum cancels; the
  // area is right to 1e-5.
  guard squared * area > 1e-4 else { return Complex(area) }
  var sum = Complex<Double>.zero
  for edge in edges {
    let along = SIMD2(edge.z - edge.x, edge.w - edge.y)
    let middle = SIMD2(edge.z + edge.x, edge.w + edge.y) / 2
    let across = gradient.x * along.y - gradient.y * along.x
    let half = (gradient * along).sum() / 2
    let sinc = abs(half) > 1e-6 ? Double.sin(half) / half : 1
    let phase = -(gradient * middle).sum()
    let weight = across * sinc
    sum += Complex(weight * Double.cos(phase), weight * Double.sin(phase))
  }
  return Complex(0, 1 / squared) * sum
}
