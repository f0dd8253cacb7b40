// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("rftwin export")
struct ExportCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try simulate("impairments: { b: { adc: { bits: 12, full-scale: 10 dBm, gain: 60 dB } } }")
  }

  /// Records two links in line of sight; only what b receives goes through a converter.
  private func simulate(_ more: String, samples: String = "on", to name: String = "run") throws {
    let text = """
      name: line of sight
      radios:
        - { name: a, position: [0, 0, 2] }
        - { name: b, position: [30, 0, 2] }
      links: [{ name: forth, tx: a, rx: b }, { name: back, tx: b, rx: a }]
      waveform: { kind: fmcw, start: 77 GHz, slope: 35 MHz/us, ramp: 40 us, idle: 25 us, \
      sample-rate: 10 MHz }
      propagation: { diffuse: off }
      episode: { duration: 10 ms, frames: { chirps: 8, every: 5 ms } }
      output: { if-samples: \(samples) }
      \(more)
      """
    try folder.write(text, to: "scenario.yaml")
    try Program.run(
      "simulate", "scenario.yaml", "--output", name, "--quiet", in: folder.path
    ).expectSuccess()
  }

  @Test("behind a decimation filter samples are no codes any more, and a full scale is chosen")
  func decimated() throws {
    try simulate(
      "impairments: { b: { adc: { bits: 12, full-scale: 10 dBm, gain: 60 dB },"
        + " decimation: { pass: [0 MHz, 9 MHz] } } }")
    let outcome = try export("--format", "dca1000")
    outcome.expectSuccess()
    #expect(!outcome.text.contains("ADC of") && outcome.text.contains("at the largest sample"))
  }

  private func export(_ options: String...) throws -> Program.Outcome {
    try Program.run(["export", "run/record.h5"] + options, in: folder.path)
  }

  private func names(_ path: String = "run") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.file(path)).sorted()
  }

  @Test("each link becomes files beside the record, with the ADC's codes or a scale that is told")
  func captures() throws {
    let outcome = try export("--format", "dca1000")
    outcome.expectSuccess()
    let lines = outcome.text.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("link forth") && $0.contains("ADC of 12 bits") })
    #expect(lines.contains { $0.hasPrefix("link back") && $0.contains("at the largest sample") })
    #expect(lines.contains("run/forth.bin"))
    #expect(
      try names() == [
        "back.bin", "back.cfg", "back.mmwave.json", "forth.bin", "forth.cfg", "forth.mmwave.json",
        "record.h5",
      ])
    // 16 chirps of 400 samples of four bytes.
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: folder.file("run/forth.bin"))).count == 25_600)
  }

  @Test("a record of other values than the scenario's file has is exported as it was made")
  func overridden() throws {
    try Program.run(
      "simulate", "scenario.yaml", "--set", "episode.frames.chirps=4", "--output", "four",
      "--quiet", in: folder.path
    ).expectSuccess()
    try Program.run(
      "export", "four/record.h5", "--format", "dca1000", in: folder.path
    ).expectSuccess()
    // 2 frames of 4 chirps of 400 samples of four bytes.
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: folder.file("four/forth.bin"))).count == 12_800)
  }

  @Test("SigMF keeps an ADC's codes and other samples as floats, and one link may be chosen")
  func descriptions() throws {
    try export("--format", "sigmf", "--output", "a/b").expectSuccess()
    #expect(try names("a/b").count == 4)
    func type(_ path: String) throws -> String? {
      let root = try SharedFiles.json(folder.file(path)) as? [String: Any]
      return (root?["global"] as? [String: Any])?["core:datatype"] as? String
    }
    #expect(try type("a/b/forth.sigmf-meta") == "ci16_le")
    #expect(try type("a/b/back.sigmf-meta") == "cf32_le")
    let chosen = try export(
      "--format", "sigmf", "--link", "back", "--full-scale", "-80 dBm", "--output", "c")
    #expect(chosen.status == 0 && chosen.text.contains("16 bits, full scale -80 dBm"))
    #expect(try names("c") == ["back.sigmf-data", "back.sigmf-meta"])
    #expect(try type("c/back.sigmf-meta") == "ci16_le")
  }

  @Test("NPZ takes the record's name, with or without samples")
  func archive() throws {
    try export("--format", "npz").expectSuccess()
    #expect(try names() == ["record.h5", "record.npz"])
    try simulate("", samples: "off", to: "plain")
    try Program.run("export", "plain/record.h5", "--format", "npz", in: folder.path)
      .expectSuccess()
    try Program.run("export", "plain/record.h5", "--format", "sigmf", in: folder.path)
      .expectRefusal(at: "plain/record.h5", "if-samples: on")
  }

  @Test("mistakes are one sentence, and what was there before stays")
  func refusals() throws {
    try export("--format", "npz", "--link", "fort")
      .expectRefusal(at: "run/record.h5", "no link is named 'fort'; did you mean 'forth'?")
    try export("--format", "dca1000", "--full-scale", "0 dBm", "--link", "forth")
      .expectRefusal(at: "run/record.h5", "leave out '--full-scale'")
    try folder.write("mine", to: "run/forth.cfg")
    try export("--format", "dca1000")
      .expectRefusal(at: "run/forth.cfg", "the file is there already")
    #expect(try names() == ["forth.cfg", "record.h5"])
    try export("--format", "dca1000", "--overwrite").expectSuccess()
    #expect(try String(contentsOfFile: folder.file("run/forth.cfg"), encoding: .utf8) != "mine")
    try simulate(
      "impairments: { b: { adc: { bits: 24, full-scale: 10 dBm, gain: 60 dB } } }", to: "wide")
    try Program.run("export", "wide/record.h5", "--format", "dca1000", in: folder.path)
      .expectRefusal(at: "wide/record.h5", "an ADC of 24 bits")
    try Program.run(
      "export", "wide/record.h5", "--format", "sigmf", "--samples", "float32", in: folder.path
    ).expectSuccess()
  }

  @Test("an unfinished record is refused, and a full disk leaves nothing")
  func ends() throws {
    try folder.write("", to: "run/other.h5.part")
    try Program.run("export", "run/other.h5.part", "--format", "npz", in: folder.path)
      .expectRefusal(at: "run/other.h5.part", "unfinished record")
    // A limit of 20 blocks of 512 bytes stands for a full disk.
    for format in ["dca1000", "sigmf", "npz"] {
      let outcome = try Program.shell(
        "ulimit -f 20; exec \"$rftwin\" export run/record.h5 --format \(format) --output x/y",
        in: folder.path)
      #expect(outcome.status == 65 && outcome.errorLines.count == 1)
      #expect(outcome.errors.contains("the file cannot be written: File too large"))
      #expect(!FileManager.default.fileExists(atPath: folder.file("x")))
    }
  }

  @Test("options of other formats are mistakes on the command line")
  func options() throws {
    for options in [
      ["--format", "npz", "--samples", "int16"], ["--format", "npz", "--full-scale", "0 dBm"],
      ["--format", "sigmf", "--samples", "float32", "--full-scale", "0 dBm"],
      ["--format", "dca1000", "--full-scale", "3 s"], ["--format", "wav"], [],
    ] {
      let outcome = try Program.run(["export", "run/record.h5"] + options, in: folder.path)
      #expect(outcome.status == 64 && outcome.output.isEmpty, "\(options)")
    }
  }
}
