// SPDX-License-Identifier: Apache-2.0

extension ReferenceCase {
  /// The model of a link of this case in a scenario (Table 7.9.3-1).
  ///
  /// - Parameters:
  ///   - scenario: The sensing scenario.
  ///   - frequency: The carrier, whose range some rows ask for.
  /// - Returns: The model.
  /// - Throws: `ChannelStandardError.noReferenceChannel` where the table has no model.
  package func model(
    in scenario: SensingScenario, at frequency: CarrierFrequency
  ) throws(ChannelStandardError) -> LinkModel {
    let ground = LinkModel(formulas: .ground(Surroundings(scenario.environment(frequency))))
    switch self {
    case .pointToTerrestrial: return ground
    case .pointToVehicle where scenario.allowsVehicles: return ground
    case .pointToRoadside where scenario.street != nil: return ground
    case .pointToAerial:
      if let aerial = scenario.aerial { return LinkModel(formulas: .aerial(aerial)) }
    case .pointToPoint:
      if scenario != .suburbanMacro { return Self.betweenPoints(scenario, frequency) }
    case .terrestrialToTerrestrial, .terrestrialToVehicle, .vehicleToVehicle:
      if let model = betweenTerminals(scenario, frequency) { return model }
    case .terrestrialToAerial:
      if let aerial = scenario.aerial {
        return LinkModel(
          formulas: .aerial(.urbanMicro), sight: .fromGround(aerial), spreads: .arrival,
          baseHeight: 1.5)
      }
    case .aerialToAerial:
      if let aerial = scenario.aerial {
        return LinkModel(formulas: .aerial(.urbanMicro), sight: .betweenAerial(aerial))
      }
    case .roadsideToTerrestrial, .roadsideToRoadside, .roadsideToVehicle:
      if let street = scenario.street { return LinkModel(formulas: .vehicles(street)) }
    default: break
    }
    let hint =
      isAerial && scenario.aerial == nil
      ? ", where nothing flies (in UMi-AV, UMa-AV and RMa-AV it does)" : ""
    throw .noReferenceChannel(link: "links \(ends)", scenario: scenario.rawValue + hint)
  }

  /// Links between base stations, case 1.
  private static func betweenPoints(
    _ scenario: SensingScenario, _ frequency: CarrierFrequency
  ) -> LinkModel {
    var environment = scenario.environment(frequency)
    // The urban grid's links between base stations are UMa's, highways' in the lower range RMa's.
    if environment == .urbanGrid { environment = .urbanMacro }
    if environment == .highway { environment = .ruralMacro }
    return LinkModel(
      formulas: .ground(Surroundings(environment)), spreads: .departure,
      terminalHeight: environment == .ruralMacro ? 35 : nil)
  }

  /// Links between terminals on the ground, cases 5, 6 and 8.
  private func betweenTerminals(
    _ scenario: SensingScenario, _ frequency: CarrierFrequency
  ) -> LinkModel? {
    if let street = scenario.street { return LinkModel(formulas: .vehicles(street)) }
    if self != .terrestrialToTerrestrial, !scenario.allowsVehicles { return nil }
    switch scenario.environment(frequency) {
    case .suburbanMacro: return nil
    case .ruralMacro:
      return LinkModel(
        formulas: .ground(Surroundings(.ruralMacro)), spreads: .arrival, baseHeight: 1.5)
    // TR 38.858 A.3 has the links of UMi for terminals of UMa, too.
    case .urbanMicro, .urbanMacro:
      return LinkModel(formulas: .ground(Surroundings(.urbanMicro)), spreads: .arrival)
    case let environment:
      return LinkModel(formulas: .ground(Surroundings(environment)), spreads: .arrival)
    }
  }
}

extension SensingScenario {
  /// Whether it has vehicles (Table 7.9.3-1, cases 3, 6 and 8).
  var allowsVehicles: Bool {
    street != nil
      || [.urbanMicro, .urbanMacro, .ruralMacro, .suburbanMacro].contains(self)
  }
}
