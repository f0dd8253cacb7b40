// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import Randomness
internal import RealModule
internal import Spatial

/// The background of a pair of radios with all its rays: TR 38.901 V19 clause 7.9.4.2.
package struct BackgroundChannel: Sendable {
  /// The link between both radios, or that to a reference point as the radio hears it.
  package struct Part: Sendable {
    /// With departure at the transmitter.
    package let link: ClusteredLink
    /// Path loss and shadow fading in decibels, positive.
    package let loss: Double

    /// The linear power gain that its rays' powers are shares of.
    package var gain: Double { Double.exp10(-loss / 10) }
  }

  /// One, or one for each reference point.
  package let parts: [Part]

  /// The gain of all rays together in decibels, negative (7.9.4-15): the linear sum over reference
  /// points.
  package var gain: Double {
    10 * Double.log10(parts.reduce(0) { $0 + $1.gain * $1.link.power })
  }
}

/// Draws the rays of backgrounds on top of their large-scale losses.
struct BackgroundFading: Sendable {
  private let drops: SensingDrops
  private let fading: [SensingMode: LinkFading]

  /// Prepares the backgrounds of the drops' modes.
  ///
  /// - Parameters:
  ///   - drops: The drops.
  ///   - options: What the tables leave open.
  /// - Throws: `ChannelStandardError` or `DropError` where the standards have no fast fading for the
  ///   links.
  init(_ drops: SensingDrops, options: LinkFading.Options) throws {
    self.drops = drops
    let fading = try drops.models.background.mapValues { leg in
      try LinkFading(leg.model, frequency: drops.scenario.frequency, options: options)
    }
    if fading.contains(where: { $0.key.isMonostatic && !$0.value.has(.obstructed) }) {
      throw DropError.noHiddenRays(surroundings: drops.scenario.scenario.rawValue)
    }
    self.fading = fading
  }

  /// The background of a pair; nil where the drop has none.
  ///
  /// - Throws: `ChannelStandardError.noColumn` where a link's state of sight has no fast fading.
  func channel(
    _ mode: SensingMode, _ pair: CoupledPair, in drop: SensingDrop
  ) throws(ChannelStandardError) -> BackgroundChannel? {
    guard let fading = fading[mode] else { return nil }
    let legs = drops.backgroundLegs(mode, pair, in: drop)
    var parts: [BackgroundChannel.Part] = []
    for leg in legs {
      var large = leg.stream
      var stream = BulkRandomStream(seed: large.next(), stage: .linkClusters, index: 0)
      let link = try fading.draw(
        leg.leg, LinkPlace(base: leg.base, terminal: leg.terminal), fields: leg.fields,
        from: &stream)
      let outward = leg.startsAtBase ? link : link.reversed
      parts.append(
        .init(link: mode.isMonostatic ? outward.echoed : outward, loss: leg.leg.loss))
    }
    return BackgroundChannel(parts: parts)
  }
}
