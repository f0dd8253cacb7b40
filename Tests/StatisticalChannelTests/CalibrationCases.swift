// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import Execution
import Spatial
import StatisticalChannel

/// The scenarios of TR 38.901 Tables 7.9.6.1-1 to 7.9.6.1-4.
enum CalibrationCases {
  static func uav(gigahertz: Double, modes: [SensingMode]) throws -> SensingDropScenario {
    let grid = HexagonalGrid(interSiteDistance: 500, rings: 2)
    var targets = SensingDropScenario.Targets(
      kind: .aerialVehicle, crossSection: -12.81,
      placement: .drawn(count: 1, .cell(grid), .fixed(200)))
    targets.leastSiteDistance = (10, false)
    return SensingDropScenario(
      .urbanMacroAerial, frequency: try CarrierFrequency(hertz: gigahertz * 1e9),
      layout: SiteLayout(grid, height: 25), targets: targets,
      terminals: .init(
        node: .terrestrialTerminal, placement: .drawn(count: 30, .cell(grid), .fixed(1.5))),
      modes: modes)
  }

  static func urbanHuman(
    _ scenario: SensingScenario, gigahertz: Double
  ) throws -> SensingDropScenario {
    let isMacro = scenario == .urbanMacro
    let grid = HexagonalGrid(interSiteDistance: isMacro ? 500 : 200, rings: 2)
    var targets = SensingDropScenario.Targets(
      kind: .human, crossSection: -1.37,
      placement: .drawn(count: 1, .cell(grid), .fixed(1.5)))
    targets.leastSiteDistance = (isMacro ? 35 : 10, true)
    return SensingDropScenario(
      scenario, frequency: try CarrierFrequency(hertz: gigahertz * 1e9),
      layout: SiteLayout(grid, height: isMacro ? 25 : 10), targets: targets,
      modes: [.pointMonostatic])
  }

  /// The companies dropped over the whole office, whose offices are open.
  static func office(gigahertz: Double) throws -> SensingDropScenario {
    SensingDropScenario(
      .openOffice, frequency: try CarrierFrequency(hertz: gigahertz * 1e9),
      layout: .office(height: 3),
      targets: .init(
        kind: .human, crossSection: -1.37,
        placement: .drawn(
          count: 1, .rectangle(from: .init(0, 0), to: .init(120, 50)), .fixed(1.5))),
      modes: [.pointMonostatic])
  }

  /// The companies dropped over the whole hall.
  static func factory(_ kind: TargetKind, gigahertz: Double) throws -> SensingDropScenario {
    let hall = SIMD2(300.0, 150)
    return SensingDropScenario(
      .sparseFactoryHigh, frequency: try CarrierFrequency(hertz: gigahertz * 1e9),
      layout: SiteLayout(hall: hall, spacing: 50, height: 8),
      targets: .init(
        kind: kind, crossSection: kind == .human ? -1.37 : -4.25,
        placement: .drawn(
          count: 1, .rectangle(from: .init(0, 0), to: hall),
          .fixed(kind == .human ? 1.5 : 0.25))),
      modes: [.pointMonostatic])
  }

  static func vehicle(gigahertz: Double) throws -> SensingDropScenario {
    let grid = HexagonalGrid(interSiteDistance: gigahertz < 24 ? 500 : 250, rings: 2)
    var targets = SensingDropScenario.Targets(
      kind: .vehicle, crossSection: 11.25,
      placement: .drawn(count: 1, .outerLane, .fixed(0.8)))
    targets.leastSiteDistance = (35, true)
    return SensingDropScenario(
      .urbanGrid, frequency: try CarrierFrequency(hertz: gigahertz * 1e9),
      layout: SiteLayout(grid, height: 25, hasStreets: true), targets: targets,
      modes: [.pointMonostatic])
  }
}

/// The distributions of what drops give, in negative decibels as the calibrations draw them.
struct CouplingStatistics {
  private var values: [SensingMode: [Double]] = [:]
  private var backgrounds: [SensingMode: [Double]] = [:]

  init(_ scenario: SensingDropScenario, drops: Int, seed: UInt64 = 38_901) throws {
    for drop in try SensingDrops(scenario, seed: seed).drops(0..<drops, workers: Workers()) {
      for coupled in drop.coupled {
        values[coupled.mode, default: []] += coupled.pairs.map { -$0.loss }
        backgrounds[coupled.mode, default: []] += coupled.background.map { -$0 }
      }
    }
    for mode in values.keys { values[mode]?.sort() }
    for mode in backgrounds.keys { backgrounds[mode]?.sort() }
  }

  func target(_ mode: SensingMode, _ percentile: Double) -> Double {
    Self.quantile(values[mode] ?? [], percentile)
  }

  func background(_ mode: SensingMode, _ percentile: Double) -> Double {
    Self.quantile(backgrounds[mode] ?? [], percentile)
  }

  static func quantile(_ sorted: [Double], _ percentile: Double) -> Double {
    guard !sorted.isEmpty else { return .nan }
    let place = percentile / 100 * Double(sorted.count - 1)
    let low = Int(place)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
  }
}
