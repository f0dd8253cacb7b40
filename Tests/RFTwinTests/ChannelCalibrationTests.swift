// SPDX-License-Identifier: Apache-2.0

import Captures
import ComplexModule
import Foundation
import InputDocuments
import RFTwin
import TestSupport
import Testing

@Suite("Channels of arrays fitted to captures", .serialized)
struct ChannelCalibrationTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What the channels of the hidden array amplify in dB and turn by in degrees, relative to the mean.
  ///
  /// The phases tilt as those of an array that looks some degrees aside do.
  private static let levels = [1.5, -0.5, 0.25, -1.25, 0.75, -0.25, -1.5, 1.0]
  private static let phases = [-60.0, -50, -15, -20, 25, 15, 60, 45]

  private static let radios = """
    radios:
      - name: radar
        position: [0, 0, 0]
        array: { unit: 1 wavelength, tx: [[0, 1, 0], [0, -1, 0]], rx: 4, multiplexing: tdm }
        antenna: { pattern: sector, gain: 10.5 dBi, beamwidth: [56 deg, 28 deg] }
        power: 12 dBm
    """
  private static let waveform = """
    waveform: { kind: fmcw, start: 77.4201 GHz, slope: 60 MHz/us, ramp: 62 us, idle: 30 us, \
    sampling-start: 6 us, sample-rate: 2.5 MHz, samples: 128 }
    """
  private static let processing =
    "processing: { delay-window: hann, doppler-window: hann,"
    + " detection: { angles: beamformer, angle-step: 0.5 deg } }"

  /// Two corner reflectors at rest, and somebody who comes, 20 degrees to the right.
  private func scenario(_ processing: String = Self.processing) throws -> String {
    try folder.write(
      """
      name: reflectors
      actors:
        - name: corners
          position: [0, 0, 0]
          scattering-centres:
            - { name: left, position: [4, 0.8, 0], rcs: 0 dBsm }
            - { name: right, position: [2.4, -0.3, 0], rcs: -8 dBsm }
        - name: comer
          trajectory:
            waypoints:
              - { time: 0 s, position: [3.0070, -1.0945, 0], orientation: [160 deg, 0 deg, 0 deg] }
              - { time: 1 s, position: [2.0673, -0.7524, 0], orientation: [160 deg, 0 deg, 0 deg] }
          scattering-centres: [{ name: trunk, position: [0, 0, 0], rcs: -10 dBsm }]
      \(Self.radios)
          noise-figure: 15 dB
      links: [{ name: capture, tx: radar, rx: radar }]
      \(Self.waveform)
      propagation: { diffuse: off }
      episode: { duration: 50 ms, frames: { chirps: 64, every: 25 ms } }
      \(processing)
      output: { if-samples: on, impulse-response: on }
      """, to: "scenario.yaml")
  }

  /// Simulates the scenario and writes its samples as NumPy does, each channel with its hidden gain.
  private func measure() throws {
    let path = folder.file("truth.h5")
    _ = try Simulation(Scenario.load(scenario()), seed: 11, workers: .init(count: 2))
      .run(writingTo: path)
    let samples = try Record(path).links[0].samples()
    let factors = zip(Self.levels, Self.phases).map {
      Complex<Double>.polar($0, degrees: $1)
    }
    var data = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0])
    var header =
      "{'descr': '<f8', 'fortran_order': False, 'shape': (\(samples.count / 512), 4, 128, 2), }"
    header += String(repeating: " ", count: 117 - header.count) + "\n"
    data += Data([UInt8(header.count), 0]) + Data(header.utf8)
    for (index, sample) in samples.enumerated() {
      // [chirp][receiver][sample], transmitters in turns.
      let (chirp, receiver) = (index / 512, index / 128 % 4)
      let value = sample * factors[chirp % 2 * 4 + receiver]
      for part in [value.real, value.imaginary] {
        data += (0..<8).map { UInt8(truncatingIfNeeded: part.bitPattern >> (8 * $0)) }
      }
    }
    _ = try folder.write(data, to: "measured.npy")
  }

  private func convert(_ more: String, to name: String) throws -> Record {
    let text = """
      name: measured
      data: { file: measured.npy, axes: [[frame, chirp], receive, sample], sense: record, \
      scale: { step: 1 } }
      frames: { chirps: 64, every: 25 ms }
      \(Self.waveform)
      \(Self.radios)
      \(Self.processing)
      \(more)
      """
    let path = folder.file(name)
    let capture = try CaptureDescription.load(folder.write(text, to: "capture.yaml"))
    _ = try CaptureConversion(capture, workers: .init(count: 2)).run(writingTo: path)
    return try Record(path)
  }

  private func calibrate(_ record: String, _ more: String = "") throws -> [ChannelEstimate] {
    let text = """
      name: array
      scenario: scenario.yaml
      captures: [{ record: \(record) }]
      channels: [capture]
      \(more)
      """
    let settings = try CalibrationSettings.load(folder.write(text, to: "calibration.yaml"))
    return try CalibrationRun(settings, workers: .init(count: 2)).channels()
  }

  /// The azimuth in degrees of the strongest detection where somebody comes, 3.2 m away.
  private func azimuth(_ record: Record) throws -> Double {
    let found = try record.links[0].detections(window: 0).detections.filter {
      abs($0.range - 3.2) < 0.15
    }
    let strongest = try #require(found.max { $0.power < $1.power })
    return try #require(strongest.angles).x * 180 / .pi
  }

  @Test("hidden gains and phases are found, and without them directions are right")
  func hidden() throws {
    try measure()
    let wrong = try convert("output: { impulse-response: on }", to: "wrong.h5")
    let found = try #require(try calibrate("wrong.h5").first)
    #expect(found.reflectors.count == 2 && found.channels.count == 8)
    for (index, channel) in found.channels.enumerated() {
      #expect(channel.transmit == index / 4 && channel.receive == index % 4)
      // Three standard errors, an interval being 2 x 1.96; of 16 values one in 400 fails.
      func error(_ interval: [Double]) -> Double { (interval[1] - interval[0]) / 3.92 }
      #expect(abs(channel.gain - Self.levels[index]) < 3 * error(channel.gainInterval))
      #expect(abs(channel.phase - Self.phases[index]) < 3 * error(channel.phaseInterval))
      #expect(error(channel.phaseInterval) < 0.33, "a degree is asked for")
      #expect(abs(channel.phase - Self.phases[index]) < 1)
    }
    // Phases that tilt by about 17 degrees a half wavelength look 5 degrees aside.
    #expect(try abs(azimuth(wrong) + 20) > 3)
    try folder.write(found.captureKey, to: "channels.yaml")
    let right = try convert(
      "channels: channels.yaml\noutput: { impulse-response: on }", to: "right.h5")
    // 0.5 degrees between the angles that are tried, with a parabola through three of them.
    #expect(try abs(azimuth(right) + 20) < 0.3)
    // What was taken off is not found again, but for the digits of the file.
    for channel in try #require(try calibrate("right.h5").first).channels {
      #expect(abs(channel.gain) < 0.002 && abs(channel.phase) < 0.02)
    }
  }

  @Test("one reflector in the gate is enough, and the direction is said to be left open")
  func single() throws {
    try measure()
    _ = try convert("output: { impulse-response: on }", to: "wrong.h5")
    // The one on the left is 4.08 m or 27.2 ns away.
    let found = try #require(try calibrate("wrong.h5", "gate: [26 ns, 29 ns]").first)
    #expect(found.reflectors.count == 1 && found.disagreement == nil)
    #expect(abs(found.reflectors[0].delay - 27.2e-9) < 0.33e-9)
    for (index, channel) in found.channels.enumerated() {
      #expect(abs(channel.phase - Self.phases[index]) < 1)
    }
    // Eight elements half a wavelength apart: 3.5 x 360 deg x cos(11.3 deg) x pi / 180 a degree.
    #expect(isClose(found.turnPerDegree, 1260 * 0.9806 * .pi / 180, relative: 0.01))
    #expect(found.origin.contains("turns the outermost channels by"))
  }

  @Test("what cannot be told is one sentence with what to do")
  func refused() throws {
    try measure()
    _ = try convert("", to: "bare.h5")
    func complaint(_ record: String, _ more: String = "") throws -> String {
      do {
        return "\(try calibrate(record, more).count) found"
      } catch let error as CalibrationError {
        return error.description
      }
    }
    #expect(try complaint("bare.h5").contains("'output: { impulse-response: on }'"))
    _ = try convert("output: { impulse-response: on }", to: "wrong.h5")
    #expect(try complaint("wrong.h5", "gate: [5 ns, 9 ns]").contains("corner reflector"))
    for (channels, words) in [
      ("[[1 dB, 2 deg]]", "1 entries, but 2 transmit and 4 receive elements make 8 channels"),
      ("[1, 2, 3, 4, 5, 6, 7, 8]", "'channels[0]'"),
      ("[[100 dB, 0 deg], [0 dB, 0 deg], 0, 0, 0, 0, 0, 0]", "from -60 dB to 60 dB"),
      ("nothing.yaml", "there is no such file"),
    ] {
      let error = #expect(throws: InputError.self) {
        _ = try convert("channels: \(channels)", to: "none.h5")
      }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }
}

extension Complex<Double> {
  /// A factor of a level in dB and a phase.
  fileprivate static func polar(_ level: Double, degrees: Double) -> Self {
    Complex(length: Foundation.pow(10, level / 20), phase: degrees * .pi / 180)
  }
}
