// SPDX-License-Identifier: Apache-2.0

internal import Randomness
package import Spatial

/// How high above the ground something is dropped, in metres.
package enum HeightRule: Hashable, Sendable {
  case fixed(Double)
  case uniform(ClosedRange<Double>)

  /// The lowest height.
  var lowest: Double {
    switch self {
    case .fixed(let height): height
    case .uniform(let range): range.lowerBound
    }
  }

  /// The largest height.
  var highest: Double {
    switch self {
    case .fixed(let height): height
    case .uniform(let range): range.upperBound
    }
  }

  func height(_ stream: inout some RandomNumberGenerator) -> Double {
    switch self {
    case .fixed(let height): height
    case .uniform(let range):
      range.lowerBound + (range.upperBound - range.lowerBound) * stream.uniform()
    }
  }
}

/// How places are found.
package enum Placement: Hashable, Sendable {
  /// Drawn anew in each drop, so many of them.
  case drawn(count: Int, DropRegion, HeightRule)
  /// Evenly spaced along a ring, from a random begin on, as pedestrians are in TR 37.885.
  case spaced(count: Int, along: SIMD2<Double>, height: Double)
  /// Where they are said to be, in metres.
  case given([Vector3])

  /// How many places there are.
  package var count: Int {
    switch self {
    case .drawn(let count, _, _), .spaced(let count, _, _): count
    case .given(let places): places.count
    }
  }

  /// The height of the lowest place there may be, in metres.
  var lowest: Double {
    switch self {
    case .drawn(_, _, let height): height.lowest
    case .spaced(_, _, let height): height
    case .given(let places): places.map(\.z).min() ?? 0
    }
  }

  /// The height of the highest place there may be, in metres; nil where there are none.
  package var highest: Double? {
    switch self {
    case .drawn(_, _, let height): height.highest
    case .spaced(_, _, let height): height
    case .given(let places): places.map(\.z).max()
    }
  }

  /// The places of one drop.
  ///
  /// - Parameters:
  ///   - stream: The drop's numbers.
  ///   - what: What is placed, for errors.
  ///   - limits: What they keep away from: least distances in metres with the places they hold
  ///     for; over ground where they say so.
  /// - Returns: The places.
  /// - Throws: `DropError.noRoom` where ten thousand tries find none.
  func places(
    _ stream: inout some RandomNumberGenerator, _ what: String, limits: [DistanceLimit]
  ) throws(DropError) -> [Vector3] {
    switch self {
    case .given(let places):
      for (index, place) in places.enumerated() {
        if let limit = limits.first(where: { !$0.allows(place, others: Array(places[..<index])) }) {
          throw .tooNear(what: what, number: index + 1, metres: limit.metres)
        }
      }
      return places
    case .spaced(let count, let half, let height):
      let begin = stream.uniform()
      return (0..<count).map { index in
        var share = begin + Double(index) / Double(count)
        share -= share.rounded(.down)
        let point = DropRegion.pointOfRing(half, share: share)
        return Vector3(point.x, point.y, height)
      }
    case .drawn(let count, let region, let height):
      var places: [Vector3] = []
      for _ in 0..<count {
        places.append(
          try Self.place(&stream, region, height, what, limits: limits, others: places))
      }
      return places
    }
  }

  private static func place(
    _ stream: inout some RandomNumberGenerator, _ region: DropRegion, _ height: HeightRule,
    _ what: String, limits: [DistanceLimit], others: [Vector3]
  ) throws(DropError) -> Vector3 {
    for _ in 0..<10_000 {
      let point = region.point(&stream)
      let place = Vector3(point.x, point.y, height.height(&stream))
      if limits.allSatisfy({ $0.allows(place, others: others) }) { return place }
    }
    throw .noRoom(what: what, metres: limits.map(\.metres).max() ?? 0)
  }
}

/// How far from some places others are kept.
struct DistanceLimit {
  let metres: Double
  /// Whether the distance is that over ground.
  let isHorizontal: Bool
  /// From where; nil for those that were dropped before.
  let places: [Vector3]?

  func allows(_ place: Vector3, others: [Vector3]) -> Bool {
    guard metres > 0 else { return true }
    return (places ?? others).allSatisfy { other in
      var way = place - other
      if isHorizontal { way.z = 0 }
      return way.lengthSquared >= metres * metres
    }
  }
}
