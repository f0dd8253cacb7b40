// SPDX-License-Identifier: Apache-2.0

/// The lower triangular L of a real symmetric matrix A = L L^T.
package struct CholeskyFactor: Hashable, Sendable {
  package let order: Int

  /// Row by row, up to the diagonal.
  private let values: [Double]

  /// Factors a matrix.
  ///
  /// - Parameters:
  ///   - order: How many rows the matrix has.
  ///   - element: Its element in a row and a column; only the lower triangle is looked at.
  /// - Throws: `LinearAlgebraError.singular` when the matrix is not positive definite.
  package init(
    order: Int, element: (_ row: Int, _ column: Int) -> Double
  ) throws(LinearAlgebraError) {
    self.init(order: order, element: element) { rest, _ in rest }
    let pivots = (0..<order).map { values[$0 * ($0 + 3) / 2] }
    guard pivots.allSatisfy({ $0 > 0 }) else { throw .singular }
  }

  /// Factors a covariance, in which no variance is taken for less than a share of what it was before the
  /// others: rounding would make it negative.
  ///
  /// - Parameters:
  ///   - order: How many rows the matrix has.
  ///   - share: The share, above zero.
  ///   - element: Its element in a row and a column, above zero on the diagonal; only the lower triangle is
  ///     looked at.
  package init(
    order: Int, keeping share: Double, element: (_ row: Int, _ column: Int) -> Double
  ) {
    self.init(order: order, element: element) { rest, diagonal in max(rest, share * diagonal) }
  }

  private init(
    order: Int, element: (_ row: Int, _ column: Int) -> Double,
    pivot: (_ rest: Double, _ diagonal: Double) -> Double
  ) {
    var values: [Double] = []
    values.reserveCapacity(order * (order + 1) / 2)
    for row in 0..<order {
      let start = row * (row + 1) / 2
      for column in 0...row {
        let other = column * (column + 1) / 2
        let own = element(row, column)
        var rest = own
        for k in 0..<column { rest -= values[start + k] * values[other + k] }
        values.append(
          row == column ? pivot(rest, own).squareRoot() : rest / values[other + column])
      }
    }
    self.order = order
    self.values = values
  }

  /// L x.
  package func times(_ vector: [Double]) -> [Double] {
    precondition(vector.count == order)
    return (0..<order).map { row in
      let start = row * (row + 1) / 2
      return (0...row).reduce(0) { $0 + values[start + $1] * vector[$1] }
    }
  }

  /// L^-1 x: what has the covariance A becomes independent and of unit variance.
  package func whitened(_ vector: [Double]) -> [Double] {
    precondition(vector.count == order)
    var result = vector
    for row in 0..<order {
      let start = row * (row + 1) / 2
      for column in 0..<row { result[row] -= values[start + column] * result[column] }
      result[row] /= values[start + row]
    }
    return result
  }

  /// L^-T x, which of a whitened vector makes A^-1 times what it was.
  package func transposedInverse(times vector: [Double]) -> [Double] {
    precondition(vector.count == order)
    var result = vector
    for row in (0..<order).reversed() {
      for below in row + 1..<max(row + 1, order) {
        result[row] -= values[below * (below + 1) / 2 + row] * result[below]
      }
      result[row] /= values[row * (row + 1) / 2 + row]
    }
    return result
  }
}
