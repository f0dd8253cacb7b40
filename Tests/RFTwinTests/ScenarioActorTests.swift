// SPDX-License-Identifier: Apache-2.0

import Captures
import ComplexModule
import Foundation
import InputDocuments
import Kinematics
import RFTwin
import Spatial
import TestSupport
import Testing

@Suite("Actors of scattering centres, of parts of parts and of SUMO traces")
struct ScenarioActorTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A radar at the origin and one actor without a mesh.
  private func scenario(_ actor: String, frames: String = "{ chirps: 64 }") -> String {
    """
    name: actors
    actors:
      - name: drone
    \(actor.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
    radios: [ { name: radar, position: [0, 0, 0], power: 20 dBm } ]
    links: [ { name: mono, tx: radar, rx: radar } ]
    waveform: { kind: fmcw, start: 77 GHz, slope: 35.44 MHz/us, ramp: 112.86 us, idle: 13 us, \
    sample-rate: 18.75 MHz }
    propagation: { diffuse: off, line-of-sight: off }
    episode: { start: 0 s, duration: 0.4 s, frames: \(frames) }
    noise: off
    """
  }

  private func load(_ actor: String, frames: String = "{ chirps: 64 }") throws -> Scenario {
    try Scenario.load(folder.write(scenario(actor, frames: frames), to: "scenario.yaml"))
  }

  private func link(_ scenario: Scenario) throws -> RecordedLink {
    let path = folder.file("record.h5")
    _ = try Simulation(scenario, workers: .init(count: 2)).run(writingTo: path)
    return try #require(try Record(path).links.first)
  }

  @Test("a centre of 10 dBsm stands in the map with the power of the radar equation")
  func calibrated() throws {
    let still = "position: [0, 0, 0]\nscattering-centres: [ { position: [9, 0, 0], rcs: 10 dBsm } ]"
    let waveform = try load(still).waveform
    // In the middle of a delay cell and at rest, so that no window scallops.
    let range = 240 * waveform.delayCell * 299_792_458 / 2
    let scenario = try load(
      still.replacingOccurrences(of: "[9, 0, 0]", with: "[\(range), 0, 0]"),
      frames: "{ chirps: 64, every: 0.4 s }")
    let link = try link(scenario)
    let peak = Double(try #require(try link.map(0).max()))
    let wavelength = waveform.centreFrequency.wavelength
    let expected = 0.1 * wavelength * wavelength * 10 / (pow(4 * .pi, 3) * pow(range, 4))
    // The wavelength varies by +-2.5 % over the sweep and amplitudes by as much, whose mean with the
    // window is even; single precision rounds at 1e-7.
    #expect(isClose(peak, expected, relative: 2e-3))
    let cell = try #require(try link.map(0).firstIndex(of: Float(peak)))
    #expect(cell % link.delays.count == 240)
    let paths = try link.paths(frame: 0)
    #expect(paths.map { $0.interactions.map(\.kind) } == [[5]])
    #expect(isClose(try #require(paths.first).power, expected, relative: 1e-9))
  }

  @Test("a turning echo is followed as exactly as the scenario asks for")
  func followed() throws {
    let rotor = """
      position: [20, 0, 0]
      parts: [ { name: rotor, pivot: [0, 0, 0.1], spins: { axis: [0, 0, 1], rate: 250 rad/s } } ]
      scattering-centres: [ { name: tip, part: rotor, position: [0, 0.2, 0], rcs: -10 dBsm } ]
      """
    func run(_ keys: String) throws -> (phaseError: Double?, samples: [Complex<Double>]) {
      let text = scenario(rotor, frames: "{ chirps: 64, every: 0.1 s }")
        .replacing("line-of-sight: off", with: "line-of-sight: off, \(keys)")
      let link = try link(
        Scenario.load(folder.write(text + "\noutput: { if-samples: on }", to: "rotor.yaml")))
      return (link.phaseError, try link.samples())
    }
    let exact = try run("tracks: exact")
    #expect(exact.phaseError == 0)
    let largest = try #require(exact.samples.map(\.length).max())
    var errors: [Double] = []
    for allowed in [1e-4, 1e-2] {
      let followed = try run("phase-error: \(allowed)")
      let seen = try #require(followed.phaseError)
      // Where it is held against the track a polynomial of degree 4 errs by 0.0032 of its fifth
      // derivative's part, elsewhere by 0.0035 at most.
      #expect(seen > 0 && seen < 1.2 * allowed)
      errors.append(seen)
      // The rate may miss by as much again at both ends of a ramp, and the amplitude by 1e-3.
      let miss = zip(exact.samples, followed.samples).map { ($0 - $1).length }.max() ?? 0
      #expect(miss < (2 * .pi * 2 * 1.2 * allowed + 1.2e-3) * largest)
    }
    #expect(errors[1] > errors[0])
  }

  @Test("two blades spread the echo over +-2 omega r / lambda, and not farther")
  func rotor() throws {
    let (radius, rate) = (0.2, 25.0)
    let scenario = try load(
      """
      position: [20, 0, 0]
      parts: [ { name: rotor, pivot: [0, 0, 0.1], spins: { axis: [0, 0, 1], rate: \(rate) rad/s } } ]
      scattering-centres:
        - { name: hub, position: [0, 0, 0], rcs: -20 dBsm }
        - { name: left-tip, part: rotor, position: [0, \(radius), 0], rcs: -10 dBsm }
        - { name: right-tip, part: rotor, position: [0, -\(radius), 0], rcs: -10 dBsm }
      """, frames: "{ chirps: 64, every: \(Double.pi / 2 / rate) s }")
    #expect(
      scenario.scene.centres.map(\.name) == ["drone/hub", "drone/left-tip", "drone/right-tip"])
    let link = try link(scenario)
    let top = 2 * rate * radius / scenario.waveform.centreFrequency.wavelength
    let cell = link.dopplerShifts[1] - link.dopplerShifts[0]
    for window in 0..<4 {
      let map = try link.map(window)
      let spectrum = link.dopplerShifts.indices.map { shift in
        map[shift * link.delays.count..<(shift + 1) * link.delays.count].reduce(0.0) {
          $0 + Double($1)
        }
      }
      let total = spectrum.reduce(0, +)
      func power(_ low: Double, _ high: Double) -> Double {
        zip(link.dopplerShifts, spectrum).reduce(0) {
          $1.0 >= low && $1.0 <= high ? $0 + $1.1 : $0
        }
      }
      // Hann's window falls to -60 dB within some cells.
      #expect(power(-top - 4 * cell, top + 4 * cell) > (1 - 1e-4) * total)
      // The blades start across the ray; a quarter of a turn later they lie along it.
      let ends = power(top - 2 * cell, top + 2 * cell)
      let otherEnds = power(-top - 2 * cell, -top + 2 * cell)
      if window.isMultiple(of: 2) {
        // Each tip has ten times the power of the hub.
        #expect(ends > 0.4 * total && otherEnds > 0.4 * total)
      } else {
        // In 8 ms the blades turn by 0.2, a fifth of the way to the largest shift.
        #expect(power(-0.3 * top - 2 * cell, 0.3 * top + 2 * cell) > 0.99 * total)
      }
    }
  }

  @Test("a part of a part turns about both axes, each through its own pivot")
  func nestedParts() throws {
    let scenario = try load(
      """
      position: [1, 2, 0]
      parts:
        - { name: shank, parent: thigh, pivot: [0, 0, 0.5], \
      swings: { axis: [0, 1, 0], frequency: 1 Hz, amplitude: 30 deg, phase: 90 deg } }
        - { name: thigh, pivot: [0, 0, 1], \
      swings: { axis: [0, 1, 0], frequency: 1 Hz, amplitude: 0 deg, mean: -60 deg } }
      scattering-centres: [ { part: shank, position: [0, 0, -0.5], rcs: 0.1 m2 } ]
      """)
    let centre = try #require(scenario.scene.centres.first)
    let state = scenario.scene.motion.states(at: 0)[centre.node]
    // The thigh points 60 degrees forward of down, the shank 30 degrees: a turn about y (left)
    // carries what hangs down backwards.
    let expected =
      Vector3(1, 2, 1)
      + 0.5 * Vector3(sin(.pi / 3), 0, -cos(.pi / 3)) + 0.5
      * Vector3(sin(.pi / 6), 0, -cos(.pi / 6))
    // Rotations round at 1e-16 each.
    #expect((state.worldFromBody(centre.position) - expected).length < 1e-14)
  }

  @Test("a table file gives the cross-section at its azimuths, however its rows are written")
  func tableFile() throws {
    try folder.write(
      """
      # measured
      azimuth [deg],elevation [deg],rcs [m2]
      -180,0,1
      -90,0,10
      0,0,100
      90,0,10
      180,0,1
      """, to: "car.csv")
    let scenario = try load(
      "position: [0, 0, 0]\nscattering-centres: [ { position: [0, 0, 0], rcs: car.csv } ]")
    guard case .pattern(.tabulated(let table)) = try #require(scenario.scene.centres.first).law
    else {
      Issue.record("the file gave no table")
      return
    }
    // Nanoradians of angle move a level by 1e-8 dB.
    #expect(isClose(table.squareMetres(towards: .unitX), 100, relative: 1e-7))
    #expect(isClose(table.squareMetres(towards: -.unitY), 10, relative: 1e-7))
    #expect(isClose(table.squareMetres(towards: -.unitX), 1, relative: 1e-7))
  }

  @Test("a standard target of five points has them on its faces, and one of one in its middle")
  func standardTarget() throws {
    let scenario = try load(
      "position: [0, 0, 0]\nscattering-centres: [ { standard: vehicle-five-points }, { name: drone,"
        + " standard: uav-small, position: [0, 0, 9], fluctuation: off } ]")
    let centres = scenario.scene.centres
    // A vehicle of 5 m by 2 m by 1.6 m on the ground.
    #expect(centres.count == 6)
    let roof = try #require(centres.first { $0.name.hasSuffix("/centre-1-roof") })
    #expect(roof.position == Vector3(0, 0, 1.6))
    let front = try #require(centres.first { $0.name.hasSuffix("/centre-1-front") })
    #expect(front.position == Vector3(2.5, 0, 0.8))
    guard case .standard(let section, 0, false) = centres[5].law else {
      Issue.record("the drone is no standard target")
      return
    }
    #expect(section == .of(.smallUAV) && centres[5].position == Vector3(0, 0, 9))
    let error = #expect(throws: InputError.self) {
      try load("position: [0, 0, 0]\nscattering-centres: [ { standard: vehicl } ]")
    }
    #expect(error?.message.contains("did you mean 'vehicle'") == true, "\(error?.message ?? "")")
  }

  private static let trace = """
    <?xml version="1.0" encoding="UTF-8"?>
    <fcd-export>
      <timestep time="0.00">
        <vehicle id="veh0" x="100.00" y="50.00" angle="90.00" speed="10.00" slope="0.00"/>
      </timestep>
      <timestep time="1.00">
        <vehicle id="veh1" x="0.00" y="0.00" angle="0.00" speed="0.00"/>
        <vehicle id="veh0" x="110.00" y="50.00" angle="90.00" speed="10.00" slope="0.00"/>
      </timestep>
    </fcd-export>
    """

  private static let follower =
    "trajectory: { sumo: trace.xml, id: veh0, length: 4 m, height: 0.3 m, offset: [-100, 0, 0] }"

  @Test("a SUMO trace puts the body's origin half a length behind the bumper, heading from north")
  func sumo() throws {
    try folder.write(Self.trace, to: "trace.xml")
    let scenario = try load(Self.follower)
    let state = scenario.scene.motion.states(at: 0.25)[scenario.scene.actors[0].node]
    // Sines of multiples of 90 degrees round at 1e-16 of coordinates of 100 m.
    #expect((state.worldFromBody.translation - Vector3(0.5, 50, 0.3)).length < 1e-12)
    #expect((state.worldFromBody.rotation.xAxis - .unitX).length < 1e-12)
    #expect((state.velocity - Vector3(10, 0, 0)).length < 1e-11)
    // North is y.
    let northward = Self.trace.replacingOccurrences(of: "angle=\"90.00\"", with: "angle=\"0.00\"")
    try folder.write(northward, to: "trace.xml")
    let turned = try load(Self.follower)
    let north = turned.scene.motion.states(at: 0)[turned.scene.actors[0].node].worldFromBody
    #expect((north.rotation.xAxis - .unitY).length < 1e-12)
    #expect((north.translation - Vector3(0, 48, 0.3)).length < 1e-12)
  }

  static let mistakes: [Mistake] = [
    Mistake("no vehicle", "id: veh0", "id: veh9", line: 4, "has the id 'veh9'"),
    Mistake("no length", "length: 4 m, ", "", line: 4, "lacks the key 'length'"),
    Mistake("no file", "trace.xml", "trase.xml", line: 4, "no trajectory file"),
    Mistake("too short", "id: veh0", "id: veh1", line: 4, "runs from 1 s to 1 s, but the episode"),
    Mistake(
      "no unit", "rcs: 1 m2", "rcs: 1", line: 5, "a radar cross-section is written in dBsm, m2"),
    Mistake("no table", "rcs: 1 m2", "rcs: rcs.csv", line: 5, "no table of cross-sections"),
    Mistake("gaps", "rcs: 1 m2", "rcs: gaps.csv", line: nil, "between 90 deg and 360 deg"),
    Mistake("holes", "rcs: 1 m2", "rcs: holes.csv", line: nil, "every azimuth at every elevation"),
    Mistake("twice", "rcs: 1 m2", "rcs: twice.csv", line: 3, "two different cross-sections"),
    Mistake("no part", "rcs: 1 m2", "rcs: 1 m2, part: rotr", line: 5, "did you mean 'rotor'"),
    Mistake("no pivot", "pivot: [0, 0, 0], ", "", line: 6, "say what it turns about with 'pivot'"),
    Mistake("own parent", "pivot: [0, 0, 0]", "pivot: [0, 0, 0], parent: rotor", line: 6, "itself"),
    Mistake("no axis", "axis: [0, 0, 1]", "axis: [0, 0, 0]", line: 6, "must not be zero"),
    Mistake("no frequency", "frequency: 1 Hz, ", "", line: 6, "lacks the key 'frequency'"),
    Mistake(
      "too fast", "frequency: 1 Hz, amplitude: 5 deg", "frequency: 1e5 Hz, amplitude: 9 rad",
      line: 6, "turns at up to"),
  ]

  @Test("a mistake about an actor is named with its file and line", arguments: mistakes)
  func complaints(mistake: Mistake) throws {
    try folder.write(Self.trace, to: "trace.xml")
    try folder.write("azimuth [deg],rcs\n0,1\n90,2\n", to: "gaps.csv")
    try folder.write("azimuth,elevation,rcs\n0,0,1\n0,0.1,1\n1.5,0,1\n", to: "holes.csv")
    try folder.write("azimuth [deg],rcs\n0,1\n360,2\n", to: "twice.csv")
    let sound = scenario(
      """
      \(Self.follower)
      scattering-centres: [ { position: [0, 0, 0], rcs: 1 m2, part: rotor } ]
      parts: [ { name: rotor, pivot: [0, 0, 0], \
      swings: { axis: [0, 0, 1], frequency: 1 Hz, amplitude: 5 deg } } ]
      """)
    _ = try Scenario.load(folder.write(sound, to: "sound.yaml"))
    let text = sound.replacingOccurrences(of: "rcs: 1 m2, part: rotor", with: "rcs: 1 m2")
    let base = mistake.what == "own parent" || mistake.what == "no pivot" ? sound : text
    #expect(base.contains(mistake.old))
    let broken = base.replacingOccurrences(of: mistake.old, with: mistake.new)
    let path = try folder.write(broken, to: "scenario.yaml")
    let error = #expect(throws: InputError.self) { try Scenario.load(path) }
    let message = error?.description ?? ""
    #expect(message.contains(mistake.words), "\(message)")
    if let line = mistake.line { #expect(message.contains(":\(line): "), "\(message)") }
  }

  @Test(
    "a broken trace is named with its line",
    arguments: [
      ("time=\"1.00\"", "time=\"00:00:01\"", 6, "--human-readable-time"),
      ("x=\"110.00\" ", "", 8, "lacks the attribute 'x'"),
      ("time=\"1.00\"", "time=\"0.00\"", 8, "runs backwards or stands still"),
      ("x=\"110.00\"", "x=\"1e6\"", 8, "faster than light"),
      ("<fcd-export>", "<routes>", 10, "not well-formed"),
    ])
  func brokenTrace(old: String, new: String, line: Int, words: String) throws {
    var text = Self.trace.replacingOccurrences(of: old, with: new)
    if words.contains("light") {
      text = text.replacingOccurrences(of: "time=\"1.00\"", with: "time=\"1e-4\"")
    }
    try folder.write(text, to: "trace.xml")
    let error = #expect(throws: InputError.self) { try load(Self.follower) }
    let message = error?.description ?? ""
    #expect(message.contains("trace.xml:\(line): "), "\(message)")
    #expect(message.contains(words), "\(message)")
  }
}
