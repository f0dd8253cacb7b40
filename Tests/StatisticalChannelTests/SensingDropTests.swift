// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import Execution
import Foundation
import Spatial
import StatisticalChannel
import TestSupport
import Testing

@Suite("Drops of targets")
struct SensingDropTests {
  private func outcome(
    _ scenario: SensingDropScenario, _ numbers: Range<Int> = 0..<20, threads: Int = 2,
    seed: UInt64 = 7
  ) throws -> [SensingDrop] {
    try SensingDrops(scenario, seed: seed).drops(numbers, workers: Workers(count: threads))
  }

  @Test("a drop is the same with one thread or two, alone or among others")
  func reproducible() throws {
    let scenario = try CalibrationCases.uav(gigahertz: 6, modes: SensingMode.allCases)
    let one = try outcome(scenario, threads: 1)
    let two = try outcome(scenario, threads: 2)
    let alone = try outcome(scenario, 13..<14)
    for drop in one.indices {
      #expect(one[drop].coupled.map(\.pairs) == two[drop].coupled.map(\.pairs))
      #expect(one[drop].coupled.map(\.background) == two[drop].coupled.map(\.background))
    }
    #expect(alone[0].coupled.map(\.pairs) == one[13].coupled.map(\.pairs))
    let other = try outcome(scenario, seed: 8)
    #expect(other[0].coupled.map(\.pairs) != one[0].coupled.map(\.pairs))
  }

  @Test("a mode finds the same losses whatever other modes are asked for")
  func independentModes() throws {
    let all = try outcome(CalibrationCases.uav(gigahertz: 6, modes: SensingMode.allCases))
    for mode in SensingMode.allCases {
      let alone = try outcome(CalibrationCases.uav(gigahertz: 6, modes: [mode]))
      for (drop, other) in zip(all, alone) {
        let together = drop.coupled.first { $0.mode == mode }
        #expect(together?.pairs == other.coupled.first?.pairs)
        #expect(together?.background == other.coupled.first?.background)
      }
    }
  }

  @Test("the best pairs are those of least loss, in order, each pair once")
  func bestPairs() throws {
    var scenario = try CalibrationCases.uav(
      gigahertz: 6, modes: [.pointMonostatic, .pointToPoint, .pointToTerminal])
    scenario.hasBackground = false
    let best = try outcome(scenario)
    scenario.bestPairs = 1_000_000
    for (drop, all) in zip(best, try outcome(scenario)) {
      #expect(all.coupled.map(\.pairs.count) == [19, 19 * 18 / 2, 19 * 30])
      for (few, every) in zip(drop.coupled, all.coupled) {
        #expect(few.pairs.count == 4)
        #expect(few.pairs == Array(every.pairs.sorted { $0.loss < $1.loss }.prefix(4)))
        #expect(
          Set(every.pairs.map { SIMD2($0.transmitter, $0.receiver) }).count
            == every.pairs.count)
      }
    }
  }

  @Test("the losses of a pair are those of its legs: two monostatic ones make a bistatic one")
  func legs() throws {
    var scenario = try CalibrationCases.uav(
      gigahertz: 30, modes: [.pointMonostatic, .pointToPoint, .pointToTerminal, .terminalToPoint])
    scenario.hasBackground = false
    scenario.bestPairs = 1000
    for drop in try outcome(scenario) {
      let mono = Dictionary(
        uniqueKeysWithValues: drop.coupled[0].pairs.map { ($0.transmitter, $0.loss) })
      for pair in drop.coupled[1].pairs {
        let (first, second) = (mono[pair.transmitter], mono[pair.receiver])
        #expect(
          isClose(pair.loss, try (#require(first) + #require(second)) / 2, within: 1e-9))
      }
      #expect(
        drop.coupled[2].pairs.map { SIMD2($0.receiver, $0.transmitter) }
          == drop.coupled[3].pairs.map { SIMD2($0.transmitter, $0.receiver) })
      #expect(drop.coupled[2].pairs.map(\.loss) == drop.coupled[3].pairs.map(\.loss))
    }
  }

  @Test("a target in sight loses twice the path loss less what its cross-section gathers")
  func byHand() throws {
    // Straight above a base station, in line of sight for sure, and without much fading.
    let height = 300.0
    var scenario = try CalibrationCases.uav(gigahertz: 6, modes: [.pointMonostatic])
    scenario.layout = SiteLayout([Vector3(0, 0, 25)])
    scenario.targets.placement = .given([Vector3(0, 0, height)])
    scenario.hasBackground = false
    let losses = try outcome(scenario, 0..<4000).flatMap { $0.coupled[0].pairs.map(\.loss) }
    let mean = losses.reduce(0, +) / Double(losses.count)
    // 2 (28 + 22 lg 275 + 20 lg 6) + 10 lg(c^2 / (4 pi f^2)) + 12.81 dB.
    let expected =
      2 * (28 + 22 * log10(275.0) + 20 * log10(6.0))
      + 10 * log10(pow(299_792_458 / 6e9, 2) / (4 * .pi)) + 12.81
    // The fading is 2 * 4.64 exp(-1.98) = 1.3 dB, so the mean's standard error 0.02 dB.
    #expect(isClose(mean, expected, within: 0.08))
  }

  @Test("places keep their distances, and stay in their regions")
  func distances() throws {
    let scenario = try CalibrationCases.urbanHuman(.urbanMacro, gigahertz: 6)
    let grid = HexagonalGrid(interSiteDistance: 500, rings: 2)
    for drop in try outcome(scenario, 0..<500) {
      let target = drop.targets[0]
      #expect(grid.cellContains(SIMD2(target.x, target.y)) && target.z == 1.5)
      #expect((target.x * target.x + target.y * target.y).squareRoot() >= 35)
    }
    for drop in try outcome(CalibrationCases.vehicle(gigahertz: 6), 0..<100) {
      // A lane's middle is 3 m of sidewalk and 1.75 m of lane from the wall at 206.5 m or 115 m.
      let (x, y) = (abs(drop.targets[0].x), abs(drop.targets[0].y))
      #expect(isClose(x, 211.25, within: 1e-9) || isClose(y, 119.75, within: 1e-9))
    }
  }

  @Test("pedestrians walk evenly spaced around a block")
  func pedestrians() throws {
    var scenario = try CalibrationCases.vehicle(gigahertz: 6)
    scenario.terminals = .init(
      node: .terrestrialTerminal,
      placement: .spaced(count: 16, along: SIMD2(208, 116.5), height: 1.5))
    scenario.modes = [.pointToTerminal, .terminalToTerminal]
    let drop = try outcome(scenario)[0]
    #expect(drop.terminals.count == 16)
    // 1298 m around, so 81.125 m from each to the next, less around a corner.
    let steps = zip(drop.terminals, drop.terminals.dropFirst()).map { $0.distance(to: $1) }
    #expect(steps.count { isClose($0, 81.125, within: 1e-9) } >= 10)
    #expect(steps.allSatisfy { $0 <= 81.125 + 1e-9 })
    #expect(drop.coupled.allSatisfy { $0.pairs.count == 4 })
  }

  @Test("numbers of pairs may differ by mode")
  func pairsOfModes() throws {
    var scenario = try CalibrationCases.uav(
      gigahertz: 6, modes: [.pointMonostatic, .pointToPoint])
    scenario.bestPairsOfModes = [.pointMonostatic: 2, .pointToPoint: 1]
    #expect(try outcome(scenario)[0].coupled.map(\.pairs.count) == [2, 1])
  }

  @Test("monostatic backgrounds have three reference points, bistatic ones a link")
  func backgrounds() throws {
    let scenario = try CalibrationCases.uav(
      gigahertz: 6, modes: [.pointMonostatic, .pointToPoint, .terminalMonostatic])
    let drops = try SensingDrops(scenario, seed: 7)
    for drop in try outcome(scenario) {
      #expect(drop.coupled.map(\.background.count) == [12, 4, 12])
      #expect(
        drop.coupled.map(\.background.count)
          == scenario.modes.map { drops.pairCount($0) * drops.backgroundCount($0) })
      #expect(drop.coupled.allSatisfy { $0.background.allSatisfy { $0 > 20 && $0 < 200 } })
    }
  }

  @Test("the number of pairs is what there is, where that is less than what is asked for")
  func pairCounts() throws {
    var scenario = try CalibrationCases.uav(gigahertz: 6, modes: SensingMode.allCases)
    scenario.bestPairs = 1_000_000
    let drops = try SensingDrops(scenario, seed: 7)
    #expect(
      SensingMode.allCases.map(drops.pairCount) == [19, 19 * 9, 570, 570, 30 * 29 / 2, 30])
    #expect(
      try drops.drop(3).coupled.map(\.pairs.count) == SensingMode.allCases.map(drops.pairCount))
  }

  @Test("what cannot be dropped is refused with a sentence")
  func refused() throws {
    func error(_ change: (inout SensingDropScenario) -> Void) throws -> String {
      var scenario = try CalibrationCases.uav(gigahertz: 6, modes: [.pointMonostatic])
      change(&scenario)
      do {
        _ = try outcome(scenario)
        return "none"
      } catch { return "\(error)" }
    }
    #expect(try error { _ in } == "none")
    #expect(
      try error { $0.targets.placement = .given([Vector3(0, 0, -1)]) }
        .contains("below the ground"))
    #expect(
      try error {
        $0.terminals = nil
        $0.modes = [.terminalToTerminal]
      }.contains("needs terminals"))
    #expect(
      try error { $0.targets.leastSiteDistance = (2000, true) }.contains("no place 2000.0 m"))
    #expect(try error { $0.scenario = .highway }.contains("no reference channel"))
    #expect(
      try error { $0.targets.kind = .vehicle }.contains("no reference channel"))
    #expect(
      try error {
        $0.scenario = .urbanMacro
        $0.targets.kind = .guidedVehicle
        $0.terminals?.node = .guidedVehicleTerminal
        $0.terminals?.placement = .given([Vector3](repeating: .zero, count: 600))
        $0.modes = [.terminalToTerminal]
      }.contains("more than"))
  }

  @Test("the committed curves are those that were collected")
  func collected() throws {
    if let file = try facts("calib_isac_uav_R1-2509126.json") {
      let curves = try #require(file["large_scale"] as? [String: [String: Any]])
      for row in try FixtureTable("uav-coupling.csv").rows {
        let curve = try #require(
          curves["\(row["link"] ?? "")-\(row["gigahertz"] ?? "")GHz"]?["coupling_loss"])
        try check(row, curve as? [String: Any], "median_of_companies", "value")
      }
    }
    if let file = try facts("calib_isac_thirdparty_R1-2506616.json") {
      let cases = try #require(file["cases"] as? [String: [String: [String: Any]]])
      for row in try FixtureTable("third-party-coupling.csv").rows {
        let channels = cases[row["case"] ?? ""]?[row["channel"] ?? ""]
        var curve = channels?["\(row["gigahertz"] ?? "")GHz"] as? [String: Any]
        curve?["percentiles"] = file["percentiles"]
        try check(row, curve, "LS_coupling_loss_dB", "simulator")
        guard let read = row.number("companies") else { continue }
        let means = curve?["digitised_R1-2506616_mean_LS"] as? [String: Any]
        let values = means?["values"] as? [String: [Any]]
        #expect(values?[row["percentile"] ?? ""]?.first as? Double == read)
      }
    }
    if let file = try facts("calib_38901_R1-165974_165975.json") {
      let curves = try #require(
        file["large_scale_median"] as? [String: [String: [String: Any]]])
      for row in try FixtureTable("serving-coupling.csv").rows {
        var curve = curves[row["scenario"] ?? ""]?["\(row["gigahertz"] ?? "")GHz"]
        curve?["percentiles"] = file["percentiles_5_to_95"]
        try check(row, curve, "coupling_loss_dB", "coupling")
        try check(row, curve, "geometry_dB", "geometry")
      }
    }
  }

  private func check(
    _ row: [String: String], _ curve: [String: Any]?, _ key: String, _ column: String
  ) throws {
    let percentiles = try #require(curve?["percentiles"] as? [Double])
    let values = try #require(curve?[key] as? [Double])
    let place = try #require(percentiles.firstIndex(of: row.number("percentile") ?? -1))
    #expect(values[place] == row.number(column), "\(row)")
  }
}
