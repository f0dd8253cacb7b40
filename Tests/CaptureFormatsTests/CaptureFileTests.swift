// SPDX-License-Identifier: Apache-2.0

import CaptureFormats
import ComplexModule
import Foundation
import InputDocuments
import Quantities
import RadarFrames
import TestSupport
import Testing

@Suite("Files of captures")
struct CaptureFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func words(_ values: [Int16], to name: String = "a.bin") throws -> String {
    let bytes = values.flatMap {
      [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
    }
    return try folder.write(Data(bytes), to: name)
  }

  private func all(_ samples: some SampleArray) throws -> [Complex<Double>] {
    try samples.read(0..<samples.count)
  }

  private func complaint(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch { return "\(error)" }
  }

  // MARK: DCA1000

  @Test("two lanes hold two in-phase and then two quadrature parts")
  func twoLanes() throws {
    // SWRA581B, figure of xWR16xx complex data: I0 I1 Q0 Q1 of each pair of samples.
    let path = try words([1, 2, -1, -2, 3, 4, -3, -4])
    let samples = try CaptureFile.dca1000([path], lanes: 2, isComplex: true)
    #expect(try all(samples) == (1...4).map { Complex(Double($0), -Double($0)) })
    // A sample in the middle of a pair is found as well.
    #expect(try samples.read(1..<3) == [Complex(2, -2), Complex(3, -3)])
    let swapped = try CaptureFile.dca1000(
      [path], lanes: 2, isComplex: true, isQuadratureFirst: true)
    #expect(try swapped.read(0..<1) == [Complex(-1, 1)])
  }

  @Test("four lanes hold four receivers' in-phase and then their quadrature parts")
  func fourLanes() throws {
    let path = try words([1, 2, 3, 4, -1, -2, -3, -4, 5, 6, 7, 8, -5, -6, -7, -8])
    let samples = try CaptureFile.dca1000([path], lanes: 4, isComplex: true)
    #expect(try all(samples) == (1...8).map { Complex(Double($0), -Double($0)) })
    let real = try CaptureFile.dca1000([path], lanes: 4, isComplex: false)
    #expect(try real.read(0..<5).map(\.real) == [1, 2, 3, 4, -1])
  }

  @Test("a capture goes on in the next file, also in the middle of what is read")
  func severalFiles() throws {
    let paths = [
      try words([1, 2, -1, -2, 3, 4]), try words([-3, -4, 5, 6, -5, -6], to: "b.bin"),
    ]
    let samples = try CaptureFile.dca1000(paths, lanes: 2, isComplex: true)
    #expect(try all(samples) == (1...6).map { Complex(Double($0), -Double($0)) })
  }

  @Test("of a file that breaks off within a group of words the whole groups are read")
  func truncatedLanes() throws {
    let path = try words([1, 2, 3, 4, 5])
    let samples = try CaptureFile.dca1000([path], lanes: 2, isComplex: true)
    #expect(try all(samples) == [Complex(1, 3), Complex(2, 4)] && samples.looseBytes == 2)
    let empty = try folder.write("", to: "empty.bin")
    #expect(
      complaint { _ = try CaptureFile.dca1000([empty], lanes: 2, isComplex: true) }
        .contains("is empty"))
  }

  // MARK: NumPy

  /// An archive that Python's zipfile packed: "a.npy" with numpy.arange(6, dtype="<i2"), 3 x 2.
  private let packed = Data(
    base64Encoded: """
      UEsDBBQAAAAIAAAAIQB1iCO7UgAAAIwAAAAFAAAAYS5ucHmb7BfqGxDJyFDGUK2eklqcXKRupaBuk2mkrqOgnpZfVFKUmB\
      efX5SSChJ3S8wpTgWKF2ckFqQC+RrGOgpGmjoKtQpkAy4GBkYGJgZmBhYGVgYAUEsBAhQDFAAAAAgAAAAhAHWII7tSAAAA\
      jAAAAAUAAAAAAAAAAAAAAIABAAAAAGEubnB5UEsFBgAAAAABAAEAMwAAAHUAAAAAAA==
      """)

  /// A file of NumPy's, head and numbers.
  private func numPy(
    _ type: String, order: String = "False", shape: String, _ bytes: [UInt8], to name: String
  ) throws -> String {
    let head = "{'descr': '\(type)', 'fortran_order': \(order), 'shape': \(shape), }\n"
    let start: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(head.utf8.count), 0]
    return try folder.write(Data(start + Array(head.utf8) + bytes), to: name)
  }

  @Test("a packed archive gives NumPy's numbers, also as pairs of parts")
  func packedArchive() throws {
    let path = try folder.write(try #require(packed), to: "a.npz")
    let array = try CaptureFile.numPy(path)
    #expect(array.shape == [3, 2] && !array.isComplex && !array.isColumnMajor)
    #expect(try all(array).map(\.real) == [0, 1, 2, 3, 4, 5])
    let pairs = try #require(QuadraturePairs(array))
    #expect(pairs.shape == [3])
    #expect(try all(pairs) == [Complex(0, 1), Complex(2, 3), Complex(4, 5)])
    #expect(
      complaint { _ = try CaptureFile.numPy(path, variable: "b") }.contains("no array is named 'b'")
    )
  }

  @Test("a damaged archive is refused, whichever byte is missing or wrong")
  func damagedArchive() throws {
    let whole = try #require(packed)
    for length in stride(from: 3, to: whole.count, by: 7) {
      let path = try folder.write(whole.prefix(length), to: "cut.npz")
      #expect(complaint { _ = try all(CaptureFile.numPy(path)) }.contains("cut.npz"))
    }
    // Within what is packed, from byte 35 to 116.
    for place in [36, 60, 100, 115] {
      var bytes = whole
      bytes[place] ^= 0xFF
      let path = try folder.write(bytes, to: "bent.npz")
      #expect(complaint { _ = try all(CaptureFile.numPy(path)) }.contains("is damaged"), "\(place)")
    }
  }

  @Test("kinds of numbers, and Fortran's order")
  func kinds() throws {
    let complexFloats = try numPy(
      "<c8", order: "True", shape: "(1, 2)",
      [0, 0, 128, 63, 0, 0, 0, 192, 0, 0, 0, 0, 0, 0, 0, 63],
      to: "c.npy")
    let array = try CaptureFile.numPy(complexFloats)
    #expect(array.isColumnMajor && array.isComplex && array.shape == [1, 2])
    #expect(try all(array) == [Complex(1, -2), Complex(0, 0.5)])
    let bytes = try numPy("|i1", shape: "(3,)", [1, 255, 128], to: "b.npy")
    #expect(try all(CaptureFile.numPy(bytes)).map(\.real) == [1, -1, -128])
    let big = try numPy(">i2", shape: "(1,)", [0, 1], to: "big.npy")
    #expect(complaint { _ = try CaptureFile.numPy(big) }.contains("'>i2' are not handled"))
    let short = try numPy("<i2", shape: "(4, 2)", [0, 1, 2], to: "short.npy")
    #expect(
      complaint { _ = try CaptureFile.numPy(short) }
        .contains("takes 16 bytes, but 3 are there"))
    let huge = try numPy("<i2", shape: "(4294967296, 4294967296, 2)", [0], to: "huge.npy")
    #expect(complaint { _ = try CaptureFile.numPy(huge) }.contains("too large"))
  }
}

@Suite("Settings of devices")
struct DeviceSettingsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What the three files below describe.
  private let waveform = FMCWWaveform(
    start: Frequency(hertz: 77e9), slope: FrequencySlope(si: 60.012e12),
    ramp: TimeSpan(si: 62e-6), idle: TimeSpan(si: 100e-6), sampleRate: Frequency(hertz: 2.5e6),
    sampling: TimeSpan(si: 6e-6), samples: 128)

  private func check(_ notes: CaptureNotes, _ location: SourceLocation = #_sourceLocation) {
    func near(_ a: Double?, _ b: Double) -> Bool {
      // Microseconds and gigahertz come to seconds and hertz with a rounding.
      isClose(a ?? .nan, b, relative: 1e-14)
    }
    let read = notes.waveform
    #expect(
      near(read?.start.hertz, 77e9) && near(read?.slope.si, 60.012e12)
        && near(read?.ramp.seconds, 62e-6) && near(read?.idle.seconds, 100e-6)
        && near(read?.sampleRate.hertz, 2.5e6) && near(read?.sampling.seconds, 6e-6)
        && read?.samples == 128, "\(notes)", sourceLocation: location)
    #expect(
      notes.schedule == TransmitSchedule(timeDivision: [0, 2, 1]) && notes.chirps == 3 * 128
        && notes.frames == nil && near(notes.period, 70e-3) && notes.receivers == 4
        && notes.isComplex == true && notes.missing.isEmpty, sourceLocation: location)
  }

  @Test("commands of the SDK")
  func commands() throws {
    let path = try folder.write(
      """
      % a comment
      channelCfg 15 7 0
      adcCfg 2 1
      adcbufCfg -1 0 0 1 1
      profileCfg 0 77 100 6 62 0 0 60.012 1 128 2500 0 0 30
      chirpCfg 0 0 0 0 0 0 0 1
      chirpCfg 1 1 0 0 0 0 0 4
      chirpCfg 2 2 0 0 0 0 0 2
      frameCfg 0 2 128 0 70 1 0
      """, to: "a.cfg")
    check(try CaptureFile.configuration(path))
  }

  @Test("calls of a script, with constants and comments")
  func script() throws {
    let path = try folder.write(
      """
      START_FREQ = 77 -- GHz
      SLOPE = 60.012 -- MHz/us
      -- ar1.ProfileConfig(0, 1, 2)
      ar1.ChanNAdcConfig(1, 1, 1, 1, 1, 1, 1, 2, 1, 0)
      ar1.LVDSLaneConfig(0, 1, 1, 0, 0, 1, 0, 0)
      ar1.ProfileConfig(0, START_FREQ, 100, 6, 62, 0, 0, 0, 0, 0, 0, SLOPE, 0, 128, 2500, 0, 0, 30)
      ar1.ChirpConfig(0, 0, 0, 0, 0, 0, 0, 1, 0, 0)
      ar1.ChirpConfig(1, 1, 0, 0, 0, 0, 0, 0, 0, 1)
      ar1.ChirpConfig(2, 2, 0, 0, 0, 0, 0, 0, 1, 0)
      ar1.FrameConfig(0, 2, 0, 128, 70, 0, 0, 1)
      """, to: "a.lua")
    let notes = try CaptureFile.configuration(path)
    check(notes)
    #expect(notes.lanes == 2)
  }

  @Test("a document of mmWave Studio")
  func document() throws {
    func chirp(_ number: Int, _ mask: String) -> String {
      """
      {"rlChirpCfg_t": {"chirpStartIdx": \(number), "chirpEndIdx": \(number), "profileId": 0,
       "startFreqVar_MHz": 0.0, "txEnable": "\(mask)"}}
      """
    }
    // Studio indents by tabs.
    let path = try folder.write(
      """
      {\t"mmWaveDevices": [{"rfConfig": {
      \t"rlChanCfg_t": {"rxChannelEn": "0xF", "txChannelEn": "0x7"},
      \t"rlAdcOutCfg_t": {"fmt": {"b2AdcBits": 2, "b2AdcOutFmt": 1}},
      \t"rlProfiles": [{"rlProfileCfg_t": {"profileId": 0, "startFreqConst_GHz": 77.0,
      \t"idleTimeConst_usec": 100.0, "adcStartTimeConst_usec": 6.0, "rampEndTime_usec": 62.0,
      \t"freqSlopeConst_MHz_usec": 60.012, "numAdcSamples": 128, "digOutSampleRate": 2500.0}}],
      \t"rlChirps": [\(chirp(0, "0x1")), \(chirp(1, "0x4")), \(chirp(2, "0x2"))],
      \t"rlFrameCfg_t": {"chirpStartIdx": 0, "chirpEndIdx": 2, "numLoops": 128, "numFrames": 0,
      \t"framePeriodicity_msec": 70.0}},
      \t"rawDataCaptureConfig": {"rlDevLaneEnable_t": {"laneEn": "0xF"},
      \t"rlDevDataFmtCfg_t": {"iqSwapSel": 1}}}]}
      """, to: "a.mmwave.json")
    let notes = try CaptureFile.configuration(path)
    check(notes)
    #expect(notes.lanes == 4 && notes.isQuadratureFirst == true)
  }

  @Test("what is missing is listed, and what is not one waveform is refused")
  func refusals() throws {
    let bare = try CaptureFile.configuration(folder.write("channelCfg 15 7 0\n", to: "b.cfg"))
    #expect(bare.missing == ["profileCfg", "chirpCfg", "frameCfg"])
    func complaint(_ text: String) -> String {
      do {
        _ = try CaptureFile.configuration(folder.write(text, to: "c.cfg"))
        return ""
      } catch { return "\(error)" }
    }
    let profile = "profileCfg 0 77 100 6 62 0 0 60.012 1 128 2500 0 0 30\n"
    #expect(complaint("profileCfg 0 77\n").contains("c.cfg:1: 'profileCfg' has 2 numbers"))
    #expect(
      complaint(profile + "chirpCfg 0 0 0 0 0 0 0 1\nframeCfg 0 1 8 0 70 1 0\n")
        .contains("sends chirp 1, which no 'chirpCfg' describes"))
    #expect(
      complaint(profile + "chirpCfg 0 0 0 0 0 0 0 3\nframeCfg 0 0 8 0 70 1 0\n")
        .contains("several transmitters"))
    #expect(
      complaint(profile + "chirpCfg 0 0 0 0 0 5 0 1\nframeCfg 0 0 8 0 70 1 0\n")
        .contains("varies"))
    // 400 samples at 2.5 MHz do not end within 62 us.
    #expect(
      complaint(
        "profileCfg 0 77 100 6 62 0 0 60.012 1 400 2500 0 0 30\nchirpCfg 0 0 0 0 0 0 0 1\n"
          + "frameCfg 0 0 8 0 70 1 0\n"
      ).contains("no chirp that rises"))
  }
}
