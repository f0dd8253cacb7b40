// SPDX-License-Identifier: Apache-2.0

import CaptureFormats
import Captures
import ComplexModule
import Foundation
import TestSupport
import Testing

@Suite("DCA1000 files")
struct DCA1000Tests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("record.h5")
  }

  /// Both parts of a sample, by the positions that SWRA581B gives them.
  private func codes(
    _ file: ByteReader, _ record: SampleRecord, _ chirp: Int, _ channel: Int, _ sample: Int
  ) -> (Int, Int) {
    let row = 4 * record.samples * (chirp * record.channels + channel)
    let inPhase = row + 8 * (sample / 2) + 2 * (sample % 2)
    return (file.int16(at: inPhase), file.int16(at: inPhase + 4))
  }

  @Test(
    "codes of a converter come back bit for bit, in the order of two lanes", arguments: [1, 12, 16])
  func exactCodes(bits: Int) throws {
    let (record, half) = (SampleRecord(), 1 << (bits - 1))
    // An amplitude that no power of two divides, so that steps are rounded in the record.
    let amplitude = 0.007_3
    func code(_ chirp: Int, _ channel: Int, _ sample: Int, _ part: UInt64) -> Int {
      // The outermost codes are among them.
      if chirp == 1, channel == 1, sample < 2 { return sample == 0 ? -half : half - 1 }
      return Int(scrambled(chirp, channel, sample, part: part) % UInt64(2 * half)) - half
    }
    func value(_ code: Int) -> Double { (Double(code) + 0.5) * amplitude / Double(half) }
    try record.write(to: path) { chirp, channel, sample in
      Complex(
        value(code(chirp, channel, sample, 0)), value(code(chirp, channel, sample, 1)))
    }
    let capture = try LVDSCapture(record.link(of: path), stem: folder.file("link"))
    let (used, clipped) = try capture.write(
      codes: SampleCodes(.converter, bits: bits, amplitude: amplitude))
    #expect(clipped == 0 && used.step == amplitude / Double(half))
    let file = try ByteReader(folder.file("link.bin"))
    let chirps = SampleRecord.frames * record.chirps
    #expect(file.bytes.count == 4 * chirps * record.channels * record.samples)
    for chirp in 0..<chirps {
      for channel in 0..<record.channels {
        for sample in 0..<record.samples {
          let (real, imaginary) = codes(file, record, chirp, channel, sample)
          #expect(real == code(chirp, channel, sample, 0))
          // The middle of a step, negated, is the middle of the step of this code.
          #expect(imaginary == -1 - code(chirp, channel, sample, 1))
        }
      }
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names == ["link.bin", "link.cfg", "link.mmwave.json", "record.h5"])
  }

  @Test("a closing target shows at the bin of its range, and at a negative Doppler frequency")
  func signs() throws {
    var record = SampleRecord()
    record.chirps = 16
    record.channels = 1
    record.samples = 64
    record.schedule = .single
    let waveform = record.waveform
    // Six range cells away; per chirp half a wavelength over eight closer, two Doppler bins of 16.
    let (bin, shift) = (6.0, 2.0)
    let delay = bin * waveform.delayCell
    let frequency = shift / 16 / waveform.chirpPeriod
    try record.write(to: path) { chirp, _, sample in
      let tau = delay - frequency / 79e9 * Double(chirp % 16) * waveform.chirpPeriod
      let time = waveform.sampling.seconds + Double(sample) / waveform.sampleRate.hertz
      // The formula of the record format.
      let phase =
        -2 * Double.pi
        * ((waveform.start.hertz + waveform.slope.si * time) * tau
          - waveform.slope.si * tau * tau / 2)
      return Complex(length: 1e-5, phase: phase)
    }
    let capture = try LVDSCapture(record.link(of: path), stem: folder.file("link"))
    _ = try capture.write(codes: nil)
    let file = try ByteReader(folder.file("link.bin"))
    func power(range: Int, doppler: Int) -> Double {
      var sum = Complex<Double>.zero
      for chirp in 0..<16 {
        for sample in 0..<64 {
          let (real, imaginary) = codes(file, record, chirp, 0, sample)
          let turns = Double(range * sample) / 64 + Double(doppler * chirp) / 16
          sum +=
            Complex(Double(real), Double(imaginary))
            * Complex(length: 1, phase: -2 * Double.pi * turns)
        }
      }
      return sum.lengthSquared
    }
    var best = (power: 0.0, range: -1, doppler: 0)
    for range in 0..<64 {
      for doppler in -8..<8 {
        let power = power(range: range, doppler: doppler)
        if power > best.power { best = (power, range, doppler) }
      }
    }
    #expect(best.range == 6 && best.doppler == -2)
  }

  @Test(
    "without a converter the largest sample is at full scale, and errors stay within half a step")
  func largestSample() throws {
    let record = SampleRecord()
    func value(_ chirp: Int, _ channel: Int, _ sample: Int) -> Complex<Double> {
      func part(_ number: UInt64) -> Double {
        3e-6 * (Double(scrambled(chirp, channel, sample, part: number) % 2001) / 1000 - 1)
      }
      return chirp == 3 && channel == 2 && sample == 5
        ? Complex(0, -4e-6) : Complex(part(0), part(1))
    }
    try record.write(to: path, value)
    let capture = try LVDSCapture(record.link(of: path), stem: folder.file("link"))
    let (used, clipped) = try capture.write(codes: nil)
    #expect(clipped == 0 && used.origin == .largestSample && used.bits == 16)
    let file = try ByteReader(folder.file("link.bin"))
    for chirp in 0..<SampleRecord.frames * record.chirps {
      for channel in 0..<record.channels {
        for sample in 0..<record.samples {
          let (real, imaginary) = codes(file, record, chirp, channel, sample)
          let expected = value(chirp, channel, sample).conjugate
          // Half a step, and the rounding of records to 24 bits, 2^15 / 2^24 of a step.
          let limit = 0.502 * used.step
          #expect(isClose((Double(real) + 0.5) * used.step, expected.real, within: limit))
          #expect(isClose((Double(imaginary) + 0.5) * used.step, expected.imaginary, within: limit))
        }
      }
    }
    #expect(codes(file, record, 3, 2, 5).1 == 32_767)
  }

  @Test("what lies beyond a chosen full scale becomes the outermost code and is counted")
  func clipping() throws {
    let record = SampleRecord()
    try record.write(to: path) { chirp, _, _ in Complex(chirp == 0 ? 3 : 0.5, chirp == 0 ? -3 : 0.5)
    }
    let capture = try LVDSCapture(record.link(of: path), stem: folder.file("link"))
    let (_, clipped) = try capture.write(
      codes: SampleCodes(.chosenFullScale, bits: 16, amplitude: 1))
    #expect(clipped == 2 * record.channels * record.samples)
    let file = try ByteReader(folder.file("link.bin"))
    // Both parts of the conjugate, 3 + 3 j.
    #expect(codes(file, record, 0, 0, 0) == (32_767, 32_767))
    #expect(codes(file, record, 1, 0, 0) == (16_384, -16_385))
  }

  @Test("both configurations tell the size of the file and the chirp as a scenario writes it")
  func configuration() throws {
    let record = SampleRecord()
    try record.write(to: path)
    let capture = try LVDSCapture(record.link(of: path), stem: folder.file("link"))
    _ = try capture.write(codes: nil)
    let size = try ByteReader(folder.file("link.bin")).bytes.count

    let text = try String(contentsOfFile: folder.file("link.cfg"), encoding: .utf8)
    var commands: [String: [[Double]]] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("%") {
      let words = line.split(separator: " ")
      commands[String(words[0]), default: []].append(words.dropFirst().compactMap { Double($0) })
    }
    // Positions as in the user's guide of the mmWave SDK.
    #expect(
      commands["profileCfg"] == [[0, 77, 13, 6, 112.86, 0, 0, 35.44, 0, 8, 18_750, 0, 0, 0]])
    #expect(commands["channelCfg"] == [[0b111, 0b101, 0]])
    #expect(commands["chirpCfg"] == [[0, 0, 0, 0, 0, 0, 0, 1], [1, 1, 0, 0, 0, 0, 0, 4]])
    #expect(commands["frameCfg"] == [[0, 1, 3, 2, 50, 1, 0]])
    // Frames of loops of chirps of receivers of samples of two parts of two bytes.
    #expect(size == 2 * 3 * 2 * 3 * 8 * 4)

    let root = try #require(SharedFiles.json(folder.file("link.mmwave.json")) as? [String: Any])
    let device: Any = try #require((root["mmWaveDevices"] as? [[String: Any]])?.first)
    func value<Value>(_ keys: String...) throws -> Value {
      var place: Any = device
      for key in keys {
        if let list = place as? [Any] { place = try #require(list.first) }
        place = try #require((place as? [String: Any])?[key], "\(key)")
      }
      return try #require(place as? Value)
    }
    let profile: [String: Double] = try value("rfConfig", "rlProfiles", "rlProfileCfg_t")
    #expect(profile["startFreqConst_GHz"] == 77 && profile["freqSlopeConst_MHz_usec"] == 35.44)
    #expect(profile["idleTimeConst_usec"] == 13 && profile["rampEndTime_usec"] == 112.86)
    #expect(profile["adcStartTimeConst_usec"] == 6 && profile["digOutSampleRate"] == 18_750)
    let frame: [String: Double] = try value("rfConfig", "rlFrameCfg_t")
    #expect(frame["numFrames"] == 2 && frame["numLoops"] == 3 && frame["chirpEndIdx"] == 1)
    #expect(frame["framePeriodicity_msec"] == 50)
    #expect(try value("rfConfig", "rlChanCfg_t", "rxChannelEn") as String == "0x7")
    #expect(try value("rawDataCaptureConfig", "rlDevLaneEnable_t", "laneEn") as String == "0x3")
    #expect(try value("rawDataCaptureConfig", "rlDevDataFmtCfg_t", "chInterleave") as Int == 1)
    #expect(try value("rawDataCaptureConfig", "rlDevDataFmtCfg_t", "iqSwapSel") as Int == 0)
  }
}
