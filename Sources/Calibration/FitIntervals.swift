// SPDX-License-Identifier: Apache-2.0

package import LinearAlgebra
internal import RealModule

extension FitResult {
  /// The same fit with intervals as wide as data make them that are not independent.
  ///
  /// With the gradient's covariance J^T J + D estimates have the covariance H^-1 (H + D) H^-1, H being J^T J
  /// with what was known before (Huber, 1967). Intervals are widened by the ratio, and never narrowed.
  ///
  /// - Parameters:
  ///   - shared: D, row by row.
  ///   - unknowns: What was fitted.
  /// - Returns: The fit.
  /// - Throws: `LinearAlgebraError` where values are no numbers.
  package func widened(
    by shared: [Double], _ unknowns: [Unknown]
  ) throws(LinearAlgebraError) -> FitResult {
    let order = unknowns.count
    let inverse = try priorInverse(
      of: information.map { $0 * excess * excess }, precisions: unknowns.map(\.precision))
    let factors = (0..<order).map { index -> Double in
      let row = Array(inverse[index * order..<(index + 1) * order])
      var added = 0.0
      for one in 0..<order {
        for other in 0..<order { added += row[one] * shared[one * order + other] * row[other] }
      }
      return max(1, 1 + added / row[index]).squareRoot()
    }
    return scaled(by: factors)
  }

  /// The same fit with intervals that hold how far it strays with other samples, too.
  ///
  /// - Parameter strays: For each sample what its fit adds to the free values.
  /// - Returns: The fit, its covariance larger by the mean product of strays.
  package func straying(_ strays: [[Double]]) -> FitResult {
    var wider = self
    let order = values.count
    for stray in strays {
      for row in 0..<order {
        for column in 0..<order {
          wider.covariance[row * order + column] +=
            stray[row] * stray[column] / Double(strays.count)
        }
      }
    }
    return wider
  }

  /// Whether another end of a fit is another minimum: further off than two standard deviations of some number.
  package func isApart(from other: FitResult) -> Bool {
    let order = values.count
    return values.indices.contains { index in
      let distance = values[index] - other.values[index]
      return distance * distance > 4 * max(0, covariance[index * order + index])
    }
  }

  /// Whether another minimum is less than twenty times less likely, at the same spread of what is left.
  package func isRivalled(by other: FitResult) -> Bool {
    (other.cost - cost) / (excess * excess) < Double.log(20)
  }

  /// The free value and its standard deviation of an unknown.
  package func estimate(of index: Int) -> (value: Double, deviation: Double) {
    (values[index], max(0, covariance[index * values.count + index]).squareRoot())
  }

  /// The same fit with intervals that reach to the far ends of those of other minima.
  ///
  /// - Parameter others: Of each minimum the estimates of the same unknowns, nil where it has none.
  /// - Returns: The fit; where there are no others, as it is.
  package func holding(_ others: [[(value: Double, deviation: Double)?]]) -> FitResult {
    scaled(
      by: values.indices.map { index in
        let own = estimate(of: index)
        guard own.deviation > 0 else { return 1 }
        let reaches = others.compactMap { $0[index] }.map {
          abs($0.value - own.value) / intervalDeviations + $0.deviation
        }
        return max(1, (reaches.max() ?? 0) / own.deviation)
      })
  }

  /// The same fit with deviations larger by a factor each.
  private func scaled(by factors: [Double]) -> FitResult {
    var wider = self
    for (row, one) in factors.enumerated() {
      for (column, other) in factors.enumerated() {
        wider.covariance[row * factors.count + column] *= one * other
      }
    }
    return wider
  }
}

/// How many standard deviations an interval of 95 % reaches to either side.
let intervalDeviations = 1.96
