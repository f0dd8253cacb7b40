// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// Triangles over shared vertices, in the frame of the body they belong to.
public struct TriangleMesh: Sendable {
  /// Vertex positions in metres.
  public var vertices: [Vector3]

  /// Vertex indices of each triangle, counter-clockwise seen from outside.
  public var triangles: [SIMD3<Int32>]

  /// Creates a mesh; without arguments it is empty.
  ///
  /// - Parameters:
  ///   - vertices: Positions in metres.
  ///   - triangles: Indices into `vertices`, counter-clockwise seen from outside.
  public init(vertices: [Vector3] = [], triangles: [SIMD3<Int32>] = []) {
    self.vertices = vertices
    self.triangles = triangles
  }

  /// The three corners of a triangle.
  @inlinable public func corners(_ triangle: Int) -> (Vector3, Vector3, Vector3) {
    let indices = triangles[triangle]
    return (
      vertices[Int(indices.x)], vertices[Int(indices.y)], vertices[Int(indices.z)]
    )
  }

  /// The vector area of a triangle: its normal times its area.
  @inlinable public func vectorArea(_ triangle: Int) -> Vector3 {
    let (a, b, c) = corners(triangle)
    return (b - a).cross(c - a) / 2
  }

  /// The smallest box around the vertices.
  public var bounds: BoundingBox { BoundingBox(around: vertices) }

  /// Appends another mesh.
  public mutating func append(_ other: TriangleMesh) {
    let base = Int32(vertices.count)
    vertices.append(contentsOf: other.vertices)
    triangles.append(contentsOf: other.triangles.map { $0 &+ base })
  }

  /// Whether every edge joins exactly two triangles that run along it in opposite senses.
  ///
  /// Vertices at the same position count as one, as meshes split them for shading.
  public var isWatertight: Bool {
    guard !triangles.isEmpty else { return false }
    let welded = weldedVertexIndices()
    var balance: [SIMD2<Int32>: Int] = [:]
    for triangle in triangles {
      for corner in 0..<3 {
        let from = welded[Int(triangle[corner])]
        let to = welded[Int(triangle[(corner + 1) % 3])]
        balance[SIMD2(min(from, to), max(from, to)), default: 0] += from < to ? 1 : -1
      }
    }
    return balance.values.allSatisfy { $0 == 0 }
  }

  /// For each vertex the lowest index of a vertex at exactly the same position.
  public func weldedVertexIndices() -> [Int32] {
    var first: [Vector3: Int32] = [:]
    first.reserveCapacity(vertices.count)
    return vertices.indices.map { index in
      // Adding zero turns -0 into +0, so that both hash alike.
      let key = vertices[index] + Vector3.zero
      if let known = first[key] { return known }
      first[key] = Int32(index)
      return Int32(index)
    }
  }

  /// How many times the surface winds around a point: the solid angle it fills over 4 pi.
  ///
  /// A watertight mesh gives +-1 for a point inside and 0 for one outside. Each triangle's solid
  /// angle is that of van Oosterom and Strackee (IEEE Trans. Biomed. Eng. 30, 1983), eq. 8.
  public func windingNumber(around point: Vector3) -> Double {
    var total = 0.0
    for triangle in triangles.indices {
      let (first, second, third) = corners(triangle)
      let a = first - point
      let b = second - point
      let c = third - point
      let (la, lb, lc) = (a.length, b.length, c.length)
      let denominator = la * lb * lc + a.dot(b) * lc + b.dot(c) * la + c.dot(a) * lb
      total += 2 * Double.atan2(y: a.dot(b.cross(c)), x: denominator)
    }
    return total / (4 * .pi)
  }
}
