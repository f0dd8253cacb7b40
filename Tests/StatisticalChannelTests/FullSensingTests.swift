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
    _ gigahertz: Double, _ mode: SensingMode, release: StandardRelease = .release19
  ) throws -> [SensingFigures] {
    var scenario = try CalibrationCases.uav(gigahertz: gigahertz, modes: [mode])
    scenario.hasBackground = false
    var options = SensingChannels.Options(.of(.smallUAV))
    options.isDirective = false
    options.fading.release = release
    return try SensingChannels(SensingDrops(scenario, seed: 79), options: options)
      .channels(0..<500, workers: Workers()).flatMap { $0 }.map(SensingFigures.init)
  }

  @Test(
    "a UAV's channel couples, and spreads delays and angles, as in the companies' curves",
    arguments: [("TRPmo(t)", SensingMode.pointMonostatic), ("TRP-TRP", .pointToPoint)], ["6", "30"])
  func uav(_ link: (name: String, mode: SensingMode), gigahertz: String) throws {
    // Four pairs a drop that share legs: 1.25 * 6 dB / sqrt(500) = 0.3 dB of standard error.
    let figures = try figures(#require(Double(gigahertz)), link.mode)
    let rows = try FixtureTable("uav-full.csv").rows(["link": link.name, "gigahertz": gigahertz])
    #expect(!rows.isEmpty)
    for row in rows {
      let column = try #require(row["figure"])
      let percentile = try #require(row.number("percentile"))
      let found = figures.quantile(column, percentile)
      let (lowest, highest) = (row.number("lowest") ?? 0, row.number("highest") ?? 0)
      #expect((lowest...highest).contains(found), "\(row): \(found)")
      if column == "coupling" {
        // Half a decibel and three standard errors of the median; the ends differ no more.
        let expected = try #require(row.number("value"))
        #expect(isClose(found, expected, within: 1.4), "\(found) \(expected)")
      }
    }
  }

  @Test(
    "with the clusters of V16, when TR 36.777 was written, a UAV's spreads are the companies'",
    arguments: [("TRPmo(t)", SensingMode.pointMonostatic), ("TRP-TRP", .pointToPoint)])
  func earlierTables(_ link: (name: String, mode: SensingMode)) throws {
    let (earlier, current) = (
      try figures(6, link.mode, release: .release16), try figures(6, link.mode)
    )
    // From a tenth to nine tenths delay spreads grow by e^4.4, angular ones by e^2: 500 drops leave 10 %
    // and 5 % of standard error in their medians, the four pairs of a drop counted once.
    for (column, bound) in [("delay", 0.25), ("departure-azimuth", 0.15)] {
      let row = try #require(
        FixtureTable("uav-full.csv")
          .rows([
            "link": link.name, "gigahertz": "6", "figure": column, "percentile": "50",
          ]).first)
      let expected = try #require(row.number("value"))
      let found = earlier.quantile(column, 50)
      #expect(isClose(found, expected, relative: bound), "\(column) \(found) \(expected)")
      // Those of V19 are narrower, angles by two fifths.
      #expect(current.quantile(column, 50) < found, "\(column)")
    }
    #expect(current.quantile("departure-azimuth", 50) < 0.7 * 11.8)
  }

  @Test("the monostatic background couples and spreads as in the companies' curves")
  func background() throws {
    let drops = try SensingDrops(
      CalibrationCases.uav(gigahertz: 6, modes: [.pointMonostatic]), seed: 80)
    let channels = try SensingChannels(drops, options: .init(.of(.smallUAV)))
    let all = try Workers().map(400, chunk: 4) { number in
      Result { try channels.pairs(of: drops.drop(number)).compactMap(\.background) }
    }.flatMap { try $0.get() }
    let coupling = all.map(\.gain).sorted()
    let points = all.flatMap(\.parts).map(SensingFigures.init)
    for row in try FixtureTable("uav-full.csv").rows(["link": "TRPmo(b)", "gigahertz": "6"]) {
      let column = try #require(row["figure"])
      let percentile = try #require(row.number("percentile"))
      let expected = try #require(row.number("value"))
      if column == "coupling" {
        // Four sites in each drop: 1.25 * 4.5 dB / sqrt(1600) = 0.15 dB of standard error in the
        // median.
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
