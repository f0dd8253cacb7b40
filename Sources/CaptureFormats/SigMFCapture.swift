// SPDX-License-Identifier: Apache-2.0

package import Captures
internal import ComplexModule
internal import Quantities
internal import RadarFrames

/// A link's samples as SigMF, the Signal Metadata Format: samples, and a description in JSON.
///
/// Receivers are the channels: the samples of all of them at one instant, then those of the next
/// one; chirp after chirp, without what lies between them. What SigMF has no words for is in the
/// name space `rftwin`.
package struct SigMFCapture {
  private let link: SampledLink
  private let stem: String

  /// The version of SigMF, and that of our name space.
  private static let version = "1.2.0"
  private static let extensionVersion = "1.0.0"

  /// Prepares the files.
  ///
  /// - Parameters:
  ///   - link: What is written.
  ///   - stem: The path of the files without what their names end with.
  package init(_ link: SampledLink, stem: String) {
    self.link = link
    self.stem = stem
  }

  /// How samples are kept.
  package enum Scale: Hashable, Sendable {
    /// As 32-bit floats in square roots of watts.
    case floats

    /// As 16-bit whole numbers, nil for full scale at the largest sample.
    case codes(SampleCodes?)
  }

  /// The samples, and what they are.
  package var paths: [String] { [stem + ".sigmf-data", stem + ".sigmf-meta"] }

  /// Writes the files.
  ///
  /// - Parameter scale: How samples are kept.
  /// - Returns: What whole numbers stand for, where they are, and how many values were clipped.
  /// - Throws: `RecordError`; no file is left behind then that was not there.
  package func write(
    _ scale: Scale
  ) throws(RecordError) -> (codes: SampleCodes?, clipped: Int) {
    var files: [StreamedFile] = []
    for path in paths { files.append(try StreamedFile(path)) }
    var (codes, clipped) = (SampleCodes?.none, 0)
    switch scale {
    case .floats: try writeFloats(to: files[0])
    case .codes(let known):
      let chosen = try link.codes(known)
      codes = chosen
      clipped = try link.forEachPortion(of: chosen) { portion throws(RecordError) in
        try files[0].write(.littleEndian(interleaved(portion)))
      }
    }
    try CaptureFormats.write(try document(codes), to: files[1])
    // The description last: it is what readers open.
    try StreamedFile.finish(files)
    return (codes, clipped)
  }

  private func writeFloats(to file: StreamedFile) throws(RecordError) {
    try link.samples.forEachPortion { portion, _ throws(RecordError) in
      var parts: [UInt32] = []
      parts.reserveCapacity(2 * portion.count)
      for sample in portion {
        parts.append(Float(sample.real).bitPattern)
        parts.append(Float(-sample.imaginary).bitPattern)
      }
      try file.write(.littleEndian(interleaved(parts)))
    }
  }

  /// Whole chirps from `[chirp][channel][sample][part]` to `[chirp][sample][channel][part]`.
  private func interleaved<Part>(_ parts: [Part]) -> [Part] {
    let (channels, samples) = (link.samples.channels, link.samples.samples)
    var result: [Part] = []
    result.reserveCapacity(parts.count)
    for chirp in 0..<parts.count / (2 * channels * samples) {
      for sample in 0..<samples {
        for channel in 0..<channels {
          let index = 2 * ((chirp * channels + channel) * samples + sample)
          result.append(parts[index])
          result.append(parts[index + 1])
        }
      }
    }
    return result
  }

  private func document(_ codes: SampleCodes?) throws(RecordError) -> JSONValue {
    .object([
      "global": .object([
        "core:version": .text(Self.version),
        "core:datatype": codes == nil ? "cf32_le" : "ci16_le",
        "core:sample_rate": .number(link.waveform.sampleRate.hertz),
        "core:num_channels": .integer(link.samples.channels),
        "core:description": .text("IF samples of link '\(link.name)' of '\(link.title)'"),
        "core:recorder": .text(link.generator),
        "core:extensions": .list([
          .object([
            "name": "rftwin", "version": .text(Self.extensionVersion), "optional": .flag(true),
          ])
        ]),
        "rftwin:conventions": .text(SampledLink.conventions),
        "rftwin:link": link.linkDescription, "rftwin:waveform": link.waveformDescription,
        "rftwin:frames": link.frameDescription, "rftwin:schedule": link.scheduleDescription,
        "rftwin:receivers": .object(["count": .integer(link.samples.channels)]),
        "rftwin:samples": link.sampleDescription(codes),
      ]),
      "captures": .list((0..<link.frames.count).map(segment)),
      "annotations": .list([]),
    ])
  }

  /// The segment of a frame; within it chirps follow each other at `chirp_period_s`.
  private func segment(frame: Int) -> JSONValue {
    .object([
      "core:sample_start": .integer(frame * link.frames.chirps * link.samples.samples),
      "core:frequency": .number(link.waveform.centreFrequency.hertz),
      "rftwin:frame": .integer(frame),
      "rftwin:start_s": .number(link.frames.start + Double(frame) * link.frames.period),
    ])
  }
}
