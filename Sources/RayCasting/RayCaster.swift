// SPDX-License-Identifier: Apache-2.0

package import Spatial

/// Why no ray can be cast.
package enum RayCastingError: Error, Equatable, CustomStringConvertible {
  /// Embree could not be started.
  case noDevice

  /// Embree refused the geometry.
  case refused(code: Int)

  package var description: String {
    switch self {
    case .noDevice:
      "the ray-casting library Embree could not be started; is its shared library installed?"
    case .refused(let code):
      "the ray-casting library Embree refused the scene (error \(code)); is there enough memory?"
    }
  }
}

/// A rigid group of triangles, each with the caller's own tag.
package struct TaggedMesh: Sendable {
  package var mesh: TriangleMesh

  /// A tag for each triangle, for example the facet it belongs to.
  package var tags: [Int32]

  /// Whether the group never moves.
  package var isAtRest: Bool

  package init(mesh: TriangleMesh, tags: [Int32], isAtRest: Bool) {
    precondition(tags.count == mesh.triangles.count)
    self.mesh = mesh
    self.tags = tags
    self.isAtRest = isAtRest
  }
}

/// Answers which surface a ray meets first and whether two points see each other.
///
/// Embree works in single precision on coordinates relative to the middle of the scene. It only
/// decides visibility; who needs a length takes it from the exact planes. Queries may come from
/// many threads, but not while `place` runs.
@safe package final class RayCaster: @unchecked Sendable {
  private let groups: [TaggedMesh]
  let scene: EmbreeScene
  let centre: Vector3

  /// How close to its ends a segment is not looked at, in metres.
  ///
  /// It is above the rounding of single precision.
  package let tolerance: Double

  /// Builds the trees.
  ///
  /// - Parameters:
  ///   - groups: The rigid groups; those that move are placed later.
  ///   - poses: Where each group is for now.
  /// - Throws: `RayCastingError` when Embree cannot be started or refuses the geometry.
  package init(groups: [TaggedMesh], poses: [RigidTransform]) throws(RayCastingError) {
    precondition(groups.count == poses.count)
    guard let device = EmbreeDevice() else { throw .noDevice }
    self.groups = groups
    var bounds = BoundingBox.empty
    for (group, pose) in zip(groups, poses) {
      bounds.extend(to: BoundingBox(around: group.mesh.vertices.map { pose($0) }))
    }
    centre = bounds.isEmpty ? .zero : bounds.centre
    let extent = bounds.isEmpty ? 1 : bounds.size.length
    // Single precision has 6e-8 of relative rounding; an intersection adds up a few of them.
    tolerance = max(1e-4, 2e-7 * extent)
    scene = EmbreeScene(on: device)
    // A tree of its own for all that rests: placing what moves builds the tree above it anew.
    let resting = EmbreeScene(on: device)
    for (index, group) in groups.enumerated() {
      let identifier = UInt32(index)
      if group.isAtRest {
        var placed = group.mesh
        placed.vertices = placed.vertices.map { poses[index]($0) }
        resting.attach(placed, relativeTo: centre, as: identifier)
      } else {
        let child = EmbreeScene(on: device)
        child.attach(group.mesh, relativeTo: .zero, as: 0)
        child.commit()
        scene.attach(instanceOf: child, as: identifier)
        scene.place(identifier, at: poses[index], relativeTo: centre)
      }
    }
    resting.commit()
    scene.attach(instanceOf: resting, as: UInt32(groups.count))
    scene.place(UInt32(groups.count), at: .identity, relativeTo: .zero)
    scene.commit()
    let error = device.takeError()
    guard error == 0 else { throw .refused(code: error) }
  }

  /// Moves the groups that are not at rest.
  package func place(_ poses: [RigidTransform]) {
    precondition(groups.count == poses.count)
    guard groups.contains(where: { !$0.isAtRest }) else { return }
    for (index, group) in groups.enumerated() where !group.isAtRest {
      scene.place(UInt32(index), at: poses[index], relativeTo: centre)
    }
    scene.commit()
  }

  /// What a ray met.
  package struct Hit: Hashable, Sendable {
    /// The tag of the triangle.
    package var tag: Int32
    /// The distance along the ray in metres, in single precision.
    package var distance: Double
  }

  /// The first surface a ray meets.
  ///
  /// - Parameters:
  ///   - origin: In the world.
  ///   - direction: A unit vector in the world.
  ///   - near: How far from the origin to start, in metres.
  ///   - far: Where to stop, in metres.
  /// - Returns: The nearest hit, or nil where the ray meets nothing.
  package func closestHit(
    from origin: Vector3, along direction: Vector3, near: Double = 0,
    far: Double = .infinity
  ) -> Hit? {
    guard
      let hit = scene.closestHit(
        from: SIMD3<Float>(origin - centre), along: SIMD3<Float>(direction), between: Float(near),
        and: Float(far))
    else { return nil }
    let group = groups[group(of: hit)]
    return Hit(tag: group.tags[Int(hit.triangle)], distance: Double(hit.distance))
  }

  /// Whether two points see each other.
  ///
  /// A flat piece of surface cannot stand in the way of a segment that starts or ends on it, so
  /// surfaces with the tags of the two ends are ignored: this decides grazing segments right, which
  /// any margin at the ends would not.
  ///
  /// - Parameters:
  ///   - start: One point, in the world.
  ///   - end: The other.
  ///   - startTag: The tag of the surface `start` lies on, or -1.
  ///   - endTag: The tag of the surface `end` lies on, or -1.
  /// - Returns: Whether nothing is between them; always true for points within twice `tolerance`.
  package func isClear(
    from start: Vector3, to end: Vector3, startTag: Int32 = -1, endTag: Int32 = -1
  ) -> Bool {
    isClear(from: start, to: end) { $0 == startTag || $0 == endTag }
  }

  /// Whether two points see each other through surfaces that do not count.
  ///
  /// - Parameters:
  ///   - start: One point, in the world.
  ///   - end: The other.
  ///   - passes: Whether the surfaces of a tag are passed over; up to 64 of them are.
  /// - Returns: Whether nothing else is between them; always true for points within twice
  ///   `tolerance`.
  package func isClear(
    from start: Vector3, to end: Vector3, passing passes: (Int32) -> Bool
  ) -> Bool {
    let separation = end - start
    let length = separation.length
    guard length > 2 * tolerance else { return true }
    let origin = SIMD3<Float>(start - centre)
    let direction = SIMD3<Float>(separation / length)
    var near = Float(tolerance)
    let far = Float(length - tolerance)
    guard scene.isBlocked(from: origin, along: direction, between: near, and: far) else {
      return true
    }
    // Something is in the way: pass over hits on surfaces that do not count.
    for _ in 0..<64 {
      guard
        let hit = scene.closestHit(from: origin, along: direction, between: near, and: far)
      else { return true }
      let tag = groups[group(of: hit)].tags[Int(hit.triangle)]
      guard passes(tag) else { return false }
      near = passed(hit.distance, near)
      guard near < far else { return true }
    }
    return false
  }

  /// The surfaces between two points.
  ///
  /// - Parameters:
  ///   - start: One point, in the world.
  ///   - end: The other.
  ///   - startTag: The tag of the surface `start` lies on, or -1.
  ///   - endTag: The tag of the surface `end` lies on, or -1.
  ///   - limit: How many there may be.
  /// - Returns: Their tags in order from the start, each once, as for `isClear` without those of the
  ///   ends; surfaces that coincide to a tenth of `tolerance` count once. Nil if they are too many.
  package func crossings(
    from start: Vector3, to end: Vector3, startTag: Int32 = -1, endTag: Int32 = -1, limit: Int
  ) -> [Int32]? {
    let separation = end - start
    let length = separation.length
    guard length > 2 * tolerance else { return [] }
    let origin = SIMD3<Float>(start - centre)
    let direction = SIMD3<Float>(separation / length)
    var near = Float(tolerance)
    let far = Float(length - tolerance)
    guard scene.isBlocked(from: origin, along: direction, between: near, and: far) else {
      return []
    }
    var tags: [Int32] = []
    while near < far,
      let hit = scene.closestHit(from: origin, along: direction, between: near, and: far)
    {
      let tag = groups[group(of: hit)].tags[Int(hit.triangle)]
      if tag != startTag, tag != endTag, !tags.contains(tag) {
        guard tags.count < limit else { return nil }
        tags.append(tag)
      }
      near = passed(hit.distance, near)
    }
    return tags
  }

  /// The group that a hit is on.
  private func group(of hit: EmbreeScene.Hit) -> Int {
    Int(hit.instance == UInt32(groups.count) ? hit.mesh : hit.instance)
  }

  /// Where to look on behind a hit.
  private func passed(_ distance: Float, _ near: Float) -> Float {
    max(distance, near).nextUp + Float(tolerance) / 10
  }
}
