// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import RealModule
import TestSupport
import Testing

@Suite("Tables of fast fading")
struct FastFadingTableTests {
  @Test(
    "each number of the fast fading tables is that of the standard",
    arguments: ["fast-fading-38901.csv", "fast-fading-37885.csv"])
  func columns(file: String) throws {
    for (section, numbers) in try StandardFixture(file).sections {
      let column = try #require(ColumnNames(section)?.column, "\(section)")
      let own = file.contains("37885") ? column.namedAsStreets : column.namedAsMacro
      for (name, value) in numbers { #expect(own[name] == value, "\(section) \(name)") }
      // What the standard leaves out has no effect.
      for (name, value) in own where numbers[name] == nil {
        #expect(value == 0 || name.hasPrefix("corr_distance"), "\(section) \(name)")
      }
    }
  }

  @Test(
    "each number of the fast fading fixtures is that of the facts",
    .enabled(if: StandardFacts.arePresent, "the facts are not on this machine"),
    arguments: [
      ("fast-fading-38901.csv", "lsp_38901_v19.json"),
      ("fast-fading-37885.csv", "v2x_37885.json"),
    ])
  func columnFacts(fixture: String, facts: String) throws {
    let parameters = try #require(
      StandardFacts.object(facts)["parameters"] as? [String: Any])
    #expect(StandardFacts.flattened(parameters) == (try StandardFixture(fixture).numbers))
  }

  @Test(
    "each number in which V16 differs is that of the facts",
    .enabled(if: StandardFacts.arePresent, "the facts are not on this machine"))
  func earlierRelease() throws {
    let changed = try #require(
      StandardFacts.object("lsp_38901_v16_vs_v19.json")["changed"] as? [String: [String: [Double]]])
    for (section, entries) in changed {
      let names = try #require(ColumnNames(section.replacing("LoS", with: "LOS")))
      for (name, values) in entries where !name.hasSuffix("b") {
        let key = ColumnNames.macroName(name)
        #expect(try names.release16?.namedAsMacro[key] == values[0], "\(section) \(name)")
        #expect(names.column?.namedAsMacro[key] == values[1], "\(section) \(name)")
      }
    }
  }

  @Test("V16 and V19 are the same outside UMi and UMa")
  func unchanged() throws {
    for environment in [RadioEnvironment.ruralMacro, .openOffice, .denseFactoryHigh] {
      for sight in [SightState.lineOfSight, .obstructed] {
        #expect(
          try FastFadingColumn.of(environment, sight, release: .release16)
            == FastFadingColumn.of(environment, sight))
      }
    }
  }

  @Test("below 6 GHz UMa and InH take the values at 6 GHz, and RMa its own")
  func lowFrequencies() throws {
    for environment in [RadioEnvironment.urbanMacro, .mixedOffice] {
      let low = try FastFadingParameters(
        environment, .obstructed, frequency: CarrierFrequency(hertz: 2e9))
      let six = try FastFadingParameters(
        environment, .obstructed, frequency: CarrierFrequency(hertz: 6e9))
      #expect(low.delaySpread == six.delaySpread)
      #expect(low.arrivalAzimuthSpread == six.arrivalAzimuthSpread)
    }
    let one = try FastFadingParameters(
      .urbanMicro, .obstructed, frequency: CarrierFrequency(hertz: 1e9))
    let two = try FastFadingParameters(
      .urbanMicro, .obstructed, frequency: CarrierFrequency(hertz: 2e9))
    #expect(one.delaySpread == two.delaySpread)
    #expect(
      try FastFadingParameters(.urbanMicro, .obstructed, frequency: CarrierFrequency(hertz: 3e9))
        != two)
  }

  @Test("the mean delay spread of a factory follows from its volume over its surface")
  func halls() throws {
    // 120 m x 60 m x 10 m: V / S = 72000 / 18000 = 4.
    let hall = HallSize(length: 120, width: 60, height: 10)
    #expect(hall.volumeOverSurface == 4)
    let parameters = try FastFadingParameters(
      .denseFactoryLow, .lineOfSight, frequency: CarrierFrequency(hertz: 28e9), hall: hall)
    #expect(isClose(parameters.delaySpread.mean, Double.log10(118) - 9.35, within: 1e-12))
    #expect(throws: ChannelStandardError.hallMissing(.denseFactoryLow)) {
      try FastFadingParameters(
        .denseFactoryLow, .lineOfSight, frequency: CarrierFrequency(hertz: 28e9))
    }
  }

  @Test("hand-computed values of UMi at 79 GHz")
  func handComputed() throws {
    let parameters = try FastFadingParameters(
      .urbanMicro, .lineOfSight, frequency: CarrierFrequency(hertz: 79e9))
    // lg 80 = 1.903089987
    #expect(isClose(parameters.delaySpread.mean, -7.28 - 0.18 * 1.903_089_987, within: 1e-9))
    #expect(parameters.clusterDelaySpread == 5e-9)
    #expect(parameters.clusterArrivalAzimuth == 17 * Double.pi / 180)
    let macro = try FastFadingParameters(
      .urbanMacro, .lineOfSight, frequency: CarrierFrequency(hertz: 79e9))
    // 6.5622 - 3.4084 lg 79 = 0.0944: the floor holds.
    #expect(macro.clusterDelaySpread == 0.25e-9)
    #expect(
      try FastFadingParameters(.openOffice, .obstructed, frequency: CarrierFrequency(hertz: 79e9))
        .clusterDelaySpread
        == 3.91e-9)
  }

  @Test("aerial links have 15 dB of Rician factor where there is a line of sight")
  func aerial() throws {
    let seen = try FastFadingParameters(
      .urbanMacro, .lineOfSight, frequency: CarrierFrequency(hertz: 6e9)
    )
    .withRicianFactor(decibels: FastFadingParameters.aerialRicianFactor)
    #expect(seen.ricianFactor == NormalDecibels(15, 0))
    let hidden = try FastFadingParameters(
      .urbanMacro, .obstructed, frequency: CarrierFrequency(hertz: 6e9))
    #expect(hidden.withRicianFactor(decibels: 15) == hidden)
  }

  @Test(
    "TR 38.900 has offices and links to indoors of UMi of its own, and no other tables are at hand")
  func earlierTables() throws {
    let carrier = try CarrierFrequency(hertz: 30e9)
    func parameters(
      _ environment: RadioEnvironment, _ sight: SightState
    ) throws -> FastFadingParameters {
      try FastFadingParameters(environment, sight, frequency: carrier, release: .release14)
    }
    // lg 31 = 1.49136: -7.29 - 0.28 lg 31, and 2.12 + 0.84 lg 31 in decibels.
    let hidden = try parameters(.openOffice, .obstructed)
    #expect(isClose(hidden.delaySpread.mean, -7.707_581, within: 1e-6))
    #expect(hidden.departureZenithSpread == .init(mean: 1.37, deviation: 0.38))
    let seen = try parameters(.mixedOffice, .lineOfSight)
    #expect(isClose(try #require(seen.ricianFactor).mean, 3.372_744, within: 1e-6))
    #expect(seen.clusters == 8)
    let indoors = try parameters(.urbanMicro, .outdoorToIndoor)
    #expect(isClose(indoors.clusterArrivalAzimuth, 20 * .pi / 180, within: 1e-12))
    #expect(
      try parameters(.urbanMicro, .obstructed)
        == FastFadingParameters(
          .urbanMicro, .obstructed, frequency: carrier, release: .release16))
    #expect(throws: ChannelStandardError.noEarlierTables(.urbanMacro)) {
      try parameters(.urbanMacro, .lineOfSight)
    }
  }

  @Test(
    "what the standards do not cover is refused with a sentence", arguments: [0.4e9, 101e9, .nan])
  func refused(frequency: Double) {
    #expect {
      try FastFadingParameters(
        .urbanMacro, .lineOfSight, frequency: CarrierFrequency(hertz: frequency))
    } throws: { "\($0)".contains("0.5 GHz to 100 GHz") }
    #expect(throws: ChannelStandardError.noColumn(.highway, .obstructed)) {
      try FastFadingColumn.of(.highway, .obstructed)
    }
    #expect(throws: ChannelStandardError.noColumn(.mixedOffice, .outdoorToIndoor)) {
      try FastFadingColumn.of(.mixedOffice, .outdoorToIndoor)
    }
  }
}
