// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Kinematics
internal import Randomness
internal import RayCasting
internal import RealModule
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

  /// Whether the size of mirrors counts.
  let hasApertures: Bool

  /// The echoes in the order of the centres, of each the straight one first.
  ///
  /// The centres of an actor that carries one of the radios have none: a cross-section holds far away.
  func run() -> [CentreEcho] {
    let motion = model.scene.motion
    var weights = WeighedPaths(model, link, instant)
    let carriers = Set(
      [link.transmitter, link.receiver].map { motion.root(of: model.scene.radios[$0].node) })
    return model.scene.centres.indices
      .filter { !carriers.contains(motion.root(of: model.scene.centres[$0].node)) }
      .flatMap { echoes(of: $0) }
      .map { hasApertures ? weights.weighed($0) : $0 }
  }

  /// The echoes of a centre, each way to it with each way back.
  private func echoes(of centre: Int) -> [CentreEcho] {
    let incoming = ways(to: centre, seenIn: transmitterImages)
    guard !incoming.isEmpty else { return [] }
    let outgoing =
      link.isMonostatic ? incoming : ways(to: centre, seenIn: receiverImages)
    return incoming.flatMap { way in
      outgoing.compactMap { back in
        guard way.count + back.count <= mirrors else { return nil }
        return CentreEcho(
          centre: Int32(centre), incoming: SpecularPath(facets: way),
          outgoing: SpecularPath(facets: back),
          draw: model.scene.centres[centre].law.draw(
            CentreWays(centre: centre, link: link, incoming: way, outgoing: back),
            seed: model.seed))
      }
    }
  }

  /// The mirrors of each free way from an end to a centre.
  ///
  /// Its own body is no mirror, for the cross-section holds what the body does.
  private func ways(to index: Int, seenIn images: [MirrorImage]) -> [[Int32]] {
    let centre = model.scene.centres[index]
    let actor = model.scene.motion.root(of: centre.node)
    let point = instant.nodes[centre.node].worldFromBody(centre.position)
    var found: [(facets: [Int32], vertices: [Vector3])] = []
    for image in images where image.facets.count <= mirrors {
      guard image.beam.mayLight(Ball(centre: point, radius: 0)),
        !image.facets.contains(where: { owner(ofFacet: $0) == actor }),
        let vertices = image.vertices(to: point, model, instant),
        image.isClear(
          to: point, over: vertices, caster,
          passing: { !centre.isHiddenByOwnBody && owner(ofFacet: $0) == actor }),
        // Facets that overlap reflect once.
        !found.contains(where: { areClose($0.vertices, vertices) })
      else { continue }
      found.append((image.facets, vertices))
    }
    return found.map(\.facets)
  }

  /// Whether two ways lead over the same points, to a micrometre.
  private func areClose(_ vertices: [Vector3], _ others: [Vector3]) -> Bool {
    vertices.count == others.count
      && zip(vertices, others).allSatisfy { $0.distance(to: $1) < 1e-6 }
  }

  /// The root node of the body that a facet belongs to.
  private func owner(ofFacet facet: Int32) -> Int {
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

/// What a draw of a standard target belongs to: a pair of radios and the mirrors of the ways between
/// them and a centre.
struct CentreWays {
  var centre: Int
  var link: Link
  var incoming: [Int32]
  var outgoing: [Int32]

  /// Whether it is drawn for the reverse: with the lower radio, or of one radio the lower way, first.
  var isReversed: Bool {
    link.isMonostatic
      ? outgoing.lexicographicallyPrecedes(incoming) : link.transmitter > link.receiver
  }

  /// Whether the reverse is the same.
  var isSymmetric: Bool { link.isMonostatic && incoming == outgoing }

  /// The item of the stage that the draw is.
  var index: UInt64 {
    let (low, high) = (
      min(link.transmitter, link.receiver), max(link.transmitter, link.receiver)
    )
    // Of the 40 bits that count ten are for each radio.
    let direct = UInt64(centre) << 20 | UInt64(low & 0x3FF) << 10 | UInt64(high & 0x3FF)
    guard !incoming.isEmpty || !outgoing.isEmpty else { return direct }
    let (first, second) = isReversed ? (outgoing, incoming) : (incoming, outgoing)
    var hash = NumberHash()
    hash.append([Int32(truncatingIfNeeded: centre), Int32(low), Int32(high)])
    hash.append(first)
    hash.append([-1])
    hash.append(second)
    return hash.value >> 24
  }
}

extension CentreEchoLaw {
  /// sqrt(sigma_S) times the polarisation matrix between two radios (TR 38.901, 7.9.4-1 and 7.9.2-5); nil
  /// where nothing is drawn.
  ///
  /// Each pair of ways has its own, as each pair of rays there. The other way round it is the transpose;
  /// of one radio's echo that comes back as it went it is symmetric.
  fileprivate func draw(_ ways: CentreWays, seed: UInt64) -> PolarizationTransfer? {
    guard case .standard(let section, _, let fluctuates) = self else { return nil }
    var stream = RandomStream(seed: seed, stage: .tracedTargets, index: ways.index)
    let normal = NormalLayers.shared.number(from: &stream)
    let power = fluctuates ? section.fluctuation(normal: normal) : 1
    var transfer = PolarizationTransfer.random(
      crossPolarization: section.crossPolarization, from: &stream)
    if ways.isSymmetric { transfer.phiFromTheta = transfer.thetaFromPhi }
    if ways.isReversed { transfer = transfer.transposed }
    return transfer.scaled(by: Complex(power.squareRoot()))
  }
}
