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
func scatteringPatches(of scene: Scene, longest: Double) -> [SurfacePatch] {
  var patches: [SurfacePatch] = []
  for (index, facet) in scene.facets.enumerated()
  where scene.materials[Int(facet.material)].scattering.coefficient > 0 {
    let mesh = scene.groups[Int(facet.group)].mesh
    for triangle in facet.shape.triangles {
      let (a, b, c) = mesh.corners(Int(triangle))
      let whole = SurfacePatch(a: a, b: b, c: c, facet: Int32(index), group: facet.group)
      subdivide(whole, longest: longest, into: &patches)
    }
  }
  return patches
}

/// Halves a triangle across its longest edge until all edges are short.
private func subdivide(
  _ patch: SurfacePatch, longest: Double, into patches: inout [SurfacePatch]
) {
  var waiting = [patch]
  while let current = waiting.popLast() {
    let ab = (current.b - current.a).length
    let bc = (current.c - current.b).length
    let ca = (current.a - current.c).length
    let edge = max(ab, bc, ca)
    guard edge > longest else {
      patches.append(current)
      continue
    }
    // Turn the triangle so that the edge from a to b is the longest.
    var turned = current
    if bc == edge {
      (turned.a, turned.b, turned.c) = (current.b, current.c, current.a)
    } else if ca == edge {
      (turned.a, turned.b, turned.c) = (current.c, current.a, current.b)
    }
    let middle = (turned.a + turned.b) / 2
    var (first, second) = (turned, turned)
    first.b = middle
    second.a = middle
    waiting.append(second)
    waiting.append(first)
  }
}
