// SPDX-License-Identifier: Apache-2.0

package import Channels
package import Execution
internal import ComplexModule
package import Electromagnetics
internal import Kinematics
internal import Materials
package import Quantities
internal import RayCasting
package import Scenes
internal import Spatial

/// Traces the paths of a scene's links.
///
/// One tracer serves one thread; it spreads its own work over `workers`.
package final class PathTracer: ChannelSource {
  private let model: TracingModel
  private let settings: PropagationSettings
  private let caster: RayCaster
  private let workers: Workers
  private let scatterers: [Scatterer]
  private let echoes: FacetEchoes

  /// What apertures make of paths on which nothing moves, by link and facets.
  private var restingOrders: [PathKey: [WeighedOrder]] = [:]

  /// The power over each piece with an echo as first found, for links between resting radios.
  private var restingPowers: [Int: [Double]] = [:]

  /// What searches for diffuse paths remember of what rests, by link.
  private var restingSights: [Int: RestingSights] = [:]

  /// Whether there is more than one instant, so that remembering pays.
  private let lasts: Bool

  /// The largest error of each link's diffuse power so far.
  private var diffuseErrors: [Int: DiffuseError] = [:]

  private struct PathKey: Hashable {
    var link: Int
    var facets: [Int32]
  }

  /// Sequences of facets that carried a path before, by link.
  ///
  /// They are tried again at every instant.
  private var knownSequences: [Int: Set<[Int32]>] = [:]

  /// How many specular paths the rays are likely to have missed, by link.
  private var missed: [Int: Double] = [:]

  /// How often the rays of the latest search met a surface, by link.
  private var hits: [Int: Int] = [:]

  /// The latest tracks of each link with their keyframes.
  private var latestTracks: [Int: (keyframes: [Double], tracks: TracedTracks)] = [:]

  /// What was found of each link at its latest keyframe.
  private var latestSnapshots: [Int: PathSnapshot] = [:]

  private let searches: LinkSearches

  /// How materials vary over the band; nil where there is one frequency.
  private let sweep: SweptMaterials?

  /// Prepares a scene for tracing.
  ///
  /// - Parameters:
  ///   - scene: The scene.
  ///   - frequency: The frequency at which materials and amplitudes are evaluated.
  ///   - band: The band in which tracks can be evaluated at other frequencies; nil for none.
  ///   - settings: Which paths are looked for.
  ///   - instants: Instants in seconds, over the span of interest, that guide where
  ///     scatterers are placed.
  ///   - seed: The seed of positions and phases of scatterers, and of what is drawn of standard targets.
  ///   - workers: How many threads to use; results do not depend on it.
  /// - Throws: `PathTracingError` when the ray caster cannot take the scene.
  package init(
    scene: Scene, frequency: Frequency, band: ClosedRange<Frequency>? = nil,
    settings: PropagationSettings, instants: [Double], seed: UInt64, workers: Workers
  ) throws(PathTracingError) {
    let wedges = settings.diffraction ? WedgeSearch(scene: scene, workers: workers).run() : []
    let model = TracingModel(
      scene: scene, frequency: frequency, wedges: wedges, seed: seed)
    self.model = model
    sweep = band.map {
      SweptMaterials(model, over: $0, centre: frequency, transmission: settings.transmission)
    }
    self.settings = settings
    self.workers = workers
    lasts = instants.count > 1
    let start = model.instant(instants.first ?? 0)
    do {
      caster = try RayCaster(
        groups: scene.groups.map {
          TaggedMesh(mesh: $0.mesh, tags: $0.facetOfTriangle, isAtRest: $0.isAtRest)
        },
        poses: start.groups.map(\.worldFromBody))
    } catch {
      throw .rayCasting(error)
    }
    echoes = settings.hasApertures ? FacetEchoes(of: scene) : FacetEchoes.none
    searches = LinkSearches(model: model, caster: caster, settings: settings, workers: workers)
    let sampling = ScattererSampling(
      model: model, caster: caster, searches: searches, instants: instants, seed: seed,
      workers: workers)
    scatterers =
      !settings.diffuse
      ? []
      : settings.accuracy.map {
        ScattererGrowth(sampling: sampling, accuracy: $0, most: settings.scatterers).run()
      } ?? sampling.run(count: settings.scatterers)
    searches.forget()
  }

  /// How many edges diffract.
  package var edgeCount: Int { model.wedges.count }

  /// How many scatterers represent the surfaces.
  package var scattererCount: Int { scatterers.count }

  /// The error of a link's diffuse power, the largest of all searches so far.
  ///
  /// - Parameter link: Which link.
  /// - Returns: Nil where the link had no diffuse paths.
  package func diffuseError(link: Int) -> DiffuseError? { diffuseErrors[link] }

  /// How many specular paths of a link its latest search is likely to have missed.
  ///
  /// - Parameter link: Which link.
  /// - Returns: Zero where all sequences of facets were tried; otherwise an estimate from below, see
  ///   `estimatedMissedPaths`.
  package func missedPaths(link: Int) -> Double { missed[link] ?? 0 }

  /// How often the rays of a link's latest search met a surface.
  ///
  /// - Parameter link: Which link.
  /// - Returns: Zero where no rays were needed.
  package func hits(link: Int) -> Int { hits[link] ?? 0 }

  /// Forgets what earlier searches found, so that the next one starts as the first did.
  package func forgetSearches() {
    knownSequences = [:]
    latestSnapshots = [:]
    latestTracks = [:]
    searches.forget()
    restingOrders = [:]
    restingPowers = [:]
    restingSights = [:]
    diffuseErrors = [:]
  }

  /// The paths of a link over an interval.
  ///
  /// They are looked for at keyframes before, in and after the interval; where two neighbouring ones
  /// disagree, when each path begins or ends. An interval without length has one keyframe, and so has
  /// one in which nothing of the scene moves.
  package func tracks(
    link index: Int, over interval: ClosedRange<Double>
  ) throws(PathTracingError) -> any PathTracks {
    let keyframes = keyframes(of: interval)
    if let known = latestTracks[index], known.keyframes == keyframes {
      return known.tracks.over(interval)
    }
    let link = model.scene.links[index]
    let merged = MergedTracks(keyframes.map { snapshot(of: index, at: $0) })
    let search = LifeSearch(
      model: model, caster: caster, settings: settings, scatterers: scatterers, echoes: echoes,
      link: link, keyframes: keyframes, workers: workers)
    let tracks = TracedTracks(
      model: model, link: link, interval: interval, scatterers: scatterers, echoes: echoes,
      merged: merged, lives: search.lives(of: merged), sweep: sweep)
    latestTracks[index] = (keyframes, tracks)
    return tracks
  }

  /// What materials make of the paths of a link at an instant.
  ///
  /// - Parameters:
  ///   - index: Which link.
  ///   - time: In seconds.
  ///   - transmit: The transmit element that sends.
  ///   - receive: The receive element that listens.
  ///   - antennasMayTurn: Whether what makes the amplitudes of both antennas' fields is kept, too.
  /// - Returns: All paths; of both ways round that one radio hears, one.
  /// - Throws: `PathTracingError` when the paths cannot be found.
  package func materialTerms(
    link index: Int, at time: Double, from transmit: ArrayElement, to receive: ArrayElement,
    antennasMayTurn: Bool = false
  ) throws(PathTracingError) -> MaterialTerms {
    _ = try tracks(link: index, over: time...time)
    guard let tracks = latestTracks[index]?.tracks else { return MaterialTerms() }
    return tracks.materialTerms(
      at: time, between: tracks.ends(at: time).radiating(like: transmit, receive),
      antennasMayTurn: antennasMayTurn)
  }

  private func keyframes(of interval: ClosedRange<Double>) -> [Double] {
    guard interval.upperBound > interval.lowerBound, !model.isAtRest else {
      return [interval.lowerBound]
    }
    let span = settings.keyframeSpan ?? interval
    let (start, length) = (span.lowerBound, span.upperBound - span.lowerBound)
    // The last frame may end behind the span by rounding.
    let margin = 1e-9 * length
    guard length > 0, interval.lowerBound >= start - margin,
      interval.upperBound <= span.upperBound + margin
    else { return [interval.lowerBound, interval.upperBound] }
    let parts = (length / settings.keyframeSpacing).rounded(.up)
    // Rounding shall not call for a further keyframe next to one.
    let first = max(0, ((interval.lowerBound - start) / length * parts + 1e-9).rounded(.down))
    let last = min(parts, ((interval.upperBound - start) / length * parts - 1e-9).rounded(.up))
    return stride(from: first, through: max(last, first + 1), by: 1).map {
      $0 < parts ? start + length * ($0 / parts) : span.upperBound
    }
  }

  /// All paths of a link at an instant; the last one of each link is remembered, for intervals follow
  /// each other.
  private func snapshot(of index: Int, at time: Double) -> PathSnapshot {
    if let known = latestSnapshots[index], known.time == time { return known }
    let link = model.scene.links[index]
    let instant = model.instant(time)
    let ends = model.ends(of: link, at: instant)
    caster.place(instant.groups.map(\.worldFromBody))
    let specular = mirrored(specularPaths(index, ends, instant, time), index, ends, instant)
    let isDirectFound =
      settings.lineOfSight ? specular.contains { $0.facets.isEmpty && $0.crossings.isEmpty } : nil
    let snapshot = PathSnapshot(
      time: time, specular: specular, echoes: audibleEchoes(index, ends, instant),
      diffracted: diffractions(ends, instant, isDirectFound: isDirectFound),
      centres: centreEchoes(index, ends, instant, time),
      diffuse: diffusePaths(index, ends, instant, time))
    latestSnapshots[index] = snapshot
    return snapshot
  }

  private func radiosRest(_ index: Int) -> Bool {
    let link = model.scene.links[index]
    return model.radioIsAtRest[link.transmitter] && model.radioIsAtRest[link.receiver]
  }

  /// The edges that lead from one end to the other.
  private func diffractions(
    _ ends: LinkEnds, _ instant: SceneInstant, isDirectFound: Bool?
  ) -> [DiffractedPath] {
    guard !model.wedges.isEmpty else { return [] }
    return DiffractionSearch(
      model: model, caster: caster, ends: ends, instant: instant,
      echoes: settings.hasApertures ? echoes : nil, isDirectFound: isDirectFound, workers: workers
    ).run()
  }

  /// The pieces of surface whose echoes matter to a link.
  private func audibleEchoes(
    _ index: Int, _ ends: LinkEnds, _ instant: SceneInstant
  ) -> [Int32] {
    guard !echoes.pieces.isEmpty else { return [] }
    let search = EchoSearch(
      model: model, echoes: echoes, caster: caster, ends: ends, instant: instant,
      weakest: settings.weakestEcho, workers: workers)
    let powers = search.powers(known: restingPowers[index])
    if radiosRest(index) { restingPowers[index] = powers }
    return search.audible(powers)
  }

  /// The reflections with what the size of their mirrors makes of them.
  private func mirrored(
    _ found: [SpecularPath], _ index: Int, _ ends: LinkEnds, _ instant: SceneInstant
  ) -> [SpecularPath] {
    guard settings.specularModel == .aperture else { return found }
    let radiosRest = radiosRest(index)
    func rests(_ facets: [Int32]) -> Bool {
      radiosRest && facets.allSatisfy { model.isAtRest(facet: $0) }
    }
    // A single reflection from a facet that has echoes of its own is among them.
    let kept = found.filter { $0.facets.count != 1 || !echoes.replaces(facet: $0.facets[0]) }
    let known = kept.map { restingOrders[PathKey(link: index, facets: $0.facets)] }
    let orders = workers.map(kept.count, chunk: 4) { [model] position -> [WeighedOrder] in
      let path = kept[position]
      guard !path.facets.isEmpty else { return [] }
      return known[position] ?? path.weighedOrders(model, ends, instant)
    }
    for (path, orders) in zip(kept, orders) where !path.facets.isEmpty && rests(path.facets) {
      restingOrders[PathKey(link: index, facets: path.facets)] = orders
    }
    return weighed(kept, orders)
  }

  /// The reflections with their shares of the field, one for all orders of a corner.
  private func weighed(_ paths: [SpecularPath], _ orders: [[WeighedOrder]]) -> [SpecularPath] {
    var isHeldByOther: Set<[Int32]> = []
    let weighed = zip(paths, orders).map { path, orders in
      var path = path
      path.orders = orders
      return path
    }
    return weighed.withoutWeakBeside.filter { path in
      guard !isHeldByOther.contains(path.facets) else { return false }
      isHeldByOther.formUnion(path.orders.dropFirst().map(\.facets))
      return true
    }
  }

  /// The direct path of a link and those over mirrors.
  private func specularPaths(
    _ index: Int, _ ends: LinkEnds, _ instant: SceneInstant, _ time: Double
  ) -> [SpecularPath] {
    let search = SpecularSearch(model, caster, between: ends, instant, settings, workers: workers)
    let direct = settings.lineOfSight ? search.direct().map { [$0] } ?? [] : []
    guard settings.specular, settings.maximumDepth > 0 else { return direct }
    var tree = searches.candidates(
      from: model.scene.links[index].transmitter, at: ends.transmitter.position, search.planes, time
    )
    let known = knownSequences[index, default: []]
    for sequence in known.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      tree.insert(sequence)
    }
    hits[index] = tree.nodes.reduce(0) { $0 + Int($1.rays) }
    let found = search.run(tree)
    knownSequences[index] = known.union(found.map(\.facets))
    missed[index] =
      searches.isExhaustive(from: model.scene.links[index].transmitter)
      ? 0 : estimatedMissedPaths(found, tree)
    return direct
      + (found + mirrorsBeside(search))
      .sorted { $0.facets.lexicographicallyPrecedes($1.facets) }
  }

  /// The single reflections of which only the wave from the mirror's edge gets to the receiver.
  private func mirrorsBeside(_ search: SpecularSearch) -> [SpecularPath] {
    // Coefficients of diffraction hold this wave, and they go with a sharp border of the reflection.
    guard settings.hasApertures, !settings.diffraction else { return [] }
    return search.beside { [echoes] facet in !echoes.replaces(facet: facet) }
  }

  /// The paths of a link over scattering centres.
  private func centreEchoes(
    _ index: Int, _ ends: LinkEnds, _ instant: SceneInstant, _ time: Double
  ) -> [CentreEcho] {
    guard !model.scene.centres.isEmpty else { return [] }
    let found = searches.centres(of: index, ends, instant, time).run()
    searches.remember(found, of: index)
    return found
  }

  /// The paths of a link over scatterers.
  private func diffusePaths(
    _ index: Int, _ ends: LinkEnds, _ instant: SceneInstant, _ time: Double
  ) -> DiffusePaths {
    guard !scatterers.isEmpty else { return .none }
    let search = searches.diffuse(of: index, ends, instant, time)
    let filter = WeakPathFilter(
      share: settings.weakShares.bins, isMonostatic: search.isMonostatic,
      inaudible: settings.weakestEcho)
    let link = model.scene.links[index]
    let all =
      lasts
      ? search.run(
        over: scatterers, remembering: &restingSights[index, default: RestingSights()],
        where: (model.radioIsAtRest[link.transmitter], model.radioIsAtRest[link.receiver]))
      : search.run(over: scatterers)
    if let error = DiffuseError(of: all, scatterers: scatterers.count),
      error.relative > diffuseErrors[index]?.relative ?? 0
    {
      diffuseErrors[index] = error
    }
    let found = filter.run(all, workers: workers)
    let paths = DiffusePaths(found.map(\.path), search)
    searches.remember(paths, of: index)
    return paths
  }
}
