// SPDX-License-Identifier: Apache-2.0

import Spatial
import Testing

@Suite("Moving car")
struct CarTests {
  private let file: GLBFile
  private let shell: TriangleMesh

  init() throws {
    file = try GLBFile.named("umi-courtyard/car.glb")
    shell = file.mesh { ["car/body", "car/glass"].contains($0) }
  }

  @Test("No edge of the body or the glass is longer than 15 cm")
  func edgeLengths() {
    let longest = shell.triangles.indices.map { index in
      let (a, b, c) = shell.corners(index)
      return max(a.distance(to: b), b.distance(to: c), c.distance(to: a))
    }.max()
    #expect((longest ?? .infinity) <= 0.15 + 0.0002)
  }

  @Test("Body and glass together are closed and face outwards")
  func closedShell() {
    #expect(shell.isWatertight)
    #expect(abs(shell.windingNumber(around: Vector3(0, 0, 0.8)) - 1) < 1e-6)
    #expect(abs(shell.windingNumber(around: Vector3(0, 1.5, 0.8))) < 1e-6)
    // A wheel's centre is outside the skin, in its housing.
    #expect(abs(shell.windingNumber(around: Vector3(1.325, 0.77, 0.32))) < 1e-6)
  }

  @Test("The car is as long, wide and high as a mid-size hatchback")
  func dimensions() {
    let size = shell.bounds.size
    #expect(abs(size.x - 4.4) < 0.05)
    #expect(abs(shell.bounds.upper.z - 1.48) < 0.01)
    #expect(abs(shell.bounds.lower.z - 0.18) < 0.01)
    // The mirrors stand out above the widest part of the doors.
    let doors = shell.vertices.filter { $0.z < 0.85 }.map { abs($0.y) }.max() ?? 0
    #expect(abs(2 * doors - 1.80) < 0.01)
  }

  @Test(
    "A wheel is a node at the end of its axle, and its tyre touches the ground",
    arguments: [
      ("front-left", Vector3(1.325, 0.77, 0.32)), ("front-right", Vector3(1.325, -0.77, 0.32)),
      ("rear-left", Vector3(-1.325, 0.77, 0.32)), ("rear-right", Vector3(-1.325, -0.77, 0.32)),
    ])
  func wheels(name: String, centre: Vector3) throws {
    let path = "car/wheel-\(name)"
    #expect(try #require(file.translations[path]).distance(to: centre) < 1e-6)
    let wheel = file.mesh { $0 == path }
    #expect(abs(wheel.bounds.lower.z) < 0.001)
    #expect(wheel.bounds.centre.distance(to: centre) < 0.001)
    #expect(abs(wheel.bounds.size.y - 0.20) < 0.001)
    let materials = file.surfaces.filter { $0.path == path }.map(\.material)
    #expect(materials == ["tyre-rubber", "bare-metal"])
  }

  @Test("The tread has gaps, so that a turning wheel does not look the same at every angle")
  func lugs() throws {
    let tyre = try #require(file.surfaces.first { $0.path == "car/wheel-front-left" }).mesh
    let shoulder = tyre.vertices.filter { abs($0.y - 0.85) < 0.001 }.map { vertex in
      Vector3(vertex.x - 1.325, 0, vertex.z - 0.32).length
    }
    let radii = Set(shoulder.filter { $0 > 0.25 }.map { ($0 * 1000).rounded() })
    #expect(radii.count == 2)
  }

  @Test("The wheels and the skin do not touch")
  func clearance() {
    for vertex in file.mesh(where: { $0.contains("wheel-") }).vertices {
      #expect(abs(shell.windingNumber(around: vertex)) < 1e-3, "\(vertex)")
    }
  }

  @Test("The car has between 8000 and 20000 triangles")
  func triangleCount() {
    let count = file.surfaces.reduce(0) { $0 + $1.mesh.triangles.count }
    #expect((8_000...20_000).contains(count))
  }
}
