// SPDX-License-Identifier: Apache-2.0

internal import CaptureFormats
internal import Captures
package import InputDocuments
internal import Quantities
internal import RadarFrames
internal import Scenes

/// A measured capture: its samples, and what a description says of them.
package struct CaptureDescription {
  package let name: String

  /// The description's file and its text.
  package let file: String
  package let text: String

  let waveform: FMCWWaveform
  let schedule: TransmitSchedule

  /// Whether transmit elements share the chirps.
  let isMultiplexed: Bool
  let radios: MeasuredRadios
  let reader: CaptureFrameReader
  let timing: CaptureTiming
  let sense: CaptureData.Sense

  /// Whether samples are those of sweeps over frequency.
  let isSweep: Bool

  /// How the words of a DCA1000 are taken; nil of other data.
  let words: DeviceWords?
  let scale: CaptureScale
  let processing: ProcessingSettings
  let output: OutputSettings

  /// What is taken off each channel.
  let channels: CaptureChannels

  /// What cables and clocks add to all delays, in seconds.
  let delayOffset: Double

  /// How many delay bins from zero on are told.
  let delayBins: Int

  /// How many frames should be there and are not.
  let missingFrames: Int

  /// Sentences about what was assumed or is missing.
  package let warnings: [String]

  /// Reads a description and opens the data that it names.
  ///
  /// - Parameter path: A YAML file; files it names are looked for beside it.
  /// - Returns: The capture, of which no sample is read yet.
  /// - Throws: `InputError` with file and line.
  package static func load(_ path: String) throws(InputError) -> CaptureDescription {
    let text = try TextFile.text(path)
    let document = try InputNode.parse(text, file: path)
    return try CaptureDescription(document, text: text)
  }

  private init(_ document: InputNode, text: String) throws(InputError) {
    let root = try document.mapping()
    file = document.file
    self.text = text
    name = try root.required("name").name()
    let configuration = try root.optional("configuration").map { node throws(InputError) in
      try CaptureFile.configuration(TextFile.path(node.string(), besideFile: node.file))
    }
    let data = try CaptureData(root.required("data"), configuration: configuration)
    let sweep = try Self.sweep(root, data)
    waveform = if let sweep { sweep.waveform } else { try Self.waveform(root, data.notes) }
    var frames = try CaptureFrameSettings(root.optional("frames"), notes: data.notes)
    if let sweep { frames.take(sweep, times: data.frameTimes) }
    // Where radios ride on actors is looked at when it is known how long the capture lasts.
    let known = try ScheduleOfCapture(root, data: data, waveform: waveform)
    (schedule, isMultiplexed) = (known.schedule, known.isMultiplexed)
    let shape = try Self.shape(data, frames: frames, schedule: schedule, known, waveform)
    let (count, missing, left) = try Self.frameCount(frames, shape, data)
    reader = CaptureFrameReader(samples: data.samples, shape: shape)
    timing = try frames.timing(
      frames: count, length: Double(shape.chirps) * waveform.chirpPeriod, root: document)
    missingFrames = timing.missing + max(0, missing - timing.missing)
    let end = timing.starts[count - 1] + Double(shape.chirps) * waveform.chirpPeriod
    radios = try MeasuredRadios(
      root, interval: timing.starts[0]...end, bandCentre: waveform.centreFrequency)
    // Transfer functions have the phase of the channel, as records do.
    isSweep = sweep != nil
    (sense, scale) = (data.sense ?? (sweep == nil ? .device : .record), data.scale)
    words = data.words
    let processingNode = root.optional("processing")
    processing = try readProcessing(processingNode, chirps: shape.chirps)
    output = try readOutput(root.optional("output"))
    let offsetNode = root.optional("delay-offset")
    delayOffset = try offsetNode?.quantity(in: TimeSpan.plausibleInstants).seconds ?? 0
    delayBins =
      data.samples.isComplex
      ? waveform.samples
      : try Self.delayBins(ofReal: waveform, offset: delayOffset, at: offsetNode ?? document)
    channels = try CaptureChannels(
      root.optional("channels"), schedule: schedule, receivers: shape.length(.receive))
    try root.finish()
    warnings =
      Self.warnings(
        scale: scale, missing: missingFrames, gaps: timing.missing, left: left, radios)
      + (sweep?.warnings ?? [])
    try checkCycles(processingNode, at: document)
    try checkAlignment(processingNode)
  }

  // MARK: Parts

  /// How many delay bins real samples tell.
  ///
  /// Of N samples a path at the delay of m bins beats at m and at -m, which is N - m; taking the offset of
  /// d bins off moves it to m - d, and its image to N - m - d. Paths with 0 <= m < N / 2 lie below N / 2 - d
  /// then, their images all above.
  private static func delayBins(
    ofReal waveform: FMCWWaveform, offset: Double, at node: InputNode
  ) throws(InputError) -> Int {
    guard offset >= 0 else {
      throw node.error(
        "'delay-offset' below zero is for complex samples; of real ones the delays that it would"
          + " bring to zero lie upon others")
    }
    let bins = Double(waveform.samples) / 2 - offset / waveform.delayCell
    guard bins > 1 else {
      throw node.error(
        "'delay-offset' takes off all of the delays that real samples tell, which end at"
          + " \(TimeSpan(si: Double(waveform.samples) / 2 * waveform.delayCell))")
    }
    return Int(bins.rounded(.up))
  }

  /// The waveform of sweeps over frequency; nil of other captures.
  private static func sweep(
    _ root: InputMapping, _ data: CaptureData
  ) throws(InputError) -> CaptureSweep? {
    let node = root.optional("waveform")
    if let node {
      let kindNode = try node.mapping().required("kind")
      let kind: CaptureWaveformKind = try kindNode.choice()
      guard kind == .sweep || data.frequencies == nil else {
        throw kindNode.error(
          "'\(data.samples.file)' holds sweeps over frequency; write 'kind: sweep'")
      }
      guard kind == .sweep else { return nil }
    } else if data.frequencies == nil {
      return nil
    }
    if let file = data.notes?.file, data.notes?.waveform != nil {
      throw (node ?? data.node).error("'\(file)' tells of chirps, but the data are sweeps")
    }
    guard data.samples.isComplex else {
      throw data.node.error(
        "'\(data.samples.file)' holds real numbers; sweeps over frequency must be complex, or pairs"
          + " of a real and an imaginary part along a last dimension of two")
    }
    return try CaptureSweep(node, data: data)
  }

  private static func waveform(
    _ root: InputMapping, _ notes: CaptureNotes?
  ) throws(InputError) -> FMCWWaveform {
    if let node = root.optional("waveform") {
      guard notes?.waveform == nil else {
        throw node.error(
          "'waveform' and '\(notes?.file ?? "")' both tell the chirp; keep one of them")
      }
      return try readWaveform(node)
    }
    if let waveform = notes?.waveform { return waveform }
    guard let notes, !notes.missing.isEmpty else {
      throw root.place.error(
        "the file lacks the key 'waveform'; give it, or name a device's file in 'configuration'")
    }
    throw root.place.error(
      "'\(notes.file)' has no \(notes.missing.joined(separator: ", no ")); give 'waveform' in the"
        + " description instead")
  }

  private static func shape(
    _ data: CaptureData, frames: CaptureFrameSettings, schedule: TransmitSchedule,
    _ told: ScheduleOfCapture, _ waveform: FMCWWaveform
  ) throws(InputError) -> CaptureShape {
    var known: [CaptureAxis: Int] = [.sample: waveform.samples, .transmit: schedule.cycle]
    if let chirps = frames.chirps {
      guard chirps.isMultiple(of: schedule.cycle) else {
        throw (frames.node ?? data.node).error(
          "a frame of \(chirps) chirps does not hold whole cycles of the \(schedule.cycle) chirps in"
            + " which the transmit elements share them; use a multiple of \(schedule.cycle)")
      }
      known[.chirp] = chirps
      known[.loop] = chirps / schedule.cycle
    }
    if let receivers = told.receivers {
      guard receivers == 1 || data.axes.all.contains(.receive) else {
        throw data.node.error(
          "\(receivers) receivers are told, but no dimension of '\(data.samples.file)' counts them; name"
            + " 'receive' in '\(data.node.path).axes', or tell 'receivers: 1'")
      }
      known[.receive] = receivers
    }
    let unknown = data.axes.all.filter { $0 != .frame && known[$0] == nil }
    // Without a shape in the file the number of frames tells another length.
    if !unknown.isEmpty, data.samples.shape == nil { known[.frame] = frames.count }
    do {
      let shape = try CaptureShape(
        data.axes, known: known, shape: data.samples.shape, count: data.samples.count,
        isColumnMajor: data.samples.isColumnMajor)
      guard shape.chirps.isMultiple(of: schedule.cycle), shape.samplesOfFrame > 0,
        data.axes.all.contains(.chirp) || schedule.cycle == 1 || data.axes.all.contains(.transmit)
      else {
        throw data.node.error(
          "'\(data.node.path).axes': the transmit elements share chirps in cycles of"
            + " \(schedule.cycle), but no 'transmit' is among the axes, and \(shape.chirps) chirps"
            + " are in a frame")
      }
      return shape
    } catch let mismatch as CaptureShapeMismatch {
      throw data.node.error(
        "'\(data.node.path)': \(data.samples.file): \(mismatch.words)\(mismatch.advice)")
    } catch let error as InputError {
      throw error
    } catch {
      throw data.node.error("\(error)")
    }
  }

  /// How many frames are taken, how many are missing at the end, and in words what is left over; nil for
  /// nothing.
  private static func frameCount(
    _ frames: CaptureFrameSettings, _ shape: CaptureShape, _ data: CaptureData
  ) throws(InputError) -> (count: Int, missing: Int, left: String?) {
    let held = shape.length(.frame)
    let rest = data.samples.count - held * shape.samplesOfFrame
    let told = frames.count ?? frames.timestamps?.count
    func advice() -> String {
      let names: [CaptureAxis] = [.frame] + shape.slowestFirst.filter { $0 != .frame }
      let fitting = fittingShapes(
        data.samples.count,
        near: names.map { ($0.rawValue, $0 == .frame ? max(1, told ?? held) : shape.length($0)) })
      return fitting.isEmpty ? "" : "; what would fit: \(fitting.joined(separator: ", or "))"
    }
    let frame =
      "frames of \(shape.chirps) chirps x \(shape.length(.receive)) receivers x"
      + " \(shape.length(.sample)) samples"
    let file = "'\(data.node.path)': \(data.samples.file)"
    guard data.samples.count > 0, held > 0 || rest > 0 else {
      throw data.node.error("\(file) holds no frames; was the recorder running?")
    }
    let isWhole = rest == 0 && data.looseBytes == 0
    guard isWhole || told.map({ $0 <= held }) ?? false else {
      let loose = data.looseBytes > 0 ? " and \(counted(data.looseBytes, "byte"))" : ""
      throw data.node.error(
        "\(file) holds \(counted(data.samples.count, "sample"))\(loose), no whole number of"
          + " \(frame)\(Self.wholeFrames(held)); it is truncated or has another shape\(advice())")
    }
    guard let told, held > told, isWhole else {
      let left = [(rest, "sample"), (data.looseBytes, "byte")].filter { $0.0 > 0 }
      return (
        min(held, told ?? held), max(0, (told ?? held) - held),
        left.isEmpty ? nil : left.map { counted($0, $1) }.joined(separator: " and ")
      )
    }
    throw data.node.error(
      "\(file) holds \(held) \(frame), but \(told) are told; tell \(held), or another"
        + " shape\(advice())")
  }

  /// Advice on a file of which so many frames are whole.
  private static func wholeFrames(_ count: Int) -> String {
    switch count {
    case 0: ""
    case 1: " (the first one is whole: 'count: 1' takes it)"
    default: " (the first \(count) are whole: 'count: \(count)' takes them)"
    }
  }

  private static func warnings(
    scale: CaptureScale, missing: Int, gaps: Int, left: String?, _ radios: MeasuredRadios
  ) -> [String] {
    var warnings: [String] = radios.scene.warnings
    if !scale.isKnown {
      warnings.append(
        "the scale of the samples is unknown: one count is taken for 1 W^0.5, so powers are relative"
      )
    }
    if gaps > 0 {
      warnings.append(
        "\(counted(gaps, "frame")) \(gaps == 1 ? "is" : "are") missing between others, as the timestamps"
          + " tell")
    }
    if missing > gaps {
      warnings.append(
        "\(counted(missing - gaps, "frame")) fewer \(missing - gaps == 1 ? "is" : "are") there than were"
          + " to be recorded; nothing tells which ones are missing, so times may be those of others"
      )
    }
    if let left { warnings.append("what lies behind the last frame taken is left out: \(left)") }
    return warnings
  }

  private func checkCycles(_ node: InputNode?, at root: InputNode) throws(InputError) {
    for (chirps, what) in [(processing.mapChirps, "map-chirps"), (processing.mapHop, "map-hop")] {
      guard !chirps.isMultiple(of: schedule.cycle) else { continue }
      throw (node ?? root).error(
        "'\(what)' of \(chirps) chirps does not hold whole cycles of the \(schedule.cycle) chirps in"
          + " which the transmit elements share them; use a multiple of \(schedule.cycle)")
    }
  }

  private func checkAlignment(_ node: InputNode?) throws(InputError) {
    guard let node, processing.alignment == .lineOfSight else { return }
    guard reader.samples.isComplex else {
      throw node.error(
        "'align: line-of-sight' needs complex samples; of real ones beats below zero, where two clocks"
          + " may put them, lie upon those above; give a 'delay-offset'")
    }
    let link = radios.scene.links[0]
    guard !link.isMonostatic, radios.knowsBothPlaces else {
      throw node.error(
        link.isMonostatic
          ? "'align: line-of-sight' is for a link between two radios; give the delay of leakage or"
            + " cables in 'delay-offset'"
          : "'align: line-of-sight' needs to know where both radios were; give their 'position', or"
            + " a 'delay-offset'")
    }
  }
}

/// Who sends when, and how many receive, as far as it is told before the data are looked at.
private struct ScheduleOfCapture {
  var schedule: TransmitSchedule
  var isMultiplexed: Bool
  var receivers: Int?

  init(
    _ root: InputMapping, data: CaptureData, waveform: FMCWWaveform
  ) throws(InputError) {
    let array = try MeasuredRadios.array(of: root, bandCentre: waveform.centreFrequency)
    receivers = array?.receivers ?? data.receivers
    if let array, let told = data.receivers, told != array.receivers {
      throw data.node.error(
        "the data have \(told) receivers, but the radio's 'array' has \(array.receivers)")
    }
    if let notes = data.notes, let noted = notes.schedule {
      if let array, TransmitSchedule(array.emission) != noted {
        throw data.node.error(
          "the radio's 'array' has other turns of transmit elements than '\(notes.file)' tells;"
            + " make them agree")
      }
      schedule = noted
    } else if let array {
      schedule = TransmitSchedule(array.emission)
    } else {
      schedule = .single
    }
    isMultiplexed = schedule.cycle > 1
  }
}
