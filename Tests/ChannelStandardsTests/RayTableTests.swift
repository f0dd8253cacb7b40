// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import RealModule
import TestSupport
import Testing

@Suite("Tables of rays, zenith spreads and distances")
struct RayTableTests {
  @Test("each number of the ray tables is that of the standard")
  func rays() throws {
    var own: [String: Double] = [:]
    for (index, offset) in RayTables.offsets.enumerated() { own["alpha.\(index + 1)"] = offset }
    for (count, value) in RayTables.azimuthScalings { own["C_phi_NLOS.\(count)"] = value }
    for (count, value) in RayTables.zenithScalings { own["C_theta_NLOS.\(count)"] = value }
    for (name, polynomial) in [
      ("C_phi_LOS", RayTables.azimuthRician), ("C_theta_LOS", RayTables.zenithRician),
      ("C_tau_LOS", RayTables.delayRician),
    ] {
      for (power, value) in polynomial.enumerated() { own["\(name).\(power)"] = value }
    }
    for (index, part) in RayTables.subclusters.enumerated() {
      own["subcluster.\(index).power"] = part.power
      own["subcluster.\(index).delay"] = part.delay
      for (place, ray) in part.rays.enumerated() {
        own["subcluster.\(index).ray.\(place)"] = Double(ray + 1)
      }
    }
    #expect(own == (try StandardFixture("rays.csv").numbers))
  }

  @Test(
    "each number of the rays' fixture is that of the facts",
    .enabled(if: StandardFacts.arePresent, "the facts are not on this machine"))
  func rayFacts() throws {
    let facts = try StandardFacts.object("ray_tables.json")
    let fixture = try StandardFixture("rays.csv").numbers
    let offsets = try #require(facts["ray_offsets_alpha_m_1to20"] as? [Double])
    #expect(offsets == (1...20).map { fixture["alpha.\($0)"] })
    for name in ["C_phi_NLOS", "C_theta_NLOS"] {
      let table = try #require(facts[name] as? [String: Double])
      for (count, value) in table { #expect(fixture["\(name).\(count)"] == value) }
      #expect(fixture.keys.filter { $0.hasPrefix(name) }.count == table.count)
    }
    for name in ["C_phi_LOS", "C_theta_LOS", "C_tau_LOS"] {
      let formula = try #require(facts[name] as? String)
      // The exponents of K^2 and K^3 stand there as numbers, too.
      let numbers = StandardFacts.numbers(in: formula.replacing(/\^\d/, with: ""))
      #expect(numbers == (0..<4).map { fixture["\(name).\($0)"] })
    }
    let parts = try #require(facts["subclusters"] as? [[String: Any]])
    for (index, part) in parts.enumerated() {
      let rays = try #require(part["rays"] as? [Double])
      #expect(rays == rays.indices.map { fixture["subcluster.\(index).ray.\($0)"] })
      #expect(part["power"] as? Double == fixture["subcluster.\(index).power"])
      let delay = try #require(part["delay"] as? String)
      #expect(StandardFacts.numbers(in: delay).first == fixture["subcluster.\(index).delay"])
    }
  }

  @Test("ray offsets have zero mean and an rms of one, so a cluster's spread is what it is told")
  func offsets() {
    let offsets = RayTables.offsets
    #expect(offsets.reduce(0, +) == 0)
    let rms = (offsets.reduce(0) { $0 + $1 * $1 } / 20).squareRoot()
    // The table has four decimals.
    #expect(isClose(rms, 1, within: 1e-4))
  }

  @Test("subclusters hold each ray once, and each its share of the power")
  func subclusters() {
    #expect(RayTables.subclusters.flatMap(\.rays).sorted() == Array(0..<20))
    for part in RayTables.subclusters {
      #expect(isClose(part.power, Double(part.rays.count) / 20, within: 1e-12))
      for ray in part.rays { #expect(RayTables.subclusterDelays[ray] == part.delay) }
    }
  }

  @Test("scalings of angles and delays at hand-computed Rician factors")
  func scalings() {
    // 1.1035 - 0.28 - 0.2 + 0.1 at 10 dB.
    #expect(
      isClose(
        RayTables.azimuthScaling(clusters: 12, ricianFactor: 10), 1.146 * 0.7235, within: 1e-9))
    // 1.3086 + 0.339 - 0.77 + 0.2 at 10 dB.
    #expect(
      isClose(RayTables.zenithScaling(clusters: 12, ricianFactor: 10), 1.104 * 1.0776, within: 1e-9)
    )
    // 0.7705 - 0.433 + 0.02 + 0.017 at 10 dB.
    #expect(isClose(RayTables.delayScaling(ricianFactor: 10), 0.3745, within: 1e-9))
    #expect(RayTables.delayScaling(ricianFactor: nil) == 1)
    #expect(RayTables.azimuthScaling(clusters: 19, ricianFactor: nil) == 1.273)
  }

  @Test("each number of the laws of zenith departures is that of the standard")
  func zenithLaws() throws {
    let environments: [(String, RadioEnvironment)] = [
      ("UMa", .urbanMacro), ("UMi", .urbanMicro), ("RMa", .ruralMacro), ("InH", .openOffice),
      ("InF", .sparseFactoryLow), ("SMa", .suburbanMacro),
    ]
    var own: [String: Double] = [:]
    for (name, environment) in environments {
      for (sight, obstructed) in [("LOS", false), ("NLOS", true)] {
        let law = ZenithDepartureLaw.of(environment, obstructed: obstructed)
        for (quantity, numbers) in law.inOrderOfFormulas {
          for (place, number) in numbers.enumerated() {
            own["\(name).\(sight).\(quantity).\(place)"] = number
          }
        }
      }
    }
    #expect(own == (try StandardFixture("zenith-departure.csv").numbers))
  }

  @Test(
    "each number of the zenith fixture is that of the facts",
    .enabled(if: StandardFacts.arePresent, "the facts are not on this machine"))
  func zenithFacts() throws {
    let tables = try #require(
      StandardFacts.object("zsd_zod_offset.json")["tables"] as? [String: [String: Any]])
    var facts: [String: Double] = [:]
    for (environment, states) in tables {
      for (state, cells) in states {
        guard let cells = cells as? [String: Any] else { continue }
        let name = "\(environment).\(state.split(separator: "/")[0])."
        for (key, value) in cells {
          let numbers = StandardFacts.numbers(in: "\(value)")
          for (place, number) in numbers.enumerated() { facts["\(name)\(key).\(place)"] = number }
        }
      }
    }
    #expect(facts == (try StandardFixture("zenith-departure.csv").numbers))
  }

  @Test("zenith spreads and offsets at hand-computed places")
  func zenithValues() throws {
    func departure(
      _ environment: RadioEnvironment, _ sight: SightState, _ distance: Double,
      _ heights: (Double, Double),
      _ frequency: Double
    ) throws -> ZenithDeparture {
      let carrier = try CarrierFrequency(hertz: frequency)
      return ZenithDeparture(
        environment, sight,
        LinkGeometry(
          groundDistance: distance, baseHeight: heights.0, terminalHeight: heights.1),
        try FastFadingParameters(environment, sight, frequency: carrier), frequency: carrier)
    }
    // UMi in sight, 40 m: -0.592 + 0.085 + 0.83.
    let micro = try departure(.urbanMicro, .lineOfSight, 40, (10, 1.5), 30e9)
    #expect(isClose(micro.spread.mean, 0.323, within: 1e-12))
    #expect(micro.offset == 0)
    // UMi obstructed, 100 m: -10^(-3 + 3.3) degrees.
    let hidden = try departure(.urbanMicro, .obstructed, 100, (10, 1.5), 30e9)
    #expect(isClose(hidden.offset, -1.995_262_315 * Double.pi / 180, within: 1e-9))
    #expect(isClose(hidden.spread.mean, -0.11, within: 1e-12))
    // UMa obstructed at 10 GHz, 100 m: a = -0.574, c = 1.9, e = 1.7; 1.7 - 10^(0.752).
    let macro = try departure(.urbanMacro, .obstructed, 100, (25, 1.5), 10e9)
    #expect(isClose(macro.offset, (1.7 - 5.649_369_748) * Double.pi / 180, within: 1e-9))
    // RMa obstructed, far away: the floor of the mean, and 2 m of height over the distance.
    let rural = try departure(.ruralMacro, .obstructed, 10_000, (35, 1.5), 6e9)
    #expect(rural.spread.mean == -1)
    #expect(isClose(rural.offset, -2.0 / 10_000, within: 1e-8))
    // Streets have spreads of their own and no offset.
    let street = try departure(.urbanGrid, .obstructed, 100, (5, 1.5), 6e9)
    #expect(street.offset == 0)
    #expect(isClose(street.spread.mean, 0.92 - 0.04 * Double.log10(7), within: 1e-12))
  }

  @Test("each number of the excess delays and distances is that of the standard")
  func consistency() throws {
    let environments: [(String, RadioEnvironment)] = [
      ("InH", .mixedOffice), ("InF-SL", .sparseFactoryLow), ("InF-DL", .denseFactoryLow),
      ("InF-SH", .sparseFactoryHigh), ("InF-DH", .denseFactoryHigh), ("UMi", .urbanMicro),
      ("UMa", .urbanMacro), ("RMa", .ruralMacro), ("SMa", .suburbanMacro),
    ]
    var own: [String: Double] = [:]
    for (name, environment) in environments {
      let delay = try AbsoluteDelay(environment, frequency: CarrierFrequency(hertz: 6e9))
      own["excess delay.\(name).mu_lg_delta_tau"] = delay.excess.mean
      own["excess delay.\(name).sigma_lg_delta_tau"] = delay.excess.deviation
      own["excess delay.\(name).corr_distance_m"] = delay.correlationDistance
    }
    for (name, environment) in [
      ("RMa", RadioEnvironment.ruralMacro), ("UMi", .urbanMicro), ("UMa", .urbanMacro),
      ("SMa", .suburbanMacro), ("Indoor", .openOffice), ("InF", .denseFactoryLow),
    ] {
      let states: [(String, SightState)] =
        environment.isIndoors
        ? [("any", .lineOfSight)]
        : [("LOS", .lineOfSight), ("NLOS", .obstructed), ("O2I", .outdoorToIndoor)]
      for (state, sight) in states {
        let distances = ConsistencyDistances(environment, sight)
        let prefix = "distance.\(name).\(state)."
        own[prefix + "cluster_ray_specific_m"] = distances.clusters
        own[prefix + "los_nlos_state_m"] = distances.sight
        own[prefix + "indoor_outdoor_state_m"] = distances.indoors
      }
    }
    #expect(own == (try StandardFixture("consistency.csv").numbers))
  }

  @Test(
    "each number of the fixture of excess delays and distances is that of the facts",
    .enabled(if: StandardFacts.arePresent, "the facts are not on this machine"))
  func consistencyFacts() throws {
    let facts = try StandardFacts.object("additional_components_7_6.json")
    var found: [String: Double] = [:]
    for row in try #require(facts["absolute_time_of_arrival"] as? [[String: String]]) {
      for name in (row["scenario"] ?? "").split(separator: ", ") {
        for (key, value) in row where key != "scenario" {
          found["excess delay.\(name).\(key)"] = Double(value)
        }
      }
    }
    let rows = try #require(
      facts["spatial_consistency_correlation_distance"] as? [[String: Any]])
    for row in rows {
      let name = "distance.\(row["scenario"] ?? "").\(row["condition"] as? String ?? "any")."
      for (key, value) in row where key.hasSuffix("_m") {
        found[name + key] = (value as? String).flatMap(Double.init)
      }
    }
    #expect(found == (try StandardFixture("consistency.csv").numbers))
  }

  @Test(
    "with sensing each link is consistent along its own way, as Table 7.9.5.1-1 has it",
    .enabled(if: StandardFacts.arePresent, "the facts are not on this machine"))
  func kinds() throws {
    for (file, key, sensing) in [
      ("reference_channel_map.json", "spatial_consistency_correlation", true),
      ("additional_components_7_6.json", "spatial_consistency_correlation_type", false),
    ] {
      let rows = try #require(StandardFacts.object(file)[key] as? [[String: String]])
      #expect(rows.count == ConsistentQuantity.allCases.count)
      for row in rows {
        let quantity = try #require(ConsistentQuantity(rawValue: row["parameter"] ?? ""))
        #expect(quantity.kind(sensing: sensing).rawValue == row["correlation_type"])
      }
    }
  }

  @Test("streets borrow the excess delays of UMa and RMa; a hall always in sight has none")
  func borrowedDelays() throws {
    let macro = try AbsoluteDelay(.urbanMacro, frequency: CarrierFrequency(hertz: 6e9))
    #expect(try AbsoluteDelay(.urbanGrid, frequency: CarrierFrequency(hertz: 6e9)) == macro)
    #expect(try AbsoluteDelay(.highway, frequency: CarrierFrequency(hertz: 30e9)) == macro)
    #expect(
      try AbsoluteDelay(.highway, frequency: CarrierFrequency(hertz: 6e9))
        == AbsoluteDelay(.ruralMacro, frequency: CarrierFrequency(hertz: 6e9)))
    #expect(throws: ChannelStandardError.noAbsoluteDelay(.factoryBothHigh)) {
      try AbsoluteDelay(.factoryBothHigh, frequency: CarrierFrequency(hertz: 6e9))
    }
  }
}

extension ZenithDepartureLaw {
  /// The numbers of the formulas in the order in which the fixture has them.
  fileprivate var inOrderOfFormulas: [String: [Double]] {
    ["mu": meanNumbers, "sigma": deviation.inOrder, "zod_offset_deg": offsetNumbers]
  }

  private var meanNumbers: [Double] {
    guard let floor else { return constant.inOrder }
    // A thousand metres to the kilometre; 1.5 m and 0 m belong to the heights.
    let reference: [Double]
    switch heights {
    case .terminal: reference = [1.5]
    case .distance: reference = []
    case .excess: reference = [0]
    }
    return [floor, perKilometre, 1000, perMetre] + reference + constant.inOrder
  }

  private var offsetNumbers: [Double] {
    switch offset {
    case .none: [0]
    case .degrees(let value): [value]
    case .power(let slope, let floor, let constant): [-10, slope, floor, constant]
    case .elevations(let top, let upper, let lower): [top, upper, top, lower]
    case .macro(let a, let floor, let c, let height, let e):
      [-10, height, 1.5] + a.inOrder + [floor] + c.inOrder + e.inOrder
    }
  }
}

extension LogarithmicLaw {
  /// Slope, offset where it is one, constant.
  fileprivate var inOrder: [Double] {
    slope == 0 ? [constant] : [slope] + (offset == 0 ? [] : [offset]) + [constant]
  }
}
