// SPDX-License-Identifier: Apache-2.0

import Spatial
import Testing

@Suite("Toy scenes")
struct ToySceneTests {
  @Test("The closed room holds 500 cubic metres and faces inwards")
  func room() throws {
    let room = try GLBFile.named("box/box.glb").mesh { _ in true }
    #expect(room.isWatertight)
    #expect(room.triangles.count == 12)
    #expect(abs(volume(of: room) + 500) < 1e-9)
    #expect(room.bounds == BoundingBox(lower: Vector3(-5, -5, 0), upper: Vector3(5, 5, 5)))
  }

  @Test("The wall measures 6 m by 4 m at x = 10 and faces the origin")
  func wall() throws {
    let wall = try GLBFile.named("one-wall/wall.glb").mesh { _ in true }
    #expect(wall.bounds == BoundingBox(lower: Vector3(10, -3, 0), upper: Vector3(10, 3, 4)))
    #expect(vectorArea(of: wall).distance(to: Vector3(-24, 0, 0)) < 1e-9)
  }

  @Test("The walls of the corner measure 5 m by 3 m and meet at a right angle that opens to -x")
  func corner() throws {
    let file = try GLBFile.named("corner/corner.glb")
    let left = vectorArea(of: file.mesh { $0 == "wall-left" })
    let right = vectorArea(of: file.mesh { $0 == "wall-right" })
    #expect(abs(left.length - 15) < 1e-3 && abs(right.length - 15) < 1e-3)
    #expect(abs(left.dot(right)) < 1e-6)
    #expect((left + right).normalized.distance(to: -.unitX) < 1e-6)
    let edge = file.mesh { _ in true }.vertices.filter { $0.x == 10 && $0.y == 0 }.map(\.z)
    #expect(Set(edge) == [0, 3])
  }

  @Test("The street is 40 m long, 16 m wide and 12 m high, and its windows are set back")
  func street() throws {
    let file = try GLBFile.named("street/street.glb")
    let ground = file.mesh { $0 == "ground" }
    #expect(vectorArea(of: ground).distance(to: Vector3(0, 0, 640)) < 1e-6)
    for (name, side) in [("building-north", 1.0), ("building-south", -1.0)] {
      let bounds = file.mesh { $0 == name }.bounds
      #expect(abs(min(abs(bounds.lower.y), abs(bounds.upper.y)) - 8) < 1e-6)
      #expect(bounds.centre.y * side > 0 && abs(bounds.size.x - 40) < 1e-6)
      #expect(abs(bounds.upper.z - 12) < 1e-6)
      let panes = file.surfaces.filter { $0.path == name && $0.material == "window-glass" }
      let pane = try #require(panes.first).mesh
      #expect(pane.vertices.allSatisfy { abs($0.y * side - 8.15) < 1e-5 })
      #expect(vectorArea(of: pane).normalized.distance(to: -.unitY * side) < 1e-6)
    }
  }

  @Test("The plate is a closed box of 1.0 m by 4 mm by 0.5 m about its origin")
  func plate() throws {
    let plate = try GLBFile.named("sliding-plate/plate.glb").mesh { _ in true }
    #expect(plate.isWatertight)
    #expect(abs(volume(of: plate) - 0.002) < 1e-9)
    #expect(plate.bounds.size.distance(to: Vector3(1, 0.004, 0.5)) < 1e-6)
    #expect(plate.bounds.centre.length < 1e-9)
  }

  @Test("The rolling wheel is closed, 0.30 m in radius, and has 24 lugs")
  func wheel() throws {
    let wheel = try GLBFile.named("rolling-wheel/wheel.glb").mesh { _ in true }
    #expect(wheel.isWatertight)
    #expect(abs(wheel.bounds.lower.z + 0.30) < 1e-4)
    #expect(abs(wheel.bounds.size.y - 0.10) < 1e-6)
    let rim = wheel.vertices.filter { $0.y > 0 && $0.length > 0.2 }
    #expect(rim.count == 64)
    let spokes = rim.map { Vector3($0.x, 0, $0.z) }
    let isHigh = (0..<64).map { corner in
      let turn = Rotation(axis: .unitY, angle: 2 * .pi * Double(corner) / 64)
      let spoke = spokes.first { $0.normalized.distance(to: turn(.unitX)) < 0.01 }
      return (spoke ?? .zero).length > 0.298
    }
    let rises = isHigh.indices.filter { isHigh[$0] && !isHigh[($0 + 63) % 64] }
    #expect(rises.count == 24)
  }

  private func volume(of mesh: TriangleMesh) -> Double {
    mesh.triangles.indices.reduce(0) { sum, index in
      let (a, b, c) = mesh.corners(index)
      return sum + a.dot(b.cross(c)) / 6
    }
  }

  private func vectorArea(of mesh: TriangleMesh) -> Vector3 {
    mesh.triangles.indices.reduce(.zero) { $0 + mesh.vectorArea($1) }
  }
}
