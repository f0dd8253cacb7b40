// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import Channels
internal import Quantities
internal import Randomness
internal import RealModule
internal import Spatial

extension StatisticalEpisode {
  /// The legs between a target and both radios of a pair in their states.
  private struct States {
    var first: Bool
    var second: Bool

    /// Tells the paths of one pair of states from those of others.
    var number: Int { (first ? 0 : 1) + (second ? 0 : 2) }
    var isSeen: Bool { first && second }

    /// The pairs that a link may have; a radio has one leg to its own echo.
    static func all(isMonostatic: Bool) -> [States] {
      let both = [
        States(first: true, second: true), States(first: false, second: false),
      ]
      return isMonostatic
        ? both
        : both + [States(first: true, second: false), States(first: false, second: true)]
    }
  }

  /// A target as both radios of a link see it at the knots of an interval, whichever sends.
  private struct View {
    var target: Int
    var pair: RadioPair
    var first: EvolvingLeg
    var second: EvolvingLeg
    var renewals: Renewals
    var knots: [Double]
    var moments: [(first: LargeScaleMoment, second: LargeScaleMoment)]

    /// The line of sight's share of the power over both lines of sight, at a knot.
    func lineShare(_ knot: Int) -> Double {
      moments[knot].first.lineShare * moments[knot].second.lineShare
    }
  }

  /// Adds the paths over a target.
  func addTarget(
    _ target: Int, _ link: Int, to tracks: inout StatisticalTracks
  ) throws(ChannelStandardError) {
    guard let view = view(target, link, over: tracks.interval) else { return }
    let (own, ends) = (setup.targets[target], setup.links[link])
    let wavelength = PhysicalConstants.speedOfLight / setup.frequency.hertz
    let scale = TargetChannel.amplitude(
      decibels: 0, meanSquareMetres: own.section.meanSquareMetres, wavelength: wavelength)
    for states in States.all(isMonostatic: view.pair.isMonostatic) {
      let amplitudes = view.moments.map {
        scale * $0.first.amplitude(isSeen: states.first)
          * $0.second.amplitude(isSeen: states.second)
      }
      guard amplitudes.contains(where: { $0 > 0 }) else { continue }
      if states.isSeen { addLine(view, amplitudes, to: &tracks) }
      for renewal in view.renewals.active(over: tracks.interval) {
        let weights = view.knots.indices.map {
          amplitudes[$0] * view.renewals.weight(of: renewal, at: view.knots[$0])
        }
        guard weights.contains(where: { $0 > 0 }) else { continue }
        let time = view.renewals.origin(of: renewal)
        let channel = try channel(view, states, renewal, at: time)
        // What the path over both lines of sight leaves is the others', now as when they were drawn.
        let others = 1 - channel.linesOfSight
        let values = weights.indices.map { knot in
          let left = states.isSeen ? (1 - view.lineShare(knot)) / others : 1
          return others > 0 ? weights[knot] * left.squareRoot() : 0
        }
        tracks.add(
          channel, curve: AmplitudeCurve(times: view.knots, values: values),
          name: .init(4 * target + states.number, renewal: renewal), centre: own.centre,
          origin: .init(
            transmitter: setup.radios[ends.transmitter].pose(time).position,
            receiver: setup.radios[ends.receiver].pose(time).position,
            target: own.motion(time).position), skipsLinesOfSight: true, motion: own.motion)
      }
    }
  }

  private func view(_ target: Int, _ link: Int, over interval: ClosedRange<Double>) -> View? {
    let pair = pairs[link]
    guard let first = legs[RadioTarget(radio: pair.first, target: target)],
      let second = legs[RadioTarget(radio: pair.second, target: target)]
    else { return nil }
    let distances = [first, second].flatMap { leg in
      [SightState.lineOfSight, .obstructed].map { leg.fields.clusterDistance($0) }
    }
    let renewals = Renewals(
      travel: targetTravels[link][target], spacing: distances.min() ?? 1)
    let knots = renewals.knots(over: interval)
    let moments = knots.map { time in
      let moment = first.moment(at: place(pair.first, target, at: time))
      return pair.isMonostatic
        ? (moment, moment) : (moment, second.moment(at: place(pair.second, target, at: time)))
    }
    return View(
      target: target, pair: pair, first: first, second: second, renewals: renewals,
      knots: knots, moments: moments)
  }

  /// The numbers of a target's scattering: of a set of rays, or of both lines of sight for good.
  private func numbers(_ view: View, _ number: Int) -> RandomStream {
    // Those of a pair of radios, whatever link asks for them.
    var key = RandomStream(
      seed: seed, stage: .targetScattering, names: setup.targets[view.target].name,
      setup.radios[view.pair.first].name, setup.radios[view.pair.second].name)
    return RandomStream(seed: key.next(), stage: .targetScattering, index: UInt64(number))
  }

  /// The channel over a target as it is drawn at an instant, in the direction of the link.
  private func channel(
    _ view: View, _ states: States, _ renewal: Int, at time: Double
  ) throws(ChannelStandardError) -> TargetChannel {
    let own = setup.targets[view.target]
    let scattering = TargetScattering(
      own.section, point: own.point, orientation: own.orientation(time),
      isDirective: setup.isDirective)
    var stream = numbers(view, 4 * (renewal + 1) + states.number)
    let first = try view.first.link(
      isSeen: states.first, at: place(view.pair.first, view.target, at: time))
    guard !view.pair.isMonostatic else {
      return TargetChannel(
        monostatic: first, joining: setup.joining, scattering: scattering, from: &stream)
    }
    let second = try view.second.link(
      isSeen: states.second, at: place(view.pair.second, view.target, at: time))
    let channel = TargetChannel(
      transmit: first, receive: second.reversed, joining: setup.joining,
      scattering: scattering, from: &stream)
    return view.pair.isReversed ? channel.reversed : channel
  }

  /// Adds the path over both lines of sight, whose sigma_S and polarisation are drawn once.
  private func addLine(
    _ view: View, _ amplitudes: [Double], to tracks: inout StatisticalTracks
  ) {
    let own = setup.targets[view.target]
    var stream = numbers(view, 0)
    let scattering = TargetScattering(own.section, point: own.point, isDirective: false)
    let line = ClusteredLink.lineOfSightAlone
    let channel =
      view.pair.isMonostatic
      ? TargetChannel(
        monostatic: line, joining: setup.joining, scattering: scattering, from: &stream)
      : TargetChannel(
        transmit: line, receive: line, joining: setup.joining, scattering: scattering,
        from: &stream)
    let values = view.knots.indices.map { knot in
      let time = view.knots[knot]
      let point = own.motion(time).position
      var scattering = scattering
      scattering.isDirective = setup.isDirective
      scattering.orientation = own.orientation(time)
      let directivity = scattering.directivity(
        transmitter: (setup.radios[view.pair.first].pose(time).position - point).normalized,
        receiver: (setup.radios[view.pair.second].pose(time).position - point).normalized)
      return amplitudes[knot] * (view.lineShare(knot) * directivity).squareRoot()
    }
    tracks.add(
      view.pair.isReversed ? channel.reversed : channel,
      curve: AmplitudeCurve(times: view.knots, values: values),
      name: .line(4 * view.target), centre: own.centre, motion: own.motion)
  }
}

extension TargetChannel {
  /// What both lines of sight have together of the legs' powers.
  fileprivate var linesOfSight: Double {
    (transmitLeg.lineOfSight?.power ?? 0) * (receiveLeg.lineOfSight?.power ?? 0)
  }
}
