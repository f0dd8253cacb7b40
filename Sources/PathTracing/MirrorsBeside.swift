// SPDX-License-Identifier: Apache-2.0

internal import Electromagnetics
internal import Execution
internal import Kinematics
internal import Scenes
internal import Spatial

extension SpecularSearch {
  /// How far inside its facet the place lies that must be in sight of both ends, in metres.
  ///
  /// On the edge itself the far wall of a house could be seen from the street beside it.
  private static let inwards = 0.01

  /// Single reflections whose points miss their facets by so little that the edges still matter.
  ///
  /// - Parameter counts: Which facets are looked at.
  /// - Returns: Paths in the order of the facets, each once even where two facets are the same.
  func beside(where counts: @Sendable (Int32) -> Bool) -> [SpecularPath] {
    reflections(beside: counts).compactMap { passing($0)?.path }
  }

  /// The same, whatever is in the way.
  ///
  /// - Parameter counts: Which facets are looked at.
  /// - Returns: Paths with the places of their facets that must be in sight of both ends.
  func reflections(beside counts: @Sendable (Int32) -> Bool) -> [FoundPath] {
    let found = workers.mapChunks(planes.count, chunk: 1024) { range in
      range.compactMap { facet in
        counts(Int32(facet)) ? reflection(beside: Int32(facet)) : nil
      }
    }
    var seen: Set<[Vector3]> = []
    return found.filter { path in
      let facet = Int(path.path.facets[0])
      let centre = instant.groups[Int(model.facetGroups[facet])]
        .worldFromBody(model.facetBalls[facet].centre)
      return seen.insert([rounded(centre), rounded(planes[facet].mirrored(source))]).inserted
    }
  }

  /// To a micrometre.
  private func rounded(_ point: Vector3) -> Vector3 {
    func rounded(_ x: Double) -> Double { (x * 1e6).rounded() }
    return Vector3(rounded(point.x), rounded(point.y), rounded(point.z))
  }

  private func reflection(beside facet: Int32) -> FoundPath? {
    let plane = planes[Int(facet)]
    let image = plane.mirrored(source)
    guard let vertex = crossing(from: image, to: target, through: plane) else { return nil }
    let (before, after) = (vertex.distance(to: image), vertex.distance(to: target))
    let zone = (model.wavelength * before * after / (2 * (before + after))).squareRoot()
    let ray = (target - image).normalized
    let ball = model.facetBalls[Int(facet)]
    let place = local(vertex, facet)
    // Across a path at an angle lengths in the facet shrink by no more than its cosine.
    let farthest = FresnelAperture.reach * zone / abs(ray.dot(plane.normal))
    guard place.distance(to: ball.centre) < ball.radius + farthest, !contains(vertex, facet: facet)
    else { return nil }
    let outline = model.scene.facets[Int(facet)].shape.outline
    let edge = outline.nearestEdgePoint(to: outline.coordinates(place))
    let group = Int(model.facetGroups[Int(facet)])
    let body = instant.groups[group].worldFromBody
    let gap = body(outline.point(edge)) - vertex
    guard (gap - ray * gap.dot(ray)).length < FresnelAperture.reach * zone,
      let inside = inside(outline, near: edge, from: outline.coordinates(place))
    else { return nil }
    return FoundPath(
      path: SpecularPath(facets: [facet], isBeside: true),
      vertices: [body(outline.point(inside))], length: before + after)
  }

  /// A place inside a facet, close to a point of its edge and away from another one beside the facet.
  private func inside(
    _ outline: FacetOutline, near edge: SIMD2<Double>, from place: SIMD2<Double>
  ) -> SIMD2<Double>? {
    // Straight on from the point of reflection, or towards the centre of area, which is the origin.
    for way in [edge - place, -edge] {
      let length = (way * way).sum().squareRoot()
      guard length > 0 else { continue }
      let inside = edge + way * (Self.inwards / length)
      if outline.contains(at: inside) { return inside }
    }
    return outline.contains(at: edge / 2) ? edge / 2 : nil
  }
}
