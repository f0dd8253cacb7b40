// SPDX-License-Identifier: Apache-2.0

internal import CaptureFormats
internal import Captures
internal import Channels
internal import DelayDoppler
internal import Electromagnetics
package import Execution
internal import InputDocuments
internal import Quantities
internal import RadarFrames
internal import Scenes
internal import Spatial
internal import Spectra

/// Turns a measured capture into a record like those of simulations.
///
/// Samples go through the same transforms as simulated ones. There are no paths; the noise is told
/// from the maps.
package struct CaptureConversion {
  private let capture: CaptureDescription
  private let workers: Workers
  private let link: Link
  private let delayTransform: DelayTransform
  private let mapping: MapTransform
  private let detection: LinkDetection?
  private let alignment: LineOfSightAlignment?

  /// Prepares a conversion.
  ///
  /// - Parameters:
  ///   - capture: The capture.
  ///   - workers: How many threads to use; results do not depend on it.
  package init(_ capture: CaptureDescription, workers: Workers) {
    self.capture = capture
    self.workers = workers
    link = capture.radios.scene.links[0]
    let (waveform, processing) = (capture.waveform, capture.processing)
    delayTransform = DelayTransform(
      waveform: waveform, window: processing.delayWindow, bins: capture.delayBins,
      workers: workers)
    mapping = MapTransform(
      capture.schedule, processing, chirpPeriod: waveform.chirpPeriod, workers: workers)
    alignment =
      processing.alignment == .lineOfSight
      ? LineOfSightAlignment(waveform: waveform, workers: workers) : nil
    detection = processing.detection.map { [link] settings in
      var settings = settings
      // Where elements are not told, angles cannot be.
      if !capture.knowsElements { settings.angles = nil }
      return LinkDetection(
        settings,
        LinkDetection.Setup(
          waveform: waveform, processing: processing, schedule: capture.schedule,
          isMonostatic: link.isMonostatic, kept: capture.output.detections, isNoiseless: false),
        pairs: capture.elementPairs, labelling: nil, workers: workers)
    }
  }

  /// What a conversion has done.
  package struct Summary: Sendable {
    package var frames: Int
    package var chirps: Int
    package var channels: Int

    /// The mean power of the noise in a cell of a map, in watts.
    package var noisePerMapCell: Double

    /// Sentences about frames that are not as they should be.
    package var warnings: [String]
  }

  /// Converts all frames and writes the record.
  ///
  /// - Parameters:
  ///   - path: Where the record goes.
  ///   - progress: Called after each frame with how many are done and how many there are.
  /// - Returns: What was written.
  /// - Throws: `SimulationError`; nothing is left behind then.
  package func run(
    writingTo path: String, progress: (Int, Int) -> Void = { _, _ in }
  ) throws(SimulationError) -> Summary {
    do {
      return try convert(to: path, progress)
    } catch let error as RecordError {
      throw .record(error)
    } catch let error as InputError {
      throw .input(error)
    } catch {
      throw .record(RecordError(file: path, "\(error)"))
    }
  }

  private func convert(to path: String, _ progress: (Int, Int) -> Void) throws -> Summary {
    let frames = capture.timing.starts.count
    let orderWarnings = try CaptureOrder(capture).warnings()
    var samples = CaptureSamples(capture)
    let writer = try RecordWriter(
      path: path, header: header(), links: [linkHeader(channels: samples.channels)],
      isResumable: false)
    defer { writer.abandon() }
    var noise = CaptureNoise(
      looks: samples.channels
        * (capture.isMultiplexed ? capture.schedule.elements.count : 1))
    var all: [FrameFlags] = []
    for frame in 0..<frames {
      let (read, flags) = try samples.next(frame)
      try append(read, frame: frame, to: writer, &noise)
      try writer.append(flags)
      try writer.finishFrame()
      all.append(flags)
      progress(frame + 1, frames)
    }
    let (perBin, perCell) = noisePowers(noise)
    try writer.setNoise(perDelayBin: perBin, perMapCell: perCell, link: 0)
    try writer.finish()
    return Summary(
      frames: frames, chirps: frames * capture.reader.shape.chirps, channels: samples.channels,
      noisePerMapCell: perCell,
      warnings: orderWarnings + Self.warnings(all) + foldWarnings + silenceWarnings(perCell))
  }

  /// The noise of a bin and of a cell: white noise is scaled as in `LinkChain`.
  private func noisePowers(_ noise: CaptureNoise) -> (perBin: Double, perCell: Double) {
    let chirps = mapping.chirpsOfSpectrum
    let bandwidth = WindowFigures(capture.processing.dopplerWindow.weights(chirps)).noiseBandwidth
    return (noise.perMapCell * Double(chirps) / bandwidth, noise.perMapCell)
  }

  private func append(
    _ read: RadarFrame, frame: Int, to writer: RecordWriter, _ noise: inout CaptureNoise
  ) throws {
    var samples = read
    let starts = samples.chirpStarts
    takeOff(delay: capture.delayOffset, from: &samples)
    capture.channels.apply(to: &samples)
    let recorded = samples.samples
    alignment?.apply(
      to: &samples, delays: starts.map { lineOfSight(at: $0 + capture.waveform.samplingCentre) })
    let profiles = delayTransform(samples)
    let (times, power) = profiles.powerDelayProfiles(averaging: capture.processing.profileChirps)
    let makesMaps = frame.isMultiple(of: capture.processing.mapEvery)
    let maps = makesMaps ? mapping(profiles) : []
    for map in maps { noise.add(map) }
    let detections = detection?(
      maps, profiles, dopplerShifts: mapping.dopplerShifts, tracks: nil,
      ends: { capture.ends(at: $0) })
    let middle = (starts[0] + starts[starts.count - 1] + capture.waveform.chirpPeriod) / 2
    try writer.append(
      time: middle, positions: capture.radios.movers.map { capture.radios.place($0, at: middle) })
    try writer.append(
      LinkFrame(
        chirpStarts: starts, profileTimes: times, profiles: power, maps: maps, paths: [],
        pathTime: middle, pathCount: 0, samples: capture.output.samples ? recorded : [],
        response: capture.output.response ? profiles.values : [], detections: detections ?? []),
      link: 0)
  }

  /// The delay between the radios' places in seconds.
  private func lineOfSight(at time: Double) -> Double {
    let ends = capture.ends(at: time)
    return (ends.receiver.position - ends.transmitter.position).length
      / PhysicalConstants.speedOfLight
  }

  /// What is told where the array leaves open whether Doppler shifts have folded.
  private var foldWarnings: [String] {
    guard detection?.isFoldAmbiguous ?? false else { return [] }
    let shift = 1 / (2 * Double(capture.schedule.cycle) * capture.waveform.chirpPeriod)
    let speed = shift * capture.waveform.centreFrequency.wavelength / 2
    return [
      "the array cannot tell echoes faster than \(Speed(si: speed)) from slower ones in other"
        + " directions: their speeds stay folded and their angles are wrong; with the places of more"
        + " elements in 'array' they could be told"
    ]
  }

  /// What is told of a capture without noise, of which no level above the noise can be told.
  private func silenceWarnings(_ noise: Double) -> [String] {
    guard noise <= 0 else { return [] }
    return [
      "more than half of the cells of the maps hold no power at all, or rounding only, so the noise"
        + " cannot be told; was the recorder fed?"
    ]
  }

  private static func warnings(_ flags: [FrameFlags]) -> [String] {
    func frames(_ flag: FrameFlags) -> [Int] { flags.indices.filter { flags[$0].contains(flag) } }
    func listed(_ frames: [Int]) -> String {
      (frames.count == 1 ? "frame " : "frames ")
        + frames.prefix(8).map(String.init).joined(separator: ", ")
        + (frames.count > 8 ? " and \(frames.count - 8) more" : "")
    }
    func marked(_ frames: [Int]) -> String {
      "; \(frames.count == 1 ? "it is" : "they are") marked in 'frame_flag'"
    }
    var warnings: [String] = []
    let (repeated, filled) = (frames(.repeated), frames(.filled))
    if !repeated.isEmpty {
      let words =
        repeated.count == 1 ? "is the one before it over again" : "are those before them over again"
      warnings.append("\(listed(repeated)) \(words)\(marked(repeated))")
    }
    if !filled.isEmpty {
      let words = "chirps of zeros, as recorders fill in for lost packets"
      warnings.append(
        "\(listed(filled)) \(filled.count == 1 ? "has" : "have") \(words)\(marked(filled))")
    }
    return warnings
  }

  // MARK: Record

  private func header() -> RecordHeader {
    let (scene, shape) = (capture.radios.scene, capture.reader.shape)
    var header = RecordHeader(
      name: capture.name, generator: "rftwin \(Simulation.version)",
      scenario: capture.scenarioText, seed: 0,
      centreFrequency: capture.waveform.centreFrequency.hertz, objects: [], materials: [],
      movers: capture.radios.movers.map { capture.radios.name(ofMover: $0) }, outline: [],
      actors: scene.actors.map(\.name))
    header.capture = capture.text
    header.missingFrames = capture.missingFrames
    let processing = capture.processing
    header.extent = RecordExtent(
      frames: capture.timing.starts.count, chirps: shape.chirps,
      profiles: (shape.chirps + processing.profileChirps - 1) / processing.profileChirps,
      maps: (shape.chirps - processing.mapChirps) / processing.mapHop + 1,
      mapEvery: processing.mapEvery)
    return header
  }

  private func linkHeader(channels: Int) -> LinkHeader {
    let radios = capture.radios.scene.radios
    let schedule = capture.schedule
    var header = LinkHeader(
      name: link.name, transmitter: radios[link.transmitter].name,
      receiver: radios[link.receiver].name, delays: delayTransform.delays,
      dopplerShifts: mapping.dopplerShifts, noisePerDelayBin: 0, noisePerMapCell: 0,
      schedule: LinkSchedule(
        multiplexing: capture.isMultiplexed ? schedule.multiplexing.rawValue : "none",
        elements: schedule.elements.map { Int32($0) }, cycle: Int32(schedule.cycle)),
      channels: channels, samples: capture.waveform.samples, keptPaths: 0, keptInteractions: 1,
      keepsSamples: capture.output.samples, keepsResponse: capture.output.response,
      keptDetections: capture.processing.detection == nil ? nil : capture.output.detections)
    header.isScaleKnown = capture.scale.isKnown
    header.noiseIsEstimated = true
    return header
  }
}
