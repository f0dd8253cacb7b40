// SPDX-License-Identifier: Apache-2.0

/// Some of several things, evenly over all of them, the first and the last one among them.
///
/// - Parameters:
///   - limit: How many there are at most, at least two.
///   - all: How many there are to choose from.
/// - Returns: Their numbers, ascending.
func evenly(_ limit: Int, of all: Int) -> [Int] {
  let count = min(limit, all)
  return (0..<count).map { count > 1 ? $0 * (all - 1) / (count - 1) : 0 }
}
