// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import Randomness
internal import Spatial

/// The models of all kinds of legs that a scenario's modes ask for.
struct DropModels: Sendable {
  let siteToTarget: LegModel?
  let terminalToTarget: LegModel?
  /// Between radios, by mode.
  let background: [SensingMode: LegModel]
  /// Where the reference points of monostatic backgrounds are.
  let sitePoints: ReferencePoints?
  let terminalPoints: ReferencePoints?

  init(_ drop: SensingDropScenario) throws {
    let scenario = drop.scenario
    func model(_ reference: ReferenceCase?, _ link: String, isTarget: Bool) throws -> LegModel {
      guard let reference else {
        throw ChannelStandardError.noReferenceChannel(link: link, scenario: scenario.rawValue)
      }
      var model = try reference.model(in: scenario, at: drop.frequency)
      if let clutter = drop.clutter, case .ground(var surroundings) = model.formulas {
        surroundings.clutter = clutter
        model.formulas = .ground(surroundings)
      }
      return LegModel(
        model: model, frequency: drop.frequency, layout: drop.layout, isTarget: isTarget)
    }
    func toTarget(_ node: SensingNode) throws -> LegModel {
      try model(
        ReferenceCase(from: node, to: drop.targets.kind),
        "a \(node.rawValue) and a target of kind \(drop.targets.kind.rawValue)", isTarget: true)
    }
    let usesSites = drop.modes.contains { $0.sites.send || $0.sites.receive }
    let node = drop.terminals?.node
    siteToTarget = usesSites ? try toTarget(.transmissionPoint) : nil
    let usesTerminals = drop.modes.contains(where: \.needsTerminals)
    terminalToTarget = usesTerminals ? try node.map(toTarget) : nil
    guard drop.hasBackground else {
      (background, sitePoints, terminalPoints) = ([:], nil, nil)
      return
    }
    var background: [SensingMode: LegModel] = [:]
    for mode in drop.modes {
      let ends: (SensingNode, SensingNode)? =
        switch mode {
        // The reference points of base stations stand for terminals, those of terminals for base
        // stations, aerial ones' too.
        case .pointMonostatic, .terminalMonostatic: (.transmissionPoint, .terrestrialTerminal)
        case .pointToPoint: (.transmissionPoint, .transmissionPoint)
        case .pointToTerminal, .terminalToPoint: node.map { (.transmissionPoint, $0) }
        case .terminalToTerminal: node.map { ($0, $0) }
        }
      guard let ends else { continue }
      let found = try model(
        ReferenceCase(between: ends.0, and: ends.1),
        "a \(ends.0.rawValue) and a \(ends.1.rawValue)", isTarget: false)
      background[mode] = mode.isMonostatic ? found.besideItself : found
    }
    self.background = background
    let environment = scenario.environment(drop.frequency)
    sitePoints =
      drop.modes.contains(.pointMonostatic)
      ? try ReferencePoints(
        environment, .transmissionPoint, frequency: drop.frequency.hertz) : nil
    terminalPoints =
      drop.modes.contains(.terminalMonostatic)
      ? try ReferencePoints(
        environment, Self.radio(drop), frequency: drop.frequency.hertz) : nil
  }

  private static func radio(_ drop: SensingDropScenario) -> ReferencePoints.Radio {
    guard let terminals = drop.terminals, terminals.node == .aerialTerminal else {
      return .terminal
    }
    // The tables take one height; terminals of several have that of the lowest.
    return .aerialTerminal(height: terminals.placement.lowest)
  }
}

extension SensingDrops {
  /// The background of the pairs that a drop's targets have.
  func background(of drop: SensingDrop) -> [SensingDrop.Background] {
    var background: [SensingDrop.Background] = []
    for mode in scenario.modes {
      // A pair that several targets share has one background.
      var seen = Set<SIMD2<Int>>()
      for coupled in drop.coupled where coupled.mode == mode {
        for pair in coupled.pairs
        where seen.insert(SIMD2(pair.transmitter, pair.receiver)).inserted {
          background +=
            mode.isMonostatic
            ? monostatic(mode, pair.transmitter, drop)
            : [bistatic(mode, pair.transmitter, pair.receiver, drop)].compactMap { $0 }
        }
      }
    }
    return background
  }

  /// Losses to the three reference points around a radio, never in sight (clause 7.9.4.2).
  private func monostatic(
    _ mode: SensingMode, _ radio: Int, _ drop: SensingDrop
  ) -> [SensingDrop.Background] {
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
      let height = points.height.number(&stream)
      let other = Vector3(place.x + distance, place.y, height)
      let leg =
        isSite
        ? model.leg(place, other, &stream, isObstructed: true)
        : model.leg(other, place, &stream, isObstructed: true)
      return .init(mode: mode, transmitter: radio, receiver: radio, point: point, loss: leg.loss)
    }
  }

  private func bistatic(
    _ mode: SensingMode, _ transmitter: Int, _ receiver: Int, _ drop: SensingDrop
  ) -> SensingDrop.Background? {
    guard let model = models.background[mode] else { return nil }
    let (send, receive) = mode.sites
    let sites = scenario.layout.sites
    let first = send ? transmitter : sites.count + transmitter
    let second = receive ? receiver : sites.count + receiver
    let places = sites + drop.terminals
    var stream = stream(
      .backgroundLegs, drop: drop.number,
      leg: min(first, second) * places.count + max(first, second))
    // Base stations come first, so the lower number stands for one.
    let leg = model.leg(places[min(first, second)], places[max(first, second)], &stream)
    return .init(
      mode: mode, transmitter: transmitter, receiver: receiver, point: nil, loss: leg.loss)
  }
}

extension ShiftedGamma {
  /// A number of the distribution.
  func number(_ stream: inout some RandomNumberGenerator) -> Double {
    offset + stream.gamma(shape: shape) / rate
  }
}
