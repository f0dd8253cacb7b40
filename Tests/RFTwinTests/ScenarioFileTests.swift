// SPDX-License-Identifier: Apache-2.0

import Foundation
import InputDocuments
import RFTwin
import TestSupport
import Testing

/// A small scenario that is right, to be broken in one place.
enum SoundScenario {
  /// How the plate moves, in one line.
  static let trajectory =
    "trajectory: { waypoints: [ { time: 0 s, position: [5, 0, 1] },"
    + " { time: 1 s, position: [3, 1, 1] } ] }"

  static let text = """
    name: test
    scene: { meshes: [wall.obj] }
    materials: { assign: { wall: concrete } }
    actors:
      - name: plate
        mesh: plate.obj
        \(trajectory)
    radios:
      - { name: bs, position: [0, 5, 3], look-at: ue }
      - { name: ue, position: [0, 0, 1.5], antenna: { pattern: sector, gain: 10.5 dBi, \
    beamwidth: [56 deg, 28 deg] } }
    links:
      - { name: mono, tx: ue, rx: ue }
    waveform: { kind: fmcw, start: 77 GHz, slope: 35.44 MHz/us, ramp: 112.86 us, idle: 13 us, \
    sample-rate: 18.75 MHz }
    propagation: { max-depth: 1, scatterers: 100 }
    episode: { duration: 20 ms, frames: { chirps: 8 } }
    """

  static let wall = """
    o wall
    v 10 -3 0
    v 10 3 0
    v 10 3 4
    v 10 -3 4
    f 1 4 3 2

    """

  static let plate = """
    mtllib plate.mtl
    o plate
    usemtl bare-metal
    v 0 -0.5 -0.5
    v 0 0.5 -0.5
    v 0 0.5 0.5
    v 0 -0.5 0.5
    f 1 2 3 4

    """

  /// A closed block of concrete around the point (0, 0, 1.5), 40 cm wide.
  static let block = """
    o block
    v -0.2 -0.2 1
    v 0.2 -0.2 1
    v 0.2 0.2 1
    v -0.2 0.2 1
    v -0.2 -0.2 2
    v 0.2 -0.2 2
    v 0.2 0.2 2
    v -0.2 0.2 2
    f 1 4 3 2
    f 5 6 7 8
    f 1 2 6 5
    f 2 3 7 6
    f 3 4 8 7
    f 4 1 5 8

    """

  /// Writes a scenario and the files it names, and gives its path.
  static func write(_ text: String, in folder: TemporaryFolder) throws -> String {
    try folder.write(wall, to: "wall.obj")
    try folder.write(plate, to: "plate.obj")
    try folder.write("newmtl bare-metal\n", to: "plate.mtl")
    try folder.write(block, to: "block.obj")
    try folder.write("t,x,y\n0,5,0\n2,4,0\n1,3,0\n", to: "backwards.csv")
    try folder.write("t,x,y\n0,5,0\n0.5,4\n", to: "ragged.csv")
    try folder.write("t [h],x,y\n0,5,0\n1,3,0\n", to: "hours.csv")
    return try folder.write(text, to: "scenario.yaml")
  }
}

/// One mistake in a scenario.
struct Mistake: CustomTestStringConvertible, Sendable {
  var what: String
  var old: String
  var new: String

  /// The line that the complaint must name, and words it must hold.
  var line: Int?
  var words: String

  init(_ what: String, _ old: String, _ new: String, line: Int?, _ words: String) {
    self.what = what
    self.old = old
    self.new = new
    self.line = line
    self.words = words
  }

  var testDescription: String { what }

  /// Breaks the sound scenario and expects one sentence with file and line.
  ///
  /// - Parameter use: What is done with the scenario.
  /// - Throws: An error when no files can be written or nothing complains.
  func expectComplaint(about use: (_ path: String) throws -> Void) throws {
    #expect(SoundScenario.text.contains(old))
    let folder = try TemporaryFolder()
    let text = SoundScenario.text.replacingOccurrences(of: old, with: new)
    let path = try SoundScenario.write(text, in: folder)
    let error = try #require(#expect(throws: InputError.self) { try use(path) })
    #expect(error.description.contains(words), "\(error)")
    #expect(error.file.hasPrefix(folder.path), "\(error)")
    if let line { #expect(error.line == line, "\(error)") }
    #expect(!error.description.contains("\n"))
  }
}

@Suite("Scenario files")
struct ScenarioFileTests {
  @Test("a sound scenario loads")
  func sound() throws {
    let folder = try TemporaryFolder()
    let scenario = try Scenario.load(SoundScenario.write(SoundScenario.text, in: folder))
    #expect(scenario.scene.links.count == 1)
    #expect(scenario.episode.frameCount > 10)
  }

  @Test("JSON is read as YAML is")
  func json() throws {
    let folder = try TemporaryFolder()
    let text = """
      {"name": "j", "scene": {"meshes": ["wall.obj"]}, "materials": {"assign": {"wall": "brick"}},
       "radios": [{"name": "r", "position": [0, 0, 1]}],
       "links": [{"name": "m", "tx": "r", "rx": "r"}],
       "waveform": {"kind": "fmcw", "start": "77 GHz", "slope": "35.44 MHz/us", "ramp": "112.86 us",
                    "idle": "13 us", "sample-rate": "18.75 MHz"},
       "episode": {"duration": "20 ms", "frames": {"chirps": 8}}}
      """
    let path = try SoundScenario.write(text, in: folder)
    #expect(try Scenario.load(path).name == "j")
  }

  static let mistakes: [Mistake] = [
    Mistake("unknown key", "max-depth: 1", "max-detph: 1", line: 14, "did you mean 'max-depth'"),
    Mistake(
      "unknown key at the top", "name: test", "name: test\nnoize: on", line: 2,
      "'noize' is not known; did you mean 'noise'"),
    Mistake(
      "missing key", "  - { name: mono, tx: ue, rx: ue }", "  - { name: mono, tx: ue }", line: 12,
      "lacks the key 'rx'"),
    Mistake(
      "wrong unit", "start: 77 GHz", "start: 77 mm", line: 13, "'mm' is not a unit of frequency"),
    Mistake("missing unit", "ramp: 112.86 us", "ramp: 112.86", line: 13, "lacks a unit"),
    Mistake("not a number", "[0, 5, 3]", "[0, five, 3]", line: 9, "must be a plain number"),
    Mistake(
      "missing mesh", "meshes: [wall.obj]", "meshes: [wal.obj]", line: 2, "there is no mesh file"),
    Mistake(
      "mesh without faces", "meshes: [wall.obj]", "meshes: [plate.mtl]", line: nil, "plate.mtl"),
    Mistake(
      "material not found", "wall: concrete", "wall: concret", line: 3,
      "no material is named 'concret'; did you mean 'concrete'"),
    Mistake(
      "object not found", "wall: concrete", "wal: concrete", line: 3,
      "'wal' fits no object and no material of the meshes; did you mean 'wall'"),
    Mistake(
      "object without material", "materials: { assign: { wall: concrete } }", "noise: on",
      line: nil, "object 'wall' has no material"),
    Mistake(
      "trajectory running backwards", "{ time: 1 s, position: [3, 1, 1] }",
      "{ time: -1 s, position: [3, 1, 1] }", line: 7, "time runs backwards"),
    Mistake(
      "CSV running backwards", SoundScenario.trajectory, "trajectory: backwards.csv", line: 4,
      "time runs backwards"),
    Mistake(
      "ragged CSV", SoundScenario.trajectory, "trajectory: ragged.csv", line: 3,
      "the row has 2 values"),
    Mistake(
      "CSV in hours", SoundScenario.trajectory, "trajectory: hours.csv", line: 1,
      "'h' is not a unit"),
    Mistake(
      "trajectory too short", "duration: 20 ms", "duration: 3 s", line: 7,
      "the trajectory of 'plate' runs from 0 s to 1 s"),
    Mistake(
      "body faster than light", "{ time: 1 s, position: [3, 1, 1] }",
      "{ time: 1 ns, position: [3, 1, 1] }", line: 7, "faster than light"),
    Mistake(
      "radio inside a wall", "meshes: [wall.obj]", "meshes: [wall.obj, block.obj]", line: nil,
      "block.obj: object 'block' has no material"),
    Mistake(
      "negative duration", "duration: 20 ms", "duration: -20 ms", line: 15, "must be above zero"),
    Mistake(
      "episode shorter than a frame", "duration: 20 ms", "duration: 20 us", line: 15,
      "shorter than one frame"),
    Mistake(
      "frames that overlap", "frames: { chirps: 8 }", "frames: { chirps: 8, every: 100 us }",
      line: 15, "longer than the 100 us"),
    Mistake("no chirps", "chirps: 8", "chirps: 0", line: 15, "must be from 1"),
    Mistake(
      "link to nobody", "rx: ue }", "rx: eu }", line: 12,
      "no radio is named 'eu'; did you mean 'ue'"),
    Mistake("two radios of a name", "name: bs", "name: ue", line: 10, "two radios are named 'ue'"),
    Mistake("look at nobody", "look-at: ue", "look-at: uee", line: 9, "no radio is named 'uee'"),
    Mistake(
      "antenna unknown", "pattern: sector", "pattern: sectro", line: 10,
      "cannot be 'sectro'; use one of"),
    Mistake("no beamwidth", "[56 deg, 28 deg]", "[56 deg]", line: 10, "must be the widths"),
    Mistake(
      "sample rate of zero", "sample-rate: 18.75 MHz", "sample-rate: 0 MHz", line: 13,
      "must be above zero"),
    Mistake(
      "more samples than fit", "idle: 13 us", "idle: 13 us, samples: 4000", line: 13,
      "do not fit into the ramp"),
    Mistake("other waveform", "kind: fmcw", "kind: ofdm", line: 13, "can only be 'fmcw'"),
    Mistake(
      "depth of 40", "max-depth: 1", "max-depth: 40", line: 14, "must be from 0 to 16, not 40"),
    Mistake("key twice", "name: test", "name: test\nname: again", line: 2, "'name' stands twice"),
    Mistake("broken YAML", "links:", "links: [", line: nil, "not valid YAML"),
    Mistake(
      "attached to nobody", "position: [0, 5, 3], look-at: ue", "attached-to: car", line: 9,
      "no actor is named 'car'"),
    Mistake(
      "position twice", "position: [0, 5, 3],", "position: [0, 5, 3], attached-to: plate,", line: 9,
      "keep one"),
    Mistake(
      "part that is not there", "    mesh: plate.obj",
      "    mesh: plate.obj\n    parts: [ { name: wheel, rolls: on } ]", line: 7, "no object of"),
    Mistake(
      "noise figure below zero", "name: ue, position", "name: ue, noise-figure: -3 dB, position",
      line: 10, "below 0 dB"),
  ]

  @Test("a mistake is one sentence with its file and line", arguments: mistakes)
  func mistake(_ mistake: Mistake) throws {
    try mistake.expectComplaint { path in
      _ = try Simulation(Scenario.load(path), workers: .init(count: 1))
    }
  }

  @Test("a radio inside a wall is named, a radio in a closed room is not")
  func enclosed() throws {
    let folder = try TemporaryFolder()
    let text = SoundScenario.text
      .replacingOccurrences(of: "meshes: [wall.obj]", with: "meshes: [wall.obj, block.obj]")
      .replacingOccurrences(of: "{ wall: concrete }", with: "{ wall: concrete, block: brick }")
    let path = try SoundScenario.write(text, in: folder)
    let error = #expect(throws: InputError.self) { _ = try Scenario.load(path) }
    #expect(error?.line == 10)
    #expect(error?.message.contains("radio 'ue' is inside the object 'block'") == true)
    #expect(throws: Never.self) {
      _ = try Scenario.load(SharedFiles.project + "/Scenes/box/scenario.yaml")
    }
  }

  @Test("a material beyond its band is a warning, or an error where the scenario says so")
  func extrapolation() throws {
    let folder = try TemporaryFolder()
    let text = SoundScenario.text.replacingOccurrences(
      of: "{ wall: concrete }", with: "{ wall: itu_asphalt_concrete }")
    let scenario = try Scenario.load(SoundScenario.write(text, in: folder))
    let simulation = try Simulation(scenario, workers: .init(count: 1))
    #expect(simulation.warnings.count == 1)
    #expect(simulation.warnings.first?.contains("extrapolated from 40 GHz") == true)
    let strict = text.replacingOccurrences(
      of: "materials: {", with: "materials: { extrapolate: error,")
    let second = try Scenario.load(SoundScenario.write(strict, in: folder))
    let error = #expect(throws: InputError.self) {
      _ = try Simulation(second, workers: .init(count: 1))
    }
    #expect(error?.message.contains("assign another material") == true)
    let ground = text.replacingOccurrences(of: "itu_asphalt_concrete", with: "itu_wet_ground")
    let third = try Scenario.load(SoundScenario.write(ground, in: folder))
    #expect(throws: InputError.self) { _ = try Simulation(third, workers: .init(count: 1)) }
  }

  @Test("frames fill the episode and never run past its end")
  func frames() {
    for (duration, every, chirps, count) in [
      (1.0, 0.05, 128, 20), (0.02, 0.02, 128, 1), (0.016_110_08, 0.02, 128, 1),
      (0.016, 0.02, 128, 0), (0.07, 0.05, 128, 2),
    ] {
      let episode = Episode(
        start: 0, duration: duration, chirps: chirps, framePeriod: every, chirpPeriod: 125.86e-6)
      #expect(episode.frameCount == count)
    }
  }
}
