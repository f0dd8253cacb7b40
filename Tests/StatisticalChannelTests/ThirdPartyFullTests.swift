// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import Execution
import RealModule
import StatisticalChannel
import TestSupport
import Testing

@Suite("Full calibration of humans and guided vehicles")
struct ThirdPartyFullTests {
  private static let cases = [
    "Human-UMa", "Human-UMi", "Human-InH-wholearea", "Human-InF_SH-wholearea",
    "AGV-InF_SH-wholearea",
  ].flatMap { name in ["6", "30"].map { (name: name, gigahertz: $0) } }

  private func median(_ name: String, _ gigahertz: Double) throws -> Double {
    var scenario: SensingDropScenario
    switch name {
    case "Human-UMa":
      scenario = try CalibrationCases.urbanHuman(.urbanMacro, gigahertz: gigahertz)
    case "Human-UMi":
      scenario = try CalibrationCases.urbanHuman(.urbanMicro, gigahertz: gigahertz)
    case "Human-InH-wholearea": scenario = try CalibrationCases.office(gigahertz: gigahertz)
    case "Human-InF_SH-wholearea":
      scenario = try CalibrationCases.factory(.human, gigahertz: gigahertz)
    default: scenario = try CalibrationCases.factory(.guidedVehicle, gigahertz: gigahertz)
    }
    scenario.hasBackground = false
    let isVehicle = name.hasPrefix("AGV")
    var options = SensingChannels.Options(.of(isVehicle ? .automatedGuidedVehicle : .human))
    // Tables 7.9.6.2-2 and 7.9.6.2-4: 0 dB for humans, the table's lobes for guided vehicles.
    options.isDirective = isVehicle
    options.fading.hall = HallSize(length: 300, width: 150, height: 10)
    let channels = try SensingChannels(SensingDrops(scenario, seed: 9), options: options)
    let gains = try channels.channels(0..<600, workers: Workers()).flatMap { $0 }.map(\.portGain)
    return CouplingStatistics.quantile(gains.sorted(), 50)
  }

  @Test(
    "full couplings of humans and guided vehicles are within 2 dB of a third party's",
    arguments: cases)
  func coupling(name: String, gigahertz: String) throws {
    let row = try #require(
      FixtureTable("third-party-full.csv").rows(["case": name, "gigahertz": gigahertz]).first)
    let simulator = try #require(row.number("simulator"))
    let companies = row.number("companies") ?? simulator
    let found = try median(name, #require(Double(gigahertz)))
    // Four pairs for each of 600 targets: up to 0.7 dB of standard error, 1 dB in theirs; their plots
    // are read to 1.5 dB. The simulator and the companies differ by up to 3 dB.
    let span = min(simulator, companies) - 2...max(simulator, companies) + 2
    #expect(span.contains(found), "\(name) \(gigahertz) GHz: \(found), \(span)")
  }

  @Test("each number of the third party's fixture is that of the facts")
  func fixture() throws {
    guard let facts = try facts("calib_isac_thirdparty_R1-2506616.json") else { return }
    let cases = try #require(facts["cases"] as? [String: [String: [String: [String: Any]]]])
    let percentiles = try #require(facts["percentiles"] as? [Double])
    let place = try #require(percentiles.firstIndex(of: 50))
    let rows = try FixtureTable("third-party-full.csv").rows
    #expect(rows.count == Self.cases.count)
    for row in rows {
      let target = cases[row["case"] ?? ""]?["target"]?["\(row["gigahertz"] ?? "")GHz"]
      let curve = target?["Full_coupling_loss_dB"] as? [Double]
      #expect(row.number("simulator") == curve?[place])
      let plots = target?["digitised_R1-2506616_mean_Full"] as? [String: Any]
      let reading = (plots?["values"] as? [String: [Any]])?["50"]
      let isOwn = reading?.last as? String == "digitised"
      #expect(row.number("companies") == (isOwn ? reading?.first as? Double : nil))
    }
  }
}
