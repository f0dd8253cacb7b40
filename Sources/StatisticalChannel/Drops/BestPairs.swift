// SPDX-License-Identifier: Apache-2.0

/// A sender and a receiver with the loss between them by way of a target.
package struct CoupledPair: Hashable, Sendable {
  package var transmitter: Int
  package var receiver: Int
  /// In decibels, positive.
  package var loss: Double
}

/// The pairs of the least loss among those that it is shown (TR 38.901 clause 7.9.6.1).
struct BestPairs {
  let limit: Int
  private(set) var pairs: [CoupledPair] = []

  init(limit: Int) {
    self.limit = limit
    pairs.reserveCapacity(limit + 1)
  }

  /// Takes a pair in if it is better than one that is in; of equal ones the first stays.
  mutating func consider(_ transmitter: Int, _ receiver: Int, loss: Double) {
    if pairs.count == limit {
      guard let worst = pairs.last, loss < worst.loss else { return }
      pairs.removeLast()
    }
    let place = pairs.firstIndex { loss < $0.loss } ?? pairs.count
    pairs.insert(.init(transmitter: transmitter, receiver: receiver, loss: loss), at: place)
  }
}
