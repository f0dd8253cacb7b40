// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import Randomness
internal import Spatial

extension SensingDrops {
  /// The background of pairs in the order of the pairs, which is a pair's whatever its target.
  func background(
    _ mode: SensingMode, _ pairs: [CoupledPair], in drop: SensingDrop
  ) -> [Double] {
    pairs.flatMap { pair in
      mode.isMonostatic
        ? monostatic(mode, pair.transmitter, drop)
        : bistatic(mode, pair.transmitter, pair.receiver, drop)
    }
  }

  /// Losses to the three reference points around a radio, one way and never in sight
  /// (TR 38.901 clause 7.9.4.2).
  private func monostatic(_ mode: SensingMode, _ radio: Int, _ drop: SensingDrop) -> [Double] {
    let isSite = mode == .pointMonostatic
    guard let model = models.background[mode],
      let points = isSite ? models.sitePoints : models.terminalPoints
    else { return [] }
    let place = isSite ? scenario.layout.sites[radio] : drop.terminals[radio]
    let index = isSite ? radio : scenario.layout.sites.count + radio
    return (0..<ReferencePoints.count).map { point in
      var stream = stream(
        .referencePoints, drop: drop.number, leg: index * ReferencePoints.count + point)
      let distance = points.distance.number(&stream)
      // Heights below the ground are taken as they are; the calibrations' curves come out so only.
      let height = points.height.number(&stream)
      let other = Vector3(place.x + distance, place.y, height)
      let leg =
        isSite
        ? model.leg(place, other, &stream, isObstructed: true)
        : model.leg(other, place, &stream, isObstructed: true)
      return leg.loss
    }
  }

  private func bistatic(
    _ mode: SensingMode, _ transmitter: Int, _ receiver: Int, _ drop: SensingDrop
  ) -> [Double] {
    guard let model = models.background[mode] else { return [] }
    let (send, receive) = mode.sites
    let sites = scenario.layout.sites.count
    // Base stations come first, so that the lower number stands for one.
    let ends = [send ? transmitter : sites + transmitter, receive ? receiver : sites + receiver]
    let (first, second) = (min(ends[0], ends[1]), max(ends[0], ends[1]))
    func place(_ radio: Int) -> Vector3 {
      radio < sites ? scenario.layout.sites[radio] : drop.terminals[radio - sites]
    }
    var stream = stream(
      .backgroundLegs, drop: drop.number, leg: first * (sites + drop.terminals.count) + second)
    let fields = fields(
      model, .backgroundLegs, drop: drop.number, radio: send || receive ? first : sites)
    return [model.leg(place(first), place(second), &stream, fields: fields).loss]
  }
}
