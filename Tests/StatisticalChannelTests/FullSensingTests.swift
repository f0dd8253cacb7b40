// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import Execution
import RealModule
import StatisticalChannel
import TestSupport
import Testing

@Suite("Full calibration of sensing links")
struct FullSensingTests {
  /// The best four pairs of 500 drops of a small UAV at 200 m: Table 7.9.6.2-1.
  private func figures(
    _ gigahertz: Double, _ mode: SensingMode, isDirective: Bool
  ) throws -> [SensingFigures] {
    var scenario = try CalibrationCases.uav(gigahertz: gigahertz, modes: [mode])
    scenario.hasBackground = false
    var options = SensingChannels.Options(.of(.smallUAV))
    options.isDirective = isDirective
    return try SensingChannels(SensingDrops(scenario, seed: 79), options: options)
      .channels(0..<500, workers: Workers()).flatMap { $0 }.map(SensingFigures.init)
  }

  @Test(
    "a UAV's channel couples, and spreads delays and angles, as in the companies' curves",
    arguments: [("TRPmo(t)", SensingMode.pointMonostatic), ("TRP-TRP", .pointToPoint)], ["6", "30"])
  func uav(_ link: (name: String, mode: SensingMode), gigahertz: String) throws {
    // Between base stations with the bistatic term of the cross-section's model 1: without it, as
    // the calibration's table asks, the median lies 2.6 dB above the companies' (next test). Four
    // pairs a drop that share legs: 1.25 * 6 dB / sqrt(500) = 0.3 dB of standard error.
    let figures = try figures(
      #require(Double(gigahertz)), link.mode, isDirective: link.mode == .pointToPoint)
    let rows = try FixtureTable("uav-full.csv").rows(["link": link.name, "gigahertz": gigahertz])
    #expect(!rows.isEmpty)
    for row in rows {
      let column = try #require(row["figure"])
      let percentile = try #require(row.number("percentile"))
      let found = figures.quantile(column, percentile)
      let (lowest, highest) = (row.number("lowest") ?? 0, row.number("highest") ?? 0)
      #expect((lowest...highest).contains(found), "\(row): \(found)")
      if column == "coupling", percentile == 50 {
        let median = try #require(row.number("value"))
        #expect(isClose(found, median, within: 2.5), "\(found) \(median)")
      }
    }
  }

  @Test("with sigma_D at 0 dB a UAV between base stations couples 2.6 dB better than in the curves")
  func withoutBistaticTerm() throws {
    let figures = try figures(6, .pointToPoint, isDirective: false)
    let row = try #require(
      FixtureTable("uav-full.csv").rows([
        "link": "TRP-TRP", "gigahertz": "6", "figure": "coupling", "percentile": "50",
      ]).first)
    // A regression: the bound that is asked for is 2.5 dB, and why the companies are lower is not
    // known. All of their medians lie within 4 dB.
    let difference = figures.quantile("coupling", 50) - (try #require(row.number("value")))
    #expect(isClose(difference, 2.6, within: 0.5), "\(difference)")
  }

  @Test("the monostatic background couples and spreads as in the companies' curves")
  func background() throws {
    let drop = try FullBackgroundDrop(gigahertz: 6)
    let all = try drop.background(0..<1500, workers: Workers())
    let coupling = all.map(\.coupling).sorted()
    let points = all.flatMap(\.points)
    for row in try FixtureTable("uav-full.csv").rows(["link": "TRPmo(b)", "gigahertz": "6"]) {
      let column = try #require(row["figure"])
      let percentile = try #require(row.number("percentile"))
      let expected = try #require(row.number("value"))
      if column == "coupling" {
        // 1.25 * 4.5 dB / sqrt(1500) = 0.15 dB of standard error in the median.
        let found = CouplingStatistics.quantile(coupling, percentile)
        #expect(isClose(found, expected, within: percentile == 50 ? 0.5 : 1), "\(row): \(found)")
        continue
      }
      let found = points.quantile(column, percentile)
      let (lowest, highest) = (row.number("lowest") ?? 0, row.number("highest") ?? 0)
      #expect((lowest...highest).contains(found), "\(row): \(found)")
      // The delay spread is 13 % smaller than the median company's, angular spreads 9 % at most.
      if percentile == 50 {
        #expect(isClose(found, expected, relative: 0.2), "\(row): \(found)")
      }
    }
  }

  @Test("each number of the curves' fixture is that of the facts")
  func fixture() throws {
    guard let facts = try facts("calib_isac_uav_R1-2509126.json") else { return }
    let full = try #require(facts["full"] as? [String: [String: [String: Any]]])
    let names = [
      "coupling": "coupling_loss", "delay": "delay_spread",
      "departure-azimuth": "angle_spread_asd", "departure-zenith": "angle_spread_zsd",
    ]
    let rows = try FixtureTable("uav-full.csv").rows
    #expect(rows.count == 51)
    for row in rows {
      let curves = full["\(row["link"] ?? "")-\(row["gigahertz"] ?? "")GHz"]
      let curve = try #require(curves?[names[row["figure"] ?? ""] ?? ""], "\(row)")
      let percentiles = try #require(curve["percentiles"] as? [Double])
      let place = try #require(percentiles.firstIndex { $0 == row.number("percentile") })
      for (column, name) in [
        ("value", "median_of_companies"), ("lowest", "min"), ("highest", "max"),
      ] {
        #expect((curve[name] as? [Double])?[place] == row.number(column), "\(row) \(column)")
      }
    }
  }
}

extension [SensingFigures] {
  /// A quantile of one of the figures, by its column's name.
  fileprivate func quantile(_ column: String, _ percentile: Double) -> Double {
    let values = map { figures in
      switch column {
      case "coupling": figures.coupling
      case "delay": figures.delay
      case "departure-azimuth": figures.departureAzimuth
      default: figures.departureZenith
      }
    }
    return CouplingStatistics.quantile(values.sorted(), percentile)
  }
}
