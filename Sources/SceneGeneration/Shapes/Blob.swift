// SPDX-License-Identifier: Apache-2.0

internal import Spatial

extension TriangleMesh {
  /// A closed, irregular body about the origin: a sphere with lumps.
  ///
  /// - Parameters:
  ///   - radii: Half its extent along each axis in metres, before the lumps.
  ///   - roughness: How far a point may lie from the smooth body, as a share of its radius.
  ///   - subdivisions: How often the faces of the icosahedron are cut into four.
  ///   - random: Where the lumps come from.
  /// - Returns: The outward-facing surface.
  static func blob(
    radii: Vector3, roughness: Double, subdivisions: Int, random: inout SplitMix64
  ) -> TriangleMesh {
    var sphere = (0..<subdivisions).reduce(icosahedron) { mesh, _ in mesh.subdividedSphere() }
    let lumps = (0..<6).map { _ in random.jitter(1).normalized }
    sphere.vertices = sphere.vertices.map { direction in
      // Wide lumps in random directions, and leaves on top of them.
      let lump = lumps.reduce(0) { $0 + max(0, $1.dot(direction)) } / 6
      let leaves = random.uniform(in: -1...1)
      let share = 1 + roughness * (3 * lump - 0.75 + 0.6 * leaves)
      return direction * radii * share
    }
    return sphere
  }

  /// An icosahedron with its corners on the unit sphere.
  private static let icosahedron: TriangleMesh = {
    let golden = (1 + 5.0.squareRoot()) / 2
    let corners = [
      Vector3(-1, golden, 0), Vector3(1, golden, 0), Vector3(-1, -golden, 0),
      Vector3(1, -golden, 0), Vector3(0, -1, golden), Vector3(0, 1, golden),
      Vector3(0, -1, -golden), Vector3(0, 1, -golden), Vector3(golden, 0, -1),
      Vector3(golden, 0, 1), Vector3(-golden, 0, -1), Vector3(-golden, 0, 1),
    ]
    let faces: [SIMD3<Int32>] = [
      [0, 11, 5], [0, 5, 1], [0, 1, 7], [0, 7, 10], [0, 10, 11], [1, 5, 9], [5, 11, 4],
      [11, 10, 2], [10, 7, 6], [7, 1, 8], [3, 9, 4], [3, 4, 2], [3, 2, 6], [3, 6, 8],
      [3, 8, 9], [4, 9, 5], [2, 4, 11], [6, 2, 10], [8, 6, 7], [9, 8, 1],
    ]
    return TriangleMesh(vertices: corners.map(\.normalized), triangles: faces)
  }()

  /// A mesh on the unit sphere with each triangle cut into four.
  private func subdividedSphere() -> TriangleMesh {
    var result = TriangleMesh(vertices: vertices)
    var middles: [SIMD2<Int32>: Int32] = [:]
    func middle(_ a: Int32, _ b: Int32) -> Int32 {
      let key = SIMD2(min(a, b), max(a, b))
      if let known = middles[key] { return known }
      let index = Int32(result.vertices.count)
      result.vertices.append((vertices[Int(a)] + vertices[Int(b)]).normalized)
      middles[key] = index
      return index
    }
    for corners in triangles {
      let (a, b, c) = (corners.x, corners.y, corners.z)
      let (ab, bc, ca) = (middle(a, b), middle(b, c), middle(c, a))
      result.triangles += [
        SIMD3(a, ab, ca), SIMD3(b, bc, ab), SIMD3(c, ca, bc), SIMD3(ab, bc, ca),
      ]
    }
    return result
  }
}
