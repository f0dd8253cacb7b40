// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import Channels
internal import Randomness
internal import RealModule
internal import Spatial

/// What a link of an episode has without its targets.
enum EpisodeBackground: Sendable {
  /// A link between two radios (clause 7.5), drawn from the first of the pair.
  case bistatic(EvolvingLeg, Travel)
  /// Links to three points around a radio that hears itself (clause 7.9.4.2).
  case monostatic(EvolvingLeg, ReferencePoints, isPoint: Bool, Travel)
}

extension StatisticalEpisode {
  /// Adds a link's background.
  func addBackground(
    _ link: Int, to tracks: inout StatisticalTracks
  ) throws(ChannelStandardError) {
    switch backgrounds[link] {
    case nil: return
    case .bistatic(let leg, let travel):
      try addLink(leg, travel, link: link, to: &tracks)
    case .monostatic(let leg, let points, let isPoint, let travel):
      try addPoints(leg, points, isPoint: isPoint, travel, link: link, to: &tracks)
    }
  }

  /// Where the ends of a link are, the one that stands for the base station first.
  private func place(_ link: Int, at time: Double) -> LinkPlace {
    LinkPlace(
      base: setup.radios[pairs[link].first].pose(time).position,
      terminal: setup.radios[pairs[link].second].pose(time).position)
  }

  private func addLink(
    _ leg: EvolvingLeg, _ travel: Travel, link: Int, to tracks: inout StatisticalTracks
  ) throws(ChannelStandardError) {
    let renewals = Renewals(
      travel: travel,
      spacing: min(
        leg.fields.clusterDistance(.lineOfSight), leg.fields.clusterDistance(.obstructed)))
    let knots = renewals.knots(over: tracks.interval)
    let moments = knots.map { leg.moment(at: place(link, at: $0)) }
    func curve(_ value: (Int) -> Double) -> AmplitudeCurve {
      AmplitudeCurve(times: knots, values: knots.indices.map(value))
    }
    for isSeen in [true, false] {
      let name = Self.firstBackgroundName + (isSeen ? 0 : 1)
      let amplitudes = moments.map { $0.amplitude(isSeen: isSeen) }
      if isSeen, amplitudes.contains(where: { $0 > 0 }) {
        let line = curve { amplitudes[$0] * moments[$0].lineShare.squareRoot() }
        tracks.add(.lineOfSightAlone, curve: line, name: .line(name))
      }
      for renewal in renewals.active(over: tracks.interval) {
        let shares = curve { index in
          let scattered = isSeen ? 1 - moments[index].lineShare : 1
          return amplitudes[index] * scattered.squareRoot()
            * renewals.weight(of: renewal, at: knots[index])
        }
        guard !shares.isZero else { continue }
        let time = renewals.origin(of: renewal)
        let drawn = try leg.link(isSeen: isSeen, at: place(link, at: time))
        tracks.add(
          (pairs[link].isReversed ? drawn.reversed : drawn).scatteredAlone, curve: shares,
          name: .init(name, renewal: renewal), origin: self.origin(link, at: time))
      }
    }
  }

  /// Adds three points around a radio, each with its loss one way, never in sight (clause 7.9.4.2).
  private func addPoints(
    _ leg: EvolvingLeg, _ points: ReferencePoints, isPoint: Bool, _ travel: Travel, link: Int,
    to tracks: inout StatisticalTracks
  ) throws(ChannelStandardError) {
    let renewals = Renewals(travel: travel, spacing: leg.fields.clusterDistance(.obstructed))
    let knots = renewals.knots(over: tracks.interval)
    let radio = setup.links[link].transmitter
    for renewal in renewals.active(over: tracks.interval) {
      let weights = knots.map { renewals.weight(of: renewal, at: $0) }
      guard weights.contains(where: { $0 > 0 }) else { continue }
      let time = renewals.origin(of: renewal)
      let place = setup.radios[radio].pose(time).position
      var key = RandomStream(
        seed: seed, stage: .referencePoints, names: setup.radios[radio].name)
      var stream = RandomStream(
        seed: key.next(), stage: .referencePoints, index: UInt64(renewal))
      let turn = 2 * Double.pi * stream.uniform()
      for number in 0..<ReferencePoints.count {
        let drawn = leg.model.referenceLeg(
          number, points, around: place, turn: turn, isSite: isPoint, from: &stream)
        let faded = try leg.fading.draw(
          .obstructed, base: drawn.base, terminal: drawn.terminal,
          shadowFading: -drawn.leg.fading, from: &stream)
        let amplitude = Double.exp10(-drawn.leg.loss / 20)
        tracks.add(
          (isPoint ? faded.link : faded.link.reversed).echoed,
          curve: AmplitudeCurve(times: knots, values: weights.map { $0 * amplitude }),
          name: .init(Self.firstBackgroundName + 2 + number, renewal: renewal),
          origin: origin(link, at: time))
      }
    }
  }

  /// Where both radios of a link are at an instant.
  private func origin(_ link: Int, at time: Double) -> StatisticalTracks.Origin {
    let ends = setup.links[link]
    return StatisticalTracks.Origin(
      transmitter: setup.radios[ends.transmitter].pose(time).position,
      receiver: setup.radios[ends.receiver].pose(time).position)
  }
}

extension StatisticalTracks.Name {
  /// The name of a line of sight, which is never drawn anew.
  static func line(_ number: Int) -> Self { Self(number, renewal: 0xFF_FFFF) }
}

extension ClusteredLink {
  /// The line of sight with all the power, wherever the ends are.
  static let lineOfSightAlone = ClusteredLink(
    lineOfSight: LinkRay(
      cluster: -1, delay: 0, power: 1, departure: RayDirection(Vector3.unitX),
      arrival: RayDirection(-Vector3.unitX), transfer: .lineOfSight),
    rays: [], raysPerCluster: 0, distance: 1, excessDelay: 0)

  /// The other rays with all the power.
  var scatteredAlone: ClusteredLink {
    var link = self
    link.lineOfSight = nil
    let total = link.rays.reduce(0) { $0 + $1.power }
    guard total > 0 else { return link }
    for index in link.rays.indices { link.rays[index].power /= total }
    return link
  }
}
