// SPDX-License-Identifier: Apache-2.0

internal import Execution
internal import Randomness
internal import RayCasting
internal import Spatial

/// Finds the sequences of facets that specular paths from a point may take.
///
/// Where there are few enough sequences all of them are candidates. Otherwise rays are shot in all
/// directions and followed by mirror reflection; a sequence is a candidate if any ray took it.
struct CandidateSearch {
  let caster: RayCaster

  /// The planes of all facets in the world.
  let planes: [Plane]
  let depth: Int
  let rays: Int
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
    return sequenceCount <= Self.exhaustiveLimit ? allSequences() : shot(from: origin, turn: turn)
  }

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
    return all
  }

  private func follow(
    from origin: Vector3, along direction: Vector3, into tree: inout ReflectionTree
  ) {
    var (origin, direction) = (origin, direction)
    var node: Int32 = 0
    var near = 0.0
    for _ in 0..<depth {
      guard let hit = caster.closestHit(from: origin, along: direction, near: near), hit.tag >= 0
      else { return }
      node = tree.child(of: node, facet: hit.tag)
      let plane = planes[Int(hit.tag)]
      // The exact plane, so that rounding does not push the ray through the wall.
      let onRay = origin + direction * hit.distance
      origin = onRay - plane.normal * plane.signedDistance(to: onRay)
      direction = plane.mirrored(direction: direction)
      near = caster.tolerance
    }
  }
}
