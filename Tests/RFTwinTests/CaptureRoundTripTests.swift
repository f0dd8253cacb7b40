// SPDX-License-Identifier: Apache-2.0

import CaptureFormats
import Captures
import ComplexModule
import Foundation
import RFTwin
import TestSupport
import Testing

@Suite("Simulated, exported and converted back", .serialized)
struct CaptureRoundTripTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Two frames of a line of sight through a converter, with such arrays at both radios.
  private func simulate(_ array: String) throws -> (record: Record, sensor: RecordedSensor) {
    let text = """
      name: line of sight
      radios:
        - { name: a, position: [0, 0, 2], look-at: b\(array) }
        - { name: b, position: [30, 0, 2], look-at: a\(array) }
      links: [{ name: forth, tx: a, rx: b }]
      waveform: { kind: fmcw, start: 77 GHz, slope: 35.44 MHz/us, ramp: 40.1 us, idle: 25.3 us, \
      sampling-start: 3.3 us, sample-rate: 10 MHz, samples: 256 }
      propagation: { diffuse: off }
      episode: { start: 0.1 s, duration: 10 ms, frames: { chirps: 8, every: 5 ms } }
      output: { if-samples: on, impulse-response: on }
      impairments: { b: { adc: { bits: 12, full-scale: 10 dBm, gain: 60 dB } } }
      """
    let path = folder.file("simulated.h5")
    let scenario = try Scenario.load(folder.write(text, to: "scenario.yaml"))
    _ = try Simulation(scenario, workers: .init(count: 1)).run(writingTo: path)
    let record = try Record(path)
    return (record, try RecordedSensor(record))
  }

  private func exported(_ record: Record, _ sensor: RecordedSensor) throws -> SampledLink {
    let episode = sensor.episode
    return try SampledLink(
      record.links[0], of: record, waveform: sensor.waveform,
      frames: FrameTiming(
        count: episode.frameCount, chirps: episode.chirps, period: episode.framePeriod,
        start: episode.start))
  }

  private func codes(_ sensor: RecordedSensor) throws -> SampleCodes {
    let converter = try #require(try sensor.converter(ofReceiver: "b"))
    return SampleCodes(.converter, bits: converter.bits, amplitude: converter.amplitude)
  }

  private func convert(_ text: String) throws -> Record {
    let path = folder.file("converted.h5")
    let capture = try CaptureDescription.load(folder.write(text, to: "capture.yaml"))
    _ = try CaptureConversion(capture, workers: .init(count: 1)).run(writingTo: path)
    return try Record(path)
  }

  /// Both records have the same samples to the bit, and the same profiles and maps.
  private func expectSame(
    _ converted: Record, _ simulated: Record, _ location: SourceLocation = #_sourceLocation
  ) throws {
    let (new, old) = (converted.links[0], simulated.links[0])
    #expect(try new.samples() == old.samples(), sourceLocation: location)
    #expect(new.schedule == old.schedule, sourceLocation: location)
    #expect(
      new.delays == old.delays && new.dopplerShifts == old.dopplerShifts, sourceLocation: location)
    #expect(new.mapTimes.count == old.mapTimes.count, sourceLocation: location)
    // Times come through the decimal text of a duration.
    for (a, b) in zip(new.mapTimes + new.profileTimes, old.mapTimes + old.profileTimes) {
      #expect(isClose(a, b, within: 1e-12), sourceLocation: location)
    }
    for window in old.mapTimes.indices {
      let (a, b) = (try new.map(window), try old.map(window))
      let peak = b.max() ?? 0
      // Maps are kept in 24 bits; from floats they are made of what those have rounded.
      #expect(zip(a, b).allSatisfy { abs($0 - $1) <= 1e-6 * peak }, sourceLocation: location)
    }
    #expect(new.isScaleKnown && new.noiseIsEstimated, sourceLocation: location)
  }

  private let arrays = ["", ", array: { tx: 2, rx: 4, multiplexing: tdm }"]

  @Test("DCA1000 with the document of mmWave Studio", arguments: [0, 1])
  func lanes(array: Int) throws {
    let (record, sensor) = try simulate(arrays[array])
    _ = try LVDSCapture(exported(record, sensor), stem: folder.file("forth"))
      .write(codes: codes(sensor))
    let converted = try convert(
      "{ name: back, configuration: forth.mmwave.json, data: { file: forth.bin },"
        + " output: { if-samples: on } }")
    try expectSame(converted, record)
    #expect(try converted.frameFlags() == [[], []])
    #expect(converted.missingFrames == 0 && converted.capture?.contains("forth.bin") == true)
  }

  @Test("DCA1000 with the commands of the SDK, which have no scale")
  func commands() throws {
    let (record, sensor) = try simulate(arrays[1])
    let codes = try codes(sensor)
    _ = try LVDSCapture(exported(record, sensor), stem: folder.file("forth")).write(codes: codes)
    let converted = try convert(
      "{ name: back, configuration: forth.cfg, frames: { start: 0.1 s },"
        + " data: { file: forth.bin, scale: { step: \(codes.step), offset: 0.5 } },"
        + " output: { if-samples: on } }")
    #expect(try converted.links[0].samples() == record.links[0].samples())
  }

  @Test("SigMF as codes and as floats", arguments: [0, 1])
  func described(array: Int) throws {
    let (record, sensor) = try simulate(arrays[array])
    for scale in [SigMFCapture.Scale.codes(try codes(sensor)), .floats] {
      _ = try SigMFCapture(exported(record, sensor), stem: folder.file("forth")).write(scale)
      let converted = try convert(
        "{ name: back, data: { file: forth.sigmf-meta }, output: { if-samples: on } }")
      try expectSame(converted, record)
    }
  }

  @Test("NumPy's archive, whose samples have the sense of records")
  func archive() throws {
    let (record, _) = try simulate("")
    _ = try NPZArchive(record, links: record.links, path: folder.file("all.npz")).write()
    let converted = try convert(
      """
      name: back
      data: { file: all.npz, variable: links/forth/if_samples, sense: record, \
      axes: [[frame, chirp], receive, sample], scale: { step: 1 } }
      waveform: { kind: fmcw, start: 77 GHz, slope: 35.44 MHz/us, ramp: 40.1 us, idle: 25.3 us, \
      sampling-start: 3.3 us, sample-rate: 10 MHz, samples: 256 }
      frames: { chirps: 8, every: 5 ms, start: 0.1 s }
      output: { if-samples: on }
      """)
    try expectSame(converted, record)
    #expect(try converted.links[0].paths(frame: 0).isEmpty)
    #expect(converted.links[0].pathCounts == [0, 0])
  }

  @Test("a record made of a capture can be exported again, to the same bytes")
  func again() throws {
    let (record, sensor) = try simulate(arrays[1])
    _ = try SigMFCapture(exported(record, sensor), stem: folder.file("forth")).write(.floats)
    let converted = try convert(
      "{ name: back, data: { file: forth.sigmf-meta }, output: { if-samples: on } }")
    _ = try SigMFCapture(
      exported(converted, try RecordedSensor(converted)), stem: folder.file("again")
    ).write(.floats)
    func bytes(_ name: String) throws -> Data {
      try Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
    }
    #expect(try bytes("again.sigmf-data") == bytes("forth.sigmf-data"))
  }
}
