// SPDX-License-Identifier: Apache-2.0

import CaptureFormats
import Captures
import ComplexModule
import DelayDoppler
import Quantities
import RadarFrames
import TestSupport

/// A record of two frames of chirps whose samples are chosen, and nothing else to see.
struct SampleRecord {
  var chirps = 6
  var channels = 3
  var samples = 8
  var schedule = LinkSchedule(multiplexing: "tdm", elements: [0, 2], cycle: 2)
  var keepsSamples = true

  /// From the start of a frame to that of the next, in seconds.
  var period = 0.05

  static let frames = 2

  var waveform: FMCWWaveform {
    FMCWWaveform(
      start: Frequency(hertz: 77e9), slope: FrequencySlope(si: 35.44e12),
      ramp: TimeSpan(si: 112.86e-6), idle: TimeSpan(si: 13e-6),
      sampleRate: Frequency(hertz: 18.75e6), sampling: TimeSpan(si: 6e-6), samples: samples)
  }

  var timing: FrameTiming {
    FrameTiming(count: Self.frames, chirps: chirps, period: period, start: 1)
  }

  /// When a chirp starts, in seconds.
  func start(ofChirp chirp: Int) -> Double {
    1 + period * Double(chirp / chirps) + waveform.chirpPeriod * Double(chirp % chirps)
  }

  /// Writes the record.
  ///
  /// - Parameters:
  ///   - path: Where it goes.
  ///   - value: The sample of a chirp, a channel and a place in the ramp.
  /// - Throws: `RecordError` when it cannot be written.
  func write(
    to path: String, _ value: (Int, Int, Int) -> Complex<Double> = { _, _, _ in .zero }
  ) throws {
    var header = RecordHeader(
      name: "samples \u{221E}", generator: "test 1", scenario: "none", seed: 1 << 60,
      centreFrequency: 79e9, objects: ["a", "b\u{E9}ton"], materials: [], movers: [], outline: [])
    header.extent = RecordExtent(frames: Self.frames, chirps: chirps)
    let link = LinkHeader(
      name: "link", transmitter: "a", receiver: "b", delays: [0, 1e-9], dopplerShifts: [-1, 0],
      noisePerDelayBin: 1e-12, noisePerMapCell: 0, schedule: schedule, channels: channels,
      samples: samples, keptPaths: 1, keptInteractions: 1, keepsSamples: keepsSamples,
      keepsResponse: false)
    let writer = try RecordWriter(path: path, header: header, links: [link])
    for frame in 0..<Self.frames {
      let range = frame * chirps..<(frame + 1) * chirps
      var values: [Complex<Double>] = []
      for chirp in range {
        for channel in 0..<channels {
          for sample in 0..<samples { values.append(value(chirp, channel, sample)) }
        }
      }
      let time = start(ofChirp: range.lowerBound)
      try writer.append(time: time, positions: [])
      try writer.append(
        LinkFrame(
          chirpStarts: range.map(start), profileTimes: [time], profiles: [1, 2],
          maps: [DelayDopplerMap(time: time, power: [1, 2, 3, 4])], paths: [], pathTime: time,
          pathCount: 7, samples: keepsSamples ? values : [], response: []), link: 0)
      try writer.finishFrame()
    }
    try writer.finish()
  }

  /// The link of a record that was written.
  func link(of path: String) throws -> SampledLink {
    let record = try Record(path)
    return try SampledLink(record.links[0], of: record, waveform: waveform, frames: timing)
  }
}

/// Whole numbers that look random, the same in every run, from a linear congruence (Knuth's MMIX).
func scrambled(_ chirp: Int, _ channel: Int, _ sample: Int, part: UInt64) -> UInt64 {
  var state = UInt64(chirp) << 40 | UInt64(channel) << 32 | UInt64(sample) << 8 | part
  for _ in 0..<4 { state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407 }
  return state >> 33
}
