// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Execution
internal import Materials
internal import RayCasting
internal import Scenes
internal import Spatial

/// The searches from the radios of a scene: what is found once an instant serves all links.
///
/// It belongs to one thread.
final class LinkSearches {
  private let model: TracingModel
  private let caster: RayCaster
  private let settings: PropagationSettings
  private let workers: Workers

  /// How many reflections are looked for from each radio.
  private let depths: [Int]

  /// The candidates from each radio at the latest instant.
  private var trees: [Int: ReflectionTree] = [:]
  private var time: Double?

  /// The radios from which all sequences of facets were tried.
  private var exhausted: Set<Int> = []

  /// How many searches each radio has seen.
  private var rounds: [Int: Int] = [:]

  /// How many times fewer rays look again from a radio at rest, whose sequences of resting facets are
  /// remembered.
  private static let fewerRays = 8

  /// Sequences of mirrors that lit a scatterer or a scattering centre before, by radio; they are tried at every instant.
  private var knownMirrors: [Int: Set<[Int32]>] = [:]

  init(
    model: TracingModel, caster: RayCaster, settings: PropagationSettings, workers: Workers
  ) {
    self.model = model
    self.caster = caster
    self.settings = settings
    self.workers = workers
    let transmitters = Set(model.scene.links.map(\.transmitter))
    // A receiver only needs what lies between it and a scatterer.
    depths = model.scene.radios.indices.map { radio in
      transmitters.contains(radio) ? settings.maximumDepth : settings.maximumDepth - 1
    }
  }

  /// How many mirrors a path over a scatterer or a scattering centre may have: its interactions are
  /// limited like all others.
  private var mirrors: Int { settings.specular ? max(0, settings.maximumDepth - 1) : 0 }

  /// Whether the latest candidates from a radio were all sequences of facets there are.
  func isExhaustive(from radio: Int) -> Bool { exhausted.contains(radio) }

  /// Forgets what earlier searches found.
  func forget() {
    trees = [:]
    time = nil
    rounds = [:]
    knownMirrors = [:]
  }

  /// The sequences of facets that paths from a radio may take.
  ///
  /// - Parameters:
  ///   - radio: The radio.
  ///   - position: Where it is, in the world.
  ///   - planes: The planes of all facets in the world.
  ///   - time: The instant in seconds.
  /// - Returns: The sequences as a tree.
  func candidates(
    from radio: Int, at position: Vector3, _ planes: [Plane], _ time: Double
  ) -> ReflectionTree {
    if self.time != time {
      trees = [:]
      self.time = time
    }
    if let tree = trees[radio] { return tree }
    let search = CandidateSearch(
      caster: caster, planes: planes, depth: depths[radio],
      rays: rounds[radio, default: 0] > 0 && model.radioIsAtRest[radio]
        ? max(1, settings.rays / Self.fewerRays) : settings.rays,
      isTransparent: { [model, settings] facet in
        settings.transmission && model.surface(ofFacet: facet).transmission(1) != nil
      }, workers: workers)
    let round = rounds[radio, default: 0]
    // A golden-ratio turn never repeats, so later instants look between the rays of earlier ones.
    let tree = search.run(from: position, turn: Double(round) * 0.618_033_988_749_894_9)
    rounds[radio] = round + 1
    trees[radio] = tree
    if search.isExhaustive { exhausted.insert(radio) }
    return tree
  }

  /// The search for a link's diffuse paths without mirrors.
  func unmirrored(_ ends: LinkEnds, _ instant: SceneInstant) -> DiffuseSearch {
    DiffuseSearch(
      model: model, caster: caster, ends: ends, instant: instant,
      transmitterImages: [MirrorImage(of: ends.transmitter)],
      receiverImages: [MirrorImage(of: ends.receiver)], mirrors: 0, workers: workers)
  }

  /// The search for a link's diffuse paths.
  ///
  /// - Parameters:
  ///   - index: The link.
  ///   - ends: Its ends.
  ///   - instant: The instant.
  ///   - time: The same in seconds.
  ///   - smallShare: The share of the mirrors' light that may be left out; nil for what the
  ///     settings allow.
  ///   - most: How many mirrors to look for if the depth allows more.
  /// - Returns: The search, ready to run over any scatterers.
  func diffuse(
    of index: Int, _ ends: LinkEnds, _ instant: SceneInstant, _ time: Double,
    smallShare: Double? = nil, mirrors most: Int = .max
  ) -> DiffuseSearch {
    let smallShare = smallShare ?? settings.weakShares.mirrors
    let mirrors = min(most, mirrors)
    guard mirrors > 0 else { return unmirrored(ends, instant) }
    let images = images(of: index, ends, smallShare, mirrors, instant, time)
    return DiffuseSearch(
      model: model, caster: caster, ends: ends, instant: instant,
      transmitterImages: images.transmitter, receiverImages: images.receiver, mirrors: mirrors,
      workers: workers)
  }

  /// The search for a link's paths over scattering centres, which are few and strong: all mirrors count.
  ///
  /// - Parameters:
  ///   - index: The link.
  ///   - ends: Its ends.
  ///   - instant: The instant.
  ///   - time: The same in seconds.
  /// - Returns: The search, ready to run.
  func centres(
    of index: Int, _ ends: LinkEnds, _ instant: SceneInstant, _ time: Double
  ) -> CentreSearch {
    let images = images(of: index, ends, 0, mirrors, instant, time)
    return CentreSearch(
      model: model, caster: caster, link: model.scene.links[index], ends: ends, instant: instant,
      transmitterImages: images.transmitter, receiverImages: images.receiver, mirrors: mirrors,
      // With diffraction, too: no other wave of a mirror's edge leads over a centre.
      mirrorsBeside: settings.hasApertures
        ? SpecularSearch(model, caster, between: ends, instant, settings, workers: workers) : nil)
  }

  /// Keeps in mind which mirrors a link's echoes of scattering centres use.
  func remember(_ echoes: [CentreEcho], of index: Int) {
    let link = model.scene.links[index]
    knownMirrors[link.transmitter, default: []].formUnion(echoes.map(\.incoming.facets))
    knownMirrors[link.receiver, default: []].formUnion(echoes.map(\.outgoing.facets))
  }

  /// Keeps in mind which mirrors a link's paths use.
  func remember(_ paths: DiffusePaths, of index: Int) {
    let link = model.scene.links[index]
    knownMirrors[link.transmitter, default: []].formUnion(paths.transmitterMirrors)
    knownMirrors[link.receiver, default: []].formUnion(paths.receiverMirrors)
  }

  /// The images of both ends of a link, without those of small mirrors.
  private func images(
    of index: Int, _ ends: LinkEnds, _ smallShare: Double, _ mirrors: Int,
    _ instant: SceneInstant, _ time: Double
  ) -> (transmitter: [MirrorImage], receiver: [MirrorImage]) {
    guard mirrors > 0 else {
      return ([MirrorImage(of: ends.transmitter)], [MirrorImage(of: ends.receiver)])
    }
    let link = model.scene.links[index]
    let sender = images(
      of: link.transmitter, ends.transmitter, smallShare, mirrors, instant, time)
    let receiver =
      link.isMonostatic
      ? sender : images(of: link.receiver, ends.receiver, smallShare, mirrors, instant, time)
    return (sender, receiver)
  }

  private func images(
    of radio: Int, _ end: AntennaPose, _ smallShare: Double, _ mirrors: Int,
    _ instant: SceneInstant, _ time: Double
  ) -> [MirrorImage] {
    let planes = model.scene.facets.indices.map { model.plane(ofFacet: Int32($0), instant) }
    var tree = candidates(from: radio, at: end.position, planes, time)
    let known = knownMirrors[radio, default: []]
    // What no ray met is hardly lit: of single facets, which are all candidates, most are hidden.
    var isLit = tree.nodes.map { isExhaustive(from: radio) || $0.rays > 0 }
    for sequence in known.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      for node in tree.insert(sequence) {
        if node < isLit.count { isLit[Int(node)] = true } else { isLit.append(true) }
      }
    }
    return model.images(
      of: end, in: tree, where: isLit, depth: mirrors, smallShare: smallShare, instant)
  }
}
