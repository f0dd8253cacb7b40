// SPDX-License-Identifier: Apache-2.0

import Captures
import DelayDoppler
import TestSupport
import Testing

@Suite("What stands out in maps")
struct MapSummaryTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let shifts = (0..<32).map { Double($0 - 16) * 100 }
  private let noise = 1e-14

  /// The summary of maps that hold nothing but some cells.
  private func summary(
    _ maps: [[(row: Int, bin: Int, power: Double)]], noise: Double
  ) throws -> MapSummary {
    let path = folder.file("maps.h5")
    var header = RecordHeader(
      name: "maps", generator: "test", scenario: "", seed: 1, centreFrequency: 79e9, objects: [],
      materials: [], movers: [], outline: [])
    header.extent = RecordExtent(frames: maps.count)
    let link = LinkHeader(
      name: "a", transmitter: "ue", receiver: "ue", delays: [0, 1e-9, 2e-9, 3e-9],
      dopplerShifts: shifts, noisePerDelayBin: noise, noisePerMapCell: noise, channels: 1,
      samples: 0, keptPaths: 1, keptInteractions: 1, keepsSamples: false, keepsResponse: false)
    let writer = try RecordWriter(path: path, header: header, links: [link])
    for (number, cells) in maps.enumerated() {
      var power = [Double](repeating: noise, count: 32 * 4)
      for cell in cells { power[cell.row * 4 + cell.bin] = cell.power }
      try writer.append(time: Double(number), positions: [])
      try writer.append(
        LinkFrame(
          chirpStarts: [Double(number)], profileTimes: [Double(number)], profiles: [0, 0, 0, 0],
          maps: [DelayDopplerMap(time: Double(number), power: power)], paths: [],
          pathTime: Double(number), pathCount: 0, samples: [], response: []), link: 0)
      try writer.finishFrame()
    }
    try writer.finish()
    return try MapSummary(Record(path).links[0])
  }

  @Test("the strongest echo at rest and the first and last moving ones are told apart by Doppler")
  func restAndMotion() throws {
    let found = try summary(
      [
        [(16, 1, 1e-10), (20, 2, 1e-11)],
        [(16, 1, 2e-10), (26, 3, 1e-12), (24, 2, 5e-13)],
        [(16, 1, 1e-10), (6, 0, 3e-12)],
        [],
      ], noise: noise)
    #expect(found.atRest?.time == 1)
    #expect(found.atRest?.delay == 1e-9)
    #expect(found.atRest?.dopplerShift == 0)
    // Row 20 lies within the main lobe of an echo at rest, so the first map has no moving echo.
    #expect(found.firstMoving?.time == 1)
    #expect(found.firstMoving?.dopplerShift == 1000)
    #expect(found.firstMoving?.delay == 3e-9)
    #expect(found.lastMoving?.time == 2)
    #expect(found.lastMoving?.dopplerShift == -1000)
    let ratio = try #require(found.lastMoving?.aboveNoise)
    // Powers are kept in single precision.
    #expect(isClose(ratio, 300, relative: 1e-6))
  }

  @Test("noise of any level alone is no echo")
  func noiseAlone() throws {
    // Rounded to single precision, the threshold of half of these grows.
    for step in 1...16 {
      let found = try summary([[]], noise: 1e-14 * Double(step) / 7)
      #expect(found.firstMoving == nil && found.atRest == nil)
    }
  }

  @Test("noise alone is no echo, and without noise a faint echo is one")
  func thresholds() throws {
    let faint: [(row: Int, bin: Int, power: Double)] = [(26, 3, 10 * 1e-14)]
    let noisy = try summary([faint], noise: noise)
    #expect(noisy.firstMoving == nil && noisy.atRest == nil)
    let quiet = try summary([faint + [(16, 0, 1e-7)]], noise: 0)
    #expect(quiet.firstMoving?.delay == 3e-9)
    #expect(quiet.firstMoving?.aboveNoise == nil)
    let fainter = try summary([[(26, 3, 1e-16), (16, 0, 1e-7)]], noise: 0)
    #expect(fainter.firstMoving == nil)
  }
}
