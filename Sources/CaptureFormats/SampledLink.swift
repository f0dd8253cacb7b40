// SPDX-License-Identifier: Apache-2.0

package import Captures
package import RadarFrames

/// The IF samples of one link of a record, with all that must be known to use them.
package struct SampledLink {
  /// The record's name, and the program that wrote it.
  package let title: String
  package let generator: String

  package let name: String
  package let transmitter: String
  package let receiver: String
  package let schedule: LinkSchedule
  package let waveform: FMCWWaveform
  package let frames: FrameTiming
  package let samples: RecordedSamples

  /// The record, as messages name it.
  package let record: String

  /// Brings together what the record keeps and what its scenario says.
  ///
  /// - Parameters:
  ///   - link: One of the record's links.
  ///   - record: The record.
  ///   - waveform: The chirp.
  ///   - frames: When chirps were sent.
  /// - Throws: `RecordError` when there are no samples, or others than the scenario says.
  package init(
    _ link: RecordedLink, of record: Record, waveform: FMCWWaveform, frames: FrameTiming
  ) throws(RecordError) {
    title = record.name
    generator = record.generator
    name = link.name
    transmitter = link.transmitter
    receiver = link.receiver
    schedule = link.schedule
    self.waveform = waveform
    self.frames = frames
    self.record = record.path
    samples = try link.recordedSamples()
    let span = frames.span(chirpPeriod: waveform.chirpPeriod)
    // A thousandth of a chirp: times are rounded in other ways, and no chirp is missing.
    let tolerance = 1e-3 * waveform.chirpPeriod
    guard samples.samples == waveform.samples, samples.chirps == frames.count * frames.chirps,
      let recorded = link.span, abs(recorded.lowerBound - span.lowerBound) < tolerance,
      abs(recorded.upperBound - span.upperBound) < tolerance, schedule.cycle > 0,
      !schedule.elements.isEmpty, frames.chirps % Int(schedule.cycle) == 0
    else {
      throw RecordError(
        file: record.path,
        "link '\(link.name)' has other chirps than the scenario in '/scenario' says; was the"
          + " record changed?")
    }
  }

  /// Whether transmitter and receiver are one radio.
  var isMonostatic: Bool { transmitter == receiver }
}

/// When chirps were sent: frames of evenly spaced chirps, the frames evenly spaced too.
package struct FrameTiming: Hashable, Sendable {
  package var count: Int

  /// How many chirps a frame has.
  package var chirps: Int

  /// From the start of a frame to that of the next, in seconds.
  package var period: Double

  /// When the first frame started, in seconds.
  package var start: Double

  package init(count: Int, chirps: Int, period: Double, start: Double) {
    precondition(count > 0 && chirps > 0, "frames without chirps")
    self.count = count
    self.chirps = chirps
    self.period = period
    self.start = start
  }

  /// From the start of the first chirp to that of the last one, in seconds.
  func span(chirpPeriod: Double) -> ClosedRange<Double> {
    start...(start + Double(count - 1) * period + Double(chirps - 1) * chirpPeriod)
  }
}
