// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("Runs that are cut short")
struct InterruptionTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A scenario of a wall with so many frames.
  private func write(
    frames: Int, to name: String, mesh: String = Program.scene("one-wall/wall.glb")
  ) throws {
    let text = try String(contentsOfFile: Program.scene("one-wall/scenario.yaml"), encoding: .utf8)
    try folder.write(
      text.replacing("wall.glb", with: "\"\(mesh)\"")
        .replacing("duration: 20 ms", with: "duration: \(10 * frames) ms")
        .replacing("chirps: 64", with: "chirps: 16, every: 10 ms"), to: name)
  }

  /// Starts a run of many frames, and ends it by a signal when it has written a few.
  ///
  /// Its end is not far either: a run that no signal stops fails the test, but does not hang it.
  private func interrupt(
    by signal: Int32, mesh: String = Program.scene("one-wall/wall.glb")
  ) throws -> Program.Outcome {
    try write(frames: 500, to: "long.yaml", mesh: mesh)
    let run = try RunningProgram(
      ["simulate", "long.yaml", "--output", "run", "--threads", "1"], in: folder.path)
    // What a run has finished can be told while it goes on.
    func hasFrames() throws -> Bool {
      let words = try Program.run("info", "run/record.h5.part", in: folder.path).text
      let frames = words.firstMatch(of: /complete up to frame (\d+) of 500/)
      return Int(frames?.1 ?? "0").map { $0 >= 3 } ?? false
    }
    while run.isRunning, try !hasFrames() { usleep(5000) }
    #expect(run.isRunning)
    run.send(signal: signal)
    return try run.end()
  }

  @Test(
    "a killed run leaves no record, and the next one is not hindered by what it left",
    arguments: [SIGKILL, SIGTERM, SIGINT])
  func killed(signal: Int32) throws {
    let outcome = try interrupt(by: signal)
    #expect(outcome.wasKilled && outcome.status == signal)
    #expect(!FileManager.default.fileExists(atPath: folder.file("run/record.h5")))
    for command in ["info", "plot"] {
      try Program.run(command, "run/record.h5", in: folder.path)
        .expectRefusal(at: "run/record.h5", "no such file")
    }
    try write(frames: 2, to: "short.yaml")
    try Program.run("simulate", "short.yaml", "--output", "run", "--quiet", in: folder.path)
      .expectSuccess()
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.file("run")) == ["record.h5"])
    try Program.run("info", "run/record.h5", in: folder.path).expectSuccess()
  }

  @Test("a killed run leaves the record of an earlier one as it was")
  func earlierRecord() throws {
    try write(frames: 2, to: "short.yaml")
    try Program.run("simulate", "short.yaml", "--output", "run", "--quiet", in: folder.path)
      .expectSuccess()
    let before = try Data(contentsOf: URL(fileURLWithPath: folder.file("run/record.h5")))
    let outcome = try interrupt(by: SIGKILL)
    #expect(outcome.wasKilled)
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("run/record.h5"))) == before)
  }

  @Test(
    "a run that was ended within a frame is resumed to the bytes of one that was not",
    arguments: [SIGKILL, SIGINT])
  func resumed(signal: Int32) throws {
    _ = try interrupt(by: signal)
    let stopped = try Program.run("info", "run/record.h5.part", in: folder.path)
    stopped.expectSuccess()
    #expect(stopped.text.contains("complete up to frame"))
    try Program.run("plot", "run/record.h5.part", in: folder.path)
      .expectRefusal(at: "run/record.h5.part", "--resume")
    let command = ["simulate", "long.yaml", "--output", "run", "--quiet"]
    try Program.run(command + ["--seed", "5", "--resume"], in: folder.path)
      .expectRefusal(at: "run/record.h5.part", "has the seed 1, not 5")
    try Program.run(command + ["--resume"], in: folder.path).expectSuccess()
    let resumed = try Data(contentsOf: URL(fileURLWithPath: folder.file("run/record.h5")))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.file("run")) == ["record.h5"])
    let again = try Program.run(
      "simulate", "long.yaml", "--output", "run", "--resume", in: folder.path)
    again.expectSuccess()
    #expect(again.text == "run/record.h5 is complete already; there is nothing to resume\n")
    try Program.run(command, in: folder.path).expectSuccess()
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder.file("run/record.h5")))
    #expect(resumed == whole)
  }

  @Test("an interrupted run tells how many frames it leaves and how to go on")
  func farewell() throws {
    let outcome = try interrupt(by: SIGINT)
    #expect(
      outcome.errorLines.last?.contains(
        /^rftwin: \d+ of 500 frames are in run\/record.h5.part; the same command with --resume/)
        == true, "\(outcome.errors)")
  }

  @Test("a run is not resumed with other contents of a file that its scenario names")
  func otherInputs() throws {
    try FileManager.default.copyItem(
      atPath: Program.scene("one-wall/wall.glb"), toPath: folder.file("wall.glb"))
    _ = try interrupt(by: SIGKILL, mesh: "wall.glb")
    try Data(contentsOf: URL(fileURLWithPath: Program.scene("corner/corner.glb")))
      .write(to: URL(fileURLWithPath: folder.file("wall.glb")))
    try Program.run(
      "simulate", "long.yaml", "--output", "run", "--quiet", "--resume", in: folder.path
    ).expectRefusal(at: "run/record.h5.part", "other contents of the files")
  }
}
