// SPDX-License-Identifier: Apache-2.0

import Captures
import ComplexModule
import Execution
import InputDocuments
import Quantities
import RFTwin
import TestSupport
import Testing

@Suite("Impairments of scenarios")
struct ImpairmentScenarioTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func scenario(
    _ impairments: String, _ processing: String = "{}", array: String = "{}"
  ) throws -> Scenario {
    let text = """
      name: line of sight
      radios:
        - { name: a, position: [0, 0, 2], array: \(array) }
        - { name: b, position: [30, 0, 2] }
      links: [{ name: link, tx: a, rx: b }]
      waveform: { kind: fmcw, start: 77 GHz, slope: 35 MHz/us, ramp: 100 us, idle: 25 us, \
      sample-rate: 18 MHz }
      propagation: { diffuse: off }
      episode: { duration: 10 ms, frames: { chirps: 32 } }
      noise: off
      output: { if-samples: on }
      processing: \(processing)
      impairments: \(impairments)
      """
    return try Scenario.load(folder.write(text, to: "impairments.yaml"))
  }

  private func link(_ scenario: Scenario) throws -> RecordedLink {
    let path = folder.file("record.h5")
    _ = try Simulation(scenario, workers: Workers(count: 2)).run(writingTo: path)
    return try #require(try Record(path).links.first)
  }

  /// The delay of the strongest bin of the first profile, in seconds.
  private func strongest(_ link: RecordedLink) throws -> Double {
    let profile = try link.profiles().prefix(link.delays.count)
    return link.delays[try #require(profile.indices.max { profile[$0] < profile[$1] })]
  }

  @Test("an empty section and sections that switch nothing on change no sample")
  func off() throws {
    let plain = try link(scenario("{}")).samples()
    #expect(try link(scenario("{ a: {}, b: {} }")).samples() == plain)
    #expect(try link(scenario("{ b: { clock: {} } }")).samples() == plain)
    // What leaks within b does not reach a link from a.
    let leaking = "{ b: { leakage: { delay: 1 ns, level: -20 dB } } }"
    #expect(try link(scenario(leaking)).samples() == plain)
  }

  @Test("each key reaches the samples of the radio's own links")
  func keys() throws {
    let plain = try link(scenario("{}")).samples()
    for keys in [
      "phase-noise: awr1243", "phase-noise: [[1 MHz, -90 dBc/Hz], [10 MHz, -110 dBc/Hz]]",
      "high-pass: { corner: 350 kHz, order: 2 }", "low-pass: { corner: 15 MHz }",
      "iq-imbalance: { gain: 1 dB, phase: 2 deg }",
      "adc: { bits: 10, full-scale: 10 dBm, gain: 60 dB }", "clock: { error: 1 ppm }",
      "decimation: { pass: [0 MHz, 17 MHz] }",
      "clock: { start: 3 ns }", "clock: { carrier: 20 kHz }", "clock: { slope: 100 ppb }",
    ] {
      #expect(try link(scenario("{ b: { \(keys) } }")).samples() != plain, "\(keys)")
    }
  }

  @Test("two clocks move the line of sight, and alignment puts it back at rest where it belongs")
  func alignment() throws {
    let sight = 30 / PhysicalConstants.speedOfLight
    let clocks = "{ a: { clock: { start: 50 ns, error: 0.05 ppm } } }"
    let apart = try link(scenario(clocks))
    let cell = apart.delays[1]
    // 3.85 kHz of carrier are 0.11 ns; 32 chirps drift by 0.2 ns.
    #expect(abs(try strongest(apart) - (sight + 50e-9)) < 2 * cell)
    let aligned = try link(scenario(clocks, "{ align: line-of-sight }"))
    #expect(abs(try strongest(aligned) - sight) <= cell / 2 * 1.001)
    let map = try aligned.map(0)
    let peak = try #require(map.indices.max { map[$0] < map[$1] })
    #expect(aligned.dopplerShifts[peak / aligned.delays.count] == 0)
    // IF samples are kept as they were received.
    #expect(try aligned.samples() == (try apart.samples()))
  }

  @Test("noise and schedules do not depend on the number of threads")
  func threads() throws {
    let noisy = """
      { a: { phase-noise: awr1243, clock: { error: 0.1 ppm } }, b: { phase-noise: awr1243, \
      low-pass: { corner: 15 MHz, order: 8 }, adc: { bits: 12, full-scale: 10 dBm, gain: 60 dB } } }
      """
    var scenario = try scenario(noisy, array: "{ tx: 2, multiplexing: ddm, sub-bands: 4 }")
    scenario.noise = true
    let records = try [1, 3].map { threads in
      let path = folder.file("threads-\(threads).h5")
      _ = try Simulation(scenario, workers: Workers(count: threads)).run(writingTo: path)
      return try #require(try Record(path).links.first)
    }
    #expect(try records[0].samples() == (try records[1].samples()))
    #expect(try records[0].map(0) == (try records[1].map(0)))
  }

  @Test("a mistake in impairments is one sentence with the line")
  func mistakes() throws {
    for (impairments, words) in [
      ("{ c: {} }", "no radio is named 'c'"),
      ("{ b: { phasenoise: awr1243 } }", "did you mean 'phase-noise'"),
      ("{ b: { phase-noise: awr1642 } }", "did you mean 'awr1243'"),
      ("{ b: { phase-noise: [] } }", "has no points"),
      ("{ b: { phase-noise: [[1 MHz]] } }", "must be an offset and a level"),
      ("{ b: { phase-noise: [[1 MHz, -90 dBc/Hz], [1 MHz, -95 dBc/Hz]] } }", "ascend"),
      ("{ b: { phase-noise: [[1 MHz, -90 dB]] } }", "'dB' is not a unit of noise density"),
      ("{ b: { leakage: { delay: 1 us, level: -20 dB } } }", "beyond the unambiguous delay"),
      ("{ b: { leakage: { delay: -1 ns, level: -20 dB } } }", "must lie between"),
      ("{ b: { leakage: { delay: 1 ns, level: 20 dB } } }", "must lie between"),
      ("{ b: { high-pass: { corner: 0 kHz } } }", "must be above zero"),
      ("{ b: { low-pass: { corner: 15 MHz, order: 0 } } }", "must be from 1 to 20, not 0"),
      ("{ b: { iq-imbalance: { phase: 100 deg } } }", "must lie between"),
      ("{ b: { adc: { bits: 0, full-scale: 0 dBm } } }", "must be from 1 to 32, not 0"),
      ("{ b: { adc: { bits: 12 } } }", "lacks the key 'full-scale'"),
      ("{ b: { decimation: {} } }", "lacks the key 'pass'"),
      ("{ b: { decimation: { pass: [1 MHz] } } }", "must be two beat frequencies"),
      ("{ b: { decimation: { pass: [2 MHz, 1 MHz] } } }", "that grow"),
      ("{ b: { decimation: { pass: [0 MHz, 1 GHz] } } }", "must lie between"),
      ("{ b: { decimation: { pass: [-10 MHz, 20 MHz] } } }", "is wider than the 18 MHz that"),
      ("{ b: { clock: { start: 1 ms } } }", "ramps would not overlap"),
      ("{ b: { clock: { error: 1 % } } }", "'%' is not a unit of proportion"),
      ("{ b: { clock: { error: 2000 ppm } } }", "must lie between"),
      ("{ b: { clock: { carrier: 1 GHz } } }", "must lie between"),
    ] {
      let error = #expect(throws: InputError.self) { try scenario(impairments) }
      #expect(error?.line == 12, "\(words)")
      #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }
  }
}
