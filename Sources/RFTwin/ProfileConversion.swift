// SPDX-License-Identifier: Apache-2.0

package import Captures
internal import Quantities
internal import Scenes

/// Turns measured power-delay profiles into a record: one without chirps, maps and paths.
package struct ProfileConversion {
  private let capture: ProfileCapture

  package init(_ capture: ProfileCapture) {
    self.capture = capture
  }

  /// Writes the record.
  ///
  /// - Parameter path: Where the record goes.
  /// - Returns: What was written, in words.
  /// - Throws: `RecordError`; nothing is left behind then.
  package func run(writingTo path: String) throws(RecordError) -> String {
    let writer = try RecordWriter(
      path: path, header: header(), links: [linkHeader()], isResumable: false)
    defer { writer.abandon() }
    for (frame, time) in capture.timing.starts.enumerated() {
      try writer.append(
        time: time, positions: capture.radios.movers.map { capture.radios.place($0, at: time) })
      try writer.append(
        LinkFrame(
          chirpStarts: [], profileTimes: [time], profiles: capture.powers[frame], maps: [],
          paths: [], pathTime: time, pathCount: 0, samples: [], response: []), link: 0)
      try writer.append(capture.timing.flags[frame])
      try writer.finishFrame()
    }
    try writer.finish()
    let width = TimeSpan(si: capture.delays[1] - capture.delays[0])
    let count = capture.powers.count
    return "\(capture.name): \(count) \(count == 1 ? "profile" : "profiles") of"
      + " \(capture.delays.count) bins of \(width)"
  }

  private func header() -> RecordHeader {
    let title = capture.name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    var header = RecordHeader(
      name: capture.name, generator: "rftwin \(Simulation.version)",
      // Paths that lie in a bin with all their power are those behind a rectangular window in the
      // mean: its squared response sums to one over the bins.
      scenario: """
        # Measured power-delay profiles, whose description is in /capture.
        name: "\(title)"
        processing: { delay-window: rectangular }

        """,
      seed: 0, centreFrequency: capture.centre.hertz, objects: [], materials: [],
      movers: capture.radios.movers.map { capture.radios.name(ofMover: $0) }, outline: [],
      actors: capture.radios.scene.actors.map(\.name))
    header.capture = capture.text
    header.missingFrames = capture.timing.missing
    header.extent = RecordExtent(
      frames: capture.timing.starts.count, chirps: 0, profiles: 1, maps: 0)
    return header
  }

  private func linkHeader() -> LinkHeader {
    let (scene, link) = (capture.radios.scene, capture.radios.scene.links[0])
    var header = LinkHeader(
      name: link.name, transmitter: scene.radios[link.transmitter].name,
      receiver: scene.radios[link.receiver].name, delays: capture.delays, dopplerShifts: [0],
      noisePerDelayBin: capture.noise, noisePerMapCell: capture.noise, channels: 1, samples: 0,
      keptPaths: 0, keptInteractions: 1, keepsSamples: false, keepsResponse: false)
    header.isScaleKnown = capture.scale.isKnown
    header.bins = capture.bins
    return header
  }
}
