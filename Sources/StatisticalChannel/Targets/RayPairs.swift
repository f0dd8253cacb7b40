// SPDX-License-Identifier: Apache-2.0

internal import Randomness

/// A ray of the leg to a target and one of the leg from it; -1 is the line of sight.
struct RayPair: Hashable, Sendable {
  var transmit: Int32
  var receive: Int32
  /// The product of both powers.
  var power: Double
}

extension LegJoining {
  /// The pairs of rays of two legs.
  ///
  /// - Parameters:
  ///   - transmit: The leg to the target.
  ///   - receive: The leg from the target.
  ///   - stream: Gives the random numbers of pairings at random.
  /// - Returns: The pair of lines of sight, if any, first.
  func pairs(
    _ transmit: ClusteredLink, _ receive: ClusteredLink,
    from stream: inout some RandomNumberGenerator
  ) -> [RayPair] {
    var pairs: [RayPair] = []
    let joinsAll = !keepsOnlyLinesOfSight
    if let first = transmit.lineOfSight {
      if let second = receive.lineOfSight {
        pairs.append(RayPair(transmit: -1, receive: -1, power: first.power * second.power))
      }
      if joinsAll || receive.lineOfSight == nil {
        for (index, ray) in receive.rays.enumerated() {
          pairs.append(
            RayPair(transmit: -1, receive: Int32(index), power: first.power * ray.power))
        }
      }
    }
    if let second = receive.lineOfSight, joinsAll || transmit.lineOfSight == nil {
      for (index, ray) in transmit.rays.enumerated() {
        pairs.append(
          RayPair(transmit: Int32(index), receive: -1, power: ray.power * second.power))
      }
    }
    if joinsAll || (transmit.lineOfSight == nil && receive.lineOfSight == nil) {
      appendScattered(transmit, receive, to: &pairs, from: &stream)
    }
    return pairs
  }

  /// Pairs of rays neither of which is a line of sight.
  private func appendScattered(
    _ transmit: ClusteredLink, _ receive: ClusteredLink, to pairs: inout [RayPair],
    from stream: inout some RandomNumberGenerator
  ) {
    let start = pairs.count
    switch pairing {
    case .everyRay:
      pairs.reserveCapacity(start + transmit.rays.count * receive.rays.count)
      for a in transmit.rays.indices {
        for b in receive.rays.indices { pairs.append(pair(transmit, a, receive, b)) }
      }
    case .everyCluster:
      for a in 0..<transmit.clusterCount {
        for b in 0..<receive.clusterCount {
          appendClusterPair(transmit, a, receive, b, to: &pairs, from: &stream)
        }
      }
    case .clustersInOrder:
      for index in 0..<min(transmit.clusterCount, receive.clusterCount) {
        appendClusterPair(transmit, index, receive, index, to: &pairs, from: &stream)
      }
    case .clustersAtRandom:
      let (a, b) = stream.matching(transmit.clusterCount, receive.clusterCount)
      for (first, second) in zip(a, b) {
        appendClusterPair(transmit, first, receive, second, to: &pairs, from: &stream)
      }
    case .raysAtRandom:
      let (a, b) = stream.matching(transmit.rays.count, receive.rays.count)
      for (first, second) in zip(a, b) { pairs.append(pair(transmit, first, receive, second)) }
    }
    guard keepsPower else { return }
    let joined = pairs[start...].reduce(0) { $0 + $1.power }
    guard joined > 0 else { return }
    let all =
      transmit.rays.reduce(0) { $0 + $1.power } * receive.rays.reduce(0) { $0 + $1.power }
    for index in start..<pairs.count { pairs[index].power *= all / joined }
  }

  private func pair(
    _ transmit: ClusteredLink, _ a: Int, _ receive: ClusteredLink, _ b: Int
  ) -> RayPair {
    RayPair(
      transmit: Int32(a), receive: Int32(b),
      power: transmit.rays[a].power * receive.rays[b].power)
  }

  /// The rays of two clusters, one by one at random.
  private func appendClusterPair(
    _ transmit: ClusteredLink, _ a: Int, _ receive: ClusteredLink, _ b: Int,
    to pairs: inout [RayPair], from stream: inout some RandomNumberGenerator
  ) {
    let coupled = min(transmit.raysPerCluster, receive.raysPerCluster)
    let order = RayCoupling(coupled, isGrouped: false, from: &stream)
    for ray in 0..<coupled {
      pairs.append(
        pair(
          transmit, a * transmit.raysPerCluster + ray,
          receive, b * receive.raysPerCluster + order[ray]))
    }
  }
}

extension RandomNumberGenerator {
  /// As many numbers of 0..<first as of 0..<second, no number twice, matched at random.
  mutating func matching(_ first: Int, _ second: Int) -> ([Int], [Int]) {
    let count = min(first, second)
    return (Array(shuffled(first).prefix(count)), Array(shuffled(second).prefix(count)))
  }

  /// The numbers 0..<count in a random order.
  mutating func shuffled(_ count: Int) -> [Int] {
    var numbers = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      numbers.swapAt(last, index(below: last + 1))
    }
    return numbers
  }
}
