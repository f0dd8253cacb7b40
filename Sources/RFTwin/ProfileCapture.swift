// SPDX-License-Identifier: Apache-2.0

internal import CaptureFormats
internal import Captures
package import InputDocuments
internal import Quantities
internal import Scenes

/// Measured power-delay profiles without phases, and what a description says of them.
package struct ProfileCapture {
  package let name: String

  /// The description's text.
  let text: String

  /// The frequency that the band is centred at.
  let centre: Frequency
  let radios: MeasuredRadios
  let timing: CaptureTiming
  let scale: CaptureScale
  let bins: IntegratedBins

  /// The middles of the bins in seconds, `delay-offset` taken off.
  let delays: [Double]

  /// `[profile][bin]` in watts.
  let powers: [[Double]]

  /// The mean power of noise in a bin, in watts; zero where it is not told.
  let noise: Double

  /// Sentences about what was assumed.
  package let warnings: [String]

  /// What the delays of a file name of its bins.
  private enum Anchor: String, CaseIterable {
    case start, middle
  }

  /// Whether a description is one of profiles: its waveform is of the kind `profile`.
  package static func describes(_ path: String) throws(InputError) -> Bool {
    let root = try InputNode.parse(TextFile.text(path), file: path).mapping()
    guard let waveform = root.optional("waveform"), waveform.isMapping,
      let kind = try waveform.mapping().optional("kind"), kind.isScalar
    else { return false }
    return try kind.string() == CaptureWaveformKind.profile.rawValue
  }

  /// Reads a description and the table that it names.
  ///
  /// - Parameter path: A YAML file; files it names are looked for beside it.
  /// - Returns: The profiles.
  /// - Throws: `InputError` with file and line.
  package static func load(_ path: String) throws(InputError) -> ProfileCapture {
    let text = try TextFile.text(path)
    return try ProfileCapture(InputNode.parse(text, file: path), text: text)
  }

  private init(_ document: InputNode, text: String) throws(InputError) {
    let root = try document.mapping()
    self.text = text
    name = try root.required("name").name()
    let data = try root.required("data").mapping()
    let fileNode = try data.required("file")
    let file = try ProfileFile.csv(
      TextFile.path(fileNode.string(), besideFile: fileNode.file),
      curve: data.optional("variable")?.string())
    scale = try Self.scale(data, file)
    let factor = file.isInWatts ? 1 : scale.step * scale.step
    powers = file.powers.map { $0.map { $0 * factor } }
    noise = try Self.noise(data.optional("noise"), file) * (file.isInWatts ? 1 : factor)
    let offset =
      try root.optional("delay-offset")?.quantity(in: TimeSpan.plausibleInstants).seconds ?? 0
    let anchor: Anchor = try data.optional("delays")?.choice() ?? .middle
    let shift = anchor == .start ? file.axis.step / 2 - offset : -offset
    delays = (0..<file.axis.count).map { file.axis[$0] + shift }
    try data.finish()
    let waveform = try root.required("waveform").mapping()
    _ = waveform.optional("kind")
    centre = try waveform.positive("centre", in: Frequency.plausible)
    bins = IntegratedBins(
      looks: try waveform.optional("looks")?.number(in: 0.1...1e9),
      delayError: try Self.delayError(waveform.optional("delay-error"), bin: file.axis.step))
    try waveform.finish()
    var frames = try CaptureFrameSettings(root.optional("frames"), notes: nil)
    if frames.timestamps == nil, frames.period == nil, !file.times.isEmpty {
      frames.timestamps = file.times
    }
    timing = try frames.timing(frames: powers.count, length: Self.instant, root: document)
    radios = try MeasuredRadios(
      root, interval: (timing.starts.min() ?? 0)...(timing.starts.max() ?? 0), bandCentre: centre)
    try root.finish()
    warnings =
      radios.scene.warnings
      + (scale.isKnown
        ? []
        : ["the power that was sent is unknown: 0 dB is taken for 1 W, so powers are relative"])
  }

  /// Nothing tells how long profiles were averaged; times closer together than this are none.
  private static let instant = 1e-9

  /// Which share of a bin its edges are uncertain by, unless told: clocks, cables and places are known
  /// to parts of a bin at best, and files round their delays.
  private static let usualError = 0.05

  private static func scale(
    _ data: InputMapping, _ file: ProfileFile
  ) throws(InputError) -> CaptureScale {
    guard let node = data.optional("scale") else {
      guard file.isInWatts else {
        throw data.place.error(
          "'\(data.place.path)' lacks 'scale', the power that levels in dB are relative to, such as"
            + " { sent: 30 dBm }; without knowing, write 'scale: unknown'")
      }
      return CaptureScale(step: 1, offset: 0, isKnown: true)
    }
    guard !file.isInWatts else {
      throw node.error("the table's powers are in watts already; leave out '\(node.path)'")
    }
    return try readScale(node)
  }

  /// The noise of a bin in the units of the table.
  private static func noise(
    _ node: InputNode?, _ file: ProfileFile
  ) throws(InputError) -> Double {
    guard let node else { return 0 }
    if file.isInWatts { return try node.power(in: Power.plausible).watts }
    let level: Decibels = try node.quantity()
    return level.powerRatio
  }

  private static func delayError(
    _ node: InputNode?, bin: Double
  ) throws(InputError) -> Double {
    guard let node else { return usualError * bin }
    let error = try node.quantity(in: TimeSpan.plausible)
    guard error.seconds <= bin else {
      throw node.error(
        "'\(node.path)' of \(error) is more than a bin of \(TimeSpan(si: bin)); such profiles tell"
          + " nothing of delays")
    }
    return error.seconds
  }
}
