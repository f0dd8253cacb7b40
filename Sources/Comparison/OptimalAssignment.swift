// SPDX-License-Identifier: Apache-2.0

/// Pairs rows with columns so that the costs add up to the least there is.
///
/// A pair costs what its cell says; a row and a column that stay alone cost `alone` together, so
/// that no pair is made that costs more: the association of the GOSPA metric (Rahmathullah,
/// Garcia-Fernandez and Svensson, "Generalized optimal sub-pattern assignment metric", 2017). It is
/// solved by the Hungarian algorithm with potentials (Kuhn 1955; Jonker and Volgenant, Computing 38,
/// 1987), in the cube of the number of rows.
///
/// - Parameters:
///   - costs: `[row][column]`, each row with as many columns; infinite where a pair cannot be.
///   - alone: What a row and a column that stay alone cost together, above zero.
/// - Returns: The column of each row, or nil where it stays alone.
package func optimalAssignment(costs: [[Double]], alone: Double) -> [Int?] {
  let rows = costs.count
  let columns = costs.first?.count ?? 0
  guard rows > 0, columns > 0 else { return [Int?](repeating: nil, count: rows) }
  // Each row has a column of its own to stay alone with. No sum of finite costs reaches `never`.
  let never = alone * Double(rows + 1) * 4
  let width = columns + rows
  func cost(_ row: Int, _ column: Int) -> Double {
    guard column < columns else { return column - columns == row ? alone : never }
    return costs[row][column] < alone ? costs[row][column] : never
  }
  var (rowPotential, columnPotential) = (
    [Double](repeating: 0, count: rows), [Double](repeating: 0, count: width + 1)
  )
  // The column `width` stands for the row that is looked after.
  var rowOfColumn = [Int?](repeating: nil, count: width + 1)
  for row in 0..<rows {
    rowOfColumn[width] = row
    var current = width
    var least = [Double](repeating: .infinity, count: width)
    var previous = [Int](repeating: width, count: width)
    var isUsed = [Bool](repeating: false, count: width + 1)
    while let from = rowOfColumn[current] {
      isUsed[current] = true
      var (step, next) = (Double.infinity, current)
      for column in 0..<width where !isUsed[column] {
        let reduced = cost(from, column) - rowPotential[from] - columnPotential[column]
        if reduced < least[column] { (least[column], previous[column]) = (reduced, current) }
        if least[column] < step { (step, next) = (least[column], column) }
      }
      for column in 0...width {
        if isUsed[column], let used = rowOfColumn[column] {
          rowPotential[used] += step
          columnPotential[column] -= step
        } else if column < width {
          least[column] -= step
        }
      }
      current = next
    }
    while current != width {
      rowOfColumn[current] = rowOfColumn[previous[current]]
      current = previous[current]
    }
  }
  var columnOfRow = [Int?](repeating: nil, count: rows)
  for column in 0..<columns {
    if let row = rowOfColumn[column] { columnOfRow[row] = column }
  }
  return columnOfRow
}
