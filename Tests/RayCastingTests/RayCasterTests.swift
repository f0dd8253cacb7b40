// SPDX-License-Identifier: Apache-2.0

import RayCasting
import Spatial
import TestSupport
import Testing

@Suite("Ray casting")
struct RayCasterTests {
  /// A square of 2 m across the x axis, around the origin.
  private let square = TriangleMesh(
    vertices: [Vector3(0, -1, -1), Vector3(0, 1, -1), Vector3(0, 1, 1), Vector3(0, -1, 1)],
    triangles: [SIMD3(0, 1, 2), SIMD3(0, 2, 3)])

  private func shifted(_ offset: Vector3) -> TriangleMesh {
    TriangleMesh(vertices: square.vertices.map { $0 + offset }, triangles: square.triangles)
  }

  /// A resting square at x = 5 with tag 7 and a moving one, at first at x = 8, with tag 9.
  private func caster(offset: Vector3 = .zero) throws -> RayCaster {
    try RayCaster(
      groups: [
        TaggedMesh(mesh: shifted(Vector3(5, 0, 0) + offset), tags: [7, 7], isAtRest: true),
        TaggedMesh(mesh: square, tags: [9, 9], isAtRest: false),
      ],
      poses: [
        .identity,
        RigidTransform(rotation: .identity, translation: Vector3(8, 0, 0) + offset),
      ])
  }

  @Test("a ray meets the nearest surface", arguments: [0.0, 2000])
  func nearest(offset: Double) throws {
    let base = Vector3(offset, offset, 0)
    let caster = try caster(offset: base)
    let hit = try #require(caster.closestHit(from: base, along: .unitX))
    #expect(hit.tag == 7)
    #expect(isClose(hit.distance, 5, within: caster.tolerance))
    let behind = try #require(caster.closestHit(from: base + .unitX * 6, along: .unitX))
    #expect(behind.tag == 9)
    #expect(caster.closestHit(from: base, along: -.unitX) == nil)
    #expect(caster.closestHit(from: base + .unitY * 1.5, along: .unitX) == nil)
  }

  @Test("a moved group is met where it is now, turned as it is now")
  func moved() throws {
    let caster = try caster()
    let quarter = Rotation(yaw: .pi / 2, pitch: 0, roll: 0)
    caster.place([.identity, RigidTransform(rotation: quarter, translation: Vector3(-3, 0, 0))])
    // Turned by a quarter, the square lies in the plane y = 0 and is met edge on only from y.
    let hit = try #require(caster.closestHit(from: Vector3(-3.5, -2, 0), along: .unitY))
    #expect(hit.tag == 9)
    #expect(isClose(hit.distance, 2, within: caster.tolerance))
    #expect(caster.closestHit(from: Vector3(6, 0, 0), along: .unitX) == nil)
  }

  @Test("a surface between two points hides them from each other, beside it they see each other")
  func occlusion() throws {
    let caster = try caster()
    #expect(!caster.isClear(from: .zero, to: Vector3(6, 0, 0)))
    #expect(caster.isClear(from: .zero, to: Vector3(4.9, 0, 0)))
    #expect(caster.isClear(from: Vector3(0, 3, 0), to: Vector3(10, 3, 0)))
  }

  @Test("a surface does not hide its own points, however grazing the look at them")
  func grazing() throws {
    let caster = try caster()
    let point = Vector3(5, 0.3, 0.2)
    for exponent in 1...9 {
      // From 0.1 rad down to a nanoradian above the surface.
      let angle = 1 / (0..<exponent).reduce(1.0) { product, _ in product * 10 }
      let eye = point + Vector3(-angle, -0.9, 0.1)
      #expect(caster.isClear(from: eye, to: point, endTag: 7), "angle \(angle)")
      #expect(caster.isClear(from: point, to: eye, startTag: 7), "angle \(angle)")
    }
  }

  @Test("ignoring one surface does not make another one transparent")
  func otherSurfaces() throws {
    let caster = try caster()
    #expect(!caster.isClear(from: .zero, to: Vector3(8, 0, 0), endTag: 9))
    #expect(caster.isClear(from: Vector3(6, 0, 0), to: Vector3(8, 0, 0), endTag: 9))
  }

  @Test("rays do not slip through the seam between triangles")
  func seam() throws {
    let caster = try caster()
    for step in 0...2000 {
      let along = -0.999 + 1.998 * Double(step) / 2000
      #expect(caster.closestHit(from: Vector3(0, along, along), along: .unitX)?.tag == 7)
    }
  }

  @Test("an empty scene has no hits and hides nothing")
  func empty() throws {
    let caster = try RayCaster(
      groups: [TaggedMesh(mesh: .init(), tags: [], isAtRest: true)], poses: [.identity])
    #expect(caster.closestHit(from: .zero, along: .unitX) == nil)
    #expect(caster.isClear(from: .zero, to: Vector3(100, 0, 0)))
  }
}
