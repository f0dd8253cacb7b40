// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import Randomness

/// Which ray of one kind of angle belongs to which of another one: TR 38.901 clause 7.5 step 8.
///
/// A random permutation of a cluster's rays, or of those of each of its parts (Table 7.5-5).
struct RayCoupling {
  private var order: InlineArray<32, UInt8>

  /// Draws a permutation.
  ///
  /// - Parameters:
  ///   - count: How many rays there are, at most 32; more are coupled in their order.
  ///   - isGrouped: Whether rays stay within their part of the cluster.
  ///   - stream: Gives the random numbers.
  init(_ count: Int, isGrouped: Bool, from stream: inout some RandomNumberGenerator) {
    order = InlineArray<32, UInt8> { UInt8($0) }
    guard count <= 32 else { return }
    guard isGrouped else {
      for last in stride(from: count - 1, to: 0, by: -1) {
        exchange(last, stream.index(below: last + 1))
      }
      return
    }
    for part in RayTables.subclusters {
      for last in stride(from: part.rays.count - 1, to: 0, by: -1) {
        exchange(part.rays[last], part.rays[stream.index(below: last + 1)])
      }
    }
  }

  private mutating func exchange(_ a: Int, _ b: Int) {
    let kept = order[a]
    order[a] = order[b]
    order[b] = kept
  }

  subscript(_ ray: Int) -> Int { ray < 32 ? Int(order[ray]) : ray }
}

extension RandomNumberGenerator {
  /// A whole number in 0..<bound; the bound is so small that no number is favoured noticeably.
  mutating func index(below bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }
}
