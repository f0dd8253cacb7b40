// SPDX-License-Identifier: Apache-2.0

internal import LinearAlgebra

/// A curve through knots, cubic between them: the natural cubic spline.
///
/// Its second derivative is continuous and vanishes at its ends. Two knots give a straight line,
/// one gives a constant.
struct CubicSpline: Hashable, Sendable {
  /// Strictly ascending.
  let knots: [Double]

  /// `[knot][component]`.
  let values: [SIMD4<Double>]

  /// Second derivatives at the knots.
  private let curvatures: [SIMD4<Double>]

  /// Lays the curve through some points.
  ///
  /// - Parameters:
  ///   - knots: Strictly ascending parameters, at least one.
  ///   - values: A point for each knot.
  init(knots: [Double], values: [SIMD4<Double>]) {
    precondition(!knots.isEmpty && knots.count == values.count)
    self.knots = knots
    self.values = values
    curvatures = naturalCurvatures(knots, values)
  }

  /// The point and its first two derivatives; beyond the ends the curve continues straight.
  func evaluate(
    at parameter: Double
  ) -> (value: SIMD4<Double>, first: SIMD4<Double>, second: SIMD4<Double>) {
    guard knots.count > 1 else { return (values[0], .zero, .zero) }
    let clamped = max(knots[0], min(knots[knots.count - 1], parameter))
    let segment = self.segment(holding: clamped)
    let width = knots[segment + 1] - knots[segment]
    let a = (knots[segment + 1] - clamped) / width
    let b = (clamped - knots[segment]) / width
    let (left, right) = (values[segment], values[segment + 1])
    let (bendLeft, bendRight) = (curvatures[segment], curvatures[segment + 1])
    let cubicA = (a * a * a - a) * width * width / 6
    let cubicB = (b * b * b - b) * width * width / 6
    let value = left * a + right * b + bendLeft * cubicA + bendRight * cubicB
    let slopeA = -(3 * a * a - 1) * width / 6
    let slopeB = (3 * b * b - 1) * width / 6
    let first = (right - left) / width + bendLeft * slopeA + bendRight * slopeB
    let second = bendLeft * a + bendRight * b
    return (value + first * (parameter - clamped), first, second)
  }

  /// The segment that a parameter within the ends lies in.
  func segment(holding parameter: Double) -> Int {
    var (low, high) = (0, knots.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if knots[middle] <= parameter { low = middle } else { high = middle }
    }
    return low
  }
}

/// Second derivatives of the natural cubic spline at its knots.
///
/// Source: de Boor, A Practical Guide to Splines, chapter IV.
private func naturalCurvatures(
  _ knots: [Double], _ values: [SIMD4<Double>]
) -> [SIMD4<Double>] {
  let inner = knots.count - 2
  guard inner > 0 else { return [SIMD4<Double>](repeating: .zero, count: knots.count) }
  let widths = zip(knots.dropFirst(), knots).map { $0 - $1 }
  let slopes = widths.indices.map { (values[$0 + 1] - values[$0]) / widths[$0] }
  let diagonal = (0..<inner).map { 2 * (widths[$0] + widths[$0 + 1]) }
  let off = (1..<max(1, inner)).map { widths[$0] }
  let bends = (0..<inner).map { (slopes[$0 + 1] - slopes[$0]) * 6 }
  let columns = (0..<4).map { component in bends.map { $0[component] } }
  guard
    let solved = try? solveTridiagonal(
      lower: off, diagonal: diagonal, upper: off, rightHandSides: columns)
  else { preconditionFailure("a diagonally dominant system came out singular") }
  var curvatures = [SIMD4<Double>](repeating: .zero, count: knots.count)
  for knot in 0..<inner {
    curvatures[knot + 1] = SIMD4(
      solved[0][knot], solved[1][knot], solved[2][knot], solved[3][knot])
  }
  return curvatures
}
