// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A block of cells, some of them removed, whose boundary gives the topology of a surface.
struct CellBlock: Sendable {
  /// How many cells there are along x, y and z.
  var counts: SIMD3<Int>

  /// Whether a cell is part of the body.
  var isFilled: @Sendable (SIMD3<Int>) -> Bool

  /// A square of the boundary between the body and the outside.
  struct Face: Sendable {
    /// The four nodes, counter-clockwise seen from outside.
    var nodes: [SIMD3<Int>]

    /// The side of its cell that the face is.
    var side: BoxFaces

    /// The cell it belongs to.
    var cell: SIMD3<Int>
  }

  /// The faces between filled cells and what is not filled.
  var boundary: [Face] {
    var faces: [Face] = []
    for z in 0..<counts.z {
      for y in 0..<counts.y {
        for x in 0..<counts.x where isFilled(SIMD3(x, y, z)) {
          faces += openFaces(of: SIMD3(x, y, z))
        }
      }
    }
    return faces
  }

  /// The surface with its nodes at given points.
  func mesh(without hidden: BoxFaces, at position: (SIMD3<Int>) -> Vector3) -> TriangleMesh {
    var mesh = TriangleMesh()
    for face in boundary where !hidden.contains(face.side) {
      let corners = face.nodes.map(position)
      mesh.addQuad(corners[0], corners[1], corners[2], corners[3])
    }
    return mesh
  }

  private func openFaces(of cell: SIMD3<Int>) -> [Face] {
    Self.sides.compactMap { side, step, corners in
      let neighbour = cell &+ step
      let isInBlock = all(neighbour .>= 0) && all(neighbour .< counts)
      guard !isInBlock || !isFilled(neighbour) else { return nil }
      return Face(nodes: corners.map { cell &+ $0 }, side: side, cell: cell)
    }
  }

  private static let sides: [(side: BoxFaces, step: SIMD3<Int>, corners: [SIMD3<Int>])] = [
    (.lowerX, [-1, 0, 0], [[0, 0, 0], [0, 0, 1], [0, 1, 1], [0, 1, 0]]),
    (.upperX, [1, 0, 0], [[1, 0, 0], [1, 1, 0], [1, 1, 1], [1, 0, 1]]),
    (.lowerY, [0, -1, 0], [[0, 0, 0], [1, 0, 0], [1, 0, 1], [0, 0, 1]]),
    (.upperY, [0, 1, 0], [[0, 1, 0], [0, 1, 1], [1, 1, 1], [1, 1, 0]]),
    (.lowerZ, [0, 0, -1], [[0, 0, 0], [0, 1, 0], [1, 1, 0], [1, 0, 0]]),
    (.upperZ, [0, 0, 1], [[0, 0, 1], [1, 0, 1], [1, 1, 1], [0, 1, 1]]),
  ]
}
