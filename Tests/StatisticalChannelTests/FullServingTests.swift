// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import Execution
import RealModule
import StatisticalChannel
import TestSupport
import Testing

@Suite("Full calibration of serving links")
struct FullServingTests {
  /// So many terminals of clause 7.8.2, configuration 1.
  private func figures(
    _ name: String, _ gigahertz: Double, _ fading: ServingDropScenario.Fading, terminals: Int
  ) throws -> [ServingFigures] {
    let frequency = try CarrierFrequency(hertz: gigahertz * 1e9)
    func panel(_ degrees: Double) -> SectorPanel {
      SectorPanel(tilt: degrees * .pi / 180, rows: 4, columns: 4)
    }
    var scenario: ServingDropScenario
    if name == "InH" {
      scenario = ServingDropScenario(
        .openOffice, frequency: frequency, layout: .office(height: 3), sectors: panel(110),
        terminals: terminals, region: .rectangle(from: .init(0, 0), to: .init(120, 50)))
      scenario.indoorShare = 0
      scenario.terminalHeight = 1
    } else {
      let grid = HexagonalGrid(interSiteDistance: 200, rings: 2)
      scenario = ServingDropScenario(
        .urbanMicro, frequency: frequency,
        layout: SiteLayout(grid, height: 10, wrapsAround: true), sectors: panel(102),
        terminals: terminals, region: .cells(grid))
      scenario.leastSiteDistance = 10
    }
    scenario.release = .release14
    scenario.fading = fading
    return try ServingDrops(scenario, seed: 78).terminals(0..<1, workers: Workers())
      .map { try ServingFigures($0) }
  }

  @Test(
    "serving links couple, and spread delays and angles, as in the companies' curves",
    arguments: ["UMi", "InH"], ["6", "30"])
  func medians(name: String, gigahertz: String) throws {
    // Companies do not agree on the sign of shadow fading (see below), so it is drawn apart here.
    let figures = try figures(name, #require(Double(gigahertz)), .apart, terminals: 1500)
    // The widest, the delay spread of UMi, falls by e from quarter to three quarters: 1500 terminals
    // leave 3 % of standard error in its median. The bounds are the calibration's own.
    let row = try #require(
      FixtureTable("full-serving.csv")
        .rows(["case": name, "gigahertz": gigahertz, "percentile": "50"]).first)
    // Of the coupling loss a standard error is 1.25 * 19 dB / sqrt(1500) = 0.6 dB, of the geometry 0.25 dB.
    for (column, bound, level) in Self.levels {
      let expected = try #require(row.number(column))
      let found = Self.median(figures, level)
      #expect(isClose(found, expected, within: bound), "\(column) \(found) \(expected)")
    }
    for (column, spread) in Self.spreads {
      let expected = try #require(row.number(column))
      let found = Self.median(figures, spread)
      #expect(isClose(found, expected, relative: 0.1), "\(column) \(found) \(expected)")
    }
  }

  @Test("the tails of the spreads of serving links lie within 15 % of the companies' curves")
  func tails() throws {
    let figures = try figures("UMi", 6, .apart, terminals: 1500)
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

  @Test("the sector that serves has less delay spread where positive fading is more power")
  func signOfFading() throws {
    // The sector that serves has favourable fading. With the standard's sign its delay spread is then
    // smaller than that of fading apart, which the companies' median has, by a quarter; 800 terminals
    // leave 5 % of standard error.
    let row = try #require(
      FixtureTable("full-serving.csv")
        .rows(["case": "UMi", "gigahertz": "6", "percentile": "50"]).first)
    let companies = try #require(row.number("delay"))
    let joint = Self.median(try figures("UMi", 6, .joint, terminals: 800)) { $0.delay }
    #expect(joint < companies * 0.9, "\(joint) \(companies)")
  }

  @Test("each number of the curves' fixture is that of the facts")
  func fixture() throws {
    guard let facts = try facts("calib_38901_R1-165974_165975.json") else { return }
    let percentiles = try #require(facts["percentiles_5_to_95"] as? [Double])
    let full = try #require(facts["full_median"] as? [String: Any])
    let curves = try #require(
      full["config1"] as? [String: [String: [String: [Double]]]])
    let names = [
      "coupling": "coupling_loss_dB", "geometry": "sinr38900", "delay": "delay_spread_ns",
      "departure-azimuth": "ASD_deg",
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

  /// The calibration's bound of a decibel, of the coupling loss with a standard error.
  private static let levels: [(String, Double, @Sendable (ServingFigures) -> Double)] = [
    ("coupling", 1.6, { $0.coupling }), ("geometry", 1, { $0.geometry }),
  ]

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

/// What the full calibration tells of a terminal's serving link.
private struct ServingFigures: Sendable {
  /// In negative decibels: half of the power of a slanted element arrives at each of two crossed ones.
  ///
  /// With what rays cross polarisations by, it is a decibel more, which the curves do not have.
  let coupling: Double
  /// In decibels.
  let geometry: Double
  /// In nanoseconds.
  let delay: Double
  /// In degrees.
  let departureAzimuth: Double
  let departureZenith: Double
  let arrivalAzimuth: Double
  let arrivalZenith: Double

  init(_ terminal: ServedTerminal) throws {
    let faded = try #require(terminal.faded)
    let (link, degree) = (faded.link, Double.pi / 180)
    coupling = -faded.serving.loss - 10 * Double.log10(2)
    geometry = faded.serving.geometry
    delay = link.delaySpread * 1e9
    departureAzimuth = link.angularSpread { $0.departure.angles.phi } / degree
    departureZenith = link.angularSpread { $0.departure.angles.theta } / degree
    arrivalAzimuth = link.angularSpread { $0.arrival.angles.phi } / degree
    arrivalZenith = link.angularSpread { $0.arrival.angles.theta } / degree
  }
}
