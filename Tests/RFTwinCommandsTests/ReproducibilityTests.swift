// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("Reproducibility of records")
struct ReproducibilityTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Configuration B of the courtyard with short frames, three unless told, its files beside it.
  private func shortened(
    duration: String = "0.11 s", scatterers: String = "2000"
  ) throws {
    let source = Program.scene("umi-courtyard")
    for name in ["courtyard.glb", "car.glb", "car-b.csv"] {
      try FileManager.default.copyItem(
        atPath: "\(source)/\(name)", toPath: folder.file(name))
    }
    let text = try String(contentsOfFile: "\(source)/configuration-b.yaml", encoding: .utf8)
    let shortened = text.replacing("duration: 5 s", with: "duration: \(duration)")
      .replacing("chirps: 128", with: "chirps: 16")
      .replacing("scatterers: 20000", with: "scatterers: \(scatterers)")
    for value in [duration, scatterers, "chirps: 16"] { #expect(shortened.contains(value)) }
    try folder.write(shortened, to: "configuration-b.yaml")
  }

  private func record(_ options: String...) throws -> Data {
    let name = "run" + options.joined()
    let outcome = try Program.run(
      ["simulate", "configuration-b.yaml", "--quiet", "--output", name] + options, in: folder.path)
    outcome.expectSuccess()
    return try Data(contentsOf: URL(fileURLWithPath: folder.file("\(name)/record.h5")))
  }

  @Test("the courtyard's record does not depend on the number of threads, but on the seed")
  func courtyard() throws {
    try shortened()
    let one = try record("--seed", "7", "--threads", "1")
    let two = try record("--seed", "7", "--threads", "2")
    let other = try record("--seed", "8", "--threads", "2")
    // A hundred kilobytes and more: not an empty shell.
    #expect(one.count > 100_000)
    #expect(one == two)
    #expect(other.count == two.count)
    #expect(other != two)
  }

  @Test("the courtyard's record is the same after a run that was killed and resumed")
  func resumed() throws {
    // With few rays the search lives on what earlier frames have found.
    try shortened(duration: "0.76 s", scatterers: "2000, rays: 5000")
    let whole = try record("--threads", "2")
    let files = FileManager.default
    let run = try RunningProgram(
      ["simulate", "configuration-b.yaml", "--quiet", "--output", "killed", "--threads", "1"],
      in: folder.path)
    func finishedFrames() throws -> Int {
      let words = try Program.run("info", "killed/record.h5.part", in: folder.path).text
      return (words.firstMatch(of: /complete up to frame (\d+) of 16/)?.1).flatMap { Int($0) } ?? 0
    }
    while run.isRunning, try finishedFrames() < 4 { usleep(5000) }
    run.send(signal: SIGKILL)
    #expect(try run.end().wasKilled)
    #expect((4..<16).contains(try finishedFrames()))
    for threads in ["1", "2"] {
      let name = "run--threads\(threads)--resume"
      try files.createDirectory(atPath: folder.file(name), withIntermediateDirectories: false)
      try files.copyItem(
        atPath: folder.file("killed/record.h5.part"),
        toPath: folder.file("\(name)/record.h5.part"))
      #expect(try record("--threads", threads, "--resume") == whole, "\(threads) threads")
    }
  }
}
