// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Kinematics
internal import Scenes
internal import Spatial

/// One order of a path's reflections with its share of the field.
struct WeighedOrder: Hashable, Sendable {
  /// The facets in this order.
  var facets: [Int32]

  /// The factor F of the Kirchhoff integral; one for mirrors without bounds.
  var factor: Complex<Double>
}

extension SpecularPath {
  /// The most orders of one path: a trihedral has six.
  private static let mostOrders = 48

  /// How much the finite size of its facets changes the field of a path at an instant, in each order
  /// of its reflections.
  ///
  /// Rays that pass a right-angled corner on one side of its edge meet one face first, those on the
  /// other side the other one; the image of the source is the same. So a path close to the edge has
  /// a share of the field in both orders, and in a large corner these add up to one.
  ///
  /// - Parameters:
  ///   - model: The scene.
  ///   - ends: The ends of the link.
  ///   - instant: The instant.
  /// - Returns: The path's own order first; nothing where it cannot be unfolded.
  func weighedOrders(
    _ model: TracingModel, _ ends: LinkEnds, _ instant: SceneInstant
  ) -> [WeighedOrder] {
    var open = [facets]
    var weighed: [WeighedOrder] = []
    while weighed.count < open.count {
      let facets = open[weighed.count]
      guard let order = ReflectionOrder(facets, model, ends, instant) else {
        weighed.append(WeighedOrder(facets: facets, factor: .zero))
        continue
      }
      weighed.append(WeighedOrder(facets: facets, factor: order.apertureFactor(model, instant)))
      for swapped in order.swapped where open.count < Self.mostOrders && !open.contains(swapped) {
        open.append(swapped)
      }
    }
    return weighed
  }
}

extension ReflectionOrder {
  /// How much of the field comes in this order of reflections.
  ///
  /// Each facet is a mirror of finite size, seen along the unfolded path in the Fresnel scale
  /// of its own place; what all of them pass is what one opening would. This is exact for one facet
  /// and for facets that meet in an edge, and a good approximation where all but one are large.
  fileprivate func apertureFactor(
    _ model: TracingModel, _ instant: SceneInstant
  ) -> Complex<Double> {
    let mirrors = facets.indices.map { index in
      let scale = scale(at: places[index])
      return model.aperture(
        ofFacet: facets[index], around: path.vertices[index], across: frames[index].across * scale,
        upward: frames[index].upward * scale, instant)
    }
    return Electromagnetics.apertureFactor(mirrors + corners.compactMap { $0?.aperture })
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
    let place = outline.coordinates(body.inverse(vertex))
    let nearest = outline.nearestEdgePoint(to: place)
    let isInEdge = ((place - nearest) * (place - nearest)).sum() < 1e-10
    // What is in an edge but for rounding is taken as right in it.
    let centre = isInEdge ? nearest : place
    let isInside = !isInEdge && outline.contains(at: centre)
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
    guard isInEdge else { return FresnelAperture(edges: edges, isOpenAtCentre: isInside) }
    return FresnelAperture(edges: edges) { direction in
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
