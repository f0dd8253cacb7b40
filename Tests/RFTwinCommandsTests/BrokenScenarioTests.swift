// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// One slip in a scenario that is right otherwise.
struct Slip: CustomTestStringConvertible, Sendable {
  /// What stands in the sound scenario, and what the slip makes of it.
  var sound: String
  var broken: String

  /// Words that the complaint must hold.
  var words: String

  /// What stands in the line that the complaint must name; the slip itself where nothing is said.
  var place: String

  init(_ sound: String, _ broken: String, _ words: String, at place: String? = nil) {
    self.sound = sound
    self.broken = broken
    self.words = words
    self.place = place ?? broken
  }

  var testDescription: String { broken }
}

@Suite("Broken scenarios on the command line")
struct BrokenScenarioTests {
  private static let sound = """
    name: slips
    scene:
      meshes: [wall.glb]
    materials:
      assign: { wall: concrete }
    actors:
      - name: plate
        mesh: plate.glb
        trajectory: plate.csv
    radios:
      - name: radar
        position: [0, 0, 1.5]
        noise-figure: 15 dB
    links:
      - { name: mono, tx: radar, rx: radar }
    waveform:
      kind: fmcw
      start: 77 GHz
      slope: 35.44 MHz/us
      ramp: 112.86 us
      idle: 13 us
      sample-rate: 18.75 MHz
    propagation:
      max-depth: 1
      scatterers: 100
    episode:
      duration: 20 ms
      frames: { chirps: 64 }
    """

  private static let slips: [Slip] = [
    Slip("  max-depth: 1", "  max-detph: 1", "did you mean 'max-depth'"),
    Slip("  max-depth: 1", "  max-depth: 99", "from 0 to 16, not 99"),
    Slip("  start: 77 GHz", "  start: 77 mm", "not a unit of frequency"),
    Slip("  start: 77 GHz", "  start: 1e300 GHz", "too large"),
    Slip("  start: 77 GHz", "  start: 0 GHz", "must be above zero, not 0 Hz"),
    Slip("  ramp: 112.86 us", "  ramp: 112.86", "lacks a unit"),
    Slip("  idle: 13 us", "  idle: -13 us", "must not be negative"),
    Slip("  kind: fmcw", "  kind: ofdm", "can only be 'fmcw'"),
    Slip("    position: [0, 0, 1.5]", "    position: [0, zero, 1.5]", "plain number"),
    Slip("    noise-figure: 15 dB", "    noise-figure: -15 dB", "below 0 dB"),
    Slip("    position: [0, 0, 1.5]", "    attached-to: van", "no actor is named 'van'"),
    Slip("rx: radar }", "rx: rader }", "did you mean 'radar'"),
    Slip("  meshes: [wall.glb]", "  meshes: [wal.glb]", "no mesh file"),
    Slip("{ wall: concrete }", "{ wall: concret }", "did you mean 'concrete'"),
    Slip("{ wall: concrete }", "{ well: concrete }", "did you mean 'wall'"),
    Slip("    trajectory: plate.csv", "    trajectory: none.csv", "no trajectory file"),
    Slip(
      "  duration: 20 ms", "  duration: 20 s", "trajectory of 'plate' runs from 0 s to 1 s",
      at: "trajectory: plate.csv"),
    Slip("  duration: 20 ms", "  duration: 20 us", "shorter than one frame"),
    Slip("{ chirps: 64 }", "{ chirps: 64, every: 1 ms }", "longer than the 1 ms"),
    Slip("name: slips", "name: slips\nnoize: on", "did you mean 'noise'", at: "noize"),
    Slip("name: slips", "name: slips\nname: twice", "'name' stands twice", at: "name: twice"),
    // An open bracket is missed where the next line does not go on with the list.
    Slip("links:", "links: [", "not valid YAML", at: "- { name: mono"),
  ]

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["one-wall/wall.glb", "sliding-plate/plate.glb"] {
      let file = URL(fileURLWithPath: Program.scene(name))
      try folder.write(try Data(contentsOf: file), to: file.lastPathComponent)
    }
    try folder.write("t,x,y,z\n0,6,3,1.5\n1,2,3,1.5\n", to: "plate.csv")
  }

  private func contents() throws -> Set<String> {
    Set(try FileManager.default.subpathsOfDirectory(atPath: folder.path))
  }

  @Test("without a slip the scenario runs")
  func sound() throws {
    try folder.write(Self.sound, to: "scenario.yaml")
    try Program.run("simulate", "scenario.yaml", "--quiet", in: folder.path).expectSuccess()
  }

  @Test(
    "a slip costs status 65 and one line with file and line, and leaves nothing behind",
    arguments: slips)
  func slip(slip: Slip) throws {
    let text = Self.sound.replacing(slip.sound, with: slip.broken)
    #expect(text != Self.sound)
    try folder.write(text, to: "scenario.yaml")
    let before = try contents()
    let outcome = try Program.run("simulate", "scenario.yaml", in: folder.path)
    outcome.expectRefusal(at: try place(of: slip, in: text), slip.words)
    #expect(try contents() == before)
    // The other commands that read scenarios refuse it with the same words.
    let info = try Program.run("info", "scenario.yaml", in: folder.path)
    #expect(info.status == 65 && info.errors == outcome.errors && info.output.isEmpty)
  }

  @Test("a mistake in a trajectory is named with the line of the trajectory's file")
  func trajectory() throws {
    try folder.write(Self.sound, to: "scenario.yaml")
    try folder.write("t,x,y,z\n0,6,3,1.5\n2,4,3,1.5\n1,2,3,1.5\n", to: "plate.csv")
    try Program.run("simulate", "scenario.yaml", in: folder.path)
      .expectRefusal(at: "plate.csv:4", "time runs backwards")
  }

  @Test("a mesh that is no mesh is named")
  func mesh() throws {
    try folder.write(Self.sound, to: "scenario.yaml")
    try folder.write("glTF but not really", to: "wall.glb")
    let outcome = try Program.run("simulate", "scenario.yaml", in: folder.path)
    #expect(outcome.status == 65 && outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains("wall.glb"), "\(outcome.errors)")
  }

  /// The file and the line that the complaint must name, found by the text alone.
  private func place(of slip: Slip, in text: String) throws -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.contains(slip.place) })
    return "scenario.yaml:\(line + 1)"
  }
}
