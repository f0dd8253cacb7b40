// SPDX-License-Identifier: Apache-2.0

internal import Execution
internal import Randomness
internal import RayCasting
internal import Spatial

/// Finds the sequences of facets that specular paths from a point may take.
///
/// Where there are few enough sequences all of them are candidates. Otherwise every single facet is
/// one, and rays are shot in all directions and followed by mirror reflection; a longer sequence is
/// a candidate if any ray took it.
struct CandidateSearch {
  let caster: RayCaster

  /// The planes of all facets in the world.
  let planes: [Plane]
  let depth: Int
  let rays: Int

  /// Whether a facet lets a wave through.
  let isTransparent: @Sendable (Int32) -> Bool
  let workers: Workers

  /// The most sequences that are tried without shooting rays.
  static let exhaustiveLimit = 200_000

  /// Candidates for paths from a point.
  ///
  /// - Parameters:
  ///   - origin: In the world.
  ///   - turn: A rotation of the rays' lattice, as a share of a full turn.
  /// - Returns: All sequences where they are few enough to try, those that rays found where not.
  func run(from origin: Vector3, turn: Double) -> ReflectionTree {
    guard depth > 0, !planes.isEmpty else { return ReflectionTree() }
    return isExhaustive ? allSequences() : shot(from: origin, turn: turn)
  }

  /// Whether all sequences are tried.
  var isExhaustive: Bool { sequenceCount <= Self.exhaustiveLimit }

  /// How many sequences there are up to the depth, without immediate repetition.
  private var sequenceCount: Int {
    var total = 0
    var level = planes.count
    for _ in 0..<depth {
      total += level
      guard total <= Self.exhaustiveLimit else { return Int.max }
      level *= max(0, planes.count - 1)
    }
    return total
  }

  private func allSequences() -> ReflectionTree {
    var tree = ReflectionTree()
    var level: [Int32] = [0]
    for _ in 0..<depth {
      var next: [Int32] = []
      for node in level {
        for facet in planes.indices where Int32(facet) != tree.nodes[Int(node)].facet {
          next.append(tree.child(of: node, facet: Int32(facet)))
        }
      }
      level = next
    }
    return tree
  }

  private func shot(from origin: Vector3, turn: Double) -> ReflectionTree {
    let trees = workers.mapChunks(rays, chunk: 8192) { range in
      var tree = ReflectionTree()
      for ray in range {
        let direction = fibonacciDirection(ray, of: rays, turn: turn)
        follow(from: origin, along: Vector3(direction.x, direction.y, direction.z), into: &tree)
      }
      return [tree]
    }
    var all = ReflectionTree()
    for tree in trees { all.merge(tree) }
    for facet in planes.indices { all.child(of: 0, facet: Int32(facet)) }
    return all
  }

  private func follow(
    from origin: Vector3, along direction: Vector3, into tree: inout ReflectionTree
  ) {
    var open = [RayBranch(origin: origin, direction: direction, near: 0, node: 0, left: depth)]
    var hits = 0
    while let branch = open.popLast(), hits < Self.mostHits {
      hits += 1
      guard
        let hit = caster.closestHit(
          from: branch.origin, along: branch.direction, near: branch.near), hit.tag >= 0
      else { continue }
      let plane = planes[Int(hit.tag)]
      // The exact plane, so that rounding does not push the ray through the wall.
      let onRay = branch.origin + branch.direction * hit.distance
      let point = onRay - plane.normal * plane.signedDistance(to: onRay)
      let node = tree.follow(branch.node, facet: hit.tag)
      guard branch.left > 1 else { continue }
      if isTransparent(hit.tag) {
        open.append(
          RayBranch(
            origin: point, direction: branch.direction, near: caster.tolerance, node: branch.node,
            left: branch.left - 1))
      }
      open.append(
        RayBranch(
          origin: point, direction: plane.mirrored(direction: branch.direction),
          near: caster.tolerance, node: node, left: branch.left - 1))
    }
  }

  /// The most surfaces that the branches of a ray meet, as each wall it passes doubles them.
  private static let mostHits = 256
}

/// A part of a ray's way from a surface on.
private struct RayBranch {
  var origin: Vector3
  var direction: Vector3
  var near: Double

  /// What it was reflected from before.
  var node: Int32

  /// How many surfaces it may still meet.
  var left: Int
}
