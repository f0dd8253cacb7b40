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
    var values: [Double] = []
    for row in 0..<order {
      let start = row * (row + 1) / 2
      for column in 0...row {
        let other = column * (column + 1) / 2
        var rest = element(row, column)
        for k in 0..<column { rest -= values[start + k] * values[other + k] }
        guard row == column else {
          values.append(rest / values[other + column])
          continue
        }
        guard rest > 0 else { throw .singular }
        values.append(rest.squareRoot())
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
}
