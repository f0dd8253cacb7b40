// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A coarse mesh of four-sided faces that a smooth surface is grown from.
struct QuadCage<Label: Sendable>: Sendable {
  /// A four-sided face.
  struct Face: Sendable {
    /// Vertex indices, counter-clockwise seen from outside.
    var corners: [Int]

    /// What the face stands for; its subdivided pieces inherit it.
    var label: Label
  }

  /// Vertex positions in metres.
  var vertices: [Vector3] = []

  /// The faces over the vertices.
  var faces: [Face] = []

  /// For each sharp edge how many subdivisions it stays sharp for.
  var creases: [CageEdge: Int] = [:]

  /// The triangles of the faces with some labels.
  func mesh(where isIncluded: (Label) -> Bool) -> TriangleMesh {
    var mesh = TriangleMesh()
    for face in faces where isIncluded(face.label) {
      mesh.addQuad(
        vertices[face.corners[0]], vertices[face.corners[1]], vertices[face.corners[2]],
        vertices[face.corners[3]])
    }
    return mesh
  }
}

extension QuadCage {
  /// The boundary of a block of cells.
  ///
  /// - Parameters:
  ///   - block: The cells.
  ///   - position: Where a node of the block lies, in metres.
  ///   - label: What a face of the boundary stands for.
  init(
    boundaryOf block: CellBlock, at position: (SIMD3<Int>) -> Vector3,
    label: (CellBlock.Face) -> Label
  ) {
    var indices: [SIMD3<Int>: Int] = [:]
    for face in block.boundary {
      let corners = face.nodes.map { node in
        if let known = indices[node] { return known }
        let index = vertices.count
        indices[node] = index
        vertices.append(position(node))
        return index
      }
      faces.append(Face(corners: corners, label: label(face)))
    }
  }

  /// Makes all edges sharp between faces whose labels tell them apart.
  ///
  /// - Parameters:
  ///   - subdivisions: How many subdivisions the edges stay sharp for.
  ///   - isSharp: Whether faces with these two labels meet at a sharp edge.
  mutating func crease(for subdivisions: Int, where isSharp: (Label, Label) -> Bool) {
    var labels: [CageEdge: Label] = [:]
    for face in faces {
      for edge in face.edges {
        if let other = labels[edge], isSharp(other, face.label) { creases[edge] = subdivisions }
        labels[edge] = face.label
      }
    }
  }
}

/// An edge by its two vertices, whichever comes first.
struct CageEdge: Hashable, Sendable {
  /// The vertex with the lower index.
  let lower: Int

  /// The vertex with the higher index.
  let upper: Int

  /// Names the edge between two vertices.
  init(_ a: Int, _ b: Int) {
    lower = min(a, b)
    upper = max(a, b)
  }
}

extension QuadCage.Face {
  /// The four edges in the order of the corners that they start from.
  var edges: [CageEdge] { (0..<4).map { CageEdge(corners[$0], corners[($0 + 1) % 4]) } }
}
