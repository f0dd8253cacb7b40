// SPDX-License-Identifier: Apache-2.0

import Spatial
import TestSupport
import Testing

@Suite("Facets")
struct FacetTests {
  /// A wall of 6 m x 4 m in the plane x = 10.
  ///
  /// It is cut into an n x m grid of quads, each into two triangles.
  private func wall(columns: Int, rows: Int, alternate: Bool = false) -> TriangleMesh {
    var mesh = TriangleMesh()
    for row in 0...rows {
      for column in 0...columns {
        mesh.vertices.append(
          Vector3(
            10, -3 + 6 * Double(column) / Double(columns), 4 * Double(row) / Double(rows)))
      }
    }
    for row in 0..<rows {
      for column in 0..<columns {
        let a = Int32(row * (columns + 1) + column)
        let (b, c, d) = (a + 1, a + Int32(columns) + 2, a + Int32(columns) + 1)
        if alternate, (row + column).isMultiple(of: 2) {
          mesh.triangles += [SIMD3(a, b, d), SIMD3(b, c, d)]
        } else {
          mesh.triangles += [SIMD3(a, b, c), SIMD3(a, c, d)]
        }
      }
    }
    return mesh
  }

  private func facets(_ mesh: TriangleMesh) -> [Facet] {
    mergedFacets(of: mesh, surfaces: [Int32](repeating: 0, count: mesh.triangles.count))
  }

  @Test("a cube of twelve triangles has six facets")
  func cube() {
    var mesh = TriangleMesh()
    for corner in 0..<8 {
      mesh.vertices.append(
        Vector3(Double(corner & 1), Double(corner >> 1 & 1), Double(corner >> 2 & 1)))
    }
    let faces: [[Int32]] = [
      [0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5],
    ]
    for face in faces {
      mesh.triangles += [SIMD3(face[0], face[1], face[2]), SIMD3(face[0], face[2], face[3])]
    }
    let found = facets(mesh)
    #expect(found.count == 6)
    #expect(found.allSatisfy { isClose($0.area, 1, within: 1e-12) && $0.outline.edges.count == 4 })
    #expect(mesh.isWatertight)
    #expect(isClose(mesh.windingNumber(around: Vector3(0.5, 0.4, 0.3)), 1, within: 1e-12))
    #expect(isClose(mesh.windingNumber(around: Vector3(1.5, 0.4, 0.3)), 0, within: 1e-12))
  }

  @Test(
    "a wall is one facet with the same outline however it is cut",
    arguments: [(1, 1, false), (2, 1, false), (7, 5, false), (40, 30, true)])
  func retriangulation(columns: Int, rows: Int, alternate: Bool) throws {
    let found = facets(wall(columns: columns, rows: rows, alternate: alternate))
    #expect(found.count == 1)
    let facet = try #require(found.first)
    #expect(isClose(facet.area, 24, within: 1e-9))
    #expect(isClose(abs(facet.plane.normal.x), 1, within: 1e-12))
    #expect(facet.outline.edges.count == 2 * (columns + rows))
    #expect((facet.centroid - Vector3(10, 0, 2)).length < 1e-9)
    for (point, inside) in [
      (Vector3(10, 2.9, 3.9), true), (Vector3(10, 3.01, 2), false), (Vector3(10, 0, -0.01), false),
      (Vector3(10, 0.123, 2.345), true),
    ] { #expect(facet.outline.contains(point) == inside) }
  }

  @Test("a wall cut with a T-junction is still one facet without a seam")
  func tJunction() throws {
    // The right half is cut at mid-height, the left half is not.
    let vertices = [(-3, 0), (0, 0), (3, 0), (3, 2), (3, 4), (0, 4), (-3, 4), (0, 2)]
    let mesh = TriangleMesh(
      vertices: vertices.map { Vector3(10, Double($0.0), Double($0.1)) },
      triangles: [
        SIMD3(0, 1, 5), SIMD3(0, 5, 6), SIMD3(1, 2, 3), SIMD3(1, 3, 7), SIMD3(7, 3, 4),
        SIMD3(7, 4, 5),
      ])
    let found = facets(mesh)
    #expect(found.count == 1)
    let facet = try #require(found.first)
    for step in 0...100 {
      let height = 0.02 + 3.96 * Double(step) / 100
      #expect(facet.outline.contains(Vector3(10, 0, height)))
      #expect(facet.outline.contains(Vector3(10, 1e-9, height)))
    }
  }

  @Test("two pieces in one plane are one facet, the gap between them is not in it")
  func pieces() throws {
    var mesh = wall(columns: 2, rows: 1)
    var other = wall(columns: 1, rows: 1)
    // The second piece lies 10 m further along the same plane, and faces the other way.
    other.vertices = other.vertices.map { $0 + Vector3(0, 10, 0) }
    other.triangles = other.triangles.map { SIMD3($0.x, $0.z, $0.y) }
    mesh.append(other)
    let found = facets(mesh)
    #expect(found.count == 1)
    let facet = try #require(found.first)
    #expect(isClose(facet.area, 48, within: 1e-9))
    #expect(facet.outline.contains(Vector3(10, 0, 2)))
    #expect(facet.outline.contains(Vector3(10, 10, 2)))
    #expect(!facet.outline.contains(Vector3(10, 5, 2)))
  }

  @Test(
    "surfaces of different keys in one plane stay apart, and share their border point for point")
  func border() {
    let mesh = wall(columns: 2, rows: 1)
    let found = mergedFacets(of: mesh, surfaces: [0, 0, 1, 1])
    #expect(found.count == 2)
    for step in 0..<1000 {
      let point = Vector3(10, 0, 0.003 + 3.99 * Double(step) / 1000)
      #expect(found.filter { $0.outline.contains(point) }.count == 1)
    }
  }

  @Test("panels that bend by more than the tolerance are facets of their own")
  func bend() {
    // A cylinder of radius 1 m with 60 faces: the sag of each edge is 1.4 mm.
    var mesh = TriangleMesh()
    for step in 0..<60 {
      let angle = 2 * .pi * Double(step) / 60
      let direction = SphericalAngles(theta: .pi / 2, phi: angle).direction
      mesh.vertices += [direction, direction + .unitZ]
    }
    for step in 0..<60 {
      let a = Int32(2 * step)
      let b = Int32(2 * ((step + 1) % 60))
      mesh.triangles += [SIMD3(a, b, b + 1), SIMD3(a, b + 1, a + 1)]
    }
    #expect(facets(mesh).count == 60)
  }

  @Test("the distance to the edge of a facet is that to its nearest side")
  func edgeDistance() throws {
    let facet = try #require(facets(wall(columns: 3, rows: 2)).first)
    #expect(isClose(facet.outline.distanceToEdge(Vector3(10, 0, 1)), 1, within: 1e-12))
    #expect(isClose(facet.outline.distanceToEdge(Vector3(10, 2.5, 2)), 0.5, within: 1e-12))
  }

  @Test("a concave polygon is cut into triangles of its own area")
  func concavePolygon() {
    // An L of 3 unit squares.
    let corners = [(0, 0), (2, 0), (2, 1), (1, 1), (1, 2), (0, 2)]
    let polygon = corners.map { Vector3(Double($0.0), Double($0.1), 5) }
    let triangles = triangulated(polygon)
    #expect(triangles.count == 4)
    let areas = triangles.map { t in
      (polygon[t.y] - polygon[t.x]).cross(polygon[t.z] - polygon[t.x]).z / 2
    }
    #expect(areas.allSatisfy { $0 > 0 })
    #expect(isClose(areas.reduce(0, +), 3, within: 1e-14))
  }
}
