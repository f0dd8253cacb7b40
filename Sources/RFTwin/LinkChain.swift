// SPDX-License-Identifier: Apache-2.0

internal import Captures
package import Channels
internal import ComplexModule
package import DelayDoppler
internal import Electromagnetics
internal import Execution
package import FMCWSensing
internal import PathTracing
internal import Quantities
package import RadarFrames
internal import Scenes
internal import Spatial
internal import Spectra

/// The way of one link's data: paths to IF samples to profiles and maps to what is recorded.
package struct LinkChain {
  let header: LinkHeader

  private let scenario: Scenario
  private let index: Int
  private let synthesis: IFSynthesis
  private let receiverChain: ReceiverChain
  private let alignment: LineOfSightAlignment?
  private let delayTransform: DelayTransform
  private let mapping: MapTransform
  private let detection: LinkDetection?
  private let transmittedPower: Power

  /// The transmit elements that send, and all that receive.
  private let pairs: ElementPairs
  private let workers: Workers

  /// The path gains of tracks that do not change, as they were last asked for.
  private let restingGains = LatestTrackValues<Int, [Double]>()

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
        - scenario.impairments[link.receiver].clock, evaluation: scenario.tracks,
      sumError: scenario.synthesisError, workers: workers)
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
    let clock =
      scenario.impairments[link.transmitter].clock - scenario.impairments[link.receiver].clock
    detection = processing.detection.map { [alignment, mapping, pairs] settings in
      LinkDetection(
        settings,
        LinkDetection.Setup(
          waveform: waveform, processing: processing,
          schedule: TransmitSchedule(transmitter.emission), isMonostatic: link.isMonostatic,
          kept: scenario.output.detections, isNoiseless: !scenario.noise), pairs: pairs,
        labelling: DetectionLabelling(
          scenario, pairs: pairs, power: transmitter.power,
          response: CellResponse(
            waveform: waveform, processing: processing, dopplerShifts: mapping.dopplerShifts,
            chirps: processing.mapChirps),
          isAligned: alignment != nil,
          isTimed: alignment != nil || link.isMonostatic || clock == .none, workers: workers),
        workers: workers)
    }
    // White noise is scaled by sum w^2 / (sum w)^2 in a transform that keeps a tone's power.
    func share(_ window: Window, _ count: Int) -> Double {
      WindowFigures(window.weights(count)).noiseBandwidth / Double(count)
    }
    let perSample = scenario.noise ? thermal.power(sampleRate: waveform.sampleRate) : 0
    let perBin = perSample * share(processing.delayWindow, waveform.samples)
    var header = LinkHeader(
      name: link.name, transmitter: transmitter.name, receiver: receiver.name,
      delays: delayTransform.delays, dopplerShifts: mapping.dopplerShifts,
      noisePerDelayBin: perBin,
      noisePerMapCell: perBin * share(processing.dopplerWindow, mapping.chirpsOfSpectrum),
      schedule: LinkSchedule(transmitter.emission),
      channels: receiver.receiveElements.count, samples: waveform.samples,
      keptPaths: scenario.output.paths,
      keptInteractions: scenario.keptInteractions,
      keepsSamples: scenario.output.samples, keepsResponse: scenario.output.response,
      keptDetections: processing.detection == nil ? nil : scenario.output.detections)
    header.hasDiffusePaths = scenario.statistical == nil && scenario.propagation.diffuse
    self.header = header
  }

  /// A path gain 15 dB below the noise in a cell of a map.
  var inaudibleGain: Double {
    header.noisePerMapCell / transmittedPower.watts * Decibels(si: -15).powerRatio
  }

  /// Computes the samples of a frame at the receiver's input, without noise.
  ///
  /// - Parameters:
  ///   - tracks: The link's paths over the frame.
  ///   - chirpStarts: When each ramp starts, in seconds.
  /// - Returns: The samples, and how exact they are.
  package func synthesize(
    _ tracks: any PathTracks, chirpStarts: [Double]
  ) -> IFSynthesis.Result {
    synthesis.frame(over: tracks, chirpStarts: chirpStarts)
  }

  /// Adds what the radios themselves do to the samples of a frame, thermal noise first of all.
  ///
  /// - Parameters:
  ///   - samples: The noiseless samples; those of the converter afterwards.
  ///   - frame: The number of the frame in the run.
  package func receive(_ samples: inout RadarFrame, frame: Int) {
    receiverChain.apply(to: &samples, firstChirp: frame * samples.chirpStarts.count)
  }

  /// The response over delay of the samples of a frame, chirp by chirp.
  package func profiles(of samples: RadarFrame) -> DelayProfiles { delayTransform(samples) }

  /// The delay-Doppler maps of a frame.
  package func maps(of profiles: DelayProfiles) -> [DelayDopplerMap] { mapping(profiles) }

  /// What is recorded of one frame.
  func process(_ tracks: any PathTracks, chirpStarts: [Double], frame: Int) -> LinkFrame {
    let synthesized = synthesize(tracks, chirpStarts: chirpStarts)
    var samples = synthesized.frame
    receive(&samples, frame: frame)
    let recorded = samples.samples
    alignment?.apply(to: &samples, delays: lineOfSight(tracks, samples))
    let profiles = profiles(of: samples)
    let (times, power) = profiles.powerDelayProfiles(
      averaging: scenario.processing.profileChirps)
    let makesMaps = frame.isMultiple(of: scenario.processing.mapEvery)
    let time = (tracks.interval.lowerBound + tracks.interval.upperBound) / 2
    let maps = makesMaps ? maps(of: profiles) : []
    let detections = detection?(
      maps, profiles, dopplerShifts: mapping.dopplerShifts, tracks: tracks,
      ends: { tracks.ends(at: $0) })
    var recordedFrame = LinkFrame(
      chirpStarts: chirpStarts, profileTimes: times, profiles: power, maps: maps,
      paths: strongestPaths(tracks, at: time), pathTime: time, pathCount: tracks.count,
      samples: scenario.output.samples ? recorded : [],
      response: scenario.output.response ? profiles.values : [], detections: detections ?? [])
    recordedFrame.phaseError = synthesized.phaseError
    return recordedFrame
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
    func gains(_ range: Range<Int>) -> [Double] {
      workers.mapChunks(range.count, chunk: 2048) { part in
        tracks.states(of: part.map { range.lowerBound + $0 }, at: time)
          .map { ends.amplitude(of: $0).lengthSquared }
      }
    }
    let count = tracks.restingCount
    let resting = restingGains.value(of: tracks.identifiers.prefix(count), count) {
      gains(0..<count)
    }
    let all = resting + gains(tracks.restingCount..<tracks.count)
    return strongest(of: all, count: scenario.output.paths).map { track in
      record(tracks.path(track, at: time), gain: all[track], tracks.ends(at: time))
    }
  }

  private func record(
    _ path: PropagationPath, gain: Double, _ ends: LinkEnds
  ) -> RecordedPath {
    let centre = scenario.waveform.centreFrequency
    return RecordedPath(
      identifier: path.identifier.rawValue, delay: path.state.delay,
      dopplerShift: path.dopplerShift(at: centre).hertz, power: gain * transmittedPower.watts,
      interactions: path.interactions.map { interaction in
        let (object, material) = namedPlace(of: interaction)
        return RecordedInteraction(
          kind: Int32(interaction.kind.rawValue), object: object, material: material,
          vertex: interaction.vertex)
      }, geometry: geometry(of: path.state, ends))
  }

  /// Range and directions of a path, for monostatic links of half the way.
  private func geometry(of state: PathState, _ ends: LinkEnds) -> RecordedGeometry {
    let link = scenario.scene.links[index]
    let metres = PhysicalConstants.speedOfLight * (link.isMonostatic ? 0.5 : 1)
    func angles(_ direction: Vector3, _ pose: AntennaPose) -> SIMD2<Double> {
      let angles = SphericalAngles(of: pose.orientation.inverse(direction))
      return SIMD2(angles.phi, .pi / 2 - angles.theta)
    }
    var geometry = RecordedGeometry()
    geometry.range = metres * state.delay
    geometry.radialVelocity = metres * state.delayRate
    geometry.departure = state.departure
    geometry.arrival = state.arrival
    geometry.departureAngles = angles(state.departure, ends.transmitter)
    geometry.arrivalAngles = angles(state.arrival, ends.receiver)
    return geometry
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
