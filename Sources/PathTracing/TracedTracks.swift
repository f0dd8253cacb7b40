// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Electromagnetics
internal import Kinematics
internal import Quantities
internal import Scenes
internal import Spatial

/// Traced paths of one link over an interval: found at one instant of it, evaluated exactly at any.
struct TracedTracks: PathTracks {
  let interval: ClosedRange<Double>
  let restingCount: Int
  let identifiers: [PathIdentifier]

  private let model: TracingModel
  private let link: Link
  private let scatterers: [Scatterer]
  private let echoes: FacetEchoes
  private let tracks: [Track]

  /// For each track the material point it leads over; a group of -1 for those whose points slide.
  private let anchors: [Anchor]

  /// What lasts of a track.
  enum Track: Sendable {
    case specular(SpecularPath)
    /// A position in the list of scatterers.
    case diffuse(Int32)
    /// A position in the list of pieces with an echo.
    case echo(Int32)
    case diffracted(DiffractedPath)
  }

  /// Puts tracks in order: those first that do not change.
  init(
    model: TracingModel, link: Link, interval: ClosedRange<Double>, scatterers: [Scatterer],
    echoes: FacetEchoes, tracks: [Track]
  ) {
    self.model = model
    self.link = link
    self.interval = interval
    self.scatterers = scatterers
    self.echoes = echoes
    let radiosRest =
      model.radioIsAtRest[link.transmitter] && model.radioIsAtRest[link.receiver]
    func rests(_ track: Track) -> Bool {
      guard radiosRest else { return false }
      switch track {
      case .specular(let path): return path.touched.allSatisfy { model.isAtRest(facet: $0) }
      case .diffuse(let index): return model.isAtRest(facet: scatterers[Int(index)].facet)
      case .echo(let index): return model.isAtRest(facet: echoes.pieces[Int(index)].facet)
      case .diffracted(let path):
        return model.isAtRest(facet: model.wedges[Int(path.wedge)].zeroFacet)
      }
    }
    let resting = tracks.filter(rests)
    self.tracks = resting + tracks.filter { !rests($0) }
    restingCount = resting.count
    anchors = self.tracks.map { track in
      switch track {
      case .specular, .diffracted: Anchor(position: .zero, group: -1)
      case .diffuse(let index):
        Anchor(
          position: scatterers[Int(index)].position, group: scatterers[Int(index)].group)
      case .echo(let index):
        Anchor(position: echoes.pieces[Int(index)].centre, group: echoes.pieces[Int(index)].group)
      }
    }
    identifiers = self.tracks.map { track in
      switch track {
      case .specular(let path): path.identifier
      case .diffuse(let index): PathIdentifier(rawValue: UInt64(index) + 1)
      case .echo(let index): PathIdentifier(rawValue: UInt64(index) | 1 << 62)
      case .diffracted(let path): path.identifier
      }
    }
  }

  var count: Int { tracks.count }

  func ends(at time: Double) -> LinkEnds {
    model.ends(of: link, at: model.instant(time))
  }

  func states(of list: [Int], at time: Double) -> [PathState] {
    let instant = model.instant(time)
    let ends = model.ends(of: link, at: instant)
    return list.map { state($0, ends, instant) ?? .silent }
  }

  func delays(of range: Range<Int>, at time: Double) -> [PathDelay] {
    let instant = model.instant(time)
    let ends = model.ends(of: link, at: instant)
    return range.map { track in
      let anchor = anchors[track]
      guard anchor.group < 0 else {
        return anchor.delay(ends, instant.groups[Int(anchor.group)])
      }
      let state = state(track, ends, instant) ?? .silent
      return PathDelay(delay: state.delay, rate: state.delayRate)
    }
  }

  func path(_ track: Int, at time: Double) -> PropagationPath {
    let instant = model.instant(time)
    let ends = model.ends(of: link, at: instant)
    var interactions: [Interaction] = []
    switch tracks[track] {
    case .specular(let path):
      interactions = path.interactions(model, ends, instant)
    case .diffuse(let index):
      let scatterer = scatterers[Int(index)]
      interactions = [
        Interaction(
          kind: .diffuse, facet: scatterer.facet,
          vertex: instant.groups[Int(scatterer.group)].worldFromBody(scatterer.position))
      ]
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
    }
    return PropagationPath(
      identifier: identifiers[track], state: state(track, ends, instant) ?? .silent,
      interactions: interactions)
  }

  private func state(_ track: Int, _ ends: LinkEnds, _ instant: SceneInstant) -> PathState? {
    switch tracks[track] {
    case .specular(let path): path.state(model, ends, instant)
    case .diffuse(let index): scatterers[Int(index)].state(model, ends, instant)
    case .echo(let index): echoes.pieces[Int(index)].state(model, ends, instant)
    case .diffracted(let path): path.state(model, ends, instant)
    }
  }
}

/// A material point of a body that a path leads over.
private struct Anchor: Sendable {
  /// In the frame of its rigid group.
  var position: Vector3
  var group: Int32

  /// The delay of the path from end to end over the point.
  @inline(__always)
  func delay(_ ends: LinkEnds, _ body: RigidState) -> PathDelay {
    let point = body.worldFromBody(position)
    let incoming = point - ends.transmitter.position
    let outgoing = ends.receiver.position - point
    let (near, far) = (incoming.length, outgoing.length)
    let velocity = body.velocity(at: point)
    let rate =
      (velocity - ends.transmitter.velocity).dot(incoming) / near
      + (ends.receiver.velocity - velocity).dot(outgoing) / far
    return PathDelay(
      delay: (near + far) / PhysicalConstants.speedOfLight,
      rate: rate / PhysicalConstants.speedOfLight)
  }
}

extension PathState {
  /// A path that has ended within its interval and carries nothing.
  fileprivate static let silent = PathState(
    delay: 0, delayRate: 0, transfer: .zero, departure: .unitX, arrival: .unitX)
}
