// SPDX-License-Identifier: Apache-2.0

internal import COpenBLAS

/// Why a linear solve gave no answer.
package enum LinearAlgebraError: Error, Equatable, CustomStringConvertible {
  /// The matrix has no inverse.
  case singular

  package var description: String { "the linear system has no unique solution" }
}

/// Solves a tridiagonal system for several right-hand sides (LAPACK's dgtsv).
///
/// - Parameters:
///   - lower: The diagonal below the main one, `n - 1` values.
///   - diagonal: The main diagonal, `n` values.
///   - upper: The diagonal above the main one, `n - 1` values.
///   - rightHandSides: Columns of `n` values each.
/// - Returns: The solutions, a column for each right-hand side.
/// - Throws: `LinearAlgebraError.singular` when elimination meets a zero pivot.
package func solveTridiagonal(
  lower: [Double], diagonal: [Double], upper: [Double], rightHandSides: [[Double]]
) throws(LinearAlgebraError) -> [[Double]] {
  let order = diagonal.count
  precondition(lower.count == max(0, order - 1) && upper.count == lower.count)
  precondition(rightHandSides.allSatisfy { $0.count == order })
  guard order > 0, !rightHandSides.isEmpty else { return rightHandSides }
  var (below, main, above) = (lower, diagonal, upper)
  var columns = rightHandSides.flatMap { $0 }
  let status = unsafe LAPACKE_dgtsv(
    LAPACK_COL_MAJOR, Int32(order), Int32(rightHandSides.count), &below, &main, &above,
    &columns, Int32(order))
  guard status == 0 else { throw .singular }
  return stride(from: 0, to: columns.count, by: order).map { Array(columns[$0..<$0 + order]) }
}
