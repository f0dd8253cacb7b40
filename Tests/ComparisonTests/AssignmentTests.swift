// SPDX-License-Identifier: Apache-2.0

import Comparison
import Randomness
import Testing

@Suite("Optimal assignment")
struct AssignmentTests {
  /// The least cost over all ways to pair, tried one by one; staying alone costs a row `alone`.
  private func least(_ costs: [[Double]], alone: Double, from row: Int, used: Set<Int>) -> Double {
    guard row < costs.count else { return 0 }
    var best = alone + least(costs, alone: alone, from: row + 1, used: used)
    for column in costs[row].indices where !used.contains(column) {
      best = min(
        best,
        costs[row][column]
          + least(costs, alone: alone, from: row + 1, used: used.union([column])))
    }
    return best
  }

  @Test("the Hungarian algorithm costs what the best of all ways to pair costs")
  func bruteForce() {
    var stream = RandomStream(seed: 7, stage: .resampling, index: 0)
    for rows in 0...5 {
      for columns in 0...5 {
        for _ in 0..<20 {
          let costs = (0..<rows).map { _ in
            (0..<columns).map { _ in stream.uniform() < 0.2 ? .infinity : 3 * stream.uniform() }
          }
          let partners = optimalAssignment(costs: costs, alone: 1)
          #expect(partners.count == rows)
          let taken = partners.compactMap { $0 }
          #expect(Set(taken).count == taken.count)
          let cost = partners.enumerated().reduce(0.0) { sum, pair in
            sum + (pair.element.map { costs[pair.offset][$0] } ?? 1)
          }
          let best = least(costs, alone: 1, from: 0, used: [])
          // Both add up the same few numbers in another order.
          #expect(abs(cost - best) < 1e-12)
          #expect(
            partners.enumerated().allSatisfy { pair in
              pair.element.map { costs[pair.offset][$0] <= 1 } ?? true
            })
        }
      }
    }
  }

  @Test("a hundred shuffled places find themselves")
  func permutation() {
    let places = (0..<100).map { Double(($0 * 37) % 100) }
    let costs = places.map { place in
      (0..<100).map { abs(place - Double($0)) / 200 }
    }
    #expect(optimalAssignment(costs: costs, alone: 1) == places.map { Int($0) })
  }
}
