// SPDX-License-Identifier: Apache-2.0

internal import CaptureFormats
internal import Captures
internal import Quantities
internal import RFTwin
internal import Scenes

/// One link on its way into another format.
struct LinkExport {
  private enum Target {
    case lanes(LVDSCapture, SampleCodes?)
    case described(SigMFCapture, SigMFCapture.Scale)
  }

  private let link: SampledLink

  /// Whether the samples are real ones, which tell half of the delays.
  private let isReal: Bool
  private let target: Target

  /// The files.
  let paths: [String]

  /// Makes sure that the link fits into the format.
  ///
  /// - Parameters:
  ///   - link: One of the record's links.
  ///   - record: The record.
  ///   - sensor: What its scenario says.
  ///   - format: Not NPZ.
  ///   - samples: How samples are kept; nil leaves it to the link.
  ///   - fullScale: Chosen by the user.
  ///   - stem: The path of the files without what their names end with.
  /// - Throws: `RecordError`, `InputError` or `DataError` when it does not.
  init(
    _ link: RecordedLink, of record: Record, _ sensor: RecordedSensor,
    format: ExportCommand.Format, samples: ExportCommand.SampleType?, fullScale: Power?,
    stem: String
  ) throws {
    let episode = sensor.episode
    self.link = try SampledLink(
      link, of: record, waveform: sensor.waveform,
      frames: FrameTiming(
        count: episode.frameCount, chirps: episode.chirps, period: episode.framePeriod,
        start: episode.start))
    isReal = link.delays.count < self.link.samples.samples
    let scale: SigMFCapture.Scale
    if samples == .float32 {
      scale = .floats
    } else {
      let codes = try Self.codes(of: link, in: record, sensor, fullScale: fullScale)
      let isWhole = format == .dca1000 || samples == .int16 || codes != nil
      scale = isWhole ? .codes(codes) : .floats
    }
    if case .codes(let codes) = scale, format == .dca1000 {
      let capture = try LVDSCapture(self.link, stem: stem)
      (target, paths) = (.lanes(capture, codes), capture.paths)
    } else {
      let capture = SigMFCapture(self.link, stem: stem)
      (target, paths) = (.described(capture, scale), capture.paths)
    }
  }

  /// The codes that a link's samples have, or that the user wants; nil where nobody says.
  private static func codes(
    of link: RecordedLink, in record: Record, _ sensor: RecordedSensor, fullScale: Power?
  ) throws -> SampleCodes? {
    guard let converter = try sensor.converter(ofReceiver: link.receiver) else {
      return fullScale.map {
        SampleCodes(
          .chosenFullScale, bits: SampleCodes.bitsOfFile, amplitude: $0.watts.squareRoot())
      }
    }
    guard fullScale == nil else {
      throw DataError(
        "\(record.path): link '\(link.name)' was recorded through an ADC, whose codes are kept;"
          + " leave out '--full-scale'")
    }
    guard converter.bits <= SampleCodes.bitsOfFile else {
      throw DataError(
        "\(record.path): link '\(link.name)' was recorded through an ADC of \(converter.bits) bits,"
          + " which do not fit into \(SampleCodes.bitsOfFile); use '--format sigmf --samples"
          + " float32'")
    }
    return SampleCodes(.converter, bits: converter.bits, amplitude: converter.amplitude)
  }

  /// Writes the files.
  ///
  /// - Returns: A line about what was written, and sentences about what readers must know.
  /// - Throws: `RecordError`.
  func write() throws -> (line: String, warnings: [String]) {
    let codes: SampleCodes?
    let clipped: Int
    switch target {
    case .lanes(let capture, let known): (codes, clipped) = try capture.write(codes: known)
    case .described(let capture, let scale): (codes, clipped) = try capture.write(scale)
    }
    let line =
      "link \(link.name): \(counted(link.samples.chirps, "chirp")) of"
      + " \(counted(link.samples.channels, "channel")) and"
      + " \(counted(link.samples.samples, "sample")), \(words(of: codes))"
    var warnings: [String] = []
    if clipped > 0 {
      warnings.append(
        "link '\(link.name)': \(counted(clipped, "value")) beyond full scale became the outermost"
          + " codes; raise '--full-scale'")
    }
    if isReal {
      warnings.append(
        "link '\(link.name)': the samples were real ones and count twice; in the upper half of the delays"
          + " they show mirror images")
    }
    return (line, warnings)
  }

  private func words(of codes: SampleCodes?) -> String {
    guard let codes else { return "32-bit floats in W^0.5" }
    let fullScale = codes.step * Double(1 << (codes.bits - 1))
    let level = "\(Power(watts: fullScale * fullScale))"
    return switch codes.origin {
    case .converter: "codes of the ADC of \(codes.bits) bits, full scale \(level)"
    case .chosenFullScale: "16 bits, full scale \(level)"
    case .largestSample: "16 bits, full scale \(level) at the largest sample"
    }
  }
}
