// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import TestSupport
import Testing

@Suite("Tables of path loss")
struct LargeScaleTableTests {
  /// The codes' environments by the names of Table 7.4.1-1.
  private let tables: [String: LogDistanceTable] = [
    "UMa": .urbanMacro, "UMi-StreetCanyon": .urbanMicro, "InH-Office": .office,
    "InF": .sparseFactoryHigh, "InF-SL": .sparseFactoryLow, "InF-DL": .denseFactoryLow,
    "InF-SH": .sparseFactoryHigh, "InF-DH": .denseFactoryHigh,
  ]

  private func coefficient(_ row: [String: String]) throws -> Double? {
    let table = try #require(tables[row["scenario"] ?? ""])
    let isSight = row["condition"] == "LOS"
    let isOptional = row["variant"] == "optional"
    let loss = isSight ? table.lineOfSight : isOptional ? table.optional : table.obstructed
    switch row["name"] {
    case "constant": return loss?.constant
    case "per decade": return loss?.perDecade
    case "per frequency decade": return loss?.perFrequencyDecade
    case "per metre": return loss?.perMetre
    case "per decade beyond": return table.beyondBreakpoint.perDecade
    case "per breakpoint decade": return table.perBreakpointDecade
    default:
      let fading = table.shadowFading
      return isSight ? fading.sight : isOptional ? fading.optional : fading.obstructed
    }
  }

  @Test("every coefficient of log-distance losses is the table's")
  func coefficients() throws {
    var count = 0
    for row in try FixtureTable("path-loss-coefficients.csv").rows {
      guard row["scenario"] != "RMa", row["scenario"] != "SMa" else { continue }
      #expect(try coefficient(row) == row.number("value"), "\(row)")
      count += 1
    }
    #expect(count > 50)
  }

  @Test("in the country, fading is that of the table before and beyond the breakpoint")
  func openCountryFading() throws {
    let frequency = try CarrierFrequency(hertz: 2e9)
    for row in try FixtureTable("path-loss-coefficients.csv").rows {
      guard let name = row["scenario"], name == "RMa" || name == "SMa" else { continue }
      let surroundings = Surroundings(try #require(RadioEnvironment(rawValue: name)))
      let isBeyond = row["name"] == "shadow fading beyond"
      let geometry = LargeScaleGeometry(
        horizontalDistance: isBeyond ? 4000 : 500, baseHeight: 35, terminalHeight: 1.5)
      let state: SightState = row["condition"] == "LOS" ? .lineOfSight : .obstructed
      #expect(
        surroundings.shadowFadingDeviation(state, geometry, frequency) == row.number("value"))
    }
  }

  @Test("the committed coefficients stand in the formulas that were collected")
  func collected() throws {
    guard let file = try facts("pathloss_los_38901.json") else { return }
    let formulas = try #require(file["pathloss"] as? [[String: Any]])
    for row in try FixtureTable("path-loss-coefficients.csv").rows {
      let found = try #require(
        formulas.first {
          $0["scenario"] as? String == row["scenario"]
            && $0["condition"] as? String == row["condition"]
            && ($0["variant"] as? String ?? "") == row["variant"]
        })
      let value = abs(row.number("value"))
      if row["name"]?.hasPrefix("shadow fading") == true {
        let fadings = try #require(found["shadow_fading_std_db"] as? [[String: Any]])
        #expect(fadings.contains { $0["value_db"] as? Double == value }, "\(row)")
      } else {
        let formula = try #require(found["formula"] as? String)
        #expect(magnitudes(in: formula).contains(value), "\(row)")
      }
    }
  }

  @Test("losses, fadings and probabilities are those evaluated elsewhere from the same tables")
  func points() throws {
    for file in ["large-scale-points.csv", "aerial-points.csv"] {
      for row in try FixtureTable(file).rows {
        let name = try #require(row["environment"])
        let frequency = try CarrierFrequency(hertz: row.number("gigahertz") * 1e9)
        let geometry = LargeScaleGeometry(
          horizontalDistance: row.number("distance"), baseHeight: row.number("base"),
          terminalHeight: row.number("terminal"))
        let state: SightState = row["state"] == "LOS" ? .lineOfSight : .obstructed
        let model: LinkModel =
          if let aerial = AerialEnvironment(rawValue: name) {
            LinkModel(formulas: .aerial(aerial))
          } else {
            LinkModel(formulas: .ground(Surroundings(try #require(.init(rawValue: name)))))
          }
        // The fixture has nine decimals.
        let loss = model.pathLoss(state, geometry, frequency)
        #expect(isClose(loss, row.number("loss"), within: 1e-8), "\(row)")
        let deviation = model.shadowFadingDeviation(state, geometry, frequency)
        #expect(isClose(deviation, row.number("deviation"), within: 1e-8), "\(row)")
        let probability = model.sightProbability(geometry)
        #expect(isClose(probability, row.number("probability"), within: 1e-8), "\(row)")
      }
    }
  }

  @Test("the clutter of factories is that of the calibrations")
  func clutter() throws {
    let known = try facts("pathloss_los_38901.json")?["inf_defaults_table_7_2_4_and_7_8_7"]
    for row in try FixtureTable("factory-clutter.csv").rows {
      let name = try #require(row["environment"])
      let clutter = Surroundings(try #require(.init(rawValue: name))).clutter
      #expect(clutter.density == row.number("density"))
      #expect(clutter.size == row.number("size"))
      #expect(clutter.height == row.number("height"))
      guard let halls = known as? [String: Any] else { continue }
      let hall = try #require(halls[String(name.dropFirst(4))] as? [String: Any])
      #expect(hall["r"] as? Double == clutter.density)
      #expect(hall["d_clutter"] as? Double == clutter.size)
      #expect(hall["hc"] as? Double == clutter.height)
    }
  }

  @Test("the sight of terminals in the air has the coefficients of TR 36.777")
  func aerialSight() throws {
    let formulas =
      try facts("uav_36777_annexB.json")?["los_probability"] as? [[String: Any]] ?? []
    for row in try FixtureTable("aerial-coefficients.csv").rows {
      let name = try #require(row["environment"])
      let (fall, near) = try #require(AerialEnvironment(rawValue: name)).sightCoefficients
      let value =
        switch row["name"] {
        case "fall per decade": fall.0
        case "fall": fall.1
        case "least fall": fall.2
        case "near per decade": near.0
        case "near": near.1
        default: near.2
        }
      #expect(value == row.number("value"), "\(row)")
      guard !formulas.isEmpty else { continue }
      let texts = formulas.filter { $0["scenario"] as? String == name }
        .compactMap { $0["los_probability"] as? String }
      #expect(texts.flatMap(magnitudes).contains(abs(value)), "\(row)")
    }
  }

  @Test("links between vehicles have the coefficients of TR 37.885")
  func vehicles() throws {
    let losses = try facts("v2x_37885.json")?["pathloss_V2V"] as? [String: Any]
    for row in try FixtureTable("vehicle-coefficients.csv").rows {
      let street: VehicleLinks = row["street"] == "Urban" ? .urbanGrid : .highway
      let isSight = row["state"] == "LOS"
      let loss = isSight ? street.sightLoss : street.obstructedLoss
      let value =
        switch row["name"] {
        case "constant": loss.constant
        case "per decade": loss.perDecade
        case "per frequency decade": loss.perFrequencyDecade
        default: street.shadowFadingDeviation(isSight ? .lineOfSight : .obstructed)
        }
      #expect(value == row.number("value"), "\(row)")
      guard let losses else { continue }
      let key = "\(row["street"] ?? "")_\(isSight ? "LOS/NLOSv" : "NLOS")"
      let fadings = losses["sigma_SF"] as? [String: Double]
      let numbers = magnitudes(in: losses[key] as? String ?? "")
      let fading = fadings?[isSight ? "LOS" : "NLOS"]
      #expect(numbers.contains(value) || fading == value, "\(row)")
    }
  }

  @Test("walls, buildings and cars take away what the tables say")
  func penetration() throws {
    for row in try FixtureTable("penetration-loss.csv").rows {
      let item = try #require(row["item"])
      let value: Double? =
        if let material = WallMaterial(rawValue: item) {
          row["name"] == "constant"
            ? material.coefficients.constant : material.coefficients.perGigahertz
        } else {
          try part(row["name"] ?? "", of: #require(PenetrationLoss(rawValue: item)))
        }
      #expect(value == row.number("value"), "\(row)")
    }
  }

  private func part(_ name: String, of loss: PenetrationLoss) throws -> Double? {
    let materials = [
      "glass": WallMaterial.multiPaneGlass, "IRRglass": .infraredReflectingGlass,
      "concrete": .concrete, "plywood": .plywood,
    ]
    switch name {
    case "deviation": return loss.deviation
    case "constant": return loss.decibels(try CarrierFrequency(hertz: 6e9), indoorDistance: 0)
    default:
      let material = materials[String(name.dropFirst("share of ".count))]
      return loss.wall?.first { $0.material == material }?.share
    }
  }

  @Test("the committed penetration losses are those that were collected")
  func collectedPenetration() throws {
    guard let losses = try facts("pathloss_los_38901.json")?["o2i_penetration_loss"] else { return }
    let file = try #require(losses as? [String: Any])
    let rows = try FixtureTable("penetration-loss.csv").rows
    let materials = try #require(file["materials"] as? [[String: Any]])
    for entry in materials {
      let formula = try #require(entry["formula"] as? String)
      let committed = rows.filter { $0["item"] == entry["material"] as? String }
      #expect(committed.map { $0.number("value") } == magnitudes(in: formula))
    }
    let models = try #require(file["building_models"] as? [[String: Any]])
    for entry in models {
      let formula = try #require(entry["pl_tw_formula"] as? String)
      let committed = rows.filter { $0["item"] == entry["model"] as? String }
      #expect(committed.last?.number("value") == entry["std_p_db"] as? Double)
      for row in committed.dropLast() {
        #expect(magnitudes(in: formula).contains(row.number("value")), "\(row)")
      }
    }
    #expect(materials.count == 5 && models.count == 3)
  }
}
