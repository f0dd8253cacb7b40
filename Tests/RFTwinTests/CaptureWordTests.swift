// SPDX-License-Identifier: Apache-2.0

import Captures
import Foundation
import RFTwin
import TestSupport
import Testing

/// What is told of words of a DCA1000 that are taken for what they are not.
@Suite("Words of capture cards", .serialized)
struct CaptureWordTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// How words are written.
  private struct Writing {
    var isComplex = true
    var isQuadratureFirst = false
    var frames = 2
  }

  /// Two echoes at 9.2 and 27.4 cycles of ramps of 128 samples, 4 receivers, 4 chirps that are alike but for noise
  /// of 12 counts, as words of two lanes.
  private func write(_ writing: Writing, dropping bytes: Int = 0) throws {
    var words: [Int16] = []
    // SplitMix64 (Steele, Lea and Flood 2014).
    var state: UInt64 = 3
    func noise() -> Double {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return 40 * (Double((z ^ (z >> 31)) >> 11) * 0x1p-53 - 0.5)
    }
    for row in 0..<writing.frames * 4 * 4 {
      func value(_ sample: Int, _ part: (Double) -> Double) -> Int16 {
        let place = 2 * Double.pi * Double(sample) / 128
        // Every other receiver has the opposite phase, so their sum tells nothing.
        let phase = Double.pi / 2 * Double(row % 4) + 0.5 * Double(row / 16)
        return Int16(
          (4000 * part(9.2 * place + phase) + 1000 * part(27.4 * place + phase) + noise())
            .rounded())
      }
      for pair in stride(from: 0, to: 128, by: 2) {
        let real = [value(pair, cos), value(pair + 1, cos)]
        let imaginary = [value(pair, sin), value(pair + 1, sin)]
        if !writing.isComplex {
          words += real
        } else {
          words += writing.isQuadratureFirst ? imaginary + real : real + imaginary
        }
      }
    }
    let all = words.flatMap {
      [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
    }
    try folder.write(Data(all.dropLast(bytes)), to: "a.bin")
  }

  private func convert(_ data: String, frames: String = "") throws -> (Record, [String]) {
    let text = """
      name: beats
      data: { file: a.bin, receivers: 4, scale: { step: 1 }\(data) }
      waveform: { kind: fmcw, start: 77 GHz, slope: 10 MHz/us, ramp: 20 us, idle: 10 us,
        sample-rate: 10 MHz, samples: 128 }
      frames: { chirps: 4, every: 1 ms\(frames) }
      """
    let path = folder.file("out.h5")
    let capture = try CaptureDescription.load(folder.write(text, to: "capture.yaml"))
    let summary = try CaptureConversion(capture, workers: .init(count: 1)).run(writingTo: path)
    // What is told of noise does not matter here.
    let warnings = (capture.warnings + summary.warnings).filter { !$0.contains("the noise") }
    return (try Record(path), warnings)
  }

  @Test("complex words taken for real ones are told by the images that they leave")
  func kinds() throws {
    try write(Writing())
    let (_, told) = try convert(", samples: real")
    #expect(told.count == 1 && told[0].contains("set 'samples: complex'"), "\(told)")
    for isComplex in [true, false] {
      try write(Writing(isComplex: isComplex))
      let (_, none) = try convert(", samples: \(isComplex ? "complex" : "real")")
      #expect(none.isEmpty, "\(none)")
    }
  }

  @Test("exchanged parts are told where nearly all energy lies beyond half the range")
  func exchanged() throws {
    try write(Writing(isQuadratureFirst: true))
    let (_, told) = try convert("")
    #expect(told.count == 1 && told[0].contains("nearly all energy of echoes"), "\(told)")
    #expect(told.first?.contains("set 'quadrature-first: on'") == true)
    let (_, none) = try convert(", quadrature-first: on")
    #expect(none.isEmpty, "\(none)")
  }

  @Test(
    "of a file that breaks off anywhere, 'count' takes the whole frames", arguments: [1, 8, 1000])
  func brokenOff(bytes: Int) throws {
    try write(Writing(frames: 3), dropping: bytes)
    let error = #expect(throws: (any Error).self) { _ = try convert("") }
    #expect("\(error.map { "\($0)" } ?? "")".contains("'count: 2' takes them"))
    let (record, warnings) = try convert("", frames: ", count: 2")
    #expect(record.frames == 2 && warnings.count == 1, "\(warnings)")
    #expect(warnings.first?.contains("behind the last frame taken is left out") == true)
  }
}
