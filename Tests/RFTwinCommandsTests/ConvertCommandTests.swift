// SPDX-License-Identifier: Apache-2.0

import Captures
import Foundation
import TestSupport
import Testing

@Suite("rftwin convert")
struct ConvertCommandTests {
  private let folder: TemporaryFolder

  /// Two frames of a line of sight of 30 m, as a device with four receivers and two lanes writes them.
  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      """
      name: line of sight
      radios:
        - { name: a, position: [0, 0, 2], look-at: b }
        - { name: b, position: [30, 0, 2], look-at: a, array: { rx: 4 } }
      links: [{ name: forth, tx: a, rx: b }]
      waveform: { kind: fmcw, start: 77 GHz, slope: 35.44 MHz/us, ramp: 40.1 us, idle: 25.3 us, \
      sample-rate: 10 MHz, samples: 256 }
      propagation: { diffuse: off }
      episode: { duration: 10 ms, frames: { chirps: 8, every: 5 ms } }
      output: { if-samples: on }
      """, to: "scenario.yaml")
    try Program.run(
      "simulate", "scenario.yaml", "--output", "a", "--quiet", in: folder.path
    ).expectSuccess()
    try #require(
      try Program.run(
        "export", "a/record.h5", "--format", "dca1000", "--output", ".", in: folder.path
      ).status == 0)
  }

  private static let places = """
    radios: [{ name: a, position: [0, 0, 2] }, { name: b, position: [30, 0, 2] }]
    link: { name: forth, tx: a, rx: b }

    """

  private func convert(_ data: String, _ more: String = "") throws -> Program.Outcome {
    try folder.write(
      "name: back\nconfiguration: forth.mmwave.json\ndata: { \(data) }\n\(more)",
      to: "capture.yaml")
    return try Program.run("convert", "capture.yaml", "--output", "x/r.h5", in: folder.path)
  }

  /// Whether there is anything where the record would be.
  private var hasOutput: Bool { FileManager.default.fileExists(atPath: folder.file("x")) }

  /// What is complained about besides progress.
  private func warnings(_ outcome: Program.Outcome) -> [String] {
    outcome.errorLines.filter { $0.hasPrefix("rftwin: ") }
  }

  @Test("a capture becomes a record, which is told in one line, and nothing else is written")
  func success() throws {
    let outcome = try convert("file: forth.bin", Self.places)
    #expect(outcome.status == 0 && warnings(outcome).isEmpty, "\(outcome.errors)")
    #expect(
      outcome.text.hasPrefix("back: 2 frames, 16 chirps, 4 receivers, noise -"),
      "\(outcome.text)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("x")) == ["r.h5"])
  }

  @Test("aligned to the line of sight, the strongest path lies where the radios' places say")
  func alignment() throws {
    func strongest() throws -> Int? {
      let profile = try Record(folder.file("x/r.h5")).links[0].profiles().prefix(256)
      return profile.indices.max { profile[$0] < profile[$1] }
    }
    /// The bin of a way in metres; a bin is 1 / (35.44 MHz/us 25.6 us) wide.
    func bin(_ way: Double) -> Int { Int((way / 299_792_458 * 35.44e12 * 25.6e-6).rounded()) }
    // As if clocks had made the way 5 m too short.
    let apart = Self.places.replacing("[30, 0, 2]", with: "[35, 0, 2]")
    let aligned = try convert(
      "file: forth.bin", apart + "processing: { align: line-of-sight }")
    #expect(aligned.status == 0, "\(aligned.errors)")
    #expect(try strongest() == bin(35))
    _ = try convert("file: forth.bin", apart)
    #expect(try strongest() == bin(30))
  }

  @Test("words in the order of other lanes are told by the images that they leave")
  func lanes() throws {
    let wrong = try convert("file: forth.bin, lanes: 4", Self.places)
    #expect(wrong.status == 0 && warnings(wrong).count == 1, "\(wrong.errors)")
    #expect(wrong.errors.contains("set 'lanes: 2'"), "\(wrong.errors)")
  }

  @Test("exchanged parts are told by the line of sight, which is as far from the wrong end")
  func quadrature() throws {
    let wrong = try convert("file: forth.bin, quadrature-first: on", Self.places)
    #expect(wrong.status == 0 && warnings(wrong).count == 1, "\(wrong.errors)")
    #expect(wrong.errors.contains("set 'quadrature-first: off'"), "\(wrong.errors)")
    // Where nobody knows the radios' places it may be right.
    let unknown = try convert(
      "file: forth.bin, quadrature-first: on",
      "radios: [{ name: a }, { name: b }]\nlink: { name: forth, tx: a, rx: b }\n")
    #expect(unknown.status == 0 && warnings(unknown).isEmpty, "\(unknown.errors)")
  }

  @Test("a capture of zeros is told to hold none, rather than noise of minus infinity")
  func zeros() throws {
    let size = try Data(contentsOf: URL(fileURLWithPath: folder.file("forth.bin"))).count
    try folder.write(Data(count: size), to: "zeros.bin")
    // With the offset of half a code that exports have, zeros would be a constant.
    let outcome = try convert("file: zeros.bin, scale: { step: 1 }", Self.places)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("hold no power at all"), "\(outcome.errors)")
    #expect(!outcome.text.contains("inf") && outcome.text.contains("no noise to be told"))
  }

  @Test("a file that is cut off is refused in one sentence, and nothing is left behind")
  func truncated() throws {
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder.file("forth.bin")))
    try folder.write(whole.dropLast(8 * 100), to: "half.bin")
    try convert("file: half.bin").expectRefusal(
      at: "capture.yaml:3", "(the first one is whole: 'count: 1' takes it)")
    try folder.write(whole.dropLast(3), to: "odd.bin")
    try convert("file: odd.bin").expectRefusal(at: "capture.yaml:3", "5 bytes, no whole number")
    try folder.write(Data(), to: "none.bin")
    try convert("file: none.bin").expectRefusal(at: "none.bin", "the file is empty")
    #expect(!hasOutput)
  }

  /// An array of 32-bit floats.
  private func array(_ shape: String, _ values: [Float], to name: String) throws {
    let head = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(shape)), }\n"
    let start: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(head.utf8.count), 0]
    let bytes = values.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
    }
    try folder.write(Data(start + Array(head.utf8) + bytes), to: name)
  }

  private func convertArray(_ name: String) throws -> Program.Outcome {
    try folder.write(
      """
      name: array
      data: { file: \(name), axes: [frame, chirp, sample], scale: unknown }
      waveform: { kind: fmcw, start: 77 GHz, slope: 10 MHz/us, ramp: 20 us, idle: 10 us, \
      sample-rate: 1 MHz, samples: 16 }
      frames: { every: 1 ms }
      """, to: "capture.yaml")
    return try Program.run(
      "convert", "capture.yaml", "--output", "x/r.h5", "--quiet", in: folder.path)
  }

  @Test("a sample that is no number is named, and no frames are told, and nothing is left behind")
  func numbers() throws {
    var values = [Float](repeating: 1, count: 3 * 8 * 16)
    values[(2 * 8 + 3) * 16 + 5] = .nan
    try array("3, 8, 16", values, to: "nan.npy")
    try convertArray("nan.npy").expectRefusal(
      at: "nan.npy", "sample 5 of receiver 0 in chirp 3 of frame 2 is not a finite number")
    try array("0, 8, 16", [], to: "none.npy")
    try convertArray("none.npy").expectRefusal(at: "capture.yaml:2", "holds no frames")
    #expect(!hasOutput)
  }
}
