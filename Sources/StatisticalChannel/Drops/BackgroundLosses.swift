// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import Randomness
internal import Spatial

/// A link of a pair's background: that between both radios, or that to a reference point.
struct BackgroundLeg {
  /// The end that stands for the base station, in metres.
  let base: Vector3
  /// The other end, its nearest copy where the layout wraps around.
  let terminal: Vector3
  let leg: Leg
  /// Whether waves leave at the base station's end.
  let startsAtBase: Bool
  /// Gives the numbers of the link's clusters where links that are near to each other are alike.
  let fields: LinkFields?
  /// The numbers that are left for them elsewhere.
  let stream: RandomStream
}

extension SensingDrops {
  /// The losses of the background of pairs in the order of the pairs, which are a pair's whatever its
  /// target.
  func background(
    _ mode: SensingMode, _ pairs: [CoupledPair], in drop: SensingDrop
  ) -> [Double] {
    pairs.flatMap { backgroundLegs(mode, $0, in: drop).map(\.leg.loss) }
  }

  /// The links of the background of a pair.
  func backgroundLegs(
    _ mode: SensingMode, _ pair: CoupledPair, in drop: SensingDrop
  ) -> [BackgroundLeg] {
    mode.isMonostatic
      ? monostatic(mode, pair.transmitter, drop)
      : bistatic(mode, pair.transmitter, pair.receiver, drop)
  }

  /// Links to the three reference points around a radio (TR 38.901 clause 7.9.4.2).
  private func monostatic(
    _ mode: SensingMode, _ radio: Int, _ drop: SensingDrop
  ) -> [BackgroundLeg] {
    let isSite = mode == .pointMonostatic
    guard let model = models.background[mode],
      let points = isSite ? models.sitePoints : models.terminalPoints
    else { return [] }
    let place = isSite ? scenario.layout.sites[radio] : drop.terminals[radio]
    let index = isSite ? radio : scenario.layout.sites.count + radio
    let turn = referenceAzimuth(index, drop)
    return (0..<ReferencePoints.count).map { point in
      var stream = stream(
        .referencePoints, drop: drop.number, leg: index * ReferencePoints.count + point)
      return model.referenceLeg(
        point, points, around: place, turn: turn, isSite: isSite, from: &stream)
    }
  }

  private func bistatic(
    _ mode: SensingMode, _ transmitter: Int, _ receiver: Int, _ drop: SensingDrop
  ) -> [BackgroundLeg] {
    guard let model = models.background[mode] else { return [] }
    let (send, receive) = mode.sites
    let sites = scenario.layout.sites.count
    // Base stations come first, so that the lower number stands for one.
    let ends = [send ? transmitter : sites + transmitter, receive ? receiver : sites + receiver]
    let (first, second) = (min(ends[0], ends[1]), max(ends[0], ends[1]))
    var stream = stream(
      .backgroundLegs, drop: drop.number, leg: first * radioCount(drop) + second)
    let (base, terminal) = (place(first, drop), place(second, drop))
    let fields = fields(
      model, .backgroundLegs, drop: drop.number, radio: send || receive ? first : sites)
    let leg = model.leg(base, terminal, &stream, fields: fields)
    let way = model.layout.displacement(from: base, to: terminal)
    return [
      BackgroundLeg(
        base: base, terminal: Vector3(base.x + way.x, base.y + way.y, terminal.z), leg: leg,
        startsAtBase: first == ends[0], fields: fields, stream: stream)
    ]
  }

  /// The azimuth of the first reference point around a radio, which has its number among all, in
  /// radians.
  private func referenceAzimuth(_ number: Int, _ drop: SensingDrop) -> Double {
    // The number of a radio's link with itself, which no pair has.
    var stream = stream(
      .backgroundLegs, drop: drop.number, leg: number * radioCount(drop) + number)
    return 2 * Double.pi * stream.uniform()
  }

  private func radioCount(_ drop: SensingDrop) -> Int {
    scenario.layout.sites.count + drop.terminals.count
  }

  /// The place of a radio by its number among all, base stations first.
  func place(_ radio: Int, _ drop: SensingDrop) -> Vector3 {
    let sites = scenario.layout.sites
    return radio < sites.count ? sites[radio] : drop.terminals[radio - sites.count]
  }
}
