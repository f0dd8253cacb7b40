// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
package import LinearAlgebra
internal import RealModule

/// What a least-squares problem is at some values of its unknowns.
package struct Linearization: Sendable {
  /// J^T J and J^T r of the data, robust weights included, row by row.
  package var normal: [Double]
  package var gradient: [Double]

  /// Half the robust sum of squares, and how many residuals there are.
  package var cost: Double
  package var count: Int

  package init(unknowns: Int) {
    normal = [Double](repeating: 0, count: unknowns * unknowns)
    gradient = [Double](repeating: 0, count: unknowns)
    cost = 0
    count = 0
  }

  /// Adds a residual of unit variance.
  ///
  /// Huber's loss: beyond `robustness` standard deviations its cost grows linearly.
  package mutating func add(_ residual: Double, slopes: [Double], robustness: Double) {
    let size = abs(residual)
    let weight = size <= robustness ? 1 : robustness / size
    cost +=
      size <= robustness
      ? residual * residual / 2 : robustness * (size - robustness / 2)
    count += 1
    let order = gradient.count
    for row in 0..<order where slopes[row] != 0 {
      gradient[row] += weight * residual * slopes[row]
      for column in 0..<order {
        normal[row * order + column] += weight * slopes[row] * slopes[column]
      }
    }
  }

  /// The same data counted as fewer, or more.
  package func scaled(by factor: Double) -> Linearization {
    var scaled = self
    for index in normal.indices { scaled.normal[index] *= factor }
    for index in gradient.indices { scaled.gradient[index] *= factor }
    scaled.cost *= factor
    return scaled
  }

  /// Adds another part of the data.
  package mutating func add(_ other: Linearization) {
    for index in normal.indices { normal[index] += other.normal[index] }
    for index in gradient.indices { gradient[index] += other.gradient[index] }
    cost += other.cost
    count += other.count
  }
}

/// The end of a fit.
package struct FitResult: Sendable {
  /// The free values.
  package var values: [Double]
  package var cost: Double
  package var iterations: Int
  package var hasConverged: Bool

  /// J^T J of the data alone, less what `excess` takes, and the covariance of the free values with what was known before.
  package var information: [Double]
  package var covariance: [Double]
  package var residuals: Int

  /// By how much what is left strays more than was expected, 1 at least.
  ///
  /// The root of the robust sum of squares over the degrees of freedom (Birge, Physical Review 40, 1932);
  /// intervals are widened by it.
  package var excess: Double
}

/// Minimizes a robust sum of squares with what was known before, by the method of Levenberg and
/// Marquardt.
///
/// - Parameters:
///   - unknowns: What is fitted, with what is known of it before.
///   - start: The free values to begin with.
///   - evaluate: Linearizes the problem at free values.
/// - Returns: The fit.
/// - Throws: `LinearAlgebraError` where values become no numbers.
package func fit(
  _ unknowns: [Unknown], from start: [Double],
  evaluate: ([Double]) -> Linearization
) throws(LinearAlgebraError) -> FitResult {
  let order = unknowns.count
  func prior(_ values: [Double]) -> Double {
    zip(unknowns, values).reduce(0) { sum, item in
      let miss = (item.1 - item.0.prior) / item.0.spread
      return sum + (item.0.spread.isFinite ? miss * miss / 2 : 0)
    }
  }
  var values = zip(unknowns, start).map { $0.bounded($1) }
  var current = evaluate(values)
  var cost = current.cost + prior(values)
  var damping = 1e-3
  var (iterations, hasConverged) = (0, order == 0)
  while iterations < mostIterations, !hasConverged {
    iterations += 1
    let step = try step(unknowns, at: values, current, damping: damping)
    // More than two units of a free value leave the range in which slopes mean something.
    let longest = step.map { abs($0) }.max() ?? 0
    let scale = longest > 2 ? 2 / longest : 1
    let trial = (0..<order).map { unknowns[$0].bounded(values[$0] + scale * step[$0]) }
    let next = evaluate(trial)
    let nextCost = next.cost + prior(trial)
    let moved = zip(trial, values).map { abs($0 - $1) }.max() ?? 0
    if nextCost.isFinite, nextCost <= cost {
      hasConverged = moved < 1e-5 || cost - nextCost < 1e-9 * max(1, cost)
      (values, current, cost) = (trial, next, nextCost)
      damping = max(damping / 5, 1e-9)
    } else {
      damping *= 8
      hasConverged = moved < 1e-7 || damping > 1e8
    }
  }
  let freedom = current.count - order
  let excess = freedom > 0 ? max(1, (2 * current.cost / Double(freedom)).squareRoot()) : 1
  // The data count for less; what was known before stays.
  let information = current.normal.map { $0 / (excess * excess) }
  let covariance = try priorInverse(of: information, precisions: unknowns.map(\.precision))
  return FitResult(
    values: values, cost: cost, iterations: iterations, hasConverged: hasConverged,
    information: information, covariance: covariance, residuals: current.count, excess: excess)
}

/// The step that ends where a linearized problem is least.
///
/// - Parameters:
///   - unknowns: What is fitted, with what is known of it before.
///   - values: The free values at which it was linearized.
///   - linearization: The data's part of the problem there.
///   - damping: Makes steps shorter: what the diagonal of J^T J is made larger by, relative to itself.
/// - Returns: What is added to each free value.
/// - Throws: `LinearAlgebraError` where values are no numbers.
package func step(
  _ unknowns: [Unknown], at values: [Double], _ linearization: Linearization, damping: Double = 0
) throws(LinearAlgebraError) -> [Double] {
  let order = unknowns.count
  var matrix = HermitianMatrix(order: order)
  for row in 0..<order {
    for column in 0..<order {
      matrix[row, column] = Complex(linearization.normal[row * order + column])
    }
    let own = linearization.normal[row * order + row] + unknowns[row].precision
    matrix[row, row] = Complex(own + damping * max(own, 1e-12))
  }
  let inverse = try matrix.inverse()
  let slope = (0..<order).map {
    linearization.gradient[$0] + unknowns[$0].precision * (values[$0] - unknowns[$0].prior)
  }
  return (0..<order).map { row in
    -(0..<order).reduce(0) { $0 + inverse[row, $1].real * slope[$1] }
  }
}

/// Where curvature that slopes do not tell is as large as what they tell, as along exponents of lobes that
/// the data hardly narrow, each step takes a constant share of what is left, and some sixty are needed.
private let mostIterations = 200

/// The inverse of J^T J plus what was known before; what nothing tells keeps a huge variance.
func priorInverse(
  of normal: [Double], precisions: [Double]
) throws(LinearAlgebraError) -> [Double] {
  let order = precisions.count
  guard order > 0 else { return [] }
  var matrix = HermitianMatrix(order: order)
  for row in 0..<order {
    for column in 0..<order { matrix[row, column] = Complex(normal[row * order + column]) }
    matrix[row, row] = Complex(normal[row * order + row] + precisions[row] + 1e-12)
  }
  let inverse = try matrix.inverse()
  return (0..<order * order).map { inverse[$0 / order, $0 % order].real }
}
