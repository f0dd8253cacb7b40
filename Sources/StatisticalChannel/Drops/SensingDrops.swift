// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
package import Execution
internal import Quantities
internal import Randomness
internal import RealModule
package import Spatial

/// The large-scale coupling losses of drops of a scenario.
///
/// A drop is a pure function of the seed and its number, and each of its legs has random numbers of
/// its own, so that neither threads nor other modes change anything.
package struct SensingDrops: Sendable {
  package let scenario: SensingDropScenario
  package let seed: UInt64
  let models: DropModels

  /// How many drops a seed has numbers for.
  package static let largestCount = 1 << 22
  /// How many legs a drop has numbers for.
  static let legBits = 18

  /// Prepares the drops.
  ///
  /// - Parameters:
  ///   - scenario: What is dropped.
  ///   - seed: The run's seed.
  /// - Throws: `DropError` or `ChannelStandardError` where the scenario asks for what it does not
  ///   have or the standards do not know, such as reference points of the background.
  package init(_ scenario: SensingDropScenario, seed: UInt64) throws {
    let terminals = scenario.terminals?.placement.count ?? 0
    for mode in scenario.modes where mode.needsTerminals && terminals == 0 {
      throw DropError.noTerminals(mode: mode.rawValue)
    }
    let lowest = scenario.targets.placement.lowest
    guard lowest >= 0 else { throw DropError.belowGround(what: "a target", height: lowest) }
    if let low = scenario.terminals?.placement.lowest, low < 0 {
      throw DropError.belowGround(what: "a terminal", height: low)
    }
    if let low = scenario.layout.sites.map(\.z).min(), low < 0 {
      throw DropError.belowGround(what: "a base station", height: low)
    }
    let radios = scenario.layout.sites.count + terminals
    let legs = max(radios, scenario.targets.placement.count) * radios
    guard legs < 1 << Self.legBits else {
      throw DropError.tooMany(what: "pairs of radios and targets", limit: 1 << Self.legBits)
    }
    self.scenario = scenario
    self.seed = seed
    models = try DropModels(scenario)
    for mode in scenario.modes where pairCount(mode) == 0 {
      throw DropError.noPairs(mode: mode.rawValue)
    }
  }

  /// Computes many drops, spread over threads.
  ///
  /// - Throws: `DropError.noRoom` where a drop finds no place.
  package func drops(_ numbers: Range<Int>, workers: Workers) throws -> [SensingDrop] {
    try workers.map(numbers.count, chunk: 4) { index in
      Result { try drop(numbers.lowerBound + index) }
    }.map { try $0.get() }
  }

  /// Computes one drop.
  package func drop(_ number: Int) throws(DropError) -> SensingDrop {
    var places = RandomStream(seed: seed, stage: .dropPlaces, index: UInt64(number))
    let terminals = try terminalPlaces(&places)
    let targets = try targetPlaces(&places, terminals: terminals)
    var drop = SensingDrop(number: number, targets: targets, terminals: terminals)
    for (index, target) in targets.enumerated() {
      let legs = legs(number, index, target, terminals)
      for mode in scenario.modes {
        let pairs = bestPairs(mode, legs)
        var coupled = SensingDrop.Coupled(mode: mode, target: index, pairs: pairs)
        if scenario.hasBackground { coupled.background = background(mode, pairs, in: drop) }
        drop.coupled.append(coupled)
      }
    }
    return drop
  }

  /// 10 lg(c^2 / (4 pi f^2)) - 10 lg sigma_M, which a target adds to the losses of its legs.
  var targetTerm: Double {
    let wavelength = PhysicalConstants.speedOfLight / scenario.frequency.hertz
    return 10 * Double.log10(wavelength * wavelength / (4 * .pi)) - scenario.targets.crossSection
  }

  private func terminalPlaces(_ stream: inout RandomStream) throws(DropError) -> [Vector3] {
    guard let terminals = scenario.terminals else { return [] }
    let limit = DistanceLimit(
      metres: terminals.leastSiteDistance, isHorizontal: true, places: scenario.layout.sites)
    return try terminals.placement.places(&stream, "a terminal", limits: [limit])
  }

  private func targetPlaces(
    _ stream: inout RandomStream, terminals: [Vector3]
  ) throws(DropError) -> [Vector3] {
    let targets = scenario.targets
    let (metres, isHorizontal) = targets.leastSiteDistance
    return try targets.placement.places(
      &stream, "a target",
      limits: [
        DistanceLimit(metres: metres, isHorizontal: isHorizontal, places: scenario.layout.sites),
        DistanceLimit(
          metres: targets.leastTerminalDistance, isHorizontal: true, places: terminals),
        DistanceLimit(metres: targets.leastSpacing, isHorizontal: false, places: nil),
      ])
  }

  /// The numbers of one leg of a drop.
  func stream(_ stage: RandomStage, drop: Int, leg: Int) -> RandomStream {
    RandomStream(
      seed: seed, stage: stage, index: UInt64(drop) << UInt64(Self.legBits) | UInt64(leg))
  }

  /// How many pairs a target has in a mode.
  package func pairCount(_ mode: SensingMode) -> Int {
    let (sites, terminals) = (
      scenario.layout.sites.count, scenario.terminals?.placement.count ?? 0
    )
    let (send, receive) = mode.sites
    let possible =
      send != receive
      ? sites * terminals
      : { mode.isMonostatic ? $0 : $0 * ($0 - 1) / 2 }(send ? sites : terminals)
    return min(possible, scenario.bestPairsOfModes[mode] ?? scenario.bestPairs)
  }

  /// How many losses of the background a pair has in a mode.
  package func backgroundCount(_ mode: SensingMode) -> Int {
    guard scenario.hasBackground else { return 0 }
    return mode.isMonostatic ? ReferencePoints.count : 1
  }

  /// The legs between a target and all radios: a target has one leg to a radio, whatever uses it.
  private func legs(
    _ number: Int, _ index: Int, _ target: Vector3, _ terminals: [Vector3]
  ) -> TargetLegs {
    func legs(_ model: LegModel?, _ stage: RandomStage, _ radios: [Vector3]) -> [Leg] {
      guard let model else { return [] }
      return radios.indices.map { radio in
        var stream = stream(stage, drop: number, leg: index * radios.count + radio)
        let fields = fields(model, stage, drop: number, radio: radio)
        return model.leg(radios[radio], target, &stream, fields: fields)
      }
    }
    return TargetLegs(
      sites: legs(models.siteToTarget, .siteLegs, scenario.layout.sites),
      terminals: legs(models.terminalToTarget, .terminalLegs, terminals))
  }

  private func bestPairs(_ mode: SensingMode, _ legs: TargetLegs) -> [CoupledPair] {
    let target = targetTerm
    var best = BestPairs(limit: scenario.bestPairsOfModes[mode] ?? scenario.bestPairs)
    let (send, receive) = mode.sites
    let transmitters = send ? legs.sites : legs.terminals
    let receivers = receive ? legs.sites : legs.terminals
    for (tx, outward) in transmitters.enumerated() {
      if mode.isMonostatic {
        best.consider(tx, tx, loss: 2 * outward.loss + target)
        continue
      }
      // Radios of one kind make each pair once.
      let first = send == receive ? tx + 1 : 0
      for rx in first..<max(first, receivers.count) {
        best.consider(tx, rx, loss: outward.loss + receivers[rx].loss + target)
      }
    }
    return best.pairs
  }
}

/// The legs between one target and all radios.
struct TargetLegs {
  let sites: [Leg]
  let terminals: [Leg]
}

/// What came of one drop.
package struct SensingDrop: Sendable {
  package let number: Int
  package let targets: [Vector3]
  package let terminals: [Vector3]
  /// The best pairs of each target and mode.
  package var coupled: [Coupled] = []

  /// The best pairs by way of one target.
  package struct Coupled: Sendable {
    package let mode: SensingMode
    package let target: Int
    package let pairs: [CoupledPair]
    /// What comes without the target, in decibels, positive.
    ///
    /// Of each pair the loss to each of three reference points where it is monostatic, else the
    /// loss between both radios; none where it was not asked for.
    package var background: [Double] = []
  }

  init(number: Int, targets: [Vector3], terminals: [Vector3]) {
    self.number = number
    self.targets = targets
    self.terminals = terminals
  }
}
