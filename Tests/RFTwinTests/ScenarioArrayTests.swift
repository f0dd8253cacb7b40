// SPDX-License-Identifier: Apache-2.0

import Captures
import ComplexModule
import Electromagnetics
import Execution
import InputDocuments
import Quantities
import RFTwin
import Scenes
import Spatial
import TestSupport
import Testing

@Suite("Arrays of scenarios")
struct ScenarioArrayTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func scenario(_ array: String, _ propagation: String = "") throws -> Scenario {
    let text = SoundScenario.text
      .replacingOccurrences(of: "name: ue, position", with: "name: ue, array: \(array), position")
      .replacingOccurrences(of: "max-depth: 1", with: "max-depth: 1\(propagation)")
    #expect(text.contains(array))
    return try Scenario.load(SoundScenario.write(text, in: folder))
  }

  private func radio(_ array: String) throws -> Radio { try scenario(array).scene.radios[1] }

  /// Half a wavelength at the centre of the band.
  private func half() throws -> Double {
    try scenario("{ rx: 1 }").waveform.centreFrequency.wavelength / 2
  }

  private func isAt(_ elements: [ArrayElement], _ places: [Vector3]) -> Bool {
    // Of some centimetres, rounding.
    elements.count == places.count
      && zip(elements, places).allSatisfy { ($0.position - $1).length < 1e-15 }
  }

  @Test("the layout of the AWR1243 has three transmit and four receive elements")
  func layout() throws {
    let (radio, half) = (try radio("{ layout: awr1243 }"), try half())
    // From left, which is y, to right around the radio's place, half a wavelength apart.
    #expect(
      isAt(radio.receiveElements, [1.5, 0.5, -0.5, -1.5].map { Vector3(0, $0 * half, 0) }))
    #expect(
      isAt(
        radio.transmitElements,
        [Vector3(0, 2, 0), Vector3(0, 0, 1), Vector3(0, -2, 0)].map { $0 * half }))
    #expect(radio.activeTransmitElements == [radio.transmitElements[0]])
    let chosen = try self.radio("{ layout: awr1243, active: 1, spacing: 2 mm }")
    #expect(chosen.activeTransmitElements.map(\.position) == [Vector3(0, 0, 2e-3)])
  }

  @Test("rows and grids are told by their sizes and steps, in lengths or in wavelengths")
  func grids() throws {
    let half = try half()
    let row = try radio("{ tx: 2, rx: 3, spacing: 1.9 mm }")
    #expect(isAt(row.receiveElements, [1.9e-3, 0, -1.9e-3].map { Vector3(0, $0, 0) }))
    #expect(isAt(row.transmitElements, [0.95e-3, -0.95e-3].map { Vector3(0, $0, 0) }))
    let single = try radio("{ rx: { uniform: 2 } }")
    #expect(isAt(single.receiveElements, [half / 2, -half / 2].map { Vector3(0, $0, 0) }))
    #expect(isAt(single.transmitElements, [.zero]))
    let grid = try radio(
      "{ rx: { uniform: [2, 2], spacing: [1 wavelength, 4 mm], position: [0.1, 0, 0] } }")
    let wave = 2 * half
    #expect(
      isAt(
        grid.receiveElements,
        [
          Vector3(0.1, wave / 2, 2e-3), Vector3(0.1, -wave / 2, 2e-3),
          Vector3(0.1, wave / 2, -2e-3), Vector3(0.1, -wave / 2, -2e-3),
        ]))
  }

  @Test("elements of a list have positions, and what else they do not share with their radio")
  func lists() throws {
    let wave = 2 * (try half())
    let radio = try radio(
      """
      { unit: 1 wavelength, rx: [[0, 1, 0], [0, 1, 0], { position: [0, -2, 0.5], \
      orientation: [90 deg, 0 deg, 0 deg], antenna: { pattern: dipole, polarization: RHCP } }] }
      """)
    // Two elements may be at one place.
    #expect(
      isAt(
        radio.receiveElements,
        [Vector3(0, wave, 0), Vector3(0, wave, 0), Vector3(0, -2 * wave, wave / 2)]))
    #expect(radio.receiveElements[0].antenna == radio.antenna)
    #expect(radio.receiveElements[0].orientation == .identity)
    let own = radio.receiveElements[2]
    #expect(own.antenna == Antenna(pattern: .shortDipole, polarization: .rightCircular))
    #expect((own.orientation(.unitX) - .unitY).length < 1e-15)
    #expect(radio.transmitElements == [ArrayElement(antenna: radio.antenna)])
  }

  @Test("a mistake in an array is one sentence with the line")
  func mistakes() throws {
    let many = Array(repeating: "[0,0,0]", count: 10_001).joined(separator: ",")
    for (array, words) in [
      ("{ rx: [{ antenna: { pattern: dipole } }] }", "array.rx[0]' lacks the key 'position'"),
      ("{ rx: [[0, 0, 0], { position: [0, 1, 0], antenna: { pattern: dipol } }] }", "'dipole'"),
      ("{ rx: [0, 0, 0] }", "must be an element: its position"),
      ("{ rx: [] }", "has no elements"),
      ("{ rx: 0 }", "must be from 1 to 10000, not 0"),
      ("{ rx: 10001 }", "must be from 1 to 10000, not 10001"),
      ("{ rx: [\(many)] }", "has 10001 elements, more than the 10000"),
      ("{ tx: { uniform: [200, 200] } }", "has 40000 elements, more than the 10000"),
      ("{ rx: { uniform: [2, 2, 2] } }", "the number of columns, or of columns and of rows"),
      ("{ rx: 2, spacing: 0 m }", "'radios[1].array.spacing' must be above zero, not 0 m"),
      ("{ rx: { uniform: 2, spacing: 0 wavelengths } }", "must be above zero"),
      ("{ rx: 2, spacing: 0.5 lambda }", "'lambda' is not a unit of length"),
      ("{ rx: [[0, 2000, 0]] }", "more than 1 km from the radio's place"),
      ("{ layout: awr1243, rx: 4 }", "keep one"),
      ("{ layout: awr1243, active: 3 }", "must be from 0 to 2, not 3"),
      ("{ layout: awr1243, multiplexing: ddm }", "3 elements would send at once, more than the 2"),
      ("{ tx: 2, multiplexing: ddm, simultaneous-transmitters: 1 }", "more than the 1 that"),
      ("{ tx: 2, multiplexing: cdm }", "use one of tdm, ddm"),
      ("{ tx: 3, multiplexing: ddm, sub-bands: 2 }", "must be from 3 to 65536, not 2"),
      ("{ tx: 3, multiplexing: tdm, sub-bands: 4 }", "goes with 'multiplexing: ddm'"),
      ("{ tx: 3, active: [0, 1] }", "add 'multiplexing: tdm' or 'ddm'"),
      ("{ tx: 3, multiplexing: tdm, active: [0, 1, 0] }", "lists element 0 twice"),
      ("{ tx: 3, multiplexing: tdm, active: [] }", "has no elements"),
      ("{ layout: awr1642 }", "did you mean 'awr1243'"),
      ("{ rx: 2, elements: 4 }", "'radios[1].array.elements' is not known"),
    ] {
      let error = #expect(throws: InputError.self) { try scenario(array) }
      #expect(error?.line == 10, "\(words)")
      #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }
  }

  @Test("where several transmit elements might send, a warning names the one that does")
  func idle() throws {
    func warnings(_ array: String) throws -> [String] {
      try Simulation(scenario(array), workers: Workers(count: 1)).warnings
        .filter { $0.contains("transmit elements of 'ue'") }
    }
    #expect(try warnings("{ layout: awr1243 }").count == 1)
    #expect(try warnings("{ layout: awr1243, active: 0 }") == [])
    #expect(try warnings("{ rx: 4 }") == [])
  }

  @Test("frames, maps and hops must hold whole cycles of the schedule; the error names the line")
  func wholeCycles() throws {
    for (array, old, new, words) in [
      ("{ tx: 3, multiplexing: tdm }", "", "", "a frame of 8 chirps does not hold whole cycles of"),
      (
        "{ tx: 2, multiplexing: tdm }", "chirps: 8 } }",
        "chirps: 8 } }\nprocessing: { map-chirps: 5 }", "a map of 5 chirps"
      ),
      (
        "{ tx: 3, multiplexing: ddm, sub-bands: 4 }", "chirps: 8 } }",
        "chirps: 8 } }\nprocessing: { map-hop: 2 }", "a hop of 2 chirps"
      ),
    ] {
      var text = SoundScenario.text
        .replacingOccurrences(of: "name: ue, position", with: "name: ue, array: \(array), position")
      if !old.isEmpty { text = text.replacingOccurrences(of: old, with: new) }
      let path = try SoundScenario.write(text, in: folder)
      let error = #expect(throws: InputError.self) { try Scenario.load(path) }
      #expect(error?.line == (old.isEmpty ? 15 : 16))
      #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }
  }

  @Test(
    "a radio that flees shows at one Doppler shift and one power however its elements share chirps",
    arguments: [
      ("none", "", 1), ("tdm", "multiplexing: tdm", 3),
      ("ddm", "multiplexing: ddm, sub-bands: 4", 4),
    ])
  func multiplexedMaps(kind: String, keys: String, cycle: Int) throws {
    let text = """
      name: fleeing
      actors:
        - name: cart
          trajectory: { waypoints: [ { time: 0 s, position: [5, 0, 2] }, \
      { time: 1 s, position: [5.5, 0, 2] } ] }
      radios:
        - { name: a, position: [0, 0, 2], array: { tx: 3, active: \(kind == "none" ? "1" : "[0, 1, 2]"), \(keys) } }
        - { name: b, attached-to: cart, offset: [0, 0, 0], array: { rx: 2 } }
      links: [{ name: link, tx: a, rx: b }]
      waveform: { kind: fmcw, start: 77 GHz, slope: 35 MHz/us, ramp: 100 us, idle: 25 us, \
      sample-rate: 18 MHz }
      propagation: { diffuse: off, max-depth: 0 }
      episode: { duration: 50 ms, frames: { chirps: 192 } }
      noise: off
      """
    let scenario = try Scenario.load(folder.write(text, to: "fleeing-\(kind).yaml"))
    let path = folder.file("fleeing-\(kind).h5")
    _ = try Simulation(scenario, workers: Workers(count: 2)).run(writingTo: path)
    let link = try #require(try Record(path).links.first)
    #expect(link.schedule.multiplexing == kind)
    #expect(link.schedule.cycle == Int32(cycle))
    #expect(link.schedule.elements == (kind == "none" ? [1] : [0, 1, 2]))
    #expect(link.dopplerShifts.count == 192 / cycle)
    let map = try link.map(0)
    let peak = try #require(map.indices.max { map[$0] < map[$1] })
    let wavelength = scenario.waveform.centreFrequency.wavelength
    let cell = link.dopplerShifts[1] - link.dopplerShifts[0]
    // It flees at 0.5 m/s.
    #expect(abs(link.dopplerShifts[peak / link.delays.count] + 0.5 / wavelength) <= cell)
    // 12 dBm over 5 m; between cells of delay and Doppler shift up to 0.83 dB + 1.43 dB are lost.
    let amplitude = wavelength / (4 * .pi * 5.006)
    let expected = Power(dBm: 12).watts * amplitude * amplitude
    let loss = Decibels(powerRatio: expected / Double(map[peak])).decibels
    #expect(loss > -0.05 && loss < 2.3, "\(loss) dB")
  }

  @Test("an array too large for plane waves is a warning of the run, unless pairs are exact")
  func nearField() throws {
    func warnings(_ array: String, _ propagation: String = "") throws -> [String] {
      let simulation = try Simulation(
        scenario(array, ", diffuse: off\(propagation)"), workers: Workers(count: 2))
      return try simulation.run(writingTo: folder.file("record.h5")).warnings
    }
    // The plate's echo comes back after 10 m or less: 4 cm over twice 5 m are 0.04 wavelengths, and
    // 8 cm are 0.17 of them.
    #expect(try warnings("{ rx: { uniform: 2, spacing: 8 cm } }") == [])
    let large = try warnings("{ rx: { uniform: 2, spacing: 16 cm } }")
    #expect(large.count == 1)
    #expect(large.first?.contains("the link 'mono'") == true, "\(large)")
    #expect(try warnings("{ rx: { uniform: 2, spacing: 16 cm } }", ", arrays: exact") == [])
  }
  /// The middle samples of all channels of the first chirp over the line of sight.
  private func lineOfSight(
    transmit: String, receive: String, model: String
  ) throws -> (scenario: Scenario, channels: [Complex<Double>]) {
    let text = """
      name: line of sight
      radios:
        - { name: a, position: [0, 0, 2], \(transmit) }
        - { name: b, position: [5, 0, 2], \(receive) }
      links: [{ name: link, tx: a, rx: b }]
      waveform: { kind: fmcw, start: 77 GHz, slope: 35 MHz/us, ramp: 100 us, idle: 10 us, \
      sample-rate: 18 MHz }
      propagation: { arrays: \(model) }
      episode: { duration: 10 ms, frames: { chirps: 2 } }
      output: { if-samples: on }
      noise: off
      """
    let scenario = try Scenario.load(folder.write(text, to: "line-of-sight.yaml"))
    let path = folder.file("line-of-sight.h5")
    _ = try Simulation(scenario, workers: Workers(count: 2)).run(writingTo: path)
    let samples = try #require(try Record(path).links.first).samples()
    let count = scenario.waveform.samples
    let channels = scenario.scene.radios[1].receiveElements.count
    return (
      scenario, (0..<channels).map { samples[$0 * count + scenario.waveform.middleSample] }
    )
  }

  @Test("receive elements of a simulation have delays of their own, exact or of plane waves")
  func delays() throws {
    let receive = "array: { rx: [[0, 0, 0], [0, 1, 0]] }"
    for (model, distance) in [("synthetic", 5.0), ("exact", 26.0.squareRoot())] {
      let (scenario, channels) = try lineOfSight(
        transmit: "power: 12 dBm", receive: receive, model: model)
      #expect(channels.count == 2)
      let ratio = channels[1] / channels[0]
      // Records keep 24 bits, and the sum of exponentials is good to 1e-5.
      #expect(isClose(ratio.length, 5 / distance, within: 1e-4))
      let delays = [5, distance].map { $0 / PhysicalConstants.speedOfLight }
      let cycles =
        scenario.waveform.centreFrequency.hertz * (delays[1] - delays[0])
        - scenario.waveform.slope.si * (delays[1] * delays[1] - delays[0] * delays[0]) / 2
      let expected = Complex(length: 1, phase: -2 * .pi * (cycles - cycles.rounded()))
      #expect((ratio * Complex(distance / 5) - expected).length < 1e-4)
    }
  }

  @Test("the transmit element that sends is the active one, with its own antenna and place")
  func active() throws {
    let transmit = """
      array: { active: 1, tx: [[0, 0, 0], { position: [1, 0, 0], antenna: { pattern: tr38901 } }] }
      """
    for model in ["synthetic", "exact"] {
      let chosen = try lineOfSight(transmit: transmit, receive: "power: 12 dBm", model: model)
      let plain = try lineOfSight(
        transmit: "power: 12 dBm", receive: "power: 12 dBm", model: model)
      // 8 dBi, and where the pair is exact 4 m of way instead of 5 m.
      let gain =
        Decibels(si: 8).amplitudeRatio * (model == "exact" ? 1.25 : 1)
      #expect(
        isClose(chosen.channels[0].length / plain.channels[0].length, gain, relative: 1e-4))
      let delays = [5, 4].map { $0 / PhysicalConstants.speedOfLight }
      let waveform = chosen.scenario.waveform
      let cycles =
        waveform.centreFrequency.hertz * (delays[1] - delays[0])
        - waveform.slope.si * (delays[1] * delays[1] - delays[0] * delays[0]) / 2
      let expected = Complex(length: gain, phase: -2 * .pi * (cycles - cycles.rounded()))
      #expect((chosen.channels[0] / plain.channels[0] - expected).length < 1e-4 * gain)
    }
  }
}
