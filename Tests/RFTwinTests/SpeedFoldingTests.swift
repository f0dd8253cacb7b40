// SPDX-License-Identifier: Apache-2.0

import RFTwin
import TestSupport
import Testing

@Suite("Speeds beyond what chirps tell")
struct SpeedFoldingTests {
  /// What is said of folding where a drone goes from one place to another in 10 ms, before a radar at
  /// the origin and another radio beside it.
  private func warnings(
    from start: String, to end: String, array: String = "", radar: String = ""
  ) throws -> [String] {
    let folder = try TemporaryFolder()
    let scenario = try Scenario.load(
      folder.write(
        """
        name: drone
        actors:
          - name: drone
            trajectory: { waypoints: [{ time: 0 s, position: [\(start)] }, \
        { time: 10 ms, position: [\(end)] }] }
            scattering-centres: [{ position: [0, 0, 0], rcs: -30 dBsm }]
        radios:
          - { name: radar, \(radar.isEmpty ? "position: [0, 0, 0]" : radar)\(array) }
          - { name: other, position: [0, 0.1, 0] }
        links: [{ name: mono, tx: radar, rx: radar }, { name: pair, tx: radar, rx: other }]
        waveform: { kind: fmcw, start: 77 GHz, slope: 35 MHz/us, ramp: 40 us, idle: 25 us, \
        sample-rate: 10 MHz }
        propagation: { diffuse: off }
        episode: { duration: 10 ms, frames: { chirps: 4, every: 5 ms } }
        """, to: "scenario.yaml"))
    return try Simulation(scenario, workers: .init(count: 1)).warnings
      .filter { $0.contains("fold to other Doppler shifts") }
  }

  @Test("an echo folds beyond a quarter of a wavelength from chirp to chirp")
  func limit() throws {
    // A quarter of 3.859 mm, the wavelength at 77.7 GHz, in 65 us: 14.84 m/s.
    #expect(try warnings(from: "50, 0, 0", to: "49.86, 0, 0").isEmpty)
    let fast = try warnings(from: "50, 0, 0", to: "49.8, 0, 0")
    #expect(fast.count == 2, "\(fast)")
    #expect(
      fast.first?.contains(
        "the range of 'drone' changes by up to 20 m/s, but chirps every 65 us"
          + " tell 14.84 m/s") == true, "\(fast)")
    // As much of the way to and from it, in twice the speed.
    #expect(fast.last?.contains("the way of 'drone' changes by up to 40 m/s") == true, "\(fast)")
  }

  @Test("it is the range that counts, not the speed")
  func tangential() throws {
    // 30 m/s across at 50 m: 0.09 m/s of range at the end.
    #expect(try warnings(from: "50, 0, 0", to: "50, 0.3, 0").isEmpty)
  }

  @Test("elements that take turns tell less each")
  func turns() throws {
    let array = ", array: { tx: 2, rx: 2, multiplexing: tdm }"
    let found = try warnings(from: "50, 0, 0", to: "49.9, 0, 0", array: array)
    #expect(
      found.contains { $0.contains("chirps of the same element every 130 us tell 7.42 m/s") },
      "\(found)")
  }

  @Test("to a radio that rides along the world moves and the drone does not")
  func riding() throws {
    let found = try warnings(
      from: "50, 0, 0", to: "49.8, 0, 0",
      radar: "attached-to: drone, offset: [0, 0, 0.1], orientation: [0 deg, 0 deg, 0 deg]")
    #expect(found.contains { $0.contains("'mono': the range of what rests") }, "\(found)")
    #expect(!found.contains { $0.contains("'mono': the range of 'drone'") }, "\(found)")
  }
}
