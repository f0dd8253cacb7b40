// SPDX-License-Identifier: Apache-2.0

import CaptureFormats
import Captures
import Foundation
import RFTwin
import TestSupport
import Testing

/// Frames of a 77 GHz radar that the OpenRadar project publishes; what is in them was found with NumPy
/// alone, Hann windows over both axes.
@Suite("OpenRadar's frames", .serialized)
struct OpenRadarTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Converts one of the frames; nil after a message where they are not on this machine.
  ///
  /// - Parameters:
  ///   - variable: Its name in the archive.
  ///   - axes: What its dimensions count.
  ///   - isOneOfTwo: Whether it holds the chirps of one of two transmitters.
  ///   - angles: How directions are found.
  ///   - more: More keys of the description.
  /// - Returns: The record.
  /// - Throws: Whatever goes wrong.
  private func convert(
    _ variable: String, axes: String, isOneOfTwo: Bool = false, angles: String = "beamformer",
    _ more: String = ""
  ) throws -> Record? {
    guard let path = SharedFiles.data("openradar_77ghz/openradar_frames_int16.npz") else {
      print("skipped: RFTWIN_DATA names no folder with 'openradar_77ghz'")
      return nil
    }
    let text = """
      name: OpenRadar
      data: { file: \(path), variable: \(variable), axes: \(axes), scale: unknown }
      waveform: { kind: fmcw, start: 77.4201 GHz, slope: 60 MHz/us, ramp: 62 us, \
      idle: \(isOneOfTwo ? 122 : 30) us, sampling-start: 6 us, sample-rate: 2.5 MHz, samples: 128 }
      processing: { delay-window: hann, doppler-window: hann, detection: { angles: \(angles) } }
      \(more)
      """
    let capture = try CaptureDescription.load(folder.write(text, to: "capture.yaml"))
    let output = folder.file("record.h5")
    let summary = try CaptureConversion(capture, workers: .init(count: 2)).run(writingTo: output)
    // Only the frame of one receiver leaves open which speeds have folded.
    #expect(
      summary.warnings.contains { $0.contains("their speeds stay folded") }
        == (variable == "frame_txt_loop_tx_sample"))
    return try Record(output)
  }

  /// The detections of the first map that are near a range and a speed.
  ///
  /// A range bin is 4.88 cm wide, a bin of speed 0.080 m/s; the echoes' places are told in bins.
  private func detections(
    _ record: Record, range: Double, velocity: ClosedRange<Double>
  ) throws -> [RecordedDetection] {
    try record.links[0].detections(window: 0).detections.filter {
      abs($0.range - range) < 0.06 && velocity.lowerBound - 0.08 < $0.radialVelocity
        && $0.radialVelocity < velocity.upperBound + 0.08
    }
  }

  @Test("one mover comes at 0.64 m/s and a reflector stands, beside leakage")
  func simple() throws {
    guard
      let record = try convert("simple_frame_1", axes: "[chirp, sample]", isOneOfTwo: true)
    else { return }
    #expect(try !detections(record, range: 2.00, velocity: -0.64...(-0.64)).isEmpty)
    #expect(try !detections(record, range: 5.22, velocity: 0...0).isEmpty)
    // What leaks from the transmitter lies at range zero and is stronger than all echoes.
    let profile = try record.links[0].profiles().prefix(128)
    #expect(try #require(profile.indices.max { profile[$0] < profile[$1] }) <= 1)
    // The high-pass filter of the IF pulls bins 4 to 19 (0.2 m to 1 m) down below those behind.
    let near = profile[5..<15].reduce(0, +) / 10
    let behind = profile[35..<45].reduce(0, +) / 10
    #expect(near < behind)
  }

  private let array = """
    radios:
      - name: radar
        array:
          unit: 1 wavelength
          tx: [[0, 1, 0], [0, -1, 0]]
          rx: 4
          multiplexing: tdm
    """

  @Test("two movers at one range come and go, at their azimuths")
  func twoMovers() throws {
    guard
      let record = try convert(
        "doppler_example_1", axes: "[loop, [transmit, receive], sample]",
        array)
    else { return }
    func azimuths(_ found: [RecordedDetection]) -> [Double] {
      found.compactMap { $0.angles.map { $0.x * 180 / .pi } }
    }
    let going = try detections(record, range: 2.93, velocity: 0.56...0.56)
    let coming = try detections(record, range: 2.93, velocity: -0.80...(-0.48))
    let standing = try detections(record, range: 5.22, velocity: 0...0)
    #expect(!going.isEmpty && !coming.isEmpty && !standing.isEmpty)
    // Uncalibrated channels are off by 15 degrees of phase: an angle by 15 / (180 x 8) at most about,
    // and a mover spreads over cells that mix with others.
    #expect(azimuths(going).contains { abs($0 - 7) < 3 }, "\(azimuths(going))")
    #expect(azimuths(coming).contains { abs($0 + 12) < 3 }, "\(azimuths(coming))")
    #expect(azimuths(standing).contains { abs($0 - 2) < 2 }, "\(azimuths(standing))")
  }

  @Test(
    "the frame of an unknown configuration converts, with nothing in the upper half of its band")
  func unknownConfiguration() throws {
    guard let path = SharedFiles.data("openradar_77ghz/openradar_frames_int16.npz") else { return }
    // 256 samples a chirp: at twice the rate the others' ramps hold them.
    let text = """
      name: OpenRadar, of an unknown configuration
      data: { file: \(path), variable: doppler_example, axes: [chirp, sample], scale: unknown }
      waveform: { kind: fmcw, start: 77.4201 GHz, slope: 60 MHz/us, ramp: 62 us, idle: 30 us, \
      sampling-start: 6 us, sample-rate: 5 MHz, samples: 256 }
      processing: { delay-window: hann, doppler-window: hann }
      """
    let capture = try CaptureDescription.load(folder.write(text, to: "unknown.yaml"))
    let output = folder.file("unknown.h5")
    _ = try CaptureConversion(capture, workers: .init(count: 2)).run(writingTo: output)
    let link = try #require(try Record(output).links.first)
    let profile = try link.profiles(0..<1)
    #expect(profile.count == 256 && link.dopplerShifts.count == 128)
    let lower = profile[4..<124].reduce(0, +)
    let upper = profile[140..<250].reduce(0, +)
    // 13 dB in the mean of both halves: echoes against noise with what leaks into it.
    #expect(lower > 20 * upper)
  }

  @Test("the noise is that of 48 LSB^2 a sample")
  func noise() throws {
    guard
      let record = try convert(
        "doppler_example_1", axes: "[loop, [transmit, receive], sample]", array)
    else { return }
    // Hann windows leave 1.5 / 128 of it in a bin; 0.5 dB is what echoes and edges of the band do.
    let expected = 48 * (1.5 / 128) * (1.5 / 128)
    let link = record.links[0]
    #expect(abs(10 * log10(link.noisePerMapCell / expected)) < 0.5)
    #expect(isClose(link.noisePerDelayBin, link.noisePerMapCell * 128 / 1.5, relative: 1e-9))
  }

  @Test("three movers of the frame of two transmitters and one receiver")
  func threeMovers() throws {
    guard
      let record = try convert(
        // Two elements two wavelengths apart cannot tell folded speeds from directions a quarter of
        // the sine away: speeds must stay as the map shows them.
        "frame_txt_loop_tx_sample", axes: "[loop, transmit, sample]",
        array.replacing("rx: 4", with: "rx: 1"))
    else { return }
    #expect(try !detections(record, range: 1.37, velocity: -0.08...(-0.08)).isEmpty)
    #expect(try !detections(record, range: 2.93, velocity: -0.56...(-0.56)).isEmpty)
    #expect(try !detections(record, range: 3.27, velocity: 0.32...0.32).isEmpty)
    #expect(try !detections(record, range: 5.22, velocity: 0...0).isEmpty)
  }

  /// The frame of four receivers as a DCA1000 writes it, and what is said when so many lanes are told.
  private func warnings(
    written lanes: Int, told: Int, isQuadratureFirst: Bool = false
  ) throws -> [String]? {
    guard let path = SharedFiles.data("openradar_77ghz/openradar_frames_int16.npz") else {
      print("skipped: RFTWIN_DATA names no folder with 'openradar_77ghz'")
      return nil
    }
    let array = try CaptureFile.numPy(path, variable: "doppler_example_1")
    let values = try array.read(0..<array.count).map { Int16($0.real) }
    func part(_ chirp: Int, _ receiver: Int, _ sample: Int, _ part: Int) -> Int16 {
      values[((chirp * 4 + receiver) * 128 + sample) * 2 + part]
    }
    var words: [Int16] = []
    for chirp in 0..<256 {
      if lanes == 4 {
        for sample in 0..<128 {
          for half in 0..<2 { words += (0..<4).map { part(chirp, $0, sample, half) } }
        }
      } else {
        for receiver in 0..<4 {
          for pair in stride(from: 0, to: 128, by: 2) {
            for half in 0..<2 { words += [0, 1].map { part(chirp, receiver, pair + $0, half) } }
          }
        }
      }
    }
    let bytes = words.flatMap {
      [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
    }
    try folder.write(Data(bytes), to: "a.bin")
    let capture = try CaptureDescription.load(
      folder.write(
        """
        name: words
        data: { file: a.bin, lanes: \(told), quadrature-first: \(isQuadratureFirst ? "on" : "off"), \
        scale: { step: 1 } }
        waveform: { kind: fmcw, start: 77.4201 GHz, slope: 60 MHz/us, ramp: 62 us, idle: 30 us, \
        sampling-start: 6 us, sample-rate: 2.5 MHz, samples: 128 }
        frames: { chirps: 256 }
        \(self.array)
        """, to: "capture.yaml"))
    return try CaptureConversion(capture, workers: .init(count: 2))
      .run(writingTo: folder.file("record.h5")).warnings
  }

  @Test("words in the order of other lanes, and exchanged parts, are told by where the energy lies")
  func order() throws {
    for lanes in [2, 4] {
      guard let right = try warnings(written: lanes, told: lanes) else { return }
      #expect(right.isEmpty, "\(right)")
      let wrong = try #require(try warnings(written: lanes, told: 6 - lanes))
      #expect(wrong.count == 1 && wrong[0].contains("set 'lanes: \(lanes)'"), "\(wrong)")
      let exchanged = try #require(
        try warnings(written: lanes, told: lanes, isQuadratureFirst: true))
      #expect(exchanged.count == 1 && exchanged[0].contains("as of leakage"), "\(exchanged)")
    }
  }
}
