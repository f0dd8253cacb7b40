// SPDX-License-Identifier: Apache-2.0

internal import Spatial

extension TriangleMesh {
  /// Adds a triangle, corners counter-clockwise seen from outside.
  mutating func addTriangle(_ a: Vector3, _ b: Vector3, _ c: Vector3) {
    let base = Int32(vertices.count)
    vertices += [a, b, c]
    triangles.append(SIMD3(base, base + 1, base + 2))
  }

  /// Adds two triangles over four corners, counter-clockwise seen from outside.
  ///
  /// They meet on the shorter diagonal, and on the one through the first corner where both are
  /// alike.
  mutating func addQuad(_ a: Vector3, _ b: Vector3, _ c: Vector3, _ d: Vector3) {
    let base = Int32(vertices.count)
    vertices += [a, b, c, d]
    // The margin keeps the choice from hanging on rounding.
    if b.distance(to: d) < a.distance(to: c) * (1 - 1e-6) {
      triangles += [SIMD3(base, base + 1, base + 3), SIMD3(base + 1, base + 2, base + 3)]
    } else {
      triangles += [SIMD3(base, base + 1, base + 2), SIMD3(base, base + 2, base + 3)]
    }
  }

  /// The union of some meshes.
  init(joining meshes: some Sequence<TriangleMesh>) {
    self.init()
    for mesh in meshes { append(mesh) }
  }

  /// The surface over a rectangular array of points.
  ///
  /// - Parameters:
  ///   - columns: How many cells there are along the first index.
  ///   - rows: How many cells there are along the second index.
  ///   - point: The point at two indices; first direction x second direction points outside.
  init(columns: Int, rows: Int, point: (_ column: Int, _ row: Int) -> Vector3) {
    self.init()
    for row in 0..<rows {
      for column in 0..<columns {
        addQuad(
          point(column, row), point(column + 1, row), point(column + 1, row + 1),
          point(column, row + 1))
      }
    }
  }

  /// The mesh moved by a transform.
  func transformed(by transform: RigidTransform) -> TriangleMesh {
    TriangleMesh(vertices: vertices.map { transform($0) }, triangles: triangles)
  }

  /// The mesh moved by a displacement in metres.
  func translated(by displacement: Vector3) -> TriangleMesh {
    TriangleMesh(vertices: vertices.map { $0 + displacement }, triangles: triangles)
  }

  /// The same surface facing the other way.
  var turnedInsideOut: TriangleMesh {
    TriangleMesh(vertices: vertices, triangles: triangles.map { SIMD3($0.x, $0.z, $0.y) })
  }

  /// The mirror image across the plane y = 0, facing outwards if the mesh does.
  var mirroredAcrossY: TriangleMesh {
    let mirrored = vertices.map { Vector3($0.x, -$0.y, $0.z) }
    return TriangleMesh(vertices: mirrored, triangles: triangles).turnedInsideOut
  }
}
