// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import Channels
internal import ComplexModule
internal import DelayDoppler
internal import Electromagnetics
internal import Execution
internal import FMCWSensing
internal import PathTracing
internal import Quantities
internal import RadarFrames
internal import Scenes
internal import Spatial
internal import Spectra

/// The way of one link's data: paths to IF samples to profiles and maps to what is recorded.
struct LinkChain {
  let header: LinkHeader

  private let scenario: Scenario
  private let index: Int
  private let synthesis: IFSynthesis
  private let receiverChain: ReceiverChain
  private let alignment: LineOfSightAlignment?
  private let delayTransform: DelayTransform
  private let mapping: MapTransform
  private let transmittedPower: Power

  /// The transmit elements that send, and all that receive.
  private let pairs: ElementPairs
  private let workers: Workers

  init(_ scenario: Scenario, link: Link, index: Int, seed: UInt64, workers: Workers) {
    let (waveform, processing) = (scenario.waveform, scenario.processing)
    let transmitter = scenario.scene.radios[link.transmitter]
    let receiver = scenario.scene.radios[link.receiver]
    self.scenario = scenario
    self.index = index
    self.workers = workers
    transmittedPower = transmitter.power
    pairs = ElementPairs(
      transmit: transmitter.activeTransmitElements, receive: receiver.receiveElements,
      model: scenario.propagation.arrays)
    synthesis = IFSynthesis(
      waveform: waveform, power: transmitter.power, pairs: pairs,
      schedule: TransmitSchedule(transmitter.emission),
      clock: scenario.impairments[link.transmitter].clock
        - scenario.impairments[link.receiver].clock, workers: workers)
    alignment =
      link.isMonostatic || processing.alignment == .none
      ? nil : LineOfSightAlignment(waveform: waveform, workers: workers)
    let thermal = ThermalNoise(noiseFigure: receiver.noiseFigure, seed: seed, link: index)
    func radio(_ index: Int) -> (impairments: Impairments, radio: Int) {
      (scenario.impairments[index], index)
    }
    receiverChain = ReceiverChain(
      transmitter: radio(link.transmitter), receiver: radio(link.receiver),
      power: transmitter.power, schedule: TransmitSchedule(transmitter.emission),
      thermalNoise: scenario.noise ? thermal : nil, seed: seed, workers: workers)
    delayTransform = DelayTransform(
      waveform: waveform, window: processing.delayWindow, workers: workers)
    mapping = MapTransform(
      TransmitSchedule(transmitter.emission), processing, chirpPeriod: waveform.chirpPeriod,
      workers: workers)
    // White noise is scaled by sum w^2 / (sum w)^2 in a transform that keeps a tone's power.
    func share(_ window: Window, _ count: Int) -> Double {
      WindowFigures(window.weights(count)).noiseBandwidth / Double(count)
    }
    let perSample = scenario.noise ? thermal.power(sampleRate: waveform.sampleRate) : 0
    let perBin = perSample * share(processing.delayWindow, waveform.samples)
    header = LinkHeader(
      name: link.name, transmitter: transmitter.name, receiver: receiver.name,
      delays: delayTransform.delays, dopplerShifts: mapping.dopplerShifts,
      noisePerDelayBin: perBin,
      noisePerMapCell: perBin * share(processing.dopplerWindow, mapping.chirpsOfSpectrum),
      schedule: LinkSchedule(transmitter.emission),
      channels: receiver.receiveElements.count, samples: waveform.samples,
      keptPaths: scenario.output.paths,
      keptInteractions: max(1, scenario.propagation.maximumDepth),
      keepsSamples: scenario.output.samples, keepsResponse: scenario.output.response)
  }

  /// A path gain 15 dB below the noise in a cell of a map.
  var inaudibleGain: Double {
    header.noisePerMapCell / transmittedPower.watts * Decibels(si: -15).powerRatio
  }

  /// What is recorded of one frame.
  func process(_ tracks: any PathTracks, chirpStarts: [Double], frame: Int) -> LinkFrame {
    let synthesized = synthesis.frame(over: tracks, chirpStarts: chirpStarts)
    var samples = synthesized.frame
    receiverChain.apply(to: &samples, firstChirp: frame * chirpStarts.count)
    let recorded = samples.samples
    alignment?.apply(to: &samples, delays: lineOfSight(tracks, samples))
    let profiles = delayTransform(samples)
    let (times, power) = profiles.powerDelayProfiles(
      averaging: scenario.processing.profileChirps)
    let makesMaps = frame.isMultiple(of: scenario.processing.mapEvery)
    let time = (tracks.interval.lowerBound + tracks.interval.upperBound) / 2
    return LinkFrame(
      chirpStarts: chirpStarts, profileTimes: times, profiles: power,
      maps: makesMaps ? mapping(profiles) : [],
      paths: strongestPaths(tracks, at: time), pathTime: time, pathCount: tracks.count,
      samples: scenario.output.samples ? recorded : [],
      response: scenario.output.response ? profiles.values : [])
  }

  /// The delay between the radios' places in the middle of each chirp, in seconds.
  private func lineOfSight(_ tracks: any PathTracks, _ frame: RadarFrame) -> [Double] {
    frame.chirpStarts.map { start in
      let ends = tracks.ends(at: start + frame.waveform.samplingCentre)
      return (ends.receiver.position - ends.transmitter.position).length
        / PhysicalConstants.speedOfLight
    }
  }

  /// How good plane waves over the arrays are for the shortest of the paths.
  ///
  /// - Returns: Nil where there are no paths, or nothing to miss.
  func planeWaveCheck(_ tracks: any PathTracks) -> PlaneWaveCheck? {
    guard pairs.model == .synthetic, pairs.planeWaveError(distance: 1) > 0 else { return nil }
    let time = (tracks.interval.lowerBound + tracks.interval.upperBound) / 2
    let delays = tracks.delays(of: 0..<tracks.count, at: time).map(\.delay)
    // A path that has ended has no delay.
    let alive = delays.indices.filter { delays[$0] > 0 }
    guard let shortest = alive.min(by: { delays[$0] < delays[$1] }) else { return nil }
    return PlaneWaveCheck(
      pairs, delay: delays[shortest], identifier: tracks.identifiers[shortest],
      frequency: scenario.waveform.centreFrequency)
  }

  private func strongestPaths(_ tracks: any PathTracks, at time: Double) -> [RecordedPath] {
    let ends = tracks.ends(at: time).radiating(like: pairs.transmit[0], pairs.receive[0])
    let gains = workers.mapChunks(tracks.count, chunk: 2048) { range in
      tracks.states(of: Array(range), at: time).map { ends.amplitude(of: $0).lengthSquared }
    }
    // Ties are broken by position, so that the order is the same in every run.
    let order = gains.indices.sorted { (gains[$1], $0) < (gains[$0], $1) }
    return order.prefix(scenario.output.paths).filter { gains[$0] > 0 }.map { track in
      record(tracks.path(track, at: time), gain: gains[track])
    }
  }

  private func record(_ path: PropagationPath, gain: Double) -> RecordedPath {
    let centre = scenario.waveform.centreFrequency
    return RecordedPath(
      identifier: path.identifier.rawValue, delay: path.state.delay,
      dopplerShift: path.dopplerShift(at: centre).hertz, power: gain * transmittedPower.watts,
      interactions: path.interactions.map { interaction in
        let (object, material) = namedPlace(of: interaction)
        return RecordedInteraction(
          kind: Int32(interaction.kind.rawValue), object: object, material: material,
          vertex: interaction.vertex)
      })
  }

  /// The object or scattering centre, in the order of the names in a record, and the material.
  private func namedPlace(of interaction: Interaction) -> (object: Int32, material: Int32) {
    let scene = scenario.scene
    guard interaction.kind != .scatteringCentre else {
      return (Int32(scene.objects.count) + interaction.centre, -1)
    }
    let facet = scene.facets[Int(interaction.facet)]
    return (facet.object, facet.material)
  }
}
