// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("rftwin simulate")
struct SimulateCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func contents() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
  }

  @Test("a quiet run prints nothing at all and leaves its record in the folder it was told")
  func quiet() throws {
    let outcome = try Program.run(
      "simulate", Program.scene("one-wall/scenario.yaml"), "--output", "a/b", "--quiet",
      in: folder.path)
    outcome.expectSuccess()
    #expect(outcome.output.isEmpty)
    #expect(try contents() == ["a", "a/b", "a/b/record.h5"])
  }

  @Test("a run of scenario.yaml names its folder after the one it lies in, and sums up")
  func report() throws {
    let outcome = try Program.run(
      "simulate", Program.scene("street/scenario.yaml"), in: folder.path)
    #expect(outcome.status == 0)
    let lines = outcome.text.split(separator: "\n").map(String.init)
    #expect(lines.first?.hasPrefix("Street: 2 frames, 128 chirps, ") == true)
    #expect(lines.contains { $0.hasPrefix("link bistatic: up to ") })
    #expect(lines.contains { $0.hasPrefix("link monostatic: up to ") })
    #expect(lines.last == "record: results/street/record.h5")
    #expect(
      try contents() == ["results", "results/street", "results/street/record.h5"])
  }

  @Test("away from a terminal progress is plain lines, at most one for each tenth of the run")
  func progress() throws {
    var text = try String(contentsOfFile: Program.scene("corner/scenario.yaml"), encoding: .utf8)
    text = text.replacing("duration: 20 ms", with: "duration: 250 ms")
      .replacing("chirps: 64", with: "chirps: 8, every: 10 ms")
      .replacing("corner.glb", with: Program.scene("corner/corner.glb"))
    try folder.write(text, to: "corner.yaml")
    let outcome = try Program.run("simulate", "corner.yaml", in: folder.path)
    #expect(outcome.status == 0)
    #expect(!outcome.errors.contains("\r") && !outcome.errors.contains("\u{1B}"))
    #expect(outcome.errors.hasSuffix("\n"))
    let frames = try outcome.errorLines.map { line in
      let match = line.wholeMatch(of: /frame (\d+) of 25(, about .* left)?/)
      return try #require(match.flatMap { Int($0.1) }, "\(line)")
    }
    #expect(frames.first == 0 && frames.last == 25)
    #expect(frames == Set(frames).sorted() && (3...11).contains(frames.count))
  }

  @Test("materials outside their bands are warned of once each, unless the run is quiet")
  func warnings() throws {
    var text = try String(contentsOfFile: Program.scene("one-wall/scenario.yaml"), encoding: .utf8)
    text = text.replacing(
      "scene: { meshes: [wall.glb] }",
      with: """
        scene: { meshes: ["\(Program.scene("one-wall/wall.glb"))"] }
        materials: { assign: { wall: itu_asphalt_concrete } }
        """)
    // Asphalt of the ITU scatters nothing, which is another warning where diffuse paths are asked for.
    text = text.replacing("diffuse: on", with: "diffuse: off")
    try folder.write(text, to: "wall.yaml")
    let outcome = try Program.run("simulate", "wall.yaml", in: folder.path)
    #expect(outcome.status == 0)
    let warnings = outcome.errorLines.filter { !$0.hasPrefix("frame ") }
    #expect(warnings.count == 1, "\(outcome.errors)")
    #expect(warnings.first?.hasPrefix("rftwin: warning: material 'itu_asphalt_concrete'") == true)
    #expect(warnings.first?.contains("extrapolated from 40 GHz") == true)
    try Program.run("simulate", "wall.yaml", "--quiet", in: folder.path).expectSuccess()
  }

  @Test("overridden values are in the record, and 'info' tells them")
  func overrides() throws {
    let command = ["simulate", Program.scene("one-wall/scenario.yaml"), "--output", "a", "--quiet"]
    let options = ["--set", "seed=9", "--set", "episode.frames.chirps=8"]
    try Program.run(command + options, in: folder.path).expectSuccess()
    let lines = try Program.run("info", "a/record.h5", in: folder.path).text
      .split(separator: "\n")
    #expect(lines.first?.hasSuffix("seed 9") == true)
    #expect(lines.contains("with --set seed=9"))
    #expect(lines.contains("with --set episode.frames.chirps=8"))
    // The same scenario with other overrides is another run.
    try Program.run(command + ["--resume"], in: folder.path)
      .expectRefusal(at: "a/record.h5", "other overrides")
    #expect(try Program.run(command + options + ["--resume"], in: folder.path).status == 0)
  }

  @Test("a bad override is a mistake of data that names the option, a malformed one of usage")
  func badOverrides() throws {
    let scenario = Program.scene("one-wall/scenario.yaml")
    try Program.run("simulate", scenario, "--set", "sed=9", in: folder.path)
      .expectRefusal(at: "--set sed=9", "the key 'sed' is not known; did you mean 'seed'?")
    let malformed = try Program.run("simulate", scenario, "--set", "seed", in: folder.path)
    #expect(malformed.status == 64)
    #expect(malformed.errors.contains("Please give --set KEY=VALUE"))
  }
}
