// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Kinematics
internal import RayCasting
internal import Scenes
internal import Spatial

/// Finds the scattering centres that both ends of a link see at an instant, straight or in mirrors.
struct CentreSearch {
  let model: TracingModel
  let caster: RayCaster
  let link: Link
  let ends: LinkEnds
  let instant: SceneInstant

  /// Both ends with the images that count; the first of each is the end itself.
  let transmitterImages: [MirrorImage]
  let receiverImages: [MirrorImage]

  /// How many mirrors a path may have, before and after the centre together.
  let mirrors: Int

  /// Finds mirrors beside the ways, and ways are weighed with the size of their mirrors; nil where neither
  /// is asked for.
  let mirrorsBeside: SpecularSearch?

  /// The echoes in the order of the centres, of each the straight one first.
  ///
  /// The centres of an actor that carries one of the radios have none: a cross-section holds far away.
  func run() -> [CentreEcho] {
    let motion = model.scene.motion
    let carriers = Set(
      [link.transmitter, link.receiver].map { motion.root(of: model.scene.radios[$0].node) })
    return model.scene.centres.indices
      .filter { !carriers.contains(motion.root(of: model.scene.centres[$0].node)) }
      .flatMap { echoes(of: $0).withoutWeakBeside }
  }

  /// The echoes of a centre, each way to it with each way back.
  private func echoes(of centre: Int) -> [CentreEcho] {
    let incoming = ways(to: centre, from: ends.transmitter, seenIn: transmitterImages)
    guard !incoming.isEmpty else { return [] }
    let outgoing =
      link.isMonostatic
      ? incoming : ways(to: centre, from: ends.receiver, seenIn: receiverImages)
    let target = model.scene.centres[centre]
    func names(_ way: SpecularPath) -> [String] {
      way.facets.map { model.mirrorName(ofFacet: $0) }
    }
    return incoming.flatMap { way in
      outgoing.compactMap { back in
        guard way.facets.count + back.facets.count <= mirrors else { return nil }
        return CentreEcho(
          centre: Int32(centre), incoming: way, outgoing: back,
          draw: TargetDraw(
            centre: target.name, transmitter: model.scene.radios[link.transmitter].name,
            receiver: model.scene.radios[link.receiver].name, incoming: names(way),
            outgoing: names(back)
          ).transfer(of: target.law, seed: model.seed))
      }
    }
  }

  /// The free ways from an end to a centre, weighed where the size of mirrors counts.
  private func ways(
    to index: Int, from end: AntennaPose, seenIn images: [MirrorImage]
  ) -> [SpecularPath] {
    let centre = PlacedCentre(of: self, index)
    let inside = ways(to: centre, seenIn: images)
    guard let mirrorsBeside, mirrors > 0 else { return inside }
    let search = mirrorsBeside.between(end.position, centre.point)
    var place = end
    place.position = centre.point
    let leg = LinkEnds(transmitter: end, receiver: place)
    return (inside + ways(to: centre, beside: search, from: end)).map { way in
      var way = way
      way.orders = way.facets.isEmpty ? [] : way.weighedOrders(model, leg, instant)
      return way
    }.withoutWeakBeside
  }

  /// A centre where it is at the instant.
  private struct PlacedCentre {
    let point: Vector3

    /// The root node of its body, which is no mirror of it: the cross-section holds what the body does.
    let actor: Int
    let isHiddenByOwnBody: Bool

    init(of search: CentreSearch, _ index: Int) {
      let centre = search.model.scene.centres[index]
      point = search.instant.nodes[centre.node].worldFromBody(centre.position)
      actor = search.model.scene.motion.root(of: centre.node)
      isHiddenByOwnBody = centre.isHiddenByOwnBody
    }
  }

  /// The ways over points of reflection that the mirrors hold, or over none.
  private func ways(to centre: PlacedCentre, seenIn images: [MirrorImage]) -> [SpecularPath] {
    var found: [(facets: [Int32], vertices: [Vector3])] = []
    for image in images where image.facets.count <= mirrors {
      // Nearer than a wavelength there is no far field, and at the centre itself no direction.
      guard centre.point.distance(to: image.point.position) > model.wavelength,
        image.beam.mayLight(Ball(centre: centre.point, radius: 0)),
        !image.facets.contains(where: { owner(ofFacet: $0) == centre.actor }),
        let vertices = image.vertices(to: centre.point, model, instant),
        isClear(image, to: centre, over: vertices),
        // Facets that overlap reflect once.
        !found.contains(where: { areClose($0.vertices, vertices) })
      else { continue }
      found.append((image.facets, vertices))
    }
    return found.map { SpecularPath(facets: $0.facets) }
  }

  /// The ways over single mirrors whose edges alone send a wave.
  private func ways(
    to centre: PlacedCentre, beside search: SpecularSearch, from end: AntennaPose
  ) -> [SpecularPath] {
    let own = MirrorImage(of: end)
    return search.reflections { owner(ofFacet: $0) != centre.actor }
      .filter { path in
        MirrorImage(of: own, in: path.path.facets[0], model, instant)
          .map { isClear($0, to: centre, over: path.vertices) } ?? false
      }.map(\.path)
  }

  private func isClear(
    _ image: MirrorImage, to centre: PlacedCentre, over vertices: [Vector3]
  ) -> Bool {
    image.isClear(to: centre.point, over: vertices, caster) {
      !centre.isHiddenByOwnBody && owner(ofFacet: $0) == centre.actor
    }
  }

  /// Whether two ways lead over the same points, to a micrometre.
  private func areClose(_ vertices: [Vector3], _ others: [Vector3]) -> Bool {
    vertices.count == others.count
      && zip(vertices, others).allSatisfy { $0.distance(to: $1) < 1e-6 }
  }

  /// The root node of the body that a facet belongs to.
  @Sendable private func owner(ofFacet facet: Int32) -> Int {
    let group = Int(model.facetGroups[Int(facet)])
    return model.scene.motion.root(of: model.scene.groups[group].node)
  }
}

extension MirrorImage {
  /// Whether nothing is in the way over points of reflection to a point off all surfaces.
  ///
  /// - Parameters:
  ///   - point: The point.
  ///   - vertices: The points of reflection, the one next to the point first.
  ///   - caster: Casts the rays.
  ///   - passes: Whether a facet is passed over next to the point.
  /// - Returns: Whether it is so.
  fileprivate func isClear(
    to point: Vector3, over vertices: [Vector3], _ caster: RayCaster,
    passing passes: (Int32) -> Bool
  ) -> Bool {
    var (start, tag) = (point, Int32(-1))
    let legs = zip(vertices + [positions[0]], facets.reversed() + [-1])
    for (index, (end, mirror)) in legs.enumerated() {
      let isClear = caster.isClear(from: end, to: start) { facet in
        // Triangles without a facet are too thin to hide anything.
        facet < 0 || facet == mirror || facet == tag || (index == 0 && passes(facet))
      }
      guard isClear else { return false }
      (start, tag) = (end, mirror)
    }
    return true
  }
}
