// SPDX-License-Identifier: Apache-2.0

import Captures
import Foundation
import RFTwin
import TestSupport
import Testing

@Suite("Captures", .serialized)
struct CaptureTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let waveform =
    "waveform: { kind: fmcw, start: 77 GHz, slope: 10 MHz/us, ramp: 20 us, idle: 10 us,"
    + " sample-rate: 1 MHz, samples: 16 }"

  /// A beat of two cycles a ramp of 16 samples that turns back by an eighth from chirp to chirp, as a
  /// device records what approaches, with numbers of frame and receiver in its size.
  private func code(frame: Int, chirp: Int, receiver: Int, sample: Int) -> (Int16, Int16) {
    let size = Double(1000 + 100 * frame + 10 * receiver)
    let phase = 2 * Double.pi * (2 * Double(sample) / 16 - Double(chirp) / 8)
    return (Int16((size * cos(phase)).rounded()), Int16((size * sin(phase)).rounded()))
  }

  /// Codes as two-lane words, of 8 chirps and 2 receivers a frame.
  private func lanes(frames: [Int], isReal: Bool = false) -> [Int16] {
    var words: [Int16] = []
    for frame in frames {
      for chirp in 0..<8 {
        for receiver in 0..<2 {
          let codes = (0..<16).map {
            code(frame: frame, chirp: chirp, receiver: receiver, sample: $0)
          }
          for pair in stride(from: 0, to: 16, by: 2) {
            words += [codes[pair].0, codes[pair + 1].0]
            if !isReal { words += [codes[pair].1, codes[pair + 1].1] }
          }
        }
      }
    }
    return words
  }

  private func write(_ words: [Int16], to name: String = "a.bin") throws {
    let bytes = words.flatMap {
      [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
    }
    try folder.write(Data(bytes), to: name)
  }

  private func convert(
    _ data: String, frames: String = "{ chirps: 8, every: 1 ms }", _ more: String = ""
  ) throws -> (record: Record, warnings: [String]) {
    let text = """
      name: beats
      data: { \(data) }
      \(Self.waveform)
      frames: \(frames)
      output: { if-samples: on }
      processing: { delay-window: rectangular, doppler-window: rectangular }
      \(more)
      """
    let path = folder.file("out.h5")
    let capture = try CaptureDescription.load(folder.write(text, to: "capture.yaml"))
    let summary = try CaptureConversion(capture, workers: .init(count: 1)).run(writingTo: path)
    return (try Record(path), capture.warnings + summary.warnings)
  }

  /// The complaint about a capture, which leaves nothing behind.
  private func complaint(
    _ data: String, frames: String = "{ chirps: 8, every: 1 ms }", _ more: String = "",
    _ location: SourceLocation = #_sourceLocation
  ) -> String {
    do {
      _ = try convert(data, frames: frames, more)
      Issue.record("nothing was refused", sourceLocation: location)
      return ""
    } catch {
      let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      #expect(!files.contains { $0.hasPrefix("out.h5") }, sourceLocation: location)
      return "\(error)"
    }
  }

  private let bin = "file: a.bin, receivers: 2, scale: unknown"

  // MARK: What is seen

  @Test("a device's beat lies at its delay and, where it turns back, at an approaching shift")
  func signs() throws {
    try write(lanes(frames: [0, 1, 2]))
    let (record, warnings) = try convert(bin)
    let link = record.links[0]
    #expect(record.frames == 3 && link.chirpCount == 24 && !link.isScaleKnown)
    #expect(warnings.count == 2 && warnings[0].contains("one count is taken for 1 W^0.5"))
    // Whole cycles of codes that repeat leave most cells at zero exactly.
    #expect(warnings.last?.contains("the noise cannot be told") == true)
    for frame in 0..<3 {
      let map = try link.map(frame)
      let peak = try #require(map.indices.max { map[$0] < map[$1] })
      #expect(peak % 16 == 2 && link.dopplerShifts[peak / 16] > 0)
      // The row one eighth of 1 / 30 us above zero: 4 + 1 of 8.
      #expect(peak / 16 == 5)
      // The mean over receivers of sizes squared; codes are rounded to half a unit of 1000.
      let size = Double(1000 + 100 * frame)
      #expect(
        isClose(
          Double(map[peak]), (size * size + (size + 10) * (size + 10)) / 2, relative: 1e-3))
    }
  }

  @Test("real samples show the power that complex ones do, once")
  func realSamples() throws {
    try write(lanes(frames: [0], isReal: true))
    let (record, _) = try convert(bin + ", samples: real", frames: "{ chirps: 8 }")
    let profile = try record.links[0].profiles()
    // A cosine of 1000 and of 1010, as the tones of those sizes.
    #expect(isClose(Double(profile[2]), (1e6 + 1010 * 1010) / 2, relative: 1e-3))
    // Of 16 samples eight delays are told; rounding of codes leaves 1e-7 of the power.
    #expect(record.links[0].delays.count == 8)
    #expect(profile[6] < 1e-6 * profile[2])
  }

  /// Axes in another order.
  private struct Order: Sendable, CustomStringConvertible {
    var axes: String
    var shape: String
    var isColumnMajor = false

    /// For places along frame, chirp, receiver and sample, slowest first.
    var slowest: [Int]
    var description: String { axes + (isColumnMajor ? " column by column" : "") }
  }

  private static let orders = [
    Order(axes: "[frame, chirp, receive, sample]", shape: "3, 8, 2, 16", slowest: [0, 1, 2, 3]),
    Order(axes: "[sample, receive, chirp, frame]", shape: "16, 2, 8, 3", slowest: [3, 2, 1, 0]),
    Order(axes: "[chirp, frame, sample, receive]", shape: "8, 3, 16, 2", slowest: [1, 0, 3, 2]),
    Order(
      axes: "[frame, chirp, receive, sample]", shape: "3, 8, 2, 16", isColumnMajor: true,
      slowest: [3, 2, 1, 0]),
    Order(axes: "[[frame, chirp], [receive, sample]]", shape: "24, 32", slowest: [0, 1, 2, 3]),
  ]

  @Test("the order of axes does not matter", arguments: orders)
  private func axes(order: Order) throws {
    try write(lanes(frames: [0, 1, 2]))
    let reference = try convert(bin).record.links[0].samples()
    var bytes: [UInt8] = []
    let lengths = [3, 8, 2, 16]
    for index in 0..<3 * 8 * 2 * 16 {
      var (rest, places) = (index, [0, 0, 0, 0])
      for axis in order.slowest.reversed() {
        places[axis] = rest % lengths[axis]
        rest /= lengths[axis]
      }
      let (i, q) = code(
        frame: places[0], chirp: places[1], receiver: places[2], sample: places[3])
      for part in [Float(i), Float(q)] {
        for shift in [0, 8, 16, 24] {
          bytes.append(UInt8(truncatingIfNeeded: part.bitPattern >> UInt32(shift)))
        }
      }
    }
    let head =
      "{'descr': '<c8', 'fortran_order': \(order.isColumnMajor ? "True" : "False"),"
      + " 'shape': (\(order.shape)), }\n"
    let start: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(head.utf8.count), 0]
    try folder.write(Data(start + Array(head.utf8) + bytes), to: "a.npy")
    let (record, _) = try convert(
      "file: a.npy, axes: \(order.axes), receivers: 2, scale: unknown")
    #expect(try record.links[0].samples() == reference)
  }

  @Test("a delay that is taken off moves the beat to zero")
  func delayOffset() throws {
    try write(lanes(frames: [0]))
    // Bin 2 of cells of 1 / (16 us x 10 MHz/us) = 6.25 ns.
    let (record, _) = try convert(bin, frames: "{ chirps: 8 }", "delay-offset: 12.5 ns")
    let profile = try record.links[0].profiles()
    #expect(profile.indices.max { profile[$0] < profile[$1] } == 0)
  }

  // MARK: Recorders

  @Test("frames that are missing, repeated or filled are marked")
  func flags() throws {
    var words = lanes(frames: [0, 1, 1, 3])
    // The last receiver's last chirp of the last frame.
    for index in words.count - 32..<words.count { words[index] = 0 }
    try write(words)
    try folder.write("t [ms]\n0\n1\n2.02\n5\n", to: "times.csv")
    let (record, warnings) = try convert(bin, frames: "{ chirps: 8, timestamps: times.csv }")
    #expect(try record.frameFlags() == [[], [], .repeated, [.afterGap, .filled]])
    // From 2.02 ms to 5 ms at one a millisecond two are missing.
    #expect(record.missingFrames == 2)
    for word in [
      "2 frames are missing", "frame 2 is the one before", "frame 3 has chirps of zeros",
    ] {
      #expect(warnings.contains { $0.contains(word) }, "\(warnings)")
    }
    // The chirps keep the times that the recorder tells.
    let last = try #require(record.links[0].span?.upperBound)
    #expect(isClose(last, 5e-3 + 7 * 30e-6, within: 1e-12))
  }

  @Test("a file that is short by whole frames is taken, and says so")
  func shortFile() throws {
    try write(lanes(frames: [0, 1]))
    let (record, warnings) = try convert(bin, frames: "{ chirps: 8, every: 1 ms, count: 5 }")
    #expect(record.frames == 2 && record.missingFrames == 3)
    #expect(warnings.contains { $0.contains("3 frames fewer") })
  }

  // MARK: Mistakes

  @Test("a size that does not fit the shape is told with shapes that would")
  func sizes() throws {
    try write(Array(lanes(frames: [0, 1]).dropLast(64)))
    let cut = complaint(bin)
    #expect(cut.contains("holds 480 samples, no whole number of frames"), "\(cut)")
    #expect(cut.contains("'count: 1' takes it") && cut.contains("what would fit"), "\(cut)")
    let (record, warnings) = try convert(bin, frames: "{ chirps: 8, count: 1 }")
    #expect(record.frames == 1 && warnings.contains { $0.contains("is left out") })
    try write(lanes(frames: [0, 1]))
    try FileManager.default.removeItem(atPath: folder.file("out.h5"))
    let more = complaint(bin, frames: "{ chirps: 8, every: 1 ms, count: 1 }")
    #expect(more.contains("tell 2, or another shape; what would fit: frame 1 x "), "\(more)")
  }

  @Test("mistakes are one sentence that names the place, and leave nothing")
  func refusals() throws {
    try write(lanes(frames: [0, 1]))
    #expect(complaint("file: a.bin, receivers: 2").contains("lacks 'scale'"))
    #expect(complaint("file: b.bin, receivers: 2, scale: unknown").contains("no such file"))
    #expect(complaint(bin + ", lanse: 2").contains("did you mean 'lanes'?"))
    #expect(complaint(bin + ", lanes: 3").contains("3 lanes are not handled"))
    #expect(complaint(bin + ", lanes: 4").contains("four lanes carry four receivers"))
    #expect(complaint(bin + ", axes: [frame, chirp]").contains("which dimension is 'sample'"))
    #expect(
      complaint(bin, frames: "{ chirps: 8 }").contains("nothing tells when the 2 frames started"))
    #expect(
      complaint(bin, frames: "{ chirps: 8, timestamps: [0 ms] }").contains("but 1 are told"))
    #expect(
      complaint(bin, frames: "{ chirps: 8, timestamps: [0 ms, 0 ms] }").contains("check the unit"))
    #expect(
      complaint(bin, "processing: { align: line-of-sight }".replacing("processing", with: "x"))
        .contains("'x' is not known"))
    try write([])
    #expect(complaint(bin).contains("is empty"))
  }

  @Test("receivers that no dimension counts are refused, and one is not")
  func uncountedReceivers() throws {
    let head = "{'descr': '<f4', 'fortran_order': False, 'shape': (8, 16), }\n"
    let start: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(head.utf8.count), 0]
    try folder.write(
      Data(start + Array(head.utf8) + [UInt8](repeating: 0, count: 8 * 16 * 4)), to: "a.npy")
    let data = "file: a.npy, axes: [chirp, sample], scale: unknown"
    let words = complaint(data + ", receivers: 3", frames: "{ chirps: 8 }")
    #expect(words.contains("3 receivers are told, but no dimension of"), "\(words)")
    let (record, _) = try convert(data + ", receivers: 1", frames: "{ chirps: 8 }")
    #expect(record.frames == 1)
  }

  @Test("a sample whose power is beyond 32-bit floats is named by its place")
  func tooLarge() throws {
    let head = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 8, 16), }\n"
    let start: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(head.utf8.count), 0]
    for (size, isTaken) in [(4e14, true), (1e20, false), (1e200, false)] {
      var values = [Double](repeating: 0, count: 2 * 8 * 16)
      values[(1 * 8 + 3) * 16 + 5] = size
      let bytes = values.flatMap { value in
        (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt64($0))) }
      }
      try folder.write(Data(start + Array(head.utf8) + bytes), to: "a.npy")
      let data = "file: a.npy, axes: [frame, chirp, sample], scale: { step: 1 }"
      guard !isTaken else {
        let (record, _) = try convert(data)
        #expect(try record.links[0].profiles().allSatisfy(\.isFinite))
        try FileManager.default.removeItem(atPath: folder.file("out.h5"))
        continue
      }
      let text = complaint(data)
      #expect(text.contains("sample 5 of receiver 0 in chirp 3 of frame 1 is"), "\(text)")
      #expect(text.contains("check 'scale'"), "\(text)")
    }
  }

  @Test("a sample that is no number is named by its place")
  func notANumber() throws {
    let head = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 8, 16), }\n"
    let start: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(head.utf8.count), 0]
    var bytes = [UInt8](repeating: 0, count: 2 * 8 * 16 * 4)
    let place = ((1 * 8 + 3) * 16 + 5) * 4
    bytes.replaceSubrange(place..<place + 4, with: [0, 0, 0xC0, 0x7F])
    try folder.write(Data(start + Array(head.utf8) + bytes), to: "a.npy")
    let text = complaint("file: a.npy, axes: [frame, chirp, sample], scale: unknown")
    #expect(text.contains("sample 5 of receiver 0 in chirp 3 of frame 1"), "\(text)")
  }
}
