// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Kinematics
internal import Quantities
internal import Scenes
internal import Spatial

/// Traced paths of one link over an interval: found at keyframes of it, evaluated exactly at any
/// instant.
struct TracedTracks: PathTracks {
  private(set) var interval: ClosedRange<Double>
  let restingCount: Int
  let identifiers: [PathIdentifier]
  let frequencyLaws: [FrequencyLaw]
  let frequencySamples: FrequencySamples?

  /// The scene at each of the sampled frequencies.
  private let sampledModels: [TracingModel]

  private let model: TracingModel
  private let link: Link
  private let scatterers: [Scatterer]
  private let echoes: FacetEchoes
  private let diffuse: DiffusePaths
  private let tracks: [Track]

  /// When each track is there; nil for those that last.
  private let lives: [TrackLife?]

  /// For each track the material point it leads over; a node of -1 for those whose points slide.
  private let anchors: [Anchor]

  /// What lasts of a track.
  enum Track: Sendable {
    case specular(SpecularPath)
    case diffuse(DiffusePath)
    /// A position in the list of pieces with an echo.
    case echo(Int32)
    case diffracted(DiffractedPath)
    case centre(CentreEcho)
  }

  /// Puts tracks in order: those first that do not change.
  init(
    model: TracingModel, link: Link, interval: ClosedRange<Double>, scatterers: [Scatterer],
    echoes: FacetEchoes, merged: MergedTracks, lives: [TrackLife?], sweep: SweptMaterials?
  ) {
    let diffuse = merged.diffuse
    self.model = model
    self.link = link
    self.interval = interval
    self.scatterers = scatterers
    self.echoes = echoes
    self.diffuse = diffuse
    func rest(_ facets: [Int32]) -> Bool { facets.allSatisfy { model.isAtRest(facet: $0) } }
    let sendersRest = diffuse.transmitterMirrors.map(rest)
    let receiversRest = diffuse.receiverMirrors.map(rest)
    let radiosRest =
      model.radioIsAtRest[link.transmitter] && model.radioIsAtRest[link.receiver]
    func rests(_ track: Track) -> Bool {
      guard radiosRest else { return false }
      switch track {
      case .specular(let path): return rest(path.touched)
      case .diffuse(let path):
        return model.isAtRest(facet: scatterers[Int(path.scatterer)].facet)
          && sendersRest[Int(path.transmitterImage)] && receiversRest[Int(path.receiverImage)]
      case .echo(let index): return model.isAtRest(facet: echoes.pieces[Int(index)].facet)
      case .diffracted(let path):
        return model.isAtRest(facet: model.wedges[Int(path.wedge)].zeroFacet)
      case .centre(let echo):
        return model.scene.motion.isAtRest(model.scene.centres[Int(echo.centre)].node)
          && rest(echo.mirrors)
      }
    }
    let isResting = zip(merged.tracks, lives).map { $1 == nil && rests($0) }
    let order =
      isResting.indices.filter { isResting[$0] } + isResting.indices.filter { !isResting[$0] }
    tracks = order.map { merged.tracks[$0] }
    self.lives = order.map { lives[$0] }
    restingCount = isResting.reduce(0) { $0 + ($1 ? 1 : 0) }
    let census = VariationCensus(
      of: self.tracks, sweep: sweep, model: model, scatterers: scatterers, echoes: echoes,
      diffuse: diffuse)
    frequencyLaws = census.laws
    let sampling = census.isSampled ? sweep?.sampling(interactions: census.mostInteractions) : nil
    frequencySamples = sampling?.samples
    sampledModels = sampling?.models ?? []
    func node(_ group: Int32) -> Int32 { Int32(model.scene.groups[Int(group)].node) }
    anchors = self.tracks.map { track in
      switch track {
      case .specular, .diffracted: Anchor(position: .zero, node: -1)
      case .diffuse(let path):
        Anchor(
          position: scatterers[Int(path.scatterer)].position,
          node: node(scatterers[Int(path.scatterer)].group),
          transmitterImage: path.transmitterImage, receiverImage: path.receiverImage)
      case .echo(let index):
        Anchor(
          position: echoes.pieces[Int(index)].centre, node: node(echoes.pieces[Int(index)].group))
      case .centre(let echo):
        echo.mirrors.isEmpty
          ? Anchor(of: model.scene.centres[Int(echo.centre)]) : Anchor(position: .zero, node: -1)
      }
    }
    identifiers = self.tracks.map { track in
      switch track {
      case .specular(let path): path.identifier
      case .diffuse(let path): diffuse.identifier(of: path)
      case .echo(let index): FacetEchoes.identifier(ofPiece: index)
      case .diffracted(let path): path.identifier
      case .centre(let echo): echo.identifier
      }
    }
  }

  /// The same tracks over another part of the time between their keyframes.
  func over(_ interval: ClosedRange<Double>) -> TracedTracks {
    var tracks = self
    tracks.interval = interval
    return tracks
  }

  var count: Int { tracks.count }

  func ends(at time: Double) -> LinkEnds {
    model.ends(of: link, at: model.instant(time))
  }

  func states(of list: [Int], at time: Double) -> [PathState] {
    states(of: list, at: time, sample: nil, between: nil)
  }

  func states(
    of list: [Int], at time: Double, samples: [Int?], between ends: LinkEnds?
  ) -> [[PathState]] {
    let models = samples.map { sample in sample.map { sampledModels[$0] } ?? model }
    let instant = model.instant(time)
    let ends = ends ?? model.ends(of: link, at: instant)
    let images = images(list, ends, instant)
    var states = models.map { _ in [PathState]() }
    for index in states.indices { states[index].reserveCapacity(list.count) }
    var weights = WeighedPaths(model, link, between: ends, instant)
    for track in list {
      append(
        track, models, ends, instant, time, &weights, imagesOf: { images.of($0) }, to: &states)
    }
    return states
  }

  func delays(of range: Range<Int>, at time: Double) -> [PathDelay] {
    let instant = model.instant(time)
    return delays(of: range, instant, time, model.ends(of: link, at: instant))
  }

  func delays(of range: Range<Int>, at time: Double, between ends: LinkEnds) -> [PathDelay] {
    delays(of: range, model.instant(time), time, ends)
  }

  private func delays(
    of range: Range<Int>, _ instant: SceneInstant, _ time: Double, _ ends: LinkEnds
  ) -> [PathDelay] {
    let images = images(Array(range), ends, instant)
    var weights = WeighedPaths(model, link, between: ends, instant)
    return range.map { track in
      let anchor = anchors[track]
      guard anchor.node < 0 else {
        return anchor.delay(images, instant.nodes[Int(anchor.node)])
      }
      let state = slidingState(track, ends, instant, &weights) ?? .silent
      return PathDelay(delay: state.delay, rate: state.delayRate)
    }
  }

  /// The state of a track that leads over no material point alone, of which only the delay counts.
  private func slidingState(
    _ track: Int, _ ends: LinkEnds, _ instant: SceneInstant, _ weights: inout WeighedPaths
  ) -> PathState? {
    switch tracks[track] {
    case .specular(let path): path.state(model, ends, instant)
    case .diffracted(let path): path.state(model, ends, instant)
    case .centre(let echo):
      weights.state(of: echo, isWeighedAnew: false, in: model, number: 0)
    case .diffuse, .echo: nil
    }
  }

  func path(_ track: Int, at time: Double) -> PropagationPath {
    let instant = model.instant(time)
    let ends = model.ends(of: link, at: instant)
    var interactions: [Interaction] = []
    switch tracks[track] {
    case .specular(let path):
      interactions = path.interactions(model, ends, instant)
    case .diffuse(let path): interactions = self.interactions(of: path, ends, instant)
    case .echo(let index):
      let piece = echoes.pieces[Int(index)]
      interactions = [
        Interaction(
          kind: .specular, facet: piece.facet,
          vertex: instant.groups[Int(piece.group)].worldFromBody(piece.centre))
      ]
    case .diffracted(let path):
      interactions =
        path.vertex(model, ends, instant).map {
          let facet = model.wedges[Int(path.wedge)].zeroFacet
          return [Interaction(kind: .diffraction, facet: facet, vertex: $0)]
        } ?? []
    case .centre(let echo):
      interactions = echo.interactions(model, ends, instant)
    }
    return PropagationPath(
      identifier: identifiers[track],
      state: state(track, ends, instant, time, images([track], ends, instant)),
      interactions: interactions)
  }

  /// What materials make of all tracks at an instant.
  func materialTerms(
    at time: Double, between ends: LinkEnds, antennasMayTurn: Bool
  ) -> MaterialTerms {
    let instant = model.instant(time)
    let search = MaterialTermsSearch(
      model: model, ends: ends, instant: instant, antennasMayTurn: antennasMayTurn)
    let images = images(tracks.indices, ends, instant)
    let reverses =
      link.isMonostatic ? ReversePaths(tracks, diffuse) : ReversePaths([], diffuse)
    var terms = MaterialTerms()
    for track in tracks.indices {
      let (state, name) = (state(track, ends, instant, time, images), identifiers[track])
      let multiplicity = reverses.multiplicity(of: tracks[track])
      guard state.delay > 0, multiplicity > 0 else { continue }
      switch tracks[track] {
      case .specular(let path): search.append(path, state, name, to: &terms)
      case .echo(let index):
        search.append(echoes.pieces[Int(index)], state, name, to: &terms)
      case .diffracted, .centre: search.append(state, name, to: &terms)
      case .diffuse(let path):
        let scatterer = scatterers[Int(path.scatterer)]
        guard let (incoming, outgoing) = halves(of: path, images.of(path), instant) else {
          continue
        }
        search.append(
          scatterer, state, name,
          from: (incoming, diffuse.transmitterMirrors[Int(path.transmitterImage)]),
          to: (outgoing, diffuse.receiverMirrors[Int(path.receiverImage)]), to: &terms)
      }
      terms.paths[terms.paths.count - 1].multiplicity = multiplicity
    }
    return terms
  }

  /// The ways from both ends to the scatterer of a path.
  private func halves(
    of path: DiffusePath, _ images: (transmitter: ImagePoint, receiver: ImagePoint),
    _ instant: SceneInstant
  ) -> (HalfPath, HalfPath)? {
    let scatterer = scatterers[Int(path.scatterer)]
    let body = instant.groups[Int(scatterer.group)]
    let point = body.worldFromBody(scatterer.position)
    let velocity = body.velocity(at: point)
    guard
      let incoming = HalfPath(
        from: images.transmitter,
        over: diffuse.transmitterMirrors[Int(path.transmitterImage)], to: point, moving: velocity,
        model, instant),
      let outgoing = HalfPath(
        from: images.receiver, over: diffuse.receiverMirrors[Int(path.receiverImage)], to: point,
        moving: velocity, model, instant)
    else { return nil }
    return (incoming, outgoing)
  }

  func contacts(of track: Int) -> [PathContact] {
    func mirrors(_ facets: some Sequence<Int32>) -> [PathContact] {
      facets.map { PathContact(.specular, facet: $0) }
    }
    switch tracks[track] {
    case .specular(let path):
      return mirrors(path.facets)
        + path.crossings.joined().map { PathContact(.transmission, facet: $0) }
    case .diffuse(let path):
      let scatterer = PathContact(.diffuse, facet: scatterers[Int(path.scatterer)].facet)
      return mirrors(diffuse.transmitterMirrors[Int(path.transmitterImage)]) + [scatterer]
        + mirrors(diffuse.receiverMirrors[Int(path.receiverImage)].reversed())
    case .echo(let index):
      return [PathContact(.specular, facet: echoes.pieces[Int(index)].facet)]
    case .diffracted(let path):
      return [PathContact(.diffraction, facet: model.wedges[Int(path.wedge)].zeroFacet)]
    case .centre(let echo): return echo.contacts
    }
  }

  /// The interactions of a diffuse path: mirrors, the scatterer, mirrors.
  private func interactions(
    of path: DiffusePath, _ ends: LinkEnds, _ instant: SceneInstant
  ) -> [Interaction] {
    let scatterer = scatterers[Int(path.scatterer)]
    let point = instant.groups[Int(scatterer.group)].worldFromBody(scatterer.position)
    func mirrors(_ end: AntennaPose, _ facets: [Int32]) -> [Interaction] {
      let unfolded = UnfoldedPath(
        from: end.position, to: point, planes: facets.map { model.plane(ofFacet: $0, instant) })
      return zip(facets, unfolded?.vertices ?? []).map {
        Interaction(kind: .specular, facet: $0, vertex: $1)
      }
    }
    let before = mirrors(
      ends.transmitter, diffuse.transmitterMirrors[Int(path.transmitterImage)])
    let after = mirrors(ends.receiver, diffuse.receiverMirrors[Int(path.receiverImage)])
    let middle = Interaction(kind: .diffuse, facet: scatterer.facet, vertex: point)
    return before + [middle] + after.reversed()
  }

  /// The state of a track in the middle of the band.
  private func state(
    _ track: Int, _ ends: LinkEnds, _ instant: SceneInstant, _ time: Double, _ images: EndImages
  ) -> PathState {
    var states: [[PathState]] = [[]]
    var weights = WeighedPaths(model, link, between: ends, instant)
    append(
      track, [model], ends, instant, time, &weights, imagesOf: { images.of($0) }, to: &states)
    return states[0][0]
  }

  /// Appends the state of a track in each model, as much of it as there is at the time.
  private func append(
    _ track: Int, _ models: [TracingModel], _ ends: LinkEnds, _ instant: SceneInstant,
    _ time: Double, _ weights: inout WeighedPaths,
    imagesOf images: (DiffusePath) -> (transmitter: ImagePoint, receiver: ImagePoint),
    to states: inout [[PathState]]
  ) {
    let share = lives[track].map { Complex<Double>($0.share(at: time)) }
    func append(_ state: PathState?, _ index: Int) {
      var state = state ?? .silent
      if let share { state.transfer = state.transfer.scaled(by: share) }
      states[index].append(state)
    }
    func append(_ state: (TracingModel) -> PathState?) {
      for (index, model) in models.enumerated() { append(state(model), index) }
    }
    switch tracks[track] {
    case .specular(let path):
      let path = isWeighedAnew(track, path.isWeighed) ? weights.weighed(path) : path
      append { path.state($0, ends, instant) }
    case .echo(let index):
      let piece = echoes.pieces[Int(index)]
      let reflection = piece.reflection(ends, instant, wavelength: model.centreWavelength)
      append { model in reflection.map { piece.state($0, model) } }
    case .diffracted(let path): append { path.state($0, ends, instant) }
    case .centre(let echo):
      let isWeighed = isWeighedAnew(track, echo.isWeighed)
      for (index, model) in models.enumerated() {
        append(
          weights.state(of: echo, isWeighedAnew: isWeighed, in: model, number: index), index)
      }
    case .diffuse(let path):
      let (scatterer, images) = (scatterers[Int(path.scatterer)], images(path))
      append { path.state(over: scatterer, in: diffuse, images: images, $0, instant) }
    }
  }

  /// Whether what apertures make of a track changes from instant to instant.
  private func isWeighedAnew(_ track: Int, _ isWeighed: Bool) -> Bool {
    isWeighed && track >= restingCount
  }

  /// The images of both ends that some tracks need.
  private func images(
    _ list: some Sequence<Int>, _ ends: LinkEnds, _ instant: SceneInstant
  ) -> EndImages {
    var images = EndImages(
      transmitter: Array(
        repeating: ImagePoint(of: ends.transmitter), count: diffuse.transmitterMirrors.count),
      receiver: Array(
        repeating: ImagePoint(of: ends.receiver), count: diffuse.receiverMirrors.count))
    var (sent, received) = (
      [Bool](repeating: false, count: images.transmitter.count),
      [Bool](repeating: false, count: images.receiver.count)
    )
    for track in list {
      sent[Int(anchors[track].transmitterImage)] = true
      received[Int(anchors[track].receiverImage)] = true
    }
    for (index, facets) in diffuse.transmitterMirrors.enumerated() where sent[index] {
      images.transmitter[index] = model.image(of: ends.transmitter, in: facets, instant)
    }
    for (index, facets) in diffuse.receiverMirrors.enumerated() where received[index] {
      images.receiver[index] = model.image(of: ends.receiver, in: facets, instant)
    }
    return images
  }
}

extension PathState {
  /// A path that has ended within its interval and carries nothing.
  fileprivate static let silent = PathState(
    delay: 0, delayRate: 0, transfer: .zero, departure: .unitX, arrival: .unitX)
}
