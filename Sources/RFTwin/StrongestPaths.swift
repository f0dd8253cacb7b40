// SPDX-License-Identifier: Apache-2.0

/// The positions of the largest of some gains, the largest first; none that are zero.
///
/// Ties are broken by position, so that the order is the same in every run.
package func strongest(of gains: [Double], count: Int) -> [Int] {
  guard count > 0 else { return [] }
  var candidates: [Int] = []
  // What is weaker than the weakest of as many as are asked for is none of them.
  var floor = 0.0
  for (position, gain) in gains.enumerated() where gain > floor {
    candidates.append(position)
    guard candidates.count >= 4 * count else { continue }
    candidates = Array(inOrder(candidates, gains).prefix(count))
    floor = gains[candidates[count - 1]]
  }
  return Array(inOrder(candidates, gains).prefix(count))
}

private func inOrder(_ positions: [Int], _ gains: [Double]) -> [Int] {
  positions.sorted { (gains[$1], $0) < (gains[$0], $1) }
}
