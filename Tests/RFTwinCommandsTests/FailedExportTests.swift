// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("rftwin export, when files cannot be written")
struct FailedExportTests {
  private let folder: TemporaryFolder

  /// Each format with its files of one link, in the order in which they are begun.
  private static let formats = [
    ("dca1000", ["line.bin", "line.cfg", "line.mmwave.json"]),
    ("sigmf", ["line.sigmf-data", "line.sigmf-meta"]), ("npz", ["record.npz"]),
  ]

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      """
      name: line of sight
      radios: [{ name: a, position: [0, 0, 2] }, { name: b, position: [30, 0, 2] }]
      links: [{ name: line, tx: a, rx: b }]
      waveform: { kind: fmcw, start: 77 GHz, slope: 35 MHz/us, ramp: 40 us, idle: 25 us, \
      sample-rate: 10 MHz }
      propagation: { diffuse: off }
      episode: { duration: 10 ms, frames: { chirps: 8, every: 5 ms } }
      output: { if-samples: on }
      """, to: "scenario.yaml")
    try Program.run("simulate", "scenario.yaml", "--output", "run", "--quiet", in: folder.path)
      .expectSuccess()
  }

  private func export(_ format: String, to output: String) throws -> Program.Outcome {
    try Program.run(
      "export", "run/record.h5", "--format", format, "--output", output, in: folder.path)
  }

  private func names(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.file(path)).sorted()
  }

  @Test("one file of several that cannot be begun leaves none of the others", arguments: formats)
  func begun(format: String, files: [String]) throws {
    for file in files {
      // What has the name that the file is written under first: a link, or a folder.
      try folder.write("mine", to: "elsewhere/\(file)")
      try FileManager.default.createDirectory(
        atPath: folder.file("link-\(file)"), withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: folder.file("link-\(file)/\(file).part"),
        withDestinationPath: folder.file("elsewhere/\(file)"))
      try export(format, to: "link-\(file)")
        .expectRefusal(at: "link-\(file)/\(file)", "is a link; remove the link")
      #expect(try names("link-\(file)") == ["\(file).part"])
      let text = try String(contentsOfFile: folder.file("elsewhere/\(file)"), encoding: .utf8)
      #expect(text == "mine")

      try folder.write("mine", to: "folder-\(file)/\(file).part/mine")
      try export(format, to: "folder-\(file)")
        .expectRefusal(
          at: "folder-\(file)/\(file)",
          "'folder-\(file)/\(file).part', under which it is written first, is no regular file")
      #expect(try names("folder-\(file)") == ["\(file).part"])
    }
  }

  @Test("a full disk leaves what was there before as it was", arguments: formats)
  func replaced(format: String, files: [String]) throws {
    try export(format, to: "out").expectSuccess()
    #expect(try names("out") == files)
    func contents() throws -> [Data] {
      try files.map { try Data(contentsOf: URL(fileURLWithPath: folder.file("out/\($0)"))) }
    }
    let before = try contents()
    // A limit of 20 blocks of 512 bytes stands for a full disk.
    let outcome = try Program.shell(
      "ulimit -f 20; exec \"$rftwin\" export run/record.h5 --format \(format) --output out"
        + " --overwrite", in: folder.path)
    outcome.expectRefusal(at: "out/\(files[0])", "the file cannot be written: File too large")
    #expect(try names("out") == files)
    #expect(try contents() == before)
  }

  @Test("where no folder can be made nothing is", arguments: formats)
  func folders(format: String, files: [String]) throws {
    // In a file there are no folders, and the kernel's own has none of ours, whoever asks.
    for place in ["scenario.yaml/out", "/proc/out"] {
      try export(format, to: place).expectRefusal(at: place, "the folder cannot be made")
    }
    #expect(try names(".") == ["run", "scenario.yaml"])
    #expect(try names("run") == ["record.h5"])
  }
}
