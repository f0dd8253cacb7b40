// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import Execution
import RealModule
import StatisticalChannel
import TestSupport
import Testing

@Suite("Full calibration of serving links")
struct FullServingTests {
  @Test(
    "serving links couple, and spread delays and angles, as in the companies' curves",
    arguments: [("UMi", RadioEnvironment.urbanMicro), ("InH", .openOffice)], ["6", "30"])
  func medians(_ scenario: (name: String, environment: RadioEnvironment), gigahertz: String) throws
  {
    // Companies do not agree on the sign of shadow fading (see below), so it is drawn apart here.
    let drop = try FullServingDrop(
      scenario.environment, gigahertz: #require(Double(gigahertz)), fading: .apart)
    // The widest, the delay spread of UMi, falls by e from quarter to three quarters: 1500 terminals
    // leave 3 % of standard error in its median. The bounds are the calibration's own.
    let figures = try drop.figures(0..<1500, workers: Workers())
    let row = try #require(
      FixtureTable("full-serving.csv")
        .rows(["case": scenario.name, "gigahertz": gigahertz, "percentile": "50"]).first)
    let coupling = try #require(row.number("coupling"))
    let found = Self.median(figures) { $0.coupling }
    #expect(isClose(found, coupling, within: 1), "\(found) \(coupling)")
    for (column, spread) in Self.spreads {
      let expected = try #require(row.number(column))
      let found = Self.median(figures, spread)
      #expect(isClose(found, expected, relative: 0.1), "\(column) \(found) \(expected)")
    }
  }

  @Test("the tails of the spreads of serving links lie within 15 % of the companies' curves")
  func tails() throws {
    let drop = try FullServingDrop(.urbanMicro, gigahertz: 6, fading: .apart)
    let figures = try drop.figures(0..<1500, workers: Workers())
    for percentile in ["10", "90"] {
      let row = try #require(
        FixtureTable("full-serving.csv")
          .rows(["case": "UMi", "gigahertz": "6", "percentile": percentile]).first)
      for (column, spread) in Self.spreads {
        let expected = try #require(row.number(column))
        let found = CouplingStatistics.quantile(
          figures.map(spread).sorted(), try #require(Double(percentile)))
        // Tails of 1500 terminals have twice the standard error of the median.
        #expect(isClose(found, expected, relative: 0.15), "\(column) \(found) \(expected)")
      }
    }
  }

  @Test("the companies' median delay spread lies between those of both signs of shadow fading")
  func signOfFading() throws {
    // The sector that serves has favourable fading. With the standard's sign its delay spread is then
    // smaller than of all links, by a quarter; with the other one larger by as much.
    let row = try #require(
      FixtureTable("full-serving.csv")
        .rows(["case": "UMi", "gigahertz": "6", "percentile": "50"]).first)
    let companies = try #require(row.number("delay"))
    let medians = try [FullServingDrop.Fading.gain, .loss].map { fading in
      let drop = try FullServingDrop(.urbanMicro, gigahertz: 6, fading: fading)
      return Self.median(try drop.figures(0..<800, workers: Workers())) { $0.delay }
    }
    // 5 % of standard error in each.
    #expect(medians[0] < companies * 0.9, "\(medians)")
    #expect(medians[1] > companies * 1.1, "\(medians)")
  }

  @Test("each number of the curves' fixture is that of the facts")
  func fixture() throws {
    guard let facts = try facts("calib_38901_R1-165974_165975.json") else { return }
    let percentiles = try #require(facts["percentiles_5_to_95"] as? [Double])
    let full = try #require(facts["full_median"] as? [String: Any])
    let curves = try #require(
      full["config1"] as? [String: [String: [String: [Double]]]])
    let names = [
      "coupling": "coupling_loss_dB", "delay": "delay_spread_ns", "departure-azimuth": "ASD_deg",
      "departure-zenith": "ZSD_deg", "arrival-azimuth": "ASA_deg", "arrival-zenith": "ZSA_deg",
    ]
    let rows = try FixtureTable("full-serving.csv").rows
    #expect(rows.count == 18)
    for row in rows {
      let place = try #require(percentiles.firstIndex { $0 == row.number("percentile") })
      let curve = curves[row["case"] ?? ""]?["\(row["gigahertz"] ?? "")GHz"]
      for (column, name) in names {
        #expect(row.number(column) == curve?[name]?[place], "\(row) \(column)")
      }
    }
  }

  private static let spreads: [(String, @Sendable (ServingFigures) -> Double)] = [
    ("delay", { $0.delay }), ("departure-azimuth", { $0.departureAzimuth }),
    ("departure-zenith", { $0.departureZenith }), ("arrival-azimuth", { $0.arrivalAzimuth }),
    ("arrival-zenith", { $0.arrivalZenith }),
  ]

  private static func median(
    _ figures: [ServingFigures], _ figure: (ServingFigures) -> Double
  ) -> Double {
    CouplingStatistics.quantile(figures.map(figure).sorted(), 50)
  }
}
