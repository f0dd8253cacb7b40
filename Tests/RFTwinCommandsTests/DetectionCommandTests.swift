// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("Detections on the command line")
struct DetectionCommandTests {
  private let folder: TemporaryFolder

  /// A drone that is one point in free space.
  private let scenario = """
    name: drone
    actors:
      - name: drone
        trajectory: { waypoints: [ { time: 0 s, position: [9, 3, 2] }, \
    { time: 1 s, position: [8, 3, 2] } ] }
        scattering-centres: [ { name: hull, position: [0, 0, 0], rcs: 0 dBsm } ]
    radios:
      - { name: ue, position: [0, 0, 2], array: { layout: awr1243, multiplexing: tdm } }
    links:
      - { name: mono, tx: ue, rx: ue }
    waveform: { kind: fmcw, start: 77 GHz, slope: 35.44 MHz/us, ramp: 112.86 us, idle: 13 us, \
    sample-rate: 18.75 MHz, samples: 1024 }
    episode: { duration: 40 ms, frames: { chirps: 48, every: 20 ms } }
    processing: { doppler-window: blackman-harris, detection: { method: os, angles: music } }
    """

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(scenario, to: "drone.yaml")
  }

  @Test("info tells what was detected, and plot draws it from above")
  func summaryAndPicture() throws {
    try Program.run("simulate", "drone.yaml", "--output", "run", "--quiet", in: folder.path)
      .expectSuccess()
    let summary = try Program.run("info", "--summary", "run/record.h5", in: folder.path)
    summary.expectSuccess()
    let line = try #require(
      summary.text.split(separator: "\n").first { $0.hasPrefix("mono, detected: ") })
    #expect(line.contains("in 2 maps"))
    // One point in each map; noise adds one in ten maps.
    #expect(line.contains("drone 2"))
    let plot = try Program.run("plot", "run/record.h5", in: folder.path)
    guard plot.status == 0 else { return }
    #expect(plot.text.contains("run/detections-mono.png"))
    #expect(try PNGHeader(folder.file("run/detections-mono.png")).width >= 600)
  }
}
