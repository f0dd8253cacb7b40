// SPDX-License-Identifier: Apache-2.0

internal import Spatial

extension TriangleMesh {
  /// The same surface with all edges halved until none is longer than a limit in metres.
  ///
  /// Which edges are cut depends on the edges alone, so meshes that meet along some still do so.
  func halvingEdges(longerThan limit: Double) -> TriangleMesh {
    var result = TriangleMesh()
    for triangle in triangles.indices {
      let (a, b, c) = corners(triangle)
      result.addHalved(a, b, c, limit)
    }
    return result
  }

  private mutating func addHalved(_ a: Vector3, _ b: Vector3, _ c: Vector3, _ limit: Double) {
    let (ab, bc, ca) = (a.distance(to: b), b.distance(to: c), c.distance(to: a))
    let longest = max(ab, bc, ca)
    if longest <= limit {
      addTriangle(a, b, c)
    } else if longest == ab {
      addHalved(a, (a + b) / 2, c, limit)
      addHalved((a + b) / 2, b, c, limit)
    } else {
      // Turned until the longest edge is the first one.
      addHalved(b, c, a, limit)
    }
  }
}
