// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("rftwin compare")
struct CompareCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try simulate("", to: "a")
  }

  /// Records two links in line of sight.
  private func simulate(
    _ more: String, start: String = "77 GHz", slope: String = "35 MHz/us", power: String = "10 dBm",
    to name: String
  ) throws {
    let text = """
      name: line of sight <b>
      radios:
        - { name: a, position: [0, 0, 2], power: \(power) }
        - { name: b, position: [30, 0, 2], power: \(power) }
      links: [{ name: forth, tx: a, rx: b }, { name: back, tx: b, rx: a }]
      waveform: { kind: fmcw, start: \(start), slope: \(slope), ramp: 40 us, idle: 25 us, \
      sample-rate: 10 MHz }
      propagation: { diffuse: off }
      episode: { duration: 10 ms, frames: { chirps: 8, every: 5 ms } }
      \(more)
      """
    try folder.write(text, to: "scenario.yaml")
    try Program.run(
      "simulate", "scenario.yaml", "--output", name, "--quiet", in: folder.path
    ).expectSuccess()
  }

  private func compare(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(["compare"] + arguments, in: folder.path)
  }

  @Test("a record against itself is told to agree, in a page with its pictures and in JSON")
  func itself() throws {
    let outcome = try compare("a/record.h5", "a/record.h5", "--output", "c/d")
    outcome.expectSuccess()
    #expect(outcome.text.contains("link 'forth'") && outcome.text.contains("by 0.00 dB"))
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.file("c/d")).sorted()
    #expect(files == ["comparison.html", "comparison.json"])
    let page = try String(contentsOfFile: folder.file("c/d/comparison.html"), encoding: .utf8)
    // Two links with profiles, maps and noise each, and nothing fetched from elsewhere.
    #expect(page.components(separatedBy: "src=\"data:image/png;base64,iVBOR").count == 7)
    #expect(!page.contains("http") && !page.contains("<script"))
    let root = try SharedFiles.json(folder.file("c/d/comparison.json")) as? [String: Any]
    let links = try #require(root?["links"] as? [[String: Any]])
    let metrics = links[0]["metrics"] as? [String: [String: Any]]
    #expect(metrics?["pdp_absolute_error_db"]?["value"] as? Double == 0)
    #expect(metrics?["recall"]?["value"] as? Double == 1)
  }

  @Test("twice the power is told as 3 dB of gain, and taken out")
  func gain() throws {
    try simulate("noise: off", to: "quiet")
    try simulate("noise: off", power: "13.0103 dBm", to: "b")
    let plain = try compare("quiet/record.h5", "b/record.h5")
    #expect(plain.text.contains("+3.01 dB stronger") && plain.text.contains("not taken out"))
    let aligned = try compare("quiet/record.h5", "b/record.h5", "--align", "gain")
    #expect(aligned.text.contains("by 0.00 dB in the mean magnitude"), "\(aligned.text)")
  }

  @Test("mistakes are one sentence, and nothing is left behind")
  func refusals() throws {
    try simulate("", slope: "30 MHz/us", to: "other")
    try compare("a/record.h5", "other/record.h5", "--output", "x")
      .expectRefusal(at: "other/record.h5", "its delay cells of")
    try simulate("", start: "60 GHz", to: "other")
    let band = try compare("a/record.h5", "other/record.h5", "--output", "x")
    band.expectRefusal(at: "other/record.h5", "its band is centred at 60.7")
    #expect(band.errors.contains("that of 'a/record.h5' at 77.7"))
    try simulate("processing: { delay-window: hann }", to: "other")
    try compare("a/record.h5", "other/record.h5", "--output", "x")
      .expectRefusal(at: "other/record.h5", "its delay-window is hann")
    try compare("a/record.h5", "a/record.h5", "--links", "forth=up", "--output", "x")
      .expectRefusal(at: "a/record.h5", "no link is named 'up'")
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder.file("a/record.h5")))
    try folder.write(whole.prefix(whole.count / 2), to: "half.h5")
    let half = try compare("a/record.h5", "half.h5", "--output", "x")
    #expect(half.status == 65 && half.errorLines.count == 1)
    #expect(half.errors.hasPrefix("rftwin: half.h5: "))
    let full = try Program.shell(
      "ulimit -f 20; exec \"$rftwin\" compare a/record.h5 a/record.h5 --output x", in: folder.path)
    #expect(full.status == 65)
    #expect(!FileManager.default.fileExists(atPath: folder.file("x")))
    for options in [["--align", "phase"], ["--links", "a"], ["--margin", "-1"]] {
      let outcome = try Program.run(
        ["compare", "a/record.h5", "a/record.h5"] + options, in: folder.path)
      #expect(outcome.status == 64 && outcome.output.isEmpty, "\(options)")
    }
  }
}
