// SPDX-License-Identifier: Apache-2.0

import Captures
import ComplexModule
import Foundation
import RFTwin
import TestSupport
import Testing

/// Sweeps of a channel of two paths, 64 points 10 MHz apart from 3 GHz: cells of 1 / 640 MHz.
@Suite("Captures of sweeps", .serialized)
struct SweepCaptureTests {
  private let folder: TemporaryFolder
  private static let points = 64
  private static let cell = 1 / 640e6

  /// Amplitudes at whole cells, so that a transform without a window shows them alone.
  private static let paths = [(cell: 12, amplitude: 1e-3), (cell: 32, amplitude: 2e-4)]

  init() throws { folder = try TemporaryFolder() }

  private func transfer(_ point: Int, size: Double = 1) -> Complex<Double> {
    Self.paths.reduce(.zero) { sum, path in
      let turns = (3e9 + 10e6 * Double(point)) * Double(path.cell) * Self.cell
      return sum + Complex(length: size * path.amplitude, phase: -2 * .pi * turns)
    }
  }

  /// A table of two curves, the second one half as large, that turn by so many turns from time to time.
  private func writeTable(times: [Double], turns: Double = 0) throws {
    var text = "time_ms,frequency_MHz,s21_re,s21_im,s31_re,s31_im\n"
    for (index, time) in times.enumerated() {
      let turn = Complex<Double>(length: 1, phase: 2 * .pi * turns * Double(index))
      for point in 0..<Self.points {
        let (first, second) = (transfer(point) * turn, transfer(point, size: 0.5) * turn)
        text += "\(time),\(3000 + 10 * point),\(first.real),\(first.imaginary),"
        text += "\(second.real),\(second.imaginary)\n"
      }
    }
    try folder.write(text, to: "sweeps.csv")
  }

  private func convert(
    _ data: String, _ more: String = "", window: String = "rectangular"
  ) throws -> (record: Record, warnings: [String]) {
    let text = """
      name: sweeps
      data: { \(data) }
      processing: { delay-window: \(window), doppler-window: rectangular, profile-chirps: 1 }
      output: { if-samples: on, impulse-response: on }
      \(more)
      """
    let capture = try CaptureDescription.load(folder.write(text, to: "capture.yaml"))
    let path = folder.file("\(UUID().uuidString).h5")
    let summary = try CaptureConversion(capture, workers: .init(count: 1)).run(writingTo: path)
    return (try Record(path), capture.warnings + summary.warnings)
  }

  private func complaint(_ data: String, _ more: String = "") -> String {
    do {
      _ = try convert(data, more)
      return "nothing was refused"
    } catch {
      return "\(error)"
    }
  }

  /// Powers of paths in a profile, with what is sent in watts.
  private func check(_ profile: some RandomAccessCollection<Float>, size: Double, sent: Double) {
    for (bin, power) in profile.enumerated() {
      let path = Self.paths.first { $0.cell == bin }?.amplitude ?? 0
      let expected = sent * size * size * path * path
      // Single precision; between paths what rounding of the table's digits leaves.
      #expect(isClose(Double(power), expected, within: 1e-6 * expected + 1e-16 * sent), "\(bin)")
    }
  }

  @Test("paths of a sweep lie at their delays with the power sent times their gains")
  func table() throws {
    // Sweeps that are all alike would be taken for repeated ones.
    try writeTable(times: [0, 10, 25], turns: 0.1)
    let (record, warnings) = try convert("file: sweeps.csv, scale: { sent: -10 dBm }")
    let link = record.links[0]
    #expect(record.frames == 3 && link.chirpCount == 6 && link.isScaleKnown)
    // There is no noise but that of rounding.
    #expect(warnings.count == 1 && warnings[0].contains("the noise cannot be told"), "\(warnings)")
    let profiles = try link.profiles()
    for row in 0..<6 {
      check(
        profiles[row * Self.points..<(row + 1) * Self.points], size: row % 2 == 0 ? 1 : 0.5,
        sent: 1e-4)
    }
    for (bin, delay) in link.delays.enumerated() {
      #expect(isClose(delay, Double(bin) * Self.cell, relative: 1e-12))
    }
    // Curves of one time follow each other within the least time from one to the next, 10 ms.
    let span = try #require(link.span)
    #expect(isClose(span.upperBound, 25e-3 + 5e-3, within: 1e-9))
  }

  @Test("sweeps that turn forward from time to time are chirps of what approaches")
  func doppler() throws {
    // An eighth of a turn in 10 ms: 12.5 Hz, the row one of eight above the middle.
    try writeTable(times: (0..<8).map { 5 + 10 * Double($0) }, turns: 1.0 / 8)
    let (record, warnings) = try convert(
      "file: sweeps.csv, variable: s31, axes: [chirp, receive, sample], scale: unknown")
    let link = record.links[0]
    #expect(record.frames == 1 && link.chirpCount == 8 && warnings.count == 2)
    #expect(isClose(try #require(link.span?.lowerBound), 5e-3, within: 1e-12))
    let map = try link.map(0)
    let peak = try #require(map.indices.max { map[$0] < map[$1] })
    #expect(peak == 5 * Self.points + 12)
    #expect(isClose(link.dopplerShifts[5], 12.5, relative: 1e-9))
    #expect(isClose(Double(map[peak]), 0.25e-6, relative: 1e-6))
  }

  @Test("what nobody has timed is converted with a warning, and keeps its samples")
  func untimed() throws {
    var text = "! a link\n# MHz S RI R 50\n"
    for point in 0..<Self.points {
      let value = transfer(point)
      text += "\(3000 + 10 * point) \(value.real) \(value.imaginary)\n"
    }
    try folder.write(text, to: "a.s1p")
    let (record, warnings) = try convert("file: [a.s1p, a.s1p], scale: { sent: 30 dBm }")
    #expect(warnings.contains { $0.contains("how long a sweep takes") }, "\(warnings)")
    check(try record.links[0].profiles().prefix(Self.points), size: 1, sent: 1)
    // The same samples out of an array of HDF5: the record's own.
    let (again, _) = try convert(
      "file: \(record.path), variable: links/capture/if_samples, axes: [chirp, receive, sample],"
        + " scale: { step: 1 }",
      "waveform: { kind: sweep, start: 3 GHz, step: 10 MHz, samples: 64, sweep-time: 1 s }")
    #expect(try again.links[0].samples() == record.links[0].samples())
    // The record keeps samples in single precision, the file had them in double.
    let (found, former) = try (again.links[0].profiles(), record.links[0].profiles())
    let most = Double(try #require(former.max()))
    #expect(zip(found, former).allSatisfy { isClose(Double($0), Double($1), within: 1e-6 * most) })
    // A record is understood without its description, though a point lasts longer than any sample.
    #expect(try RecordedSensor(again).waveform.samples == Self.points)
  }

  @Test("mistakes in descriptions of sweeps are told with what to do")
  func refusals() throws {
    try writeTable(times: [0, 10, 25])
    let table = "file: sweeps.csv, scale: unknown"
    #expect(complaint(table + ", variable: s41").contains("there is no curve 's41'"))
    #expect(
      complaint(table + ", axes: [chirp, receive, sample]").contains("begin 'axes' with 'frame'"))
    #expect(
      complaint(table, "waveform: { kind: sweep, step: 1 MHz }").contains("leave it out"))
    #expect(
      complaint(
        table,
        "waveform: { kind: fmcw, start: 3 GHz, slope: 1 MHz/us, ramp: 20 us, idle: 0 us,"
          + " sample-rate: 1 MHz }"
      ).contains("write 'kind: sweep'"))
    try folder.write("delay_ns,power_dB\n0,-60\n1,-70\n", to: "profile.csv")
    #expect(
      complaint("file: profile.csv, scale: unknown").contains("curves are over delay"))
    try folder.write("frequency_MHz,power_dB\n0,-60\n1,-70\n", to: "power.csv")
    #expect(
      complaint("file: power.csv, scale: unknown").contains("powers without phases"))
  }

  // MARK: Measured

  /// Sweeps of a 28 GHz link in a room over 121 pairs of beams, seven times over (Zampato et al., Joint
  /// Communications and Sensing 2024).
  private func room(_ name: String, window: String = "rectangular") throws -> Record? {
    guard let path = SharedFiles.data("oulu_28ghz_isac/\(name)") else {
      print("skipped: RFTWIN_DATA names no folder with oulu_28ghz_isac/\(name)")
      return nil
    }
    return try convert(
      "file: \(path), variable: MeasData.S21, axes: [sample, [frame, chirp]],"
        + " scale: { sent: -10 dBm }",
      "waveform: { kind: sweep, frequencies: MeasData.freq_range }\nframes: { chirps: 121 }",
      window: window
    ).record
  }

  /// The power received in each search through each pair of beams, in dB: the sum over the profile.
  private func levels(_ record: Record) throws -> [[Double]] {
    let link = record.links[0]
    let (profiles, width) = (try link.profiles(), link.delays.count)
    return (0..<7).map { search in
      (0..<121).map { pair in
        let start = (search * 121 + pair) * width
        return 10 * log10(profiles[start..<start + width].reduce(0) { $0 + Double($1) })
      }
    }
  }

  @Test("in records of a room a person blocks the link as deeply as the data's authors tell")
  func blockage() throws {
    guard let empty = try room("sm_sub9_er.mat"), let person = try room("sm_sub9_ht1.mat") else {
      return
    }
    #expect(empty.frames == 7 && empty.links[0].chirpCount == 847)
    let (before, after) = (try levels(empty), try levels(person))
    let reference = (0..<121).map { pair in before.reduce(0) { $0 + $1[pair] } / 7 }
    let change = after.map { level in
      zip(level, reference).reduce(0) { $0 + abs($1.0 - $1.1) } / 121
    }
    // Told to a tenth of a decibel at the first three places: 0.6 to 1.1 dB at the others.
    for (found, told) in zip(change, [8.8, 8.9, 9.5]) {
      #expect(isClose(found, told, within: 0.05), "\(change)")
    }
    for found in change.dropFirst(3) { #expect((0.55...1.15).contains(found), "\(change)") }
    // The main tap, cables included, within half a cell of 0.998 ns and the tenth it is told to.
    let profile = try empty.links[0].profiles()
    let width = empty.links[0].delays.count
    let sum = (0..<width).map { bin in
      stride(from: bin, to: profile.count, by: width).reduce(0) { $0 + Double(profile[$1]) }
    }
    let main = try #require(sum.indices.max { sum[$0] < sum[$1] })
    #expect(isClose(empty.links[0].delays[main], 76.9e-9, within: 0.6e-9))
  }

  @Test("the record of the empty room has a second path 23.7 ns behind the main tap, 17.6 dB below")
  func secondPath() throws {
    guard let empty = try room("sm_sub9_er.mat", window: "hann") else { return }
    let link = empty.links[0]
    let width = link.delays.count
    // One search through all pairs of beams, as the data's authors averaged it.
    let profile = try link.profiles(0..<121)
    let mean = (0..<width).map { bin in
      stride(from: bin, to: profile.count, by: width).reduce(0) { $0 + Double(profile[$1]) }
    }
    let main = try #require(mean.indices.max { mean[$0] < mean[$1] })
    let later = try #require(
      mean.indices.filter { (95e-9...110e-9).contains(link.delays[$0]) }
        .max { mean[$0] < mean[$1] })
    // Each peak within half a cell of 0.998 ns, and the tenth it is told to.
    #expect(isClose(link.delays[later] - link.delays[main], 23.7e-9, within: 1.1e-9))
    // Told to a tenth; the peaks lie at other places within their cells, up to half a decibel.
    let ratio = 10 * log10(mean[later] / mean[main])
    #expect(isClose(ratio, -17.6, within: 0.55), "\(ratio)")
  }
}
