// SPDX-License-Identifier: Apache-2.0

import Foundation
import InputDocuments
import RFTwin
import TestSupport
import Testing

@Suite("Values of scenario files that are out of all proportion")
struct ScenarioRangeTests {
  static let mistakes: [Mistake] = [
    Mistake("long episode", "duration: 20 ms", "duration: 1e300 s", line: 15, "'episode.duration'"),
    Mistake(
      "many frames", "duration: 20 ms", "duration: 1e5 s", line: 15, "more than the 10000000"),
    Mistake(
      "late start", "duration: 20 ms", "start: 1e300 s, duration: 20 ms", line: 15,
      "'episode.start' must lie between"),
    Mistake(
      "rare frames", "chirps: 8 }", "chirps: 8, every: 1e300 s }", line: 15,
      "'episode.frames.every' must lie between"),
    Mistake(
      "frequency of X rays", "start: 77 GHz", "start: 1e9 GHz", line: 13,
      "'waveform.start' must lie between 1 kHz and 10000 GHz"),
    Mistake(
      "frequency beyond numbers", "start: 77 GHz", "start: 1e308 GHz", line: 13, "too large"),
    Mistake("hexadecimal", "start: 77 GHz", "start: 0x12 GHz", line: 13, "not a unit of frequency"),
    Mistake(
      "hexadecimal number", "[0, 5, 3]", "[0, 0x5, 3]", line: 9, "must be a plain number"),
    Mistake(
      "steep slope", "35.44 MHz/us", "1e200 MHz/us", line: 13, "'waveform.slope' must lie between"),
    Mistake("slope out of the band", "35.44 MHz/us", "1e6 MHz/us", line: 13, "would end at"),
    Mistake("long idle", "idle: 13 us", "idle: 1e200 s", line: 13, "'waveform.idle' must"),
    Mistake("negative idle", "idle: 13 us", "idle: -1 us", line: 13, "must not be negative"),
    Mistake(
      "fast sampling", "sample-rate: 18.75 MHz", "sample-rate: 1000 GHz", line: 13,
      "samples a ramp are more than"),
    Mistake(
      "distant radio", "[0, 5, 3]", "[0, 1e19, 3]", line: 9, "beyond the 10000 km from the origin"),
    Mistake(
      "distant waypoint", "position: [5, 0, 1]", "position: [5, 1e8, 1]", line: 7,
      "beyond the 10000 km"),
    Mistake(
      "waypoint at the end of time", "time: 1 s", "time: 1e300 s", line: 7,
      "'actors[0].trajectory.waypoints[1].time' must lie"),
    Mistake(
      "power", "look-at: ue }", "look-at: ue, power: 300 dBm }", line: 9,
      "between -200 dBm and 100 dBm"),
    Mistake(
      "noise figure", "look-at: ue }", "look-at: ue, noise-figure: 101 dB }", line: 9,
      "'radios[0].noise-figure' must lie between 0 dB and 100 dB"),
    Mistake("gain", "gain: 10.5 dBi", "gain: 1000 dBi", line: 10, "antenna.gain' must lie"),
    Mistake(
      "array", "look-at: ue }", "look-at: ue, array: { rx: 2, spacing: 1e300 m } }", line: 9,
      "array.spacing' must lie"),
    Mistake(
      "mesh unit", "meshes: [wall.obj]", "meshes: [wall.obj], unit: 1e300 m", line: 2,
      "'scene.unit' must lie"),
    Mistake(
      "accuracy", "scatterers: 100", "accuracy: 100 dB", line: 14,
      "'propagation.accuracy' must lie between 0.001 dB and 10 dB"),
    Mistake(
      "accuracy without unit", "scatterers: 100", "accuracy: 0.3", line: 14, "lacks a unit"),
    Mistake(
      "rare keyframes", "scatterers: 100", "keyframes: 20000 s", line: 14,
      "'propagation.keyframes' must lie between 1 us and 10000 s, not '20000 s'"),
    Mistake(
      "synthesis error", "scatterers: 100", "synthesis-error: -20 dB", line: 14,
      "'propagation.synthesis-error' must lie between -130 dB and -40 dB, not '-20 dB'"),
    Mistake(
      "late sampling", "idle: 13 us", "idle: 13 us, sampling-start: 200 us", line: 13,
      "'waveform.sampling-start' of 200 us comes too late: two samples at 18.75 MHz take"
        + " 106.666667 ns of the ramp of 112.86 us, so it can be 112.753333 us at most"),
    Mistake(
      "early sampling", "idle: 13 us", "idle: 13 us, sampling-start: -2 us", line: 13,
      "'waveform.sampling-start' must not be negative, but is -2 us"),
    Mistake(
      "loose phase", "scatterers: 100", "phase-error: 1", line: 14,
      "'propagation.phase-error' must lie between 1e-09 and 0.1"),
    Mistake(
      "error of what is exact", "scatterers: 100", "tracks: exact, phase-error: 1e-4", line: 14,
      "leave out 'propagation.phase-error'"),
    Mistake(
      "scatterers", "scatterers: 100", "scatterers: 100000000", line: 14, "from 1 to 10000000"),
    Mistake(
      "negative seed", "name: test", "name: test\nseed: -1", line: 2, "'seed' must be a whole"),
    Mistake("control character", "name: test", "name: \"te\\nst\"", line: 1, "on one line"),
    Mistake("name of a radio", "name: bs", "name: \"b\\es\"", line: 9, "on one line"),
    Mistake("key twice", "name: test", "name: test\nname: again", line: 2, "first in line 1"),
  ]

  @Test("a value out of proportion is refused with its file, line and key", arguments: mistakes)
  func mistake(_ mistake: Mistake) throws {
    try mistake.expectComplaint { _ = try Scenario.load($0) }
  }

  /// The scenario without its moving plate, with a wall and one radio.
  private static let still = """
    name: still
    scene: { meshes: [wall.obj] }
    materials: { assign: { wall: concrete } }
    radios:
      - { name: a, position: [0, 0, 1.5], array: { rx: 64 } }
      - { name: b, position: [0, 1, 1.5] }
    links:
      - { name: one, tx: a, rx: a }
      - { name: two, tx: a, rx: b }
    waveform: { kind: fmcw, start: 77 GHz, slope: 35.44 MHz/us, ramp: 112.86 us, idle: 13 us, \
    sample-rate: 18.75 MHz }
    episode: { duration: 1000 s, frames: { chirps: 1024, every: 1 s } }
    output: { if-samples: on }
    """

  @Test("a record or a frame that is too large is refused with its size")
  func budget() throws {
    let folder = try TemporaryFolder()
    func complaint(_ old: String, _ new: String) throws -> InputError? {
      let text = Self.still.replacingOccurrences(of: old, with: new)
      let path = try SoundScenario.write(text, in: folder)
      return #expect(throws: InputError.self) { _ = try Scenario.load(path) }
    }
    // 1000 frames of 1024 chirps, 65 elements in two links and 2116 samples of 8 bytes are 1.13 TB.
    let record = try complaint("", "")
    #expect(record?.line == 11)
    #expect(record?.message.contains("1000 frames would take 11") == true, "\(record as Any)")
    #expect(record?.message.contains("more than the 1000 GB") == true)
    let frame = try complaint("chirps: 1024, every: 1 s", "chirps: 65536, every: 100 s")
    #expect(frame?.message.contains("a frame of the link 'one' would have") == true)
    // 1009 maps a frame of two links, which take 0.27 TB, and 180 bytes for each of 5000 detections.
    let maps = "if-samples: off, detections: 5000 }\nprocessing: { map-chirps: 16, map-hop: 1"
    let detections = try complaint("if-samples: on", maps + ", detection: {}")
    #expect(detections?.message.contains("would take 20") == true, "\(detections as Any)")
    #expect(throws: Never.self) {
      _ = try Scenario.load(
        SoundScenario.write(
          Self.still.replacingOccurrences(of: "if-samples: on", with: maps), in: folder))
    }
    let fitting = Self.still.replacingOccurrences(of: "if-samples: on", with: "if-samples: off")
    #expect(throws: Never.self) {
      _ = try Scenario.load(SoundScenario.write(fitting, in: folder))
    }
  }

  @Test("a link between two radios at one place is refused")
  func noDistance() throws {
    let folder = try TemporaryFolder()
    let text = Self.still.replacingOccurrences(of: "[0, 1, 1.5]", with: "[0, 0, 1.5]")
    let error = #expect(throws: InputError.self) {
      _ = try Scenario.load(SoundScenario.write(text, in: folder))
    }
    #expect(error?.line == 9)
    #expect(error?.message.contains("'a' and 'b' of the link 'two' are at the same place") == true)
  }

  @Test(
    "a ramp of some microseconds at 10 MHz holds ten samples each, none lost by rounding",
    arguments: [10, 20, 40, 50, 70, 100])
  func wholeSamples(microseconds: Int) throws {
    let folder = try TemporaryFolder()
    let text = SoundScenario.text
      .replacingOccurrences(of: "ramp: 112.86 us", with: "ramp: \(microseconds) us")
      .replacingOccurrences(of: "sample-rate: 18.75 MHz", with: "sample-rate: 10 MHz")
    let scenario = try Scenario.load(SoundScenario.write(text, in: folder))
    #expect(scenario.waveform.samples == 10 * microseconds)
    // The last of them may be asked for by its number, one more may not.
    func load(samples: Int) throws {
      let asked = text.replacingOccurrences(
        of: "sample-rate: 10 MHz", with: "sample-rate: 10 MHz, samples: \(samples)")
      _ = try Scenario.load(SoundScenario.write(asked, in: folder))
    }
    #expect(throws: Never.self) { try load(samples: 10 * microseconds) }
    #expect(throws: InputError.self) { try load(samples: 10 * microseconds + 1) }
  }

  @Test("a seed may be as large as 64 bits allow")
  func seed() throws {
    let folder = try TemporaryFolder()
    let text = "seed: 18446744073709551615\n" + SoundScenario.text
    #expect(try Scenario.load(SoundScenario.write(text, in: folder)).seed == .max)
  }
}
