// SPDX-License-Identifier: Apache-2.0

import Spatial
import Testing

@Suite("Triangles of the scenes")
struct TriangleTests {
  @Test("Every triangle has an area")
  func areas() throws {
    for (path, file) in try GLBFile.all() {
      for surface in file.surfaces {
        let mesh = surface.mesh
        let smallest = mesh.triangles.indices.map { mesh.vectorArea($0).length }.min()
        #expect(try #require(smallest) > 1e-8, "\(path): \(surface.path)")
      }
    }
  }

  @Test("No triangle of a scene is there twice, whichever way it faces")
  func duplicates() throws {
    for (path, file) in try GLBFile.all() {
      let mesh = file.mesh { _ in true }
      let welded = mesh.weldedVertexIndices()
      let corners = mesh.triangles.map { triangle in
        [triangle.x, triangle.y, triangle.z].map { welded[Int($0)] }.sorted()
      }
      #expect(Set(corners).count == corners.count, "\(path)")
    }
  }

  @Test("Every coordinate is a number and a multiple of a tenth of a millimetre")
  func coordinates() throws {
    for (path, file) in try GLBFile.all() {
      let isRounded = file.surfaces.allSatisfy { surface in
        surface.mesh.vertices.allSatisfy { vertex in
          let steps = vertex * 10_000
          let error = steps - steps.rounded(.toNearestOrAwayFromZero)
          // Single precision keeps 50 m to 4 micrometres.
          return vertex.isFinite && all(error * error .< 0.05 * 0.05)
        }
      }
      #expect(isRounded, "\(path)")
    }
  }

  @Test("Every position of a primitive is stored once and used")
  func weldedPositions() throws {
    for (path, file) in try GLBFile.all() {
      for surface in file.surfaces {
        let mesh = surface.mesh
        #expect(Set(mesh.vertices).count == mesh.vertices.count, "\(path): \(surface.path)")
        let used = Set(mesh.triangles.flatMap { [$0.x, $0.y, $0.z] })
        #expect(used.count == mesh.vertices.count, "\(path): \(surface.path)")
      }
    }
  }
}
