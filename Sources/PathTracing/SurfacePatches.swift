// SPDX-License-Identifier: Apache-2.0

internal import Materials
internal import Scenes
internal import Spatial

/// A triangle small enough for illumination and distance to hardly change over it.
struct SurfacePatch: Sendable {
  /// The corners, in the frame of the rigid group.
  var a: Vector3
  var b: Vector3
  var c: Vector3
  var facet: Int32
  var group: Int32

  /// In square metres.
  var area: Double { (b - a).cross(c - a).length / 2 }

  var centre: Vector3 { (a + b + c) / 3 }

  /// The point at barycentric coordinates folded out of the unit square, uniform in area.
  func point(_ square: SIMD2<Double>) -> Vector3 {
    let (u, v) = square.x + square.y > 1 ? (1 - square.x, 1 - square.y) : (square.x, square.y)
    return a + (b - a) * u + (c - a) * v
  }
}

/// Cuts the scattering surfaces of a scene into patches.
///
/// - Parameters:
///   - scene: The scene.
///   - longest: The longest edge of a patch in metres.
/// - Returns: The patches, which together are all facets whose material scatters.
func scatteringPatches(of scene: Scene, longest: Double) -> [SurfacePatch] {
  var patches: [SurfacePatch] = []
  for (index, facet) in scene.facets.enumerated()
  where scene.materials[Int(facet.material)].scattering.coefficient > 0 {
    let mesh = scene.groups[Int(facet.group)].mesh
    for triangle in facet.shape.triangles {
      let (a, b, c) = mesh.corners(Int(triangle))
      let whole = SurfacePatch(a: a, b: b, c: c, facet: Int32(index), group: facet.group)
      patches += whole.subdivided(longest: longest)
    }
  }
  return patches
}

extension SurfacePatch {
  /// The triangle halved across its longest edge until all edges are short.
  ///
  /// - Parameter longest: The longest edge in metres that may remain.
  /// - Returns: The parts, which together are the triangle.
  func subdivided(longest: Double) -> [SurfacePatch] {
    var parts: [SurfacePatch] = []
    var waiting = [self]
    while let current = waiting.popLast() {
      let turned = current.withLongestEdgeFirst
      guard (turned.b - turned.a).length > longest else {
        parts.append(current)
        continue
      }
      let middle = (turned.a + turned.b) / 2
      var (first, second) = (turned, turned)
      first.b = middle
      second.a = middle
      waiting.append(second)
      waiting.append(first)
    }
    return parts
  }

  /// The same triangle with its corners turned so that the edge from a to b is the longest.
  private var withLongestEdgeFirst: SurfacePatch {
    let (ab, bc, ca) = ((b - a).length, (c - b).length, (a - c).length)
    var turned = self
    if bc > ab, bc >= ca {
      (turned.a, turned.b, turned.c) = (b, c, a)
    } else if ca > ab {
      (turned.a, turned.b, turned.c) = (c, a, b)
    }
    return turned
  }
}
