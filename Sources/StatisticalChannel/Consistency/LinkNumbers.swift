// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
package import Randomness

/// Where a link gets its random numbers from: a stream of its own, or fields over places.
package protocol LinkNumbers: RandomNumberGenerator {
  associatedtype Fixed: RandomNumberGenerator

  /// Numbers that are the same wherever the ends are: the signs of angles and the coupling of rays.
  var fixed: Fixed { get set }

  /// A standard normal number.
  mutating func normal() -> Double

  /// Standard normal numbers for the large-scale parameters, one for each in their order.
  mutating func largeScaleNormals() -> [Double]

  /// Begins the numbers of a cluster, so that they are its own whatever other clusters have.
  mutating func begin(cluster: Int)

  /// Begins the numbers of another set of clusters, the first one being set 0.
  mutating func begin(set: Int)
}

/// A stream has its numbers one after the other.
extension LinkNumbers where Fixed == Self {
  package var fixed: Self {
    get { self }
    set { self = newValue }
  }
  @inline(__always)
  package mutating func normal() -> Double { NormalLayers.shared.number(from: &self) }
  package mutating func largeScaleNormals() -> [Double] {
    LargeScaleParameter.allCases.map { _ in normal() }
  }
  package mutating func begin(cluster: Int) {}
  package mutating func begin(set: Int) {}
}

extension RandomStream: LinkNumbers {
  package typealias Fixed = RandomStream
}

extension BulkRandomStream: LinkNumbers {
  package typealias Fixed = BulkRandomStream
}

/// The numbers of a link at a place: alike at places that are near to each other.
package struct FieldNumbers: LinkNumbers {
  package var fixed: BulkRandomStream

  /// How many numbers come before those of clusters, and how many a cluster and a set have at most.
  private static let head = 1 << 12
  private static let clusterSize = 1 << 10
  private static let setSize = 1 << 20
  /// How many clusters a set has at most.
  private static let mostClusters = 1 << 10

  private let fixedOfCluster: @Sendable (Int) -> BulkRandomStream
  private let clusters: FieldWaves
  private let largeScale: [FieldWaves]
  private var set = 0
  private var position = 0
  private var largeScaleDraws = 0

  /// - Parameters:
  ///   - clusters: The fields of clusters and rays at the place.
  ///   - largeScale: Those of each large-scale parameter, in their order.
  ///   - fixed: Numbers that are the same at all places: of each cluster by its number, and of what
  ///     comes before all by -1.
  init(
    clusters: FieldWaves, largeScale: [FieldWaves],
    fixed: @escaping @Sendable (Int) -> BulkRandomStream
  ) {
    self.clusters = clusters
    self.largeScale = largeScale
    fixedOfCluster = fixed
    self.fixed = fixed(-1)
  }

  package mutating func normal() -> Double {
    defer { position += 1 }
    return clusters.normal(position)
  }

  package mutating func next() -> UInt64 {
    // Below one by more than the rounding of 53 bits, so that it fits.
    UInt64(min(normalProbability(normal()), 1 - 0x1p-53) * 0x1p64)
  }

  package mutating func largeScaleNormals() -> [Double] {
    defer { largeScaleDraws += 1 }
    let first = largeScaleDraws * largeScale.count
    return largeScale.indices.map { largeScale[$0].normal(first + $0) }
  }

  package mutating func begin(cluster: Int) {
    fixed = fixedOfCluster(set * Self.mostClusters + cluster)
    position = set * Self.setSize + Self.head + cluster * Self.clusterSize
  }

  package mutating func begin(set: Int) {
    self.set = set
    fixed = fixedOfCluster(set * Self.mostClusters - 1)
    position = set * Self.setSize
  }
}
