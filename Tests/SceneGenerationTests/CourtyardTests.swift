// SPDX-License-Identifier: Apache-2.0

import Spatial
import Testing

@Suite("Courtyard")
struct CourtyardTests {
  private let file: GLBFile
  private let baseStation = Vector3(4, -21.6, 12.6)

  init() throws {
    file = try GLBFile.named("umi-courtyard/courtyard.glb")
  }

  @Test("The court has 40000 to 90000 triangles in less than 3.5 MB and 60 to 150 objects")
  func size() {
    let count = file.surfaces.reduce(0) { $0 + $1.mesh.triangles.count }
    #expect((40_000...90_000).contains(count))
    #expect(file.bytes.count < 3_500_000)
    #expect((60...150).contains(file.document.nodes.count))
  }

  @Test("Nothing stands on the lane or in the gateway")
  func freeLane() {
    let lane = BoundingBox(lower: Vector3(-48, 11.5, 0.02), upper: Vector3(26, 16.5, 4.3))
    #expect(objects(in: lane).isEmpty)
  }

  @Test("Nothing stands within 0.7 m of the receiver's mast")
  func freeMast() {
    let mast = SIMD2(25.5, 16.9)
    let isNear = file.surfaces.contains { surface in
      surface.mesh.triangles.indices.contains { index in
        let bounds = Self.bounds(of: index, in: surface.mesh)
        guard bounds.upper.z > 0.001, bounds.lower.z < 3 else { return false }
        let gapX = max(bounds.lower.x - mast.x, mast.x - bounds.upper.x, 0)
        let gapY = max(bounds.lower.y - mast.y, mast.y - bounds.upper.y, 0)
        return gapX * gapX + gapY * gapY < 0.7 * 0.7
      }
    }
    #expect(!isNear)
  }

  @Test("Nothing hangs where the base station hangs in front of the south side")
  func freeBaseStation() {
    let air = BoundingBox(lower: Vector3(3.2, -22.3, 10.5), upper: Vector3(4.8, -20.8, 14.5))
    #expect(objects(in: air).isEmpty)
  }

  @Test("The base station sees the receiver")
  func lineOfSightToReceiver() {
    #expect(objects(between: baseStation, and: Vector3(25.5, 16.9, 1.5)).isEmpty)
  }

  @Test("The base station sees the car all along the lane but for the lamp posts")
  func lineOfSightToLane() {
    for x in stride(from: -20.0, through: 20, by: 0.5) {
      let blocking = objects(between: baseStation, and: Vector3(x, 14, 1))
      #expect(blocking.allSatisfy { $0.hasPrefix("lamp-post") }, "x = \(x)")
    }
  }

  @Test("No facade stands in the court and the north one is in the plane y = 22.5")
  func openFloor() throws {
    let walls = file.mesh { $0.hasPrefix("building-") && $0.hasSuffix("/wall") }
    let isInside = walls.vertices.contains { abs($0.x) < 29.999 && abs($0.y) < 22.499 }
    #expect(!isInside)
    let north = file.mesh { $0 == "building-north-1/wall" }
    #expect(abs(north.bounds.lower.y - 22.5) < 1e-4)
  }

  @Test("Nine buildings of four to seven storeys are closed but for the ground they stand on")
  func closedBuildings() {
    let names = Set(
      file.surfaces.map(\.path).filter { $0.hasPrefix("building-") }.map {
        String($0.prefix { $0 != "/" })
      })
    #expect(names.count == 9)
    let skin: Set = ["wall", "roof", "frames", "glass", "doors"]
    for name in names {
      let mesh = file.mesh { path in
        path.hasPrefix(name + "/") && skin.contains(String(path.dropFirst(name.count + 1)))
      }
      // The flux of (x, 0, 0), of (0, y, 0) and of (0, 0, z) out of a closed surface is its volume;
      // the missing foot at z = 0 adds nothing to any of them.
      let volumes = mesh.triangles.indices.reduce(into: Vector3.zero) { sum, index in
        let (a, b, c) = mesh.corners(index)
        sum += mesh.vectorArea(index) * (a + b + c) / 3
      }
      #expect(volumes.x > 2000, "\(name)")
      #expect(abs(volumes.y / volumes.x - 1) < 1e-5, "\(name)")
      #expect(abs(volumes.z / volumes.x - 1) < 1e-5, "\(name)")
      #expect((12.0...25.0).contains(mesh.bounds.upper.z), "\(name)")
    }
  }

  @Test("Six lamp posts stand on the south side of the lane")
  func lampPosts() {
    for (index, x) in [-22.0, -13, -4, 5, 14, 23].enumerated() {
      let bounds = file.mesh { $0 == "lamp-post-\(index + 1)" }.bounds
      #expect(abs(bounds.centre.x - x) < 1e-3)
      #expect(abs(bounds.lower.z) < 1e-6 && abs(bounds.upper.z - 4.5) < 1e-4)
      #expect(bounds.contains(Vector3(x, 10.6, 1)))
    }
  }

  @Test("No facet of a parked car's body or glass is longer than 25 cm")
  func parkedCars() {
    let cars = file.mesh { $0.hasPrefix("parked-car-") && !$0.hasSuffix("/wheels") }
    let longest = cars.triangles.indices.map { index in
      let (a, b, c) = cars.corners(index)
      return max(a.distance(to: b), b.distance(to: c), c.distance(to: a))
    }.max()
    #expect((longest ?? .infinity) <= 0.25 + 0.0002)
  }
}

extension CourtyardTests {
  /// The objects with a triangle whose bounding box reaches into a box.
  private func objects(in box: BoundingBox) -> [String] {
    file.surfaces.filter { surface in
      surface.mesh.triangles.indices.contains { index in
        let bounds = Self.bounds(of: index, in: surface.mesh)
        // Single precision moves a wall on the border by micrometres.
        return all(bounds.upper .> box.lower + 1e-5) && all(bounds.lower .< box.upper - 1e-5)
      }
    }.map(\.path)
  }

  /// The objects that a straight line meets.
  private func objects(between start: Vector3, and end: Vector3) -> [String] {
    let line = BoundingBox(around: [start, end])
    return file.surfaces.filter { surface in
      let bounds = surface.mesh.bounds
      guard all(bounds.upper .>= line.lower), all(bounds.lower .<= line.upper) else {
        return false
      }
      return surface.mesh.triangles.indices.contains {
        Self.meets(surface.mesh.corners($0), from: start, to: end)
      }
    }.map(\.path)
  }

  private static func bounds(of triangle: Int, in mesh: TriangleMesh) -> BoundingBox {
    let (a, b, c) = mesh.corners(triangle)
    return BoundingBox(around: [a, b, c])
  }

  /// Whether a line meets a triangle.
  ///
  /// After Moeller and Trumbore, Journal of Graphics Tools 2, 1997.
  private static func meets(
    _ corners: (Vector3, Vector3, Vector3), from start: Vector3, to end: Vector3
  ) -> Bool {
    let (edge1, edge2) = (corners.1 - corners.0, corners.2 - corners.0)
    let direction = end - start
    let p = direction.cross(edge2)
    let determinant = edge1.dot(p)
    guard abs(determinant) > 1e-12 else { return false }
    let offset = start - corners.0
    let u = offset.dot(p) / determinant
    let q = offset.cross(edge1)
    let v = direction.dot(q) / determinant
    let t = edge2.dot(q) / determinant
    return u >= 0 && v >= 0 && u + v <= 1 && t >= 0 && t <= 1
  }
}
