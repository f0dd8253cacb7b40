// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Kinematics
internal import Scenes
internal import Spatial

extension SpecularPath {
  /// How much the finite size of its facets changes the field of a path at an instant.
  ///
  /// Each facet is a mirror of finite size, seen along the unfolded path in the Fresnel scale
  /// of its own place; what all of them pass is what one opening would. This is exact for one facet
  /// and for facets that meet in an edge, and a good approximation where all but one are large.
  ///
  /// - Parameters:
  ///   - model: The scene.
  ///   - ends: The ends of the link.
  ///   - instant: The instant.
  /// - Returns: The factor F of the Kirchhoff integral; one for mirrors without bounds.
  func apertureFactor(
    _ model: TracingModel, _ ends: LinkEnds, _ instant: SceneInstant
  ) -> Complex<Double> {
    guard let path = unfolded(model, ends, instant) else { return .zero }
    var across = path.directions[0].anyPerpendicular
    var upward = path.directions[0].cross(across)
    var apertures: [FresnelAperture] = []
    var travelled = 0.0
    var point = ends.transmitter.position
    for (index, facet) in facets.enumerated() {
      let vertex = path.vertices[index]
      travelled += vertex.distance(to: point)
      point = vertex
      let rest = path.length - travelled
      let scale = (2 * path.length / (model.wavelength * travelled * rest)).squareRoot()
      apertures.append(
        model.aperture(
          ofFacet: facet, around: vertex, across: across * scale, upward: upward * scale, instant))
      let plane = model.plane(ofFacet: facet, instant)
      across = plane.mirrored(direction: across)
      upward = plane.mirrored(direction: upward)
    }
    return Electromagnetics.apertureFactor(apertures)
  }
}

extension TracingModel {
  /// The outline of a facet as seen along a path.
  ///
  /// - Parameters:
  ///   - facet: The facet.
  ///   - vertex: Where the path meets it, in the world.
  ///   - across: The first direction across the path, times the scale of the place.
  ///   - upward: The second one.
  ///   - instant: The instant.
  /// - Returns: The facet as an opening around the path, with only those edges that matter.
  fileprivate func aperture(
    ofFacet facet: Int32, around vertex: Vector3, across: Vector3, upward: Vector3,
    _ instant: SceneInstant
  ) -> FresnelAperture {
    let outline = scene.facets[Int(facet)].shape.outline
    let body = instant.groups[Int(scene.facets[Int(facet)].group)].worldFromBody
    let centre = outline.coordinates(body.inverse(vertex))
    let (u, v) = (body.direction(outline.uAxis), body.direction(outline.vAxis))
    // The map from the facet's coordinates to those across the path.
    let column0 = SIMD2(u.dot(across), u.dot(upward))
    let column1 = SIMD2(v.dot(across), v.dot(upward))
    let determinant = column0.x * column1.y - column0.y * column1.x
    func mapped(_ x: Double, _ y: Double) -> SIMD2<Double> {
      column0 * (x - centre.x) + column1 * (y - centre.y)
    }
    let edges = outline.edges.compactMap { edge -> SIMD4<Double>? in
      let start = mapped(edge.x, edge.y)
      let end = mapped(edge.z, edge.w)
      guard passesNear(start, end, within: FresnelAperture.reach) else { return nil }
      // A map that turns the facet over turns its edges round.
      return determinant > 0
        ? SIMD4(start.x, start.y, end.x, end.y) : SIMD4(end.x, end.y, start.x, start.y)
    }
    let distance = outline.distanceToEdge(at: centre)
    return FresnelAperture(edges: edges) { direction in
      guard distance < 1e-5 else { return true }
      // Right at an edge it depends on the direction: look a little way along it.
      let inverse = SIMD2(
        (direction.x * column1.y - direction.y * column1.x) / determinant,
        (column0.x * direction.y - column0.y * direction.x) / determinant)
      let length = (inverse * inverse).sum().squareRoot()
      return outline.contains(at: centre + inverse * (2e-5 / length))
    }
  }
}

/// Whether a segment comes near the origin.
private func passesNear(
  _ start: SIMD2<Double>, _ end: SIMD2<Double>, within reach: Double
) -> Bool {
  let along = end - start
  let squared = (along * along).sum()
  let share = squared > 0 ? max(0, min(1, -(start * along).sum() / squared)) : 0
  let nearest = start + along * share
  return (nearest * nearest).sum() < reach * reach
}
