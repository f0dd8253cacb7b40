// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("Runs that are cut short")
struct InterruptionTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A scenario of a wall with so many frames.
  private func write(frames: Int, to name: String) throws {
    let text = try String(contentsOfFile: Program.scene("one-wall/scenario.yaml"), encoding: .utf8)
    try folder.write(
      text.replacing("wall.glb", with: "\"\(Program.scene("one-wall/wall.glb"))\"")
        .replacing("duration: 20 ms", with: "duration: \(10 * frames) ms")
        .replacing("chirps: 64", with: "chirps: 16, every: 10 ms"), to: name)
  }

  /// Starts a run of many frames, and ends it by a signal when it has written a few.
  ///
  /// Its end is not far either: a run that no signal stops fails the test, but does not hang it.
  private func interrupt(by signal: Int32) throws -> Program.Outcome {
    try write(frames: 500, to: "long.yaml")
    let run = try RunningProgram(
      ["simulate", "long.yaml", "--output", "run", "--threads", "1"], in: folder.path)
    let unfinished = folder.file("run/record.h5.part")
    // A frame is some 150 kB; what is written of the scene before the first frame is much less.
    func hasFrames() -> Bool {
      let size = try? FileManager.default.attributesOfItem(atPath: unfinished)[.size] as? Int
      return size ?? 0 > 400_000
    }
    while run.isRunning, !hasFrames() { usleep(5000) }
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
}
