// SPDX-License-Identifier: Apache-2.0

/// What sends or receives, TR 38.901 clause 7.9.3.
package enum SensingNode: String, Hashable, Sendable, CaseIterable {
  case transmissionPoint = "TRP"
  case terrestrialTerminal = "terrestrial UE"
  case vehicleTerminal = "vehicle UE"
  case aerialTerminal = "aerial UE"
  case guidedVehicleTerminal = "AGV UE"
  case roadsideUnit = "RSU-type UE"

  /// The name with its article, as it is spoken.
  package var withArticle: String {
    switch self {
    case .aerialTerminal, .guidedVehicleTerminal, .roadsideUnit: "an \(rawValue)"
    case .transmissionPoint, .terrestrialTerminal, .vehicleTerminal: "a \(rawValue)"
    }
  }
}

/// What is sensed, TR 38.901 clause 7.9.1.
package enum TargetKind: String, Hashable, Sendable, CaseIterable {
  case aerialVehicle = "UAV"
  case human = "Human"
  case vehicle = "Vehicle"
  case guidedVehicle = "AGV"
  case hazard = "Object (Hazard)"
}

/// A row of Table 7.9.3-1, which says what model each kind of link has.
package enum ReferenceCase: Int, Hashable, Sendable, CaseIterable {
  case pointToPoint = 1
  case pointToTerrestrial = 2
  case pointToVehicle = 3
  case pointToAerial = 4
  case terrestrialToTerrestrial = 5
  case terrestrialToVehicle = 6
  case terrestrialToAerial = 7
  case vehicleToVehicle = 8
  case aerialToAerial = 9
  case pointToRoadside = 10
  case roadsideToTerrestrial = 11
  case roadsideToRoadside = 12
  case roadsideToVehicle = 13

  /// Whether an end is high in the air.
  var isAerial: Bool {
    [.pointToAerial, .terrestrialToAerial, .aerialToAerial].contains(self)
  }

  /// What its links lie between, for people.
  var ends: String {
    switch self {
    case .pointToPoint: "between base stations"
    case .pointToTerrestrial: "from base stations to terminals, humans or AGVs"
    case .pointToVehicle: "from base stations to vehicles"
    case .pointToAerial: "from base stations to what flies"
    case .terrestrialToTerrestrial: "between terminals, humans or AGVs"
    case .terrestrialToVehicle: "from terminals to vehicles"
    case .terrestrialToAerial: "from terminals to what flies"
    case .vehicleToVehicle: "between vehicles"
    case .aerialToAerial: "between what flies"
    case .pointToRoadside: "from base stations to roadside units"
    case .roadsideToTerrestrial: "from roadside units to terminals, humans or AGVs"
    case .roadsideToRoadside: "between roadside units"
    case .roadsideToVehicle: "from roadside units to vehicles"
    }
  }

  /// The case of a link between a radio and a target (Table 7.9.3-2); nil where it has none.
  package init?(from node: SensingNode, to target: TargetKind) {
    switch (node, target) {
    case (.transmissionPoint, .aerialVehicle): self = .pointToAerial
    case (.transmissionPoint, .vehicle): self = .pointToVehicle
    case (.transmissionPoint, _): self = .pointToTerrestrial
    case (.terrestrialTerminal, .aerialVehicle): self = .terrestrialToAerial
    case (.terrestrialTerminal, .vehicle): self = .terrestrialToVehicle
    case (.terrestrialTerminal, _): self = .terrestrialToTerrestrial
    case (.vehicleTerminal, .human), (.vehicleTerminal, .hazard): self = .terrestrialToVehicle
    case (.vehicleTerminal, .vehicle): self = .vehicleToVehicle
    case (.aerialTerminal, .aerialVehicle): self = .aerialToAerial
    case (.guidedVehicleTerminal, .guidedVehicle): self = .terrestrialToTerrestrial
    case (.roadsideUnit, .human), (.roadsideUnit, .hazard): self = .roadsideToTerrestrial
    case (.roadsideUnit, .vehicle): self = .roadsideToVehicle
    default: return nil
    }
  }

  /// The case of a background link between two radios in either order (Table 7.9.3-3); nil where
  /// it has none.
  package init?(between first: SensingNode, and second: SensingNode) {
    switch (first, second) {
    case (.transmissionPoint, .transmissionPoint): self = .pointToPoint
    case (.transmissionPoint, .terrestrialTerminal): self = .pointToTerrestrial
    case (.transmissionPoint, .guidedVehicleTerminal): self = .pointToTerrestrial
    case (.transmissionPoint, .vehicleTerminal): self = .pointToVehicle
    case (.transmissionPoint, .aerialTerminal): self = .pointToAerial
    case (.transmissionPoint, .roadsideUnit): self = .pointToRoadside
    case (.terrestrialTerminal, .terrestrialTerminal): self = .terrestrialToTerrestrial
    case (.terrestrialTerminal, .guidedVehicleTerminal): self = .terrestrialToTerrestrial
    case (.guidedVehicleTerminal, .guidedVehicleTerminal): self = .terrestrialToTerrestrial
    case (.terrestrialTerminal, .vehicleTerminal): self = .terrestrialToVehicle
    case (.terrestrialTerminal, .aerialTerminal): self = .terrestrialToAerial
    case (.terrestrialTerminal, .roadsideUnit): self = .roadsideToTerrestrial
    case (.vehicleTerminal, .vehicleTerminal): self = .vehicleToVehicle
    case (.vehicleTerminal, .roadsideUnit): self = .roadsideToVehicle
    case (.aerialTerminal, .aerialTerminal): self = .aerialToAerial
    case (.roadsideUnit, .roadsideUnit): self = .roadsideToRoadside
    default:
      guard second.comesBefore(first) else { return nil }
      self.init(between: second, and: first)
    }
  }
}

extension SensingNode {
  /// Whether a link between both has this one for its base station.
  package func comesBefore(_ other: SensingNode) -> Bool {
    let nodes = SensingNode.allCases
    return (nodes.firstIndex(of: self) ?? 0) < (nodes.firstIndex(of: other) ?? 0)
  }
}
