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
        model: model, frequency: drop.frequency, layout: drop.layout, isTarget: isTarget,
        screens: drop.wallsBlockSight ? drop.walls : [])
    }
    func toTarget(_ node: SensingNode) throws -> LegModel {
      try model(
        ReferenceCase(from: node, to: drop.targets.kind),
        "\(node.withArticle) and a target of kind \(drop.targets.kind.rawValue)", isTarget: true)
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
        "\(ends.0.withArticle) and \(ends.1.withArticle)", isTarget: false)
      background[mode] = mode.isMonostatic ? found.besideItself : found
    }
    self.background = background
    let environment = scenario.environment(drop.frequency)
    sitePoints =
      drop.modes.contains(.pointMonostatic)
      ? try ReferencePoints(environment, .transmissionPoint, frequency: drop.frequency) : nil
    terminalPoints =
      drop.modes.contains(.terminalMonostatic)
      ? try ReferencePoints(environment, Self.radio(drop), frequency: drop.frequency) : nil
  }

  private static func radio(_ drop: SensingDropScenario) -> ReferencePoints.Radio {
    guard let terminals = drop.terminals, terminals.node == .aerialTerminal else {
      return .terminal
    }
    // The tables take one height; terminals of several have that of the lowest.
    return .aerialTerminal(height: terminals.placement.lowest)
  }
}
