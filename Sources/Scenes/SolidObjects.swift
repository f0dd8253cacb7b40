// SPDX-License-Identifier: Apache-2.0

internal import Kinematics
package import Spatial

/// The solid objects of a scene, those whose surface is watertight, and what is inside them.
package struct SolidObjects {
  /// A solid with points inside.
  package struct Enclosure {
    package var object: Int

    /// The numbers of the points inside.
    package var points: [Int]

    /// Whether the object may be a room rather than a lump.
    ///
    /// A room is watertight too, so an object that holds all points is taken for one, unless it is
    /// thinner than a metre.
    package var isRoom: Bool
  }

  private let scene: Scene

  /// In the frame of the object's group.
  private let bounds: [BoundingBox]
  private var solids: [Int: TriangleMesh?] = [:]

  package init(_ scene: Scene) {
    self.scene = scene
    var bounds = [BoundingBox](repeating: .empty, count: scene.objects.count)
    for group in scene.groups {
      for (triangle, facet) in group.facetOfTriangle.enumerated() where facet >= 0 {
        let object = Int(scene.facets[Int(facet)].object)
        let (a, b, c) = group.mesh.corners(triangle)
        for corner in [a, b, c] { bounds[object].extend(to: corner) }
      }
    }
    self.bounds = bounds
  }

  /// The solids that hold some of the points at an instant in seconds.
  ///
  /// - Parameters:
  ///   - points: Places in the world.
  ///   - time: The instant.
  ///   - onlyMoving: Whether objects that never move are passed over.
  /// - Returns: One enclosure for each solid that holds a point.
  package mutating func enclosures(
    of points: [Vector3], at time: Double, onlyMoving: Bool = false
  ) -> [Enclosure] {
    let states = scene.motion.states(at: time)
    var found: [Enclosure] = []
    for (index, object) in scene.objects.enumerated() {
      let group = scene.groups[object.group]
      if onlyMoving, group.isAtRest { continue }
      let bodyFromWorld = states[group.node].worldFromBody.inverse
      let places = points.map { bodyFromWorld($0) }
      let candidates = places.indices.filter { bounds[index].contains(places[$0]) }
      guard !candidates.isEmpty, let solid = solid(index) else { continue }
      let inside = candidates.filter { abs(solid.windingNumber(around: places[$0])) > 0.5 }
      guard !inside.isEmpty else { continue }
      found.append(
        Enclosure(
          object: index, points: inside,
          isRoom: inside.count == points.count && bounds[index].size.min() >= 1))
    }
    return found
  }

  /// The surface of an object that is solid.
  private mutating func solid(_ object: Int) -> TriangleMesh? {
    if let known = solids[object] { return known }
    let mesh = scene.mesh(ofObject: object)
    let solid = mesh.isWatertight ? mesh : nil
    solids[object] = .some(solid)
    return solid
  }
}

extension Scene {
  /// The triangles of one object, in the frame of its group.
  fileprivate func mesh(ofObject object: Int) -> TriangleMesh {
    let group = groups[objects[object].group]
    let triangles = group.mesh.triangles.indices.filter { triangle in
      let facet = group.facetOfTriangle[triangle]
      return facet >= 0 && facets[Int(facet)].object == Int32(object)
    }
    var mesh = TriangleMesh()
    mesh.vertices.reserveCapacity(3 * triangles.count)
    for triangle in triangles {
      let base = Int32(mesh.vertices.count)
      let (a, b, c) = group.mesh.corners(triangle)
      mesh.vertices += [a, b, c]
      mesh.triangles.append(SIMD3(base, base + 1, base + 2))
    }
    return mesh
  }
}
