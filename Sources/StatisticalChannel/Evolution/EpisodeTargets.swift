// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import Channels
internal import Quantities
internal import Randomness
internal import RealModule
internal import Spatial

extension StatisticalEpisode {
  /// Both legs of a target in their states.
  private struct States {
    var transmit: Bool
    var receive: Bool

    /// Tells the paths of one pair of states from those of others.
    var number: Int { (transmit ? 0 : 1) + (receive ? 0 : 2) }
    var isSeen: Bool { transmit && receive }

    /// The pairs that a link may have; a radio has one leg to its own echo.
    static func all(isMonostatic: Bool) -> [States] {
      let both = [
        States(transmit: true, receive: true), States(transmit: false, receive: false),
      ]
      return isMonostatic
        ? both
        : both + [States(transmit: true, receive: false), States(transmit: false, receive: true)]
    }
  }

  /// A target as a link sees it at the knots of an interval.
  private struct View {
    var target: Int
    var link: Int
    var transmit: EvolvingLeg
    var receive: EvolvingLeg
    var renewals: Renewals
    var knots: [Double]
    var moments: [(transmit: LargeScaleMoment, receive: LargeScaleMoment)]

    /// The line of sight's share of the power over both lines of sight, at a knot.
    func lineShare(_ knot: Int) -> Double {
      moments[knot].transmit.lineShare * moments[knot].receive.lineShare
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
    for states in States.all(isMonostatic: ends.transmitter == ends.receiver) {
      let amplitudes = view.moments.map {
        scale * $0.transmit.amplitude(isSeen: states.transmit)
          * $0.receive.amplitude(isSeen: states.receive)
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
    let (kind, ends) = (setup.targets[target].kind, setup.links[link])
    guard let transmit = legs[RadioTarget(radio: ends.transmitter, kind: kind)],
      let receive = legs[RadioTarget(radio: ends.receiver, kind: kind)]
    else { return nil }
    let distances = [transmit, receive].flatMap { leg in
      [SightState.lineOfSight, .obstructed].map { leg.fields.clusterDistance($0) }
    }
    let renewals = Renewals(
      travel: targetTravels[link][target], spacing: distances.min() ?? 1)
    let knots = renewals.knots(over: interval)
    let moments = knots.map { time in
      let outward = transmit.moment(at: place(ends.transmitter, target, at: time))
      return ends.transmitter == ends.receiver
        ? (outward, outward)
        : (outward, receive.moment(at: place(ends.receiver, target, at: time)))
    }
    return View(
      target: target, link: link, transmit: transmit, receive: receive, renewals: renewals,
      knots: knots, moments: moments)
  }

  /// The numbers of a target's scattering: of a set of rays, or of both lines of sight for good.
  private func numbers(_ view: View, _ number: Int) -> RandomStream {
    let ends = setup.links[view.link]
    // Those of a pair of radios, whatever link asks for them.
    let pair = ends.transmitter * setup.radios.count + ends.receiver
    var key = RandomStream(
      seed: seed, stage: .targetScattering, index: UInt64(view.target) << 20 | UInt64(pair))
    return RandomStream(seed: key.next(), stage: .targetScattering, index: UInt64(number))
  }

  /// The channel over a target as it is drawn at an instant.
  private func channel(
    _ view: View, _ states: States, _ renewal: Int, at time: Double
  ) throws(ChannelStandardError) -> TargetChannel {
    let ends = setup.links[view.link]
    let own = setup.targets[view.target]
    let scattering = TargetScattering(
      own.section, point: own.point, orientation: own.orientation(time),
      isDirective: setup.isDirective)
    var stream = numbers(view, 4 * (renewal + 1) + states.number)
    let transmit = try view.transmit.link(
      isSeen: states.transmit, at: place(ends.transmitter, view.target, at: time))
    guard ends.transmitter != ends.receiver else {
      return TargetChannel(
        monostatic: transmit, joining: setup.joining, scattering: scattering, from: &stream)
    }
    let receive = try view.receive.link(
      isSeen: states.receive, at: place(ends.receiver, view.target, at: time))
    return TargetChannel(
      transmit: transmit, receive: receive.reversed, joining: setup.joining,
      scattering: scattering, from: &stream)
  }

  /// Adds the path over both lines of sight, whose sigma_S and polarisation are drawn once.
  private func addLine(
    _ view: View, _ amplitudes: [Double], to tracks: inout StatisticalTracks
  ) {
    let ends = setup.links[view.link]
    let own = setup.targets[view.target]
    var stream = numbers(view, 0)
    let scattering = TargetScattering(own.section, point: own.point, isDirective: false)
    let line = ClusteredLink.lineOfSightAlone
    let channel =
      ends.transmitter == ends.receiver
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
        transmitter: (setup.radios[ends.transmitter].pose(time).position - point).normalized,
        receiver: (setup.radios[ends.receiver].pose(time).position - point).normalized)
      return amplitudes[knot] * (view.lineShare(knot) * directivity).squareRoot()
    }
    tracks.add(
      channel, curve: AmplitudeCurve(times: view.knots, values: values),
      name: .line(4 * view.target), centre: own.centre, motion: own.motion)
  }
}

extension TargetChannel {
  /// What both lines of sight have together of the legs' powers.
  fileprivate var linesOfSight: Double {
    (transmitLeg.lineOfSight?.power ?? 0) * (receiveLeg.lineOfSight?.power ?? 0)
  }
}
