// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import TestSupport
import Testing

@Suite("Reference points of monostatic backgrounds")
struct ReferencePointTests {
  private static let rows: [(String, ReferencePointRow?)] = {
    let names: [(String, ReferencePoints.Surroundings)] = [
      ("UMi", .urbanMicro), ("UMa", .urbanMacro), ("RMa", .ruralMacro),
      ("Indoor office", .office), ("Indoor Factory", .factory),
    ]
    return names.flatMap { name, surroundings -> [(String, ReferencePointRow?)] in
      [
        ("TRP.\(name)", .transmissionPoint(surroundings)),
        ("UT.\(name)", .terminal(surroundings)),
        ("UT aerial.\(name)-AV", .aerialTerminal(surroundings)),
      ]
    }
  }()

  @Test("each number of the reference points is that of the standard")
  func table() throws {
    var own: [String: Double] = [:]
    for (name, row) in Self.rows {
      guard let row else { continue }
      let constantFirst = !name.contains("UMi")
      for (laws, suffix) in [(row.distance, "d"), (row.height, "h")] {
        for (law, quantity) in zip(laws, ["alpha", "beta", "c"]) {
          for (place, number) in law.inOrder(constantFirst: constantFirst).enumerated() {
            own["\(name).\(quantity)_\(suffix).\(place)"] = number
          }
        }
      }
    }
    #expect(own == (try StandardFixture("reference-points.csv").numbers))
  }

  @Test(
    "each number of the reference points' fixture is that of the facts",
    .enabled(if: StandardFacts.arePresent, "the facts are not on this machine"))
  func facts() throws {
    let rows = try #require(
      StandardFacts.object("background_reference_points.json")["rows"] as? [[String: Any]])
    var found: [String: Double] = [:]
    for row in rows {
      let mode = try #require(row["sensing_mode"] as? String)
      let radio = mode.hasPrefix("TRP") ? "TRP" : mode.contains("aerial") ? "UT aerial" : "UT"
      let scenario = try #require((row["scenario"] as? String)?.split(separator: " /").first)
      for (key, value) in row
      where key.hasPrefix("alpha") || key.hasPrefix("beta") || key.hasPrefix("c_") {
        for (place, number) in StandardFacts.numbers(in: "\(value)").enumerated() {
          found["\(radio).\(scenario).\(key).\(place)"] = number
        }
      }
    }
    #expect(found == (try StandardFixture("reference-points.csv").numbers))
  }

  @Test("means and variances are those of gamma distributions that begin at their offsets")
  func moments() throws {
    let points = try ReferencePoints(
      .urbanMacro, .transmissionPoint, frequency: CarrierFrequency(hertz: 6e9))
    #expect(isClose(points.distance.mean, 68.7778 + 10.337 / 0.1317, within: 1e-9))
    #expect(isClose(points.distance.variance, 10.337 / 0.1317 / 0.1317, within: 1e-9))
    let indoors = try ReferencePoints(
      .denseFactoryHigh, .transmissionPoint, frequency: CarrierFrequency(hertz: 6e9))
    // Below the floor: what the table has, and what the companies' curves need.
    #expect(indoors.height.mean < -16)
  }

  @Test("points around an aerial terminal follow its height")
  func aerial() throws {
    let points = try ReferencePoints(
      .urbanMicro, .aerialTerminal(height: 100), frequency: CarrierFrequency(hertz: 6e9))
    #expect(isClose(points.distance.shape, 1.56 + 5.5399, within: 1e-12))
    #expect(isClose(points.distance.rate, 40.4517 / 354.6318, within: 1e-12))
    #expect(isClose(points.height.offset, 5.32 - 0.012, within: 1e-12))
    #expect(throws: ChannelStandardError.noReferencePoints(.openOffice)) {
      try ReferencePoints(
        .openOffice, .aerialTerminal(height: 2), frequency: CarrierFrequency(hertz: 6e9))
    }
  }

  @Test("highways are rural below frequency range 2 and urban in it")
  func highways() throws {
    #expect(
      try ReferencePoints(.highway, .terminal, frequency: CarrierFrequency(hertz: 6e9))
        == ReferencePoints(.ruralMacro, .terminal, frequency: CarrierFrequency(hertz: 6e9)))
    #expect(
      try ReferencePoints(.highway, .terminal, frequency: CarrierFrequency(hertz: 30e9))
        == ReferencePoints(.urbanMacro, .terminal, frequency: CarrierFrequency(hertz: 30e9)))
    #expect(throws: ChannelStandardError.noReferencePoints(.suburbanMacro)) {
      try ReferencePoints(.suburbanMacro, .terminal, frequency: CarrierFrequency(hertz: 6e9))
    }
  }
}

extension HeightLaw {
  /// The numbers in the order in which the standard's formula has them.
  fileprivate func inOrder(constantFirst: Bool) -> [Double] {
    switch self {
    case .constant(let value): [value]
    case .linear(let slope, let constant): constantFirst ? [constant, slope] : [slope, constant]
    case .reciprocal(let numerator, let slope, let constant):
      [numerator] + (slope == 1 ? [constant] : [constant, slope])
    }
  }
}
