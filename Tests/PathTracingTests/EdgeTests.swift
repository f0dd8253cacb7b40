// SPDX-License-Identifier: Apache-2.0

import Execution
import PathTracing
import Quantities
import RealModule
import Scenes
import Spatial
import TestSupport
import Testing
import ToyScenes

@Suite("Edges that diffract")
struct EdgeTests {
  /// How many edges a scene of one material has.
  private func edges(_ meshes: [(TriangleMesh, String)]) throws -> Int {
    var toy = try ToyScene()
    for (index, entry) in meshes.enumerated() {
      try toy.add(entry.0, "object\(index)", of: entry.1)
    }
    toy.link(from: .zero, to: .unitX)
    var settings = PropagationSettings()
    settings.diffuse = false
    settings.diffraction = true
    return try PathTracer(
      scene: toy.scene(), frequency: .init(gigahertz: 79), settings: settings, instants: [0],
      seed: 1, workers: Workers(count: 2)
    ).edgeCount
  }

  private let box = (Vector3(1, 2, 3), Vector3(4, 5, 7))

  @Test("a box has twelve edges and a plate four, however they are cut", arguments: [1, 2, 7])
  func boxAndPlate(cuts: Int) throws {
    #expect(try edges([(ToyScene.box(box.0, box.1, cuts: cuts), "brick")]) == 12)
    let plate = ToyScene.panel(.zero, Vector3(2, 1, 0), Vector3(0, 1, 3), cuts: cuts)
    #expect(try edges([(plate, "brick")]) == 4)
  }

  @Test("winding, and the object a face belongs to, do not matter")
  func winding() throws {
    var turned = ToyScene.box(box.0, box.1)
    turned.triangles = turned.triangles.enumerated().map { index, t in
      index.isMultiple(of: 3) ? SIMD3(t.x, t.z, t.y) : t
    }
    #expect(try edges([(turned, "brick")]) == 12)
    let (low, size) = (box.0, box.1 - box.0)
    let (x, y, z) = (Vector3(size.x, 0, 0), Vector3(0, size.y, 0), Vector3(0, 0, size.z))
    let sides = [
      (low, x, y), (low + z, x, y), (low, x, z), (low + y, x, z), (low, y, z), (low + x, y, z),
    ].enumerated().map { index, side in
      (ToyScene.panel(side.0, side.1, side.2, cuts: index + 1), index > 2 ? "brick" : "asphalt")
    }
    #expect(try edges(sides) == 12)
  }

  @Test("faces that meet along a part of an edge share that part only")
  func partialOverlap() throws {
    // A wall of 4 m and a roof that begins in the middle of its upper edge and runs 2 m beyond.
    let wall = ToyScene.panel(.zero, Vector3(4, 0, 0), Vector3(0, 0, 3))
    let roof = ToyScene.panel(Vector3(2, 0, 3), Vector3(4, 0, 0), Vector3(0, 2, 0), cuts: 3)
    // Three free sides of each, and three stretches of the line where they meet.
    #expect(try edges([(wall, "brick"), (roof, "brick")]) == 9)
  }

  @Test("seams of one plane are no edges, nor is the foot of a wall on a floor")
  func seams() throws {
    let left = ToyScene.panel(.zero, Vector3(4, 0, 0), Vector3(0, 0, 3))
    let right = ToyScene.panel(Vector3(4, 0, 0), Vector3(5, 0, 0), Vector3(0, 0, 3), cuts: 4)
    // The two materials make two facets; upper and lower side belong to one each.
    #expect(try edges([(left, "brick"), (right, "asphalt")]) == 6)
    var whole = left
    whole.append(right)
    #expect(try edges([(whole, "brick")]) == 4)
    // Two floors, of which each ends at the wall's foot.
    let floors = [-1.0, 1].map {
      (ToyScene.panel(.zero, Vector3(4, 0, 0), Vector3(0, 2 * $0, 0)), "asphalt")
    }
    #expect(try edges([(left, "brick")] + floors) == 3 + 3 + 3)
  }

  @Test("a fine cylinder has no edges along its side, a pyramid has all")
  func curved() throws {
    var cylinder = TriangleMesh()
    for step in 0..<60 {
      let direction = SphericalAngles(theta: .pi / 2, phi: 2 * .pi * Double(step) / 60).direction
      cylinder.vertices += [direction * 0.3, direction * 0.3 + Vector3(0, 0, 2)]
    }
    for step in 0..<60 {
      let a = Int32(2 * step)
      let b = Int32(2 * ((step + 1) % 60))
      cylinder.triangles += [SIMD3(a, b, b + 1), SIMD3(a, b + 1, a + 1)]
    }
    // Its rims are made of edges of 3 cm, too short to count.
    #expect(try edges([(cylinder, "brick")]) == 0)
    let pyramid = TriangleMesh(
      vertices: [
        Vector3(-1, -1, 0), Vector3(1, -1, 0), Vector3(1, 1, 0), Vector3(-1, 1, 0),
        Vector3(0, 0, 1),
      ],
      triangles: [
        SIMD3(0, 1, 4), SIMD3(1, 2, 4), SIMD3(2, 3, 4), SIMD3(3, 0, 4), SIMD3(0, 2, 1),
        SIMD3(0, 3, 2),
      ])
    #expect(try edges([(pyramid, "brick")]) == 8)
  }
}
