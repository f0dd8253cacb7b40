// SPDX-License-Identifier: Apache-2.0

import Captures
import DelayDoppler

/// Records of one link with two delay bins, two Doppler bins and two movers.
enum SmallRecord {
  static let header = RecordHeader(
    name: "small", generator: "test", scenario: "", seed: 1, centreFrequency: 79e9, objects: [],
    materials: [], movers: ["a", "b"], outline: [SIMD4(0, 1, 2, 3)])

  static let link = LinkHeader(
    name: "a", transmitter: "a", receiver: "a", delays: [0, 1e-9], dopplerShifts: [-1, 0],
    noisePerDelayBin: 0, noisePerMapCell: 0, channels: 1, samples: 0, keptPaths: 1,
    keptInteractions: 1, keepsSamples: false, keepsResponse: false)

  static func frame(at time: Double) -> LinkFrame {
    LinkFrame(
      chirpStarts: [time], profileTimes: [time], profiles: [1, 2],
      maps: [DelayDopplerMap(time: time, power: [1, 2, 3, 4])], paths: [], pathTime: time,
      pathCount: 0, samples: [], response: [])
  }

  static let positions = [SIMD3<Double>(1, 2, 3), SIMD3(4, 5, 6)]

  /// Writes a record, with a part of it changed.
  ///
  /// - Parameters:
  ///   - path: Where it goes.
  ///   - header: What it says of the whole.
  ///   - link: What it says of its link.
  ///   - change: Changes its one frame.
  /// - Throws: `RecordError` when it cannot be written.
  static func write(
    to path: String, header: RecordHeader = header, link: LinkHeader = link,
    change: (inout LinkFrame) -> Void = { _ in }
  ) throws {
    let writer = try RecordWriter(path: path, header: header, links: [link])
    var frame = frame(at: 0)
    change(&frame)
    try writer.append(time: 0, positions: positions)
    try writer.append(frame, link: 0)
    try writer.finishFrame()
    try writer.finish()
  }
}
