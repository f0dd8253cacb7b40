// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import TestSupport
import Testing

@Suite("Reference channels")
struct ReferenceChannelTests {
  private func node(_ name: String) throws -> SensingNode {
    try #require(
      SensingNode.allCases.first { $0.rawValue.lowercased() == name.lowercased() })
  }

  @Test("each pair of radios, and each radio and target, has the case of the standard's tables")
  func cases() throws {
    var listed = Set<String>()
    for row in try FixtureTable("reference-cases.csv").rows {
      let first = try node(row["first"] ?? "")
      let second = row["second"] ?? ""
      let found: ReferenceCase?
      if row["table"] == "target" {
        let target = try #require(TargetKind(rawValue: second))
        found = ReferenceCase(from: first, to: target)
        listed.insert("\(first) \(target)")
      } else {
        found = ReferenceCase(between: first, and: try node(second))
        #expect(found == ReferenceCase(between: try node(second), and: first))
      }
      #expect(found?.rawValue == Int(row.number("case")), "\(row)")
    }
    // What the table does not list has no case.
    for node in SensingNode.allCases {
      for target in TargetKind.allCases where !listed.contains("\(node) \(target)") {
        #expect(ReferenceCase(from: node, to: target) == nil)
      }
    }
  }

  @Test("the committed cases are those that were collected")
  func collected() throws {
    guard let file = try facts("reference_channel_map.json") else { return }
    let rows = try FixtureTable("reference-cases.csv").rows
    for (table, key, other) in [
      ("target", "target_channel_links", "target"),
      ("background", "background_channel_links", "srx_stx"),
    ] {
      let links = try #require(file[key] as? [[String: String]])
      #expect(links.count == rows.count { $0["table"] == table })
      for link in links {
        let row = try #require(
          rows.first {
            $0["table"] == table && $0["first"] == link["stx_srx"] && $0["second"] == link[other]
          })
        #expect(link["case"]?.hasPrefix("Case \(row["case"] ?? ""):") == true)
      }
    }
  }

  private func model(
    _ reference: ReferenceCase, _ scenario: SensingScenario, gigahertz: Double = 6
  ) throws -> LinkModel {
    try reference.model(in: scenario, at: CarrierFrequency(hertz: gigahertz * 1e9))
  }

  @Test("base stations stand for terminals between base stations, and terminals the other way")
  func duplex() throws {
    let points = try model(.pointToPoint, .ruralMacro)
    #expect(points.terminalHeight == 35 && points.spreads == .departure)
    let urban = try model(.pointToPoint, .urbanGrid)
    #expect(urban.formulas == .ground(Surroundings(.urbanMacro)) && urban.terminalHeight == nil)
    let terminals = try model(.terrestrialToTerrestrial, .urbanMacro)
    #expect(terminals.formulas == .ground(Surroundings(.urbanMicro)))
    #expect(terminals.spreads == .arrival)
    #expect(try model(.terrestrialToTerrestrial, .ruralMacro).baseHeight == 1.5)
    #expect(try model(.vehicleToVehicle, .highway).formulas == .vehicles(.highway))
  }

  @Test("highways and trains are rural in the lower range of frequencies, urban in the upper one")
  func ranges() throws {
    #expect(
      try model(.pointToTerrestrial, .highSpeedTrain).formulas
        == .ground(Surroundings(.ruralMacro)))
    #expect(
      try model(.pointToTerrestrial, .highSpeedTrain, gigahertz: 30).formulas
        == .ground(Surroundings(.urbanMacro)))
    #expect(try model(.pointToPoint, .highway).terminalHeight == 35)
    #expect(try model(.pointToPoint, .highway, gigahertz: 30).terminalHeight == nil)
  }

  @Test("a target in UMa has the breakpoint of a height of 1.5 m, a terminal its own")
  func targetBreakpoint() throws {
    let model = try model(.pointToTerrestrial, .urbanMacro)
    func breakpoint(_ isTarget: Bool) -> Double {
      model.geometry(
        horizontalDistance: 100, baseHeight: 25, terminalHeight: 5, isTarget: isTarget
      ).breakpointTerminalHeight
    }
    #expect(breakpoint(true) == 1.5)
    #expect(breakpoint(false) == 5)
  }

  @Test("the distance is that of the ends, whatever heights the formulas take")
  func distances() throws {
    let model = try model(.terrestrialToAerial, .urbanMacroAerial)
    let geometry = model.geometry(
      horizontalDistance: 30, baseHeight: 160, terminalHeight: 200, isTarget: true)
    #expect(geometry.distance == 50)
    #expect(geometry.baseHeight == 1.5)
  }

  @Test("sight from the ground and between terminals in the air has the rules of its heights")
  func aerialSight() throws {
    func between(_ low: Double, _ high: Double, _ scenario: SensingScenario) throws -> Double {
      let model = try model(.aerialToAerial, scenario)
      let there = model.sightProbability(
        .init(horizontalDistance: 600, baseHeight: low, terminalHeight: high))
      let back = model.sightProbability(
        .init(horizontalDistance: 600, baseHeight: high, terminalHeight: low))
      #expect(there == back)
      return there
    }
    func alone(_ environment: AerialEnvironment, _ height: Double) -> Double {
      environment.sightProbability(
        .init(horizontalDistance: 600, baseHeight: 10, terminalHeight: height))
    }
    let micro = Surroundings(.urbanMicro).sightProbability(
      .init(horizontalDistance: 600, baseHeight: 10, terminalHeight: 10))
    #expect(try between(5, 20, .urbanMacroAerial) == micro)
    #expect(try between(5, 60, .urbanMacroAerial) == alone(.urbanMicro, 60))
    #expect(try between(30, 60, .urbanMicroAerial) == alone(.urbanMacro, 60))
    #expect(try between(30, 160, .urbanMacroAerial) == 1)
    #expect(try between(160, 200, .urbanMacroAerial) == 1)
    #expect(try between(5, 30, .ruralMacroAerial) == alone(.ruralMacro, 30))
    #expect(try between(20, 50, .ruralMacroAerial) == 1)

    let upward = try model(.terrestrialToAerial, .urbanMacroAerial)
    let seen = upward.sightProbability(
      .init(horizontalDistance: 600, baseHeight: 1.5, terminalHeight: 60))
    #expect(seen == alone(.urbanMicro, 60))
  }

  @Test("what the tables do not have is refused with a sentence")
  func refused() throws {
    for (reference, scenario) in [
      (ReferenceCase.pointToAerial, SensingScenario.urbanMacro), (.pointToVehicle, .openOffice),
      (.pointToRoadside, .urbanMicro), (.aerialToAerial, .highway), (.pointToPoint, .suburbanMacro),
      (.vehicleToVehicle, .sparseFactoryHigh),
    ] {
      let error = #expect(throws: ChannelStandardError.self) { try model(reference, scenario) }
      #expect(error?.description.contains(scenario.rawValue) == true)
    }
  }
}
