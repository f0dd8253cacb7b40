// SPDX-License-Identifier: Apache-2.0

package import ChannelStandards
package import Execution
internal import Randomness
internal import RealModule
internal import Spatial

/// The channel of a pair of radios by way of a target.
package struct SensingChannel: Sendable {
  package let mode: SensingMode
  package let target: Int
  /// The pair with its large-scale coupling loss.
  package let pair: CoupledPair
  package let channel: TargetChannel
  /// The large-scale factor of the paths' amplitudes (7.9.4-14).
  package let amplitude: Double

  /// The gain of all paths together in decibels, negative: the full calibration's coupling loss.
  package var gain: Double { -pair.loss + 10 * Double.log10(channel.power) }
}

/// The paths of the pairs that drops have: the fast fading of TR 38.901 clause 7.9.4.1 on top of their
/// large-scale losses.
///
/// Each leg between a radio and a target has clusters of its own, which all pairs and modes share. Spreads go
/// with the shadow fading that the drop has drawn for the leg.
package struct SensingChannels: Sendable {
  /// How targets scatter and legs are joined.
  package struct Options: Sendable {
    package var section: TargetCrossSection
    /// Whether sigma_D is followed; targets are turned about the vertical at random then.
    package var isDirective = true
    package var joining = LegJoining.option2
    package var fading = LinkFading.Options()

    /// - Parameter section: The targets' cross-section, of one point.
    package init(_ section: TargetCrossSection) { self.section = section }
  }

  private let drops: SensingDrops
  private let options: Options
  private let sites: LinkFading?
  private let terminals: LinkFading?

  /// Prepares the channels of drops.
  ///
  /// - Parameters:
  ///   - drops: The drops.
  ///   - options: How targets scatter and legs are joined.
  /// - Throws: `ChannelStandardError` where the standards have no fast fading for the links.
  package init(_ drops: SensingDrops, options: Options) throws {
    self.drops = drops
    self.options = options
    let frequency = drops.scenario.frequency
    func fading(_ leg: LegModel?) throws -> LinkFading? {
      try leg.map { try LinkFading($0.model, frequency: frequency, options: options.fading) }
    }
    sites = try fading(drops.models.siteToTarget)
    terminals = try fading(drops.models.terminalToTarget)
  }

  /// The channels of many drops, spread over threads.
  package func channels(_ numbers: Range<Int>, workers: Workers) throws -> [[SensingChannel]] {
    try workers.map(numbers.count, chunk: 4) { index in
      Result { try channels(of: drops.drop(numbers.lowerBound + index)) }
    }.map { try $0.get() }
  }

  /// The channels of a drop's pairs, in the order in which the drop has them.
  ///
  /// - Throws: `ChannelStandardError.noColumn` where a leg's state of sight has no fast fading.
  package func channels(of drop: SensingDrop) throws(ChannelStandardError) -> [SensingChannel] {
    var legs: [SIMD2<Int>: ClusteredLink] = [:]
    var channels: [SensingChannel] = []
    for coupled in drop.coupled {
      for pair in coupled.pairs {
        let (send, receive) = coupled.mode.sites
        let ends = SIMD2(
          radio(pair.transmitter, isSite: send), radio(pair.receiver, isSite: receive))
        for end in [ends.x, ends.y] where legs[SIMD2(coupled.target, end)] == nil {
          legs[SIMD2(coupled.target, end)] = try leg(of: end, to: coupled.target, in: drop)
        }
        guard let transmit = legs[SIMD2(coupled.target, ends.x)],
          let receive = legs[SIMD2(coupled.target, ends.y)]
        else { continue }
        channels.append(
          channel(coupled, pair, ends, transmit, receive, drop: drop.number))
      }
    }
    return channels
  }

  /// The number of a radio among all, base stations first.
  private func radio(_ index: Int, isSite: Bool) -> Int {
    isSite ? index : drops.scenario.layout.sites.count + index
  }

  private func channel(
    _ coupled: SensingDrop.Coupled, _ pair: CoupledPair, _ ends: SIMD2<Int>,
    _ transmit: ClusteredLink, _ receive: ClusteredLink, drop: Int
  ) -> SensingChannel {
    var target = drops.stream(.targetScattering, drop: drop, leg: coupled.target)
    let heading = 2 * Double.pi * target.uniform()
    let scattering = TargetScattering(
      options.section, orientation: Rotation(axis: .unitZ, angle: heading),
      isDirective: options.isDirective)
    // Its own numbers for each pair of radios, whatever mode asks for it.
    var stream = RandomStream(
      seed: target.next(), stage: .targetScattering, index: UInt64(ends.x) << 20 | UInt64(ends.y))
    let channel =
      ends.x == ends.y
      ? TargetChannel(
        monostatic: transmit, joining: options.joining, scattering: scattering, from: &stream)
      : TargetChannel(
        transmit: transmit, receive: receive.reversed, joining: options.joining,
        scattering: scattering, from: &stream)
    return SensingChannel(
      mode: coupled.mode, target: coupled.target, pair: pair, channel: channel,
      amplitude: Double.exp10(-pair.loss / 20))
  }

  /// The clusters between a radio and a target, with departure at the radio.
  private func leg(
    of radio: Int, to target: Int, in drop: SensingDrop
  ) throws(ChannelStandardError) -> ClusteredLink? {
    let siteCount = drops.scenario.layout.sites.count
    let isSite = radio < siteCount
    let place = isSite ? drops.scenario.layout.sites[radio] : drop.terminals[radio - siteCount]
    let model = isSite ? drops.models.siteToTarget : drops.models.terminalToTarget
    guard let model, let fading = isSite ? sites : terminals else { return nil }
    let radios = isSite ? siteCount : drop.terminals.count
    let index = isSite ? radio : radio - siteCount
    // The same numbers as the drop's, so the same state and shadow fading.
    let stage: RandomStage = isSite ? .siteLegs : .terminalLegs
    var large = drops.stream(stage, drop: drop.number, leg: target * radios + index)
    let fields = drops.fields(model, stage, drop: drop.number, radio: index)
    let leg = model.leg(place, drop.targets[target], &large, fields: fields)
    let way = model.layout.displacement(from: place, to: drop.targets[target])
    let end = Vector3(place.x + way.x, place.y + way.y, drop.targets[target].z)
    if let fields {
      var numbers = fields.numbers(leg.state, at: LinkPlace(base: place, terminal: end))
      return try fading.draw(leg.state, base: place, terminal: end, from: &numbers).link
    }
    var stream = BulkRandomStream(
      seed: drops.seed, stage: .linkClusters,
      index: UInt64(drop.number) << UInt64(SensingDrops.legBits)
        | UInt64(target * (siteCount + drop.terminals.count) + radio))
    return try fading.draw(
      leg.state, base: place, terminal: end, shadowFading: -leg.fading, from: &stream
    ).link
  }
}
