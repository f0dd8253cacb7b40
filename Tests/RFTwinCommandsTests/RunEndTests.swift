// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("How runs end")
struct RunEndTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let wall = Program.scene("one-wall/scenario.yaml")
  private static let courtyard = Program.scene("umi-courtyard/configuration-b.yaml")

  /// What is in the folder.
  private func contents() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
  }

  /// Waits until a file is there.
  private func wait(for name: String) throws {
    for _ in 0..<1200 where !FileManager.default.fileExists(atPath: folder.file(name)) {
      Thread.sleep(forTimeInterval: 0.05)
    }
    try #require(FileManager.default.fileExists(atPath: folder.file(name)))
  }

  @Test(
    "a run that is stopped removes what it made and dies of its signal",
    arguments: [SIGINT, SIGTERM, SIGHUP])
  func stopped(signal: Int32) throws {
    let run = try RunningProgram(
      ["simulate", Self.courtyard, "--output", "a/b", "--quiet"], in: folder.path)
    try wait(for: "a/b/record.h5.part")
    run.send(signal: signal)
    let outcome = try run.end()
    #expect(outcome.wasKilled && outcome.status == signal)
    #expect(outcome.errors == "")
    #expect(try contents() == [])
  }

  @Test("a second run that writes into the same folder is refused; the first goes on")
  func twoRuns() throws {
    let first = try RunningProgram(
      ["simulate", Self.courtyard, "--output", "run", "--quiet"], in: folder.path)
    try wait(for: "run/record.h5.part")
    try Program.run(["simulate", Self.wall, "--output", "run", "--quiet"], in: folder.path)
      .expectRefusal(at: "run/record.h5", "another run writes there")
    #expect(first.isRunning)
    #expect(try contents().contains("run/record.h5.part"))
    first.send(signal: SIGTERM)
    _ = try first.end()
  }

  @Test("a record that grows too large is refused with the system's reason, and leaves nothing")
  func tooLarge() throws {
    // A limit of 100 blocks of 512 bytes stands for a full disk.
    try Program.shell(
      "ulimit -f 100; exec \"$rftwin\" simulate '\(Self.wall)' --output a/b --quiet",
      in: folder.path
    ).expectRefusal(at: "a/b/record.h5", "File too large")
    #expect(try contents() == [])
  }

  @Test("a result that standard output does not take is refused with the system's reason")
  func fullOutput() throws {
    let mesh = Program.scene("one-wall/wall.glb")
    for words in [
      "info '\(Self.wall)'", "materials",
      "paths '\(mesh)' --tx 0,0,1 --rx 1,0,1 --frequency '28 GHz'",
    ] {
      try Program.shell("exec \"$rftwin\" \(words) >/dev/full", in: folder.path)
        .expectRefusal(at: "standard output", "No space left on device")
    }
    // Nobody reads what cannot be shown; the result is there all the same.
    let run = try Program.shell(
      "exec \"$rftwin\" simulate '\(Self.wall)' --output run 2>/dev/full", in: folder.path)
    #expect(run.status == 0)
    #expect(try contents().contains("run/record.h5"))
  }

  @Test("scenarios that are only called so go to folders named after theirs")
  func defaultFolders() throws {
    let wall = Program.scene("one-wall")
    try Program.shell(
      """
      cp -r '\(wall)' alley && cp alley/scenario.yaml alley/other.yaml
      "$rftwin" simulate alley/scenario.yaml --quiet && "$rftwin" simulate alley/other.yaml --quiet
      cd alley && "$rftwin" simulate scenario.yaml --quiet
      """, in: folder.path
    ).expectSuccess()
    let records = try contents().filter { $0.hasSuffix("record.h5") }
    #expect(
      records == [
        "alley/results/alley/record.h5", "results/alley/record.h5", "results/other/record.h5",
      ])
  }
}
