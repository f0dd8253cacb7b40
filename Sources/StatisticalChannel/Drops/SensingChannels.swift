// SPDX-License-Identifier: Apache-2.0

package import ChannelStandards
package import Execution
internal import Randomness
internal import RealModule
internal import Spatial

/// The paths of the pairs that drops have: the fast fading of TR 38.901 clause 7.9.4 on top of their
/// large-scale losses.
///
/// Each leg between a radio and a target has clusters of its own, which all pairs and modes share. Spreads go
/// with the shadow fading that the drop has drawn for the leg. The legs of the points of one target
/// have one state of sight, one shadow fading and the same clusters, each about its own line of
/// sight: points lie within metres, links change over tens of metres (Table 7.5-6), and the extracts
/// of the standard do not say it.
package struct SensingChannels: Sendable {
  /// How targets scatter, how legs are joined, and what is heard besides.
  package struct Options: Sendable {
    package var section: TargetCrossSection
    /// Whether sigma_D is followed; targets are turned about the vertical at random then.
    package var isDirective = true
    package var joining = LegJoining.option2
    package var fading = LinkFading.Options()
    package var combination = BackgroundCombination.plainSum
    /// Clusters far below the others in the background; nil has none.
    package var weakClusters: WeakClusters?
    package var motion = DropMotion()

    /// - Parameter section: The targets' cross-section.
    package init(_ section: TargetCrossSection) { self.section = section }
  }

  private let drops: SensingDrops
  private let options: Options
  private let sites: LinkFading?
  private let terminals: LinkFading?
  private let backgrounds: BackgroundFading

  /// Prepares the channels of drops.
  ///
  /// - Parameters:
  ///   - drops: The drops.
  ///   - options: How targets scatter and legs are joined.
  /// - Throws: `ChannelStandardError` or `DropError` where the standards have no fast fading for the
  ///   links.
  package init(_ drops: SensingDrops, options: Options) throws {
    let section = options.section
    let bottom = drops.scenario.targets.placement.lowest - section.size.z / 2
    // Half a box may be a rounding more than the height that stands on the ground.
    if section.pointCount > 1, bottom < -1e-9 {
      throw DropError.belowGround(what: "the bottom of a target's box", height: bottom)
    }
    self.drops = drops
    self.options = options
    let frequency = drops.scenario.frequency
    func fading(_ leg: LegModel?) throws -> LinkFading? {
      try leg.map { try LinkFading($0.model, frequency: frequency, options: options.fading) }
    }
    sites = try fading(drops.models.siteToTarget)
    terminals = try fading(drops.models.terminalToTarget)
    var background = options.fading
    background.weakClusters = options.weakClusters
    backgrounds = try BackgroundFading(drops, options: background)
  }

  /// The channels of many drops, spread over threads.
  package func channels(_ numbers: Range<Int>, workers: Workers) throws -> [[SensingChannel]] {
    try workers.map(numbers.count, chunk: 4) { index in
      Result { try channels(of: drops.drop(numbers.lowerBound + index)) }
    }.map { try $0.get() }
  }

  /// The channels of a drop's pairs over targets, point by point in the order in which the drop has
  /// them.
  ///
  /// - Throws: `ChannelStandardError.noColumn` where a leg's state of sight has no fast fading.
  package func channels(of drop: SensingDrop) throws(ChannelStandardError) -> [SensingChannel] {
    var legs = DrawnLegs()
    var channels: [SensingChannel] = []
    for coupled in drop.coupled {
      for pair in coupled.pairs { channels += try points(coupled, pair, in: drop, &legs) }
    }
    return channels
  }

  /// The channels of a drop's pairs with their background, in the order in which the drop has them.
  ///
  /// - Throws: `ChannelStandardError.noColumn` where a link's state of sight has no fast fading.
  package func pairs(of drop: SensingDrop) throws(ChannelStandardError) -> [SensedPair] {
    var legs = DrawnLegs()
    var pairs: [SensedPair] = []
    for coupled in drop.coupled {
      for pair in coupled.pairs {
        let ends = ends(coupled.mode, pair)
        pairs.append(
          SensedPair(
            mode: coupled.mode, points: try points(coupled, pair, in: drop, &legs),
            background: try backgrounds.channel(coupled.mode, pair, in: drop),
            combination: options.combination,
            velocities: SensingVelocities(
              transmitter: velocity(of: ends.x, in: drop),
              receiver: velocity(of: ends.y, in: drop),
              target: options.motion.target(
                heading: targetNumbers(coupled.target, drop.number).heading)),
            frequency: drops.scenario.frequency.hertz))
      }
    }
    return pairs
  }

  /// The numbers of both radios among all, base stations first.
  private func ends(_ mode: SensingMode, _ pair: CoupledPair) -> SIMD2<Int> {
    let (send, receive) = mode.sites
    let sites = drops.scenario.layout.sites.count
    return SIMD2(
      send ? pair.transmitter : sites + pair.transmitter,
      receive ? pair.receiver : sites + pair.receiver)
  }

  private func velocity(of radio: Int, in drop: SensingDrop) -> Vector3 {
    let sites = drops.scenario.layout.sites.count
    guard radio >= sites else { return .zero }
    var stream = drops.stream(.linkParameters, drop: drop.number, leg: radio - sites)
    return options.motion.terminal(heading: 2 * Double.pi * stream.uniform())
  }

  /// Where a target faces, in radians, and the seed of what it does to waves.
  private func targetNumbers(_ target: Int, _ drop: Int) -> (heading: Double, seed: UInt64) {
    var stream = drops.stream(.targetScattering, drop: drop, leg: target)
    return (2 * Double.pi * stream.uniform(), stream.next())
  }

  /// The channels over all points of a target.
  private func points(
    _ coupled: SensingDrop.Coupled, _ pair: CoupledPair, in drop: SensingDrop,
    _ legs: inout DrawnLegs
  ) throws(ChannelStandardError) -> [SensingChannel] {
    let ends = ends(coupled.mode, pair)
    // The same both ways: drawn from the radio of the lower number on, and turned round.
    let isReversed = ends.x > ends.y
    let (outward, back) = isReversed ? (ends.y, ends.x) : (ends.x, ends.y)
    let target = targetNumbers(coupled.target, drop.number)
    let orientation = Rotation(axis: .unitZ, angle: target.heading)
    for end in [ends.x, ends.y] where legs[coupled.target, end] == nil {
      legs[coupled.target, end] = try leg(
        of: end, to: coupled.target, orientation: orientation, in: drop)
    }
    guard let transmit = legs[coupled.target, outward], let receive = legs[coupled.target, back]
    else { return [] }
    // Its own numbers for each pair of radios, whatever mode asks for it.
    var stream = RandomStream(
      seed: target.seed, stage: .targetScattering,
      index: UInt64(outward) << 20 | UInt64(back))
    return transmit.indices.map { point in
      let (first, second) = (transmit[point], receive[point])
      let scattering = TargetScattering(
        options.section, point: point, orientation: orientation,
        isDirective: options.isDirective)
      let channel =
        ends.x == ends.y
        ? TargetChannel(
          monostatic: first.link, joining: options.joining, scattering: scattering,
          from: &stream)
        : TargetChannel(
          transmit: first.link, receive: second.link.reversed, joining: options.joining,
          scattering: scattering, from: &stream)
      return SensingChannel(
        mode: coupled.mode, target: coupled.target, point: point, pair: pair,
        channel: isReversed ? channel.reversed : channel,
        loss: pair.loss + first.change + second.change)
    }
  }

  /// The clusters between a radio and each point of a target, with departure at the radio.
  private func leg(
    of radio: Int, to target: Int, orientation: Rotation, in drop: SensingDrop
  ) throws(ChannelStandardError) -> [PointLeg]? {
    let siteCount = drops.scenario.layout.sites.count
    let isSite = radio < siteCount
    let place = drops.place(radio, drop)
    let model = isSite ? drops.models.siteToTarget : drops.models.terminalToTarget
    guard let model, let fading = isSite ? sites : terminals else { return nil }
    let radios = isSite ? siteCount : drop.terminals.count
    let index = isSite ? radio : radio - siteCount
    // The same numbers as the drop's, so the same state and shadow fading.
    let stage: RandomStage = isSite ? .siteLegs : .terminalLegs
    let numbers = drops.stream(stage, drop: drop.number, leg: target * radios + index)
    let fields = drops.fields(model, stage, drop: drop.number, radio: index)
    let clusters = BulkRandomStream(
      seed: drops.seed, stage: .linkClusters,
      index: UInt64(drop.number) << UInt64(SensingDrops.legBits)
        | UInt64(target * (siteCount + drop.terminals.count) + radio))
    var large = numbers
    let middle = model.leg(place, drop.targets[target], &large, fields: fields)
    var legs: [PointLeg] = []
    for point in places(ofTarget: drop.targets[target], orientation) {
      var (large, stream) = (numbers, clusters)
      let leg = model.leg(place, point, &large, fields: fields, state: middle.state)
      let way = model.layout.displacement(from: place, to: point)
      let end = Vector3(place.x + way.x, place.y + way.y, point.z)
      let link = try fading.draw(
        leg, LinkPlace(base: place, terminal: end), fields: fields, from: &stream)
      // Without a line of sight the power that one would have, beside the link's.
      let sight =
        link.lineOfSight?.power ?? Double.exp10((leg.loss - model.sightLoss(place, point)) / 10)
      let mirrored = link.mirrored(
        by: drops.scenario.walls, from: place, to: point, sight: sight)
      legs.append(PointLeg(link: mirrored, change: leg.loss - middle.loss))
    }
    return legs
  }

  /// Where the points of a target are: one where it was dropped, several about it.
  private func places(ofTarget place: Vector3, _ orientation: Rotation) -> [Vector3] {
    guard options.section.pointCount > 1 else { return [place] }
    return options.section.points.map { place + orientation($0) }
  }
}

/// The clusters between a radio and a point of a target.
private struct PointLeg {
  let link: ClusteredLink
  /// How much more is lost than on the way to the middle of the target, in decibels.
  let change: Double
}

/// The legs that a drop's pairs have asked for.
private struct DrawnLegs {
  private var legs: [SIMD2<Int>: [PointLeg]] = [:]

  subscript(_ target: Int, _ radio: Int) -> [PointLeg]? {
    get { legs[SIMD2(target, radio)] }
    set { legs[SIMD2(target, radio)] = newValue }
  }
}
