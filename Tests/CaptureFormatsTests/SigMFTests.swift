// SPDX-License-Identifier: Apache-2.0

import CaptureFormats
import Captures
import ComplexModule
import TestSupport
import Testing

@Suite("SigMF files")
struct SigMFTests {
  private let folder: TemporaryFolder
  private let path: String
  private let record = SampleRecord()

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("record.h5")
    try record.write(to: path, Self.value)
  }

  private static func value(_ chirp: Int, _ channel: Int, _ sample: Int) -> Complex<Double> {
    Complex(
      Double(scrambled(chirp, channel, sample, part: 0)),
      Double(scrambled(chirp, channel, sample, part: 1)))
  }

  /// Channels are interleaved instant by instant, chirp after chirp.
  private func index(_ chirp: Int, _ channel: Int, _ sample: Int) -> Int {
    (chirp * record.samples + sample) * record.channels + channel
  }

  private func forEachSample(_ body: (Int, Int, Int) -> Void) {
    for chirp in 0..<SampleRecord.frames * record.chirps {
      for channel in 0..<record.channels {
        for sample in 0..<record.samples { body(chirp, channel, sample) }
      }
    }
  }

  @Test("floats are the record's own, conjugated, to the last bit")
  func floats() throws {
    let capture = SigMFCapture(try record.link(of: path), stem: folder.file("link"))
    let (codes, clipped) = try capture.write(.floats)
    #expect(codes == nil && clipped == 0)
    let file = try ByteReader(folder.file("link.sigmf-data"))
    forEachSample { chirp, channel, sample in
      let position = 8 * index(chirp, channel, sample)
      let value = Self.value(chirp, channel, sample)
      #expect(file.float32(at: position) == Float(value.real))
      #expect(file.float32(at: position + 4) == -Float(value.imaginary))
    }
  }

  @Test("whole numbers are those of the DCA1000 file in another order")
  func codes() throws {
    let link = try record.link(of: path)
    _ = try SigMFCapture(link, stem: folder.file("link")).write(.codes(nil))
    _ = try LVDSCapture(link, stem: folder.file("link")).write(codes: nil)
    let (file, lanes) = (
      try ByteReader(folder.file("link.sigmf-data")), try ByteReader(folder.file("link.bin"))
    )
    #expect(file.bytes.count == lanes.bytes.count)
    forEachSample { chirp, channel, sample in
      let position = 4 * index(chirp, channel, sample)
      let other =
        4 * record.samples * (chirp * record.channels + channel) + 8 * (sample / 2)
        + 2 * (sample % 2)
      #expect(file.int16(at: position) == lanes.int16(at: other))
      #expect(file.int16(at: position + 2) == lanes.int16(at: other + 4))
    }
  }

  @Test("the description tells type, rate, channels, waveform, schedule and where frames begin")
  func description() throws {
    _ = try SigMFCapture(try record.link(of: path), stem: folder.file("link")).write(.floats)
    let root = try #require(SharedFiles.json(folder.file("link.sigmf-meta")) as? [String: Any])
    #expect(root.keys.sorted() == ["annotations", "captures", "global"])
    let global = try #require(root["global"] as? [String: Any])
    #expect(global["core:datatype"] as? String == "cf32_le")
    #expect(global["core:sample_rate"] as? Double == 18.75e6)
    #expect(global["core:num_channels"] as? Int == record.channels)
    let waveform = try #require(global["rftwin:waveform"] as? [String: Any])
    #expect(waveform["slope_hz_per_s"] as? Double == 35.44e12)
    #expect(waveform["centre_frequency_hz"] as? Double == record.waveform.centreFrequency.hertz)
    let schedule = try #require(global["rftwin:schedule"] as? [String: Any])
    #expect(schedule["elements"] as? [Int] == [0, 2] && schedule["cycle"] as? Int == 2)
    let captures = try #require(root["captures"] as? [[String: Any]])
    #expect(
      captures.map { $0["core:sample_start"] as? Int } == [0, record.chirps * record.samples])
    #expect(captures.map { $0["rftwin:start_s"] as? Double } == [1, 1.05])
  }

  @Test("the elements of Doppler division turn by the parts of a turn that the schedule has")
  func dopplerDivision() throws {
    var record = SampleRecord()
    record.chirps = 8
    record.schedule = LinkSchedule(multiplexing: "ddm", elements: [0, 1, 2], cycle: 4)
    try record.write(to: path)
    let link = try record.link(of: path)
    _ = try SigMFCapture(link, stem: folder.file("link")).write(.floats)
    let root = try #require(SharedFiles.json(folder.file("link.sigmf-meta")) as? [String: Any])
    let global = try #require(root["global"] as? [String: Any])
    let schedule = try #require(global["rftwin:schedule"] as? [String: Any])
    #expect(schedule["turns_per_chirp"] as? [Double] == [0, 0.25, 0.5])
    _ = try LVDSCapture(link, stem: folder.file("link")).write(codes: nil)
    let text = try String(contentsOfFile: folder.file("link.cfg"), encoding: .utf8)
    // Four chirps with all three elements on, twice a frame.
    #expect(
      text.split(separator: "\n").filter { $0.hasPrefix("chirpCfg") && $0.hasSuffix(" 7") }.count
        == 4)
    #expect(text.contains("frameCfg 0 3 2 2 50 1 0"))
  }
}
