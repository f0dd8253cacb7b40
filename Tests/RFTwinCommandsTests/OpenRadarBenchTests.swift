// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The twin of a 77 GHz radar in a room against the frames that were recorded there, as the documentation's
/// worked example has it: convert, simulate, compare.
@Suite("The OpenRadar bench and its twin", .serialized)
struct OpenRadarBenchTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let scenes = "\(SharedFiles.project)/Scenes/openradar-bench"

  /// Runs the worked example; nil after a message where the frames are not on this machine.
  private func example(_ name: String) throws -> [String: Any]? {
    guard let data = SharedFiles.data("openradar_77ghz/openradar_frames_int16.npz") else {
      print("skipped: RFTWIN_DATA names no folder with openradar_77ghz")
      return nil
    }
    let capture = try String(
      contentsOfFile: "\(Self.scenes)/\(name)-capture.yaml", encoding: .utf8)
    try folder.write(
      capture.replacing("file: openradar_frames_int16.npz", with: "file: \(data)"),
      to: "capture.yaml")
    try Program.run(
      "convert", "capture.yaml", "--output", "measured.h5", "--quiet", in: folder.path
    ).expectSuccess()
    try Program.run(
      "simulate", "\(Self.scenes)/\(name).yaml", "--output", "twin", "--quiet", in: folder.path
    ).expectSuccess()
    try Program.run("compare", "measured.h5", "twin/record.h5", in: folder.path).expectSuccess()
    let root = try SharedFiles.json(folder.file("twin/comparison.json")) as? [String: Any]
    return try #require((root?["links"] as? [[String: Any]])?.first)
  }

  /// The noise over delay of both records, in dB.
  private func noise(_ link: [String: Any]) throws -> (measured: [Double], twin: [Double]) {
    let noise = try #require(link["noise"] as? [String: [Double]])
    func levels(_ key: String) throws -> [Double] {
      try #require(noise[key]).map { 10 * log10($0) }
    }
    return (try levels("reference_w"), try levels("simulated_w"))
  }

  private func value(_ link: [String: Any], _ key: String) throws -> Double {
    let metrics = try #require(link["metrics"] as? [String: [String: Any]])
    return try #require(metrics[key]?["value"] as? Double)
  }

  private func mean(_ levels: ArraySlice<Double>) -> Double {
    levels.reduce(0, +) / Double(levels.count)
  }

  @Test("the twin of two walkers has the measured noise, filters, leakage and speeds")
  func twoWalkers() throws {
    guard let link = try example("two-walkers") else { return }
    // Medians of 128 cells of eight channels vary by 0.2 dB each: over 128 delays by 0.03 dB. The noise
    // figure was fitted, so half a decibel says that nothing else is in it.
    #expect(abs(try value(link, "noise_level_dbm")) < 0.5)
    // 0.3 dB are the medians' own, of two records; echoes of the room fill some of the cells.
    #expect(try value(link, "noise_shape_error_db") < 0.8)
    let (measured, twin) = try noise(link)
    // The high-pass: noise at bins 4 to 12 below that at 40 to 100. Means of nine and sixty of such
    // medians vary by 0.1 dB; the model has one pole for a chain of several.
    let slope = mean(measured[4...12]) - mean(measured[40...100])
    #expect(slope < -2)
    #expect(abs(mean(twin[4...12]) - mean(twin[40...100]) - slope) < 0.6, "\(slope)")
    // The decimation filter: a dip of 9 dB at bin 122 or 123, half of whose depth is at the same bins.
    for levels in [measured, twin] {
      let deepest = try #require((100..<128).min { levels[$0] < levels[$1] })
      #expect((122...123).contains(deepest))
      #expect((8.5...11).contains(mean(levels[90...110]) - levels[deepest]))
    }
    // Two medians differ by 0.3 dB in the root mean square, and some of 16 by echoes of the room, too.
    for bin in 112...127 { #expect(abs(measured[bin] - twin[bin]) < 1.7, "bin \(bin)") }
    try expectSameLeakage(link)
    // All that stands out of the capture is in the twin, whose reflectors were taken from it.
    #expect(try value(link, "recall") == 1)
    // The walker who stands out most: a tenth of a cell of 0.326 ns and of 0.081 m/s.
    #expect(try value(link, "moving_absolute_delay_error_ns") < 0.05)
    #expect(try value(link, "moving_absolute_speed_error_m_s") < 0.02)
  }

  /// Leakage, the strongest component, is at the same place within 0.02 ns and as strong within 1 dB.
  private func expectSameLeakage(_ link: [String: Any]) throws {
    let components = try #require(link["components"] as? [[String: Any]])
    let leakage = try #require(
      components.first {
        (($0["reference"] as? [String: Any])?["delay_s"] as? Double ?? 1) < 1e-9
      })
    #expect(abs(try #require(leakage["delay_error_s"] as? Double)) < 0.02e-9)
    #expect(abs(try #require(leakage["gain_error_db"] as? Double)) < 1)
  }

  @Test("what was fitted to one frame holds for another one: noise, filters, leakage")
  func oneWalker() throws {
    guard let link = try example("one-walker") else { return }
    #expect(abs(try value(link, "noise_level_dbm")) < 0.5)
    let (measured, twin) = try noise(link)
    // One channel: medians of 128 cells vary by 0.6 dB, means of nine and of sixty by 0.2 dB and less.
    let slope = mean(measured[4...12]) - mean(measured[40...100])
    #expect(slope < -2)
    #expect(abs(mean(twin[4...12]) - mean(twin[40...100]) - slope) < 1, "\(slope)")
    for levels in [measured, twin] {
      let dip = mean(levels[90...110]) - mean(levels[121...124])
      #expect((7...11).contains(dip), "\(dip)")
    }
    try expectSameLeakage(link)
    #expect(try value(link, "moving_absolute_delay_error_ns") < 0.1)
    #expect(try value(link, "moving_absolute_speed_error_m_s") < 0.04)
  }

  @Test("the array's channels stray by some 15 degrees, and do not once they are taken off")
  func channels() throws {
    guard let data = SharedFiles.data("openradar_77ghz/openradar_frames_int16.npz") else { return }
    let capture = try String(
      contentsOfFile: "\(Self.scenes)/two-walkers-capture.yaml", encoding: .utf8
    ).replacing("file: openradar_frames_int16.npz", with: "file: \(data)")
    // Of the reflectors only the strongest, 5.21 m or 34.7 ns away, has a direction that was looked at.
    try folder.write(
      """
      name: channels
      scenario: \(Self.scenes)/two-walkers.yaml
      captures: [{ record: measured.h5 }]
      channels: [capture]
      gate: [34 ns, 36 ns]
      """, to: "calibration.yaml")
    func calibrate(_ more: String) throws -> (phases: [Double], gains: [Double]) {
      try folder.write(
        "\(capture)\noutput: { impulse-response: on }\n\(more)\n", to: "capture.yaml")
      try Program.run(
        "convert", "capture.yaml", "--output", "measured.h5", "--quiet", in: folder.path
      ).expectSuccess()
      try Program.run(
        "calibrate", "calibration.yaml", "--output", "fit", "--quiet", in: folder.path
      ).expectSuccess()
      let root = try SharedFiles.json(folder.file("fit/calibration.json")) as? [String: Any]
      let link = try #require((root?["channels"] as? [[String: Any]])?.first)
      let all = try #require(link["channels"] as? [[String: Any]])
      return (
        try all.map { try #require($0["phase"] as? Double) },
        try all.map { try #require($0["gain"] as? Double) }
      )
    }
    func largest(_ values: [Double]) -> Double { values.map(abs).max() ?? 0 }
    // SOURCE.txt, from a transform over eight elements alone: about +-15 degrees and +-1.5 dB.
    let before = try calibrate("")
    #expect(before.phases.count == 8)
    #expect((10...20).contains(largest(before.phases)), "\(before.phases)")
    #expect((1...2.5).contains(largest(before.gains)), "\(before.gains)")
    let after = try calibrate("channels: fit/channels.yaml")
    // The file has hundredths of a degree and thousandths of a decibel.
    #expect(largest(after.phases) < 0.02 && largest(after.gains) < 0.002)
  }

  @Test("the bundled scenarios show what their comments say, without any data")
  func alone() throws {
    for (name, words) in [
      ("two-walkers", "(2.9 m of range), -297 Hz (-0.56 m/s closing)"),
      ("one-walker", "(2.0 m of range), 340 Hz (0.64 m/s closing)"),
    ] {
      try Program.run(
        "simulate", "\(Self.scenes)/\(name).yaml", "--output", name, "--quiet", in: folder.path
      ).expectSuccess()
      let outcome = try Program.run("info", "--summary", "\(name)/record.h5", in: folder.path)
      outcome.expectSuccess()
      // What leaks is the strongest of what rests; the walkers move.
      #expect(outcome.text.contains("at rest: strongest at 0.3 ns"), "\(outcome.text)")
      #expect(outcome.text.contains(words), "\(outcome.text)")
    }
  }
}
