// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Electromagnetics
internal import Kinematics
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
  private let tracks: [Track]

  /// What lasts of a track.
  enum Track: Sendable {
    case specular(SpecularPath)
    /// A position in the list of scatterers.
    case diffuse(Int32)
  }

  /// Puts tracks in order: those first that do not change.
  init(
    model: TracingModel, link: Link, interval: ClosedRange<Double>, scatterers: [Scatterer],
    tracks: [Track]
  ) {
    self.model = model
    self.link = link
    self.interval = interval
    self.scatterers = scatterers
    let radiosRest =
      model.radioIsAtRest[link.transmitter] && model.radioIsAtRest[link.receiver]
    func rests(_ track: Track) -> Bool {
      guard radiosRest else { return false }
      switch track {
      case .specular(let path): return path.facets.allSatisfy { model.isAtRest(facet: $0) }
      case .diffuse(let index): return model.isAtRest(facet: scatterers[Int(index)].facet)
      }
    }
    let resting = tracks.filter(rests)
    self.tracks = resting + tracks.filter { !rests($0) }
    restingCount = resting.count
    identifiers = self.tracks.map { track in
      switch track {
      case .specular(let path): path.identifier
      case .diffuse(let index): PathIdentifier(rawValue: UInt64(index) + 1)
      }
    }
  }

  var count: Int { tracks.count }

  func ends(at time: Double) -> LinkEnds {
    model.ends(of: link, at: model.instant(time))
  }

  func appendStates(of range: Range<Int>, at time: Double, to states: inout [PathState]) {
    let instant = model.instant(time)
    let ends = model.ends(of: link, at: instant)
    states.reserveCapacity(states.count + range.count)
    for track in range { states.append(state(track, ends, instant) ?? .silent) }
  }

  func path(_ track: Int, at time: Double) -> PropagationPath {
    let instant = model.instant(time)
    let ends = model.ends(of: link, at: instant)
    var interactions: [Interaction] = []
    switch tracks[track] {
    case .specular(let path):
      let vertices = path.unfolded(model, ends, instant)?.vertices ?? []
      interactions = zip(path.facets, vertices).map {
        Interaction(kind: .specular, facet: $0, vertex: $1)
      }
    case .diffuse(let index):
      let scatterer = scatterers[Int(index)]
      interactions = [
        Interaction(
          kind: .diffuse, facet: scatterer.facet,
          vertex: instant.groups[Int(scatterer.group)].worldFromBody(scatterer.position))
      ]
    }
    return PropagationPath(
      identifier: identifiers[track], state: state(track, ends, instant) ?? .silent,
      interactions: interactions)
  }

  private func state(_ track: Int, _ ends: LinkEnds, _ instant: SceneInstant) -> PathState? {
    switch tracks[track] {
    case .specular(let path): path.state(model, ends, instant)
    case .diffuse(let index): scatterers[Int(index)].state(model, ends, instant)
    }
  }
}

extension PathState {
  /// A path that has ended within its interval and carries nothing.
  fileprivate static let silent = PathState(
    delay: 0, delayRate: 0, transfer: .zero, departure: .unitX, arrival: .unitX)
}
