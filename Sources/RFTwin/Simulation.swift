// SPDX-License-Identifier: Apache-2.0

package import Captures
package import ChannelStandards
internal import Channels
internal import ComplexModule
internal import DelayDoppler
package import Execution
internal import FMCWSensing
package import InputDocuments
internal import Kinematics
internal import Materials
package import PathTracing
internal import Quantities
internal import RadarFrames
internal import RealModule
internal import Scenes
internal import Spatial
internal import Spectra
internal import StatisticalChannel

/// Why a simulation stopped.
package enum SimulationError: Error, CustomStringConvertible {
  case input(InputError)
  case tracing(PathTracingError)
  case statistical(ChannelStandardError)
  case record(RecordError)

  package var description: String {
    switch self {
    case .input(let error): error.description
    case .tracing(let error): error.description
    case .statistical(let error): error.description
    case .record(let error): error.description
    }
  }
}

/// Tells that a link's diffuse power is less accurate than asked for.
///
/// - Parameters:
///   - error: The error that is left.
///   - link: The link, as the sentence begins with it.
///   - settings: What was asked for.
///   - scatterers: How many scatterers there are.
///   - remedy: What allows more of them, as users write it.
/// - Returns: A sentence, or nil where the accuracy is reached or none was asked for.
package func accuracyShortfall(
  _ error: DiffuseError?, of link: String, _ settings: PropagationSettings, scatterers: Int,
  remedy: String
) -> String? {
  guard let error, let accuracy = settings.accuracy, error.level > accuracy else { return nil }
  // Two digits tell all that an estimate of an error can, rounded up so that it is not the wish.
  let step = Double.pow(10, Double.log10(error.level.decibels).rounded(.down) - 1)
  let left = Decibels(si: (error.level.decibels / step).rounded(.up) * step)
  return "\(link): the diffuse power is good to \(left) with \(scatterers) scatterers, not to"
    + " \(accuracy); allow more with \(remedy)"
}

/// Runs a scenario from its scene to its record.
package struct Simulation {
  /// The version that records name.
  package static let version = "0.1.0"

  private let scenario: Scenario
  private let workers: Workers
  private let seed: UInt64

  /// Sentences about what was assumed.
  package let warnings: [String]

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - scenario: What to simulate.
  ///   - seed: Replaces the scenario's seed.
  ///   - workers: How many threads to use; results do not depend on it.
  /// - Throws: `InputError` when a material must not be used in the waveform's band.
  package init(
    _ scenario: Scenario, seed: UInt64? = nil, workers: Workers
  ) throws(InputError) {
    self.scenario = scenario
    self.workers = workers
    self.seed = seed ?? scenario.seed
    let waveform = scenario.waveform
    let top = Frequency(hertz: waveform.start.hertz + waveform.slope.si * waveform.ramp.seconds)
    let general = Self.idleElements(of: scenario.scene) + SpeedFolding(scenario).warnings
    if let setup = scenario.statistical {
      // Materials and scatterers are not asked for.
      let heights = setup.heightWarnings(
        at: scenario.episode.start, names: scenario.scene.radios.map(\.name))
      let weakened = [weakenedEchoes(of: scenario, seed: self.seed)].compactMap(\.self)
      warnings = scenario.scene.warnings + general + heights + weakened
      return
    }
    warnings =
      scenario.scene.warnings
      + (try checkMaterials(
        of: scenario.scene, settings: scenario.materials, band: waveform.start...top,
        file: scenario.file))
      + unresolvedMaterials(
        of: scenario.scene, centre: waveform.centreFrequency, band: waveform.sampledBand,
        transmission: scenario.propagation.transmission
      ).map {
        "material '\($0)' varies over the sweep faster than its sampled frequencies can follow, as"
          + " thick layers with little loss do, and keeps its value at \(waveform.centreFrequency);"
          + " leave out its thickness for a half-space"
      }
      + [scenario.asksForDiffusePaths ? scatteringShortfall(of: scenario.scene) : nil].compactMap(
        \.self) + general
  }

  /// Sentences about transmit elements that nothing has chosen among.
  private static func idleElements(of scene: Scene) -> [String] {
    let senders = Set(scene.links.map(\.transmitter)).sorted().map { scene.radios[$0] }
    return senders.filter { $0.transmitElements.count > 1 && $0.emission == .first }
      .map { radio in
        "of the \(radio.transmitElements.count) transmit elements of '\(radio.name)' only element 0"
          + " sends; 'multiplexing' in its 'array' lets all send, 'active' chooses another one"
      }
  }

  /// How far a run has come.
  package struct Progress: Sendable {
    package var finishedFrames: Int
    package var frames: Int

    /// How many of the finished ones an earlier run has left.
    package var resumedFrames: Int
  }

  /// What a run has done.
  package struct Summary: Sendable {
    package var frames: Int
    package var chirps: Int
    package var scatterers: Int

    /// Sentences about what the run did not reach or has shown to be coarse.
    package var warnings: [String]

    /// The largest number of paths at any frame, for each link.
    package var mostPaths: [(link: String, count: Int)]
  }

  /// Whether the record of this run is complete already, so that there is nothing to resume.
  ///
  /// - Parameter path: The record.
  /// - Returns: False where the run has still to be started or finished.
  /// - Throws: `SimulationError` when there is a complete record of another run.
  package func isComplete(at path: String) throws(SimulationError) -> Bool {
    do {
      return try Record.isComplete(path, of: header())
    } catch {
      throw .record(error)
    }
  }

  /// Simulates all frames and writes the record.
  ///
  /// - Parameters:
  ///   - path: Where the record goes.
  ///   - resuming: Whether to go on where the same run was stopped, if it was.
  ///   - progress: Called before the first frame and after each one.
  /// - Returns: How many frames, chirps, scatterers and paths there were.
  /// - Throws: `SimulationError`; frames that are finished stay in the unfinished record.
  package func run(
    writingTo path: String, resuming: Bool = false, progress: (Progress) -> Void = { _ in }
  ) throws(SimulationError) -> Summary {
    let frames = scenario.episode.frameCount
    let chains = linkChains()
    // The record comes first: whether it has a place shall be known before anything is traced.
    let writer: RecordWriter
    do {
      writer = try RecordWriter(
        path: path, header: header(), links: chains.map(\.header), resuming: resuming)
    } catch {
      throw .record(error)
    }
    let resumed = writer.progress.frames
    progress(Progress(finishedFrames: resumed, frames: frames, resumedFrames: resumed))
    let channel = try channel(for: chains)
    var coarsest = [PlaneWaveCheck?](repeating: nil, count: chains.count)
    func tracks(link index: Int, frame: Int) throws(SimulationError) -> any PathTracks {
      let tracks = try channel.tracks(link: index, over: interval(ofFrame: frame))
      let check = chains[index].planeWaveCheck(tracks)
      if check?.error ?? 0 > coarsest[index]?.error ?? 0 { coarsest[index] = check }
      return tracks
    }
    do {
      // What was found in finished frames guides the search in those that follow.
      for frame in 0..<(channel.remembersFrames ? resumed : 0) {
        for index in chains.indices { _ = try tracks(link: index, frame: frame) }
      }
      for frame in resumed..<frames {
        let starts = scenario.episode.chirpStarts(ofFrame: frame)
        try appendMovers(at: middle(of: starts), to: writer)
        for (index, chain) in chains.enumerated() {
          let tracks = try tracks(link: index, frame: frame)
          try writer.append(chain.process(tracks, chirpStarts: starts, frame: frame), link: index)
          if let error = channel.diffuseError(link: index) {
            try writer.setDiffuseError(error.level.decibels, link: index)
          }
        }
        try writer.finishFrame()
        progress(
          Progress(finishedFrames: frame + 1, frames: frames, resumedFrames: resumed))
      }
      try writer.finish()
    } catch let error as RecordError {
      throw .record(error)
    } catch let error as SimulationError {
      throw error
    } catch {
      throw .record(RecordError(file: path, "\(error)"))
    }
    let shortfalls = scenario.scene.links.indices.compactMap { index in
      accuracyShortfall(
        // Frames of an earlier run count too; the record has their errors as levels.
        writer.progress.diffuseErrors[index].map {
          DiffuseError(relative: (Decibels(si: $0).powerRatio - 1) / DiffuseError.reach)
        },
        of: "link '\(scenario.scene.links[index].name)'",
        scenario.propagation, scatterers: channel.scattererCount, remedy: "'scatterers'")
    }
    return Summary(
      frames: frames, chirps: frames * scenario.episode.chirps, scatterers: channel.scattererCount,
      warnings: shortfalls
        + zip(scenario.scene.links, coarsest).compactMap { link, check in
          check?.warning(about: "the link '\(link.name)'", remedy: "'propagation: arrays: exact'")
        },
      mostPaths: zip(scenario.scene.links, writer.progress.mostPaths).map { ($0.name, $1) })
  }

  // MARK: Steps

  /// The way of each link's data, in the order of the scenario's links.
  package func linkChains() -> [LinkChain] {
    scenario.scene.links.enumerated().map { index, link in
      LinkChain(scenario, link: link, index: index, seed: seed, workers: workers)
    }
  }

  /// Where the paths of all links come from.
  package func channel(for chains: [LinkChain]) throws(SimulationError) -> EpisodeChannel {
    do {
      guard let setup = scenario.statistical else { return .traced(try tracer(for: chains)) }
      return .statistical(try StatisticalEpisode(setup, seed: seed))
    } catch let error as PathTracingError {
      throw .tracing(error)
    } catch let error as ChannelStandardError {
      throw .statistical(error)
    } catch {
      throw .input(InputError(file: scenario.file, "\(error)"))
    }
  }

  /// Prepares to trace all links: builds what rays are traced in and places the scatterers.
  ///
  /// - Parameter chains: The links' chains, whose noise tells which echoes need not be looked for.
  /// - Returns: The tracer, which has not looked for paths yet.
  /// - Throws: `PathTracingError` when the ray caster cannot take the scene.
  package func tracer(for chains: [LinkChain]) throws(PathTracingError) -> PathTracer {
    try PathTracer(
      scene: scenario.scene, frequency: scenario.waveform.centreFrequency,
      band: scenario.waveform.sampledBand, settings: propagation(for: chains),
      instants: guidingInstants(), seed: seed, workers: workers)
  }

  /// The scenario's settings, without echoes that drown in the noise of every link.
  private func propagation(for chains: [LinkChain]) -> PropagationSettings {
    var settings = scenario.propagation
    settings.weakestEcho = chains.map(\.inaudibleGain).min() ?? 0
    settings.lifeResolution = scenario.waveform.chirpPeriod
    let episode = scenario.episode
    let end = episode.start + Double(episode.frameCount - 1) * episode.framePeriod
    settings.keyframeSpan = episode.start...(end + episode.frameLength)
    return settings
  }

  /// Instants that guide where scatterers are placed: a few, evenly over the frames.
  private func guidingInstants() -> [Double] {
    let frames = scenario.episode.frameCount
    return evenly(9, of: frames).map {
      middle(of: scenario.episode.chirpStarts(ofFrame: $0))
    }
  }

  /// From the start of a frame's first chirp to the end of its last one, in seconds.
  package func interval(ofFrame frame: Int) -> ClosedRange<Double> {
    let starts = scenario.episode.chirpStarts(ofFrame: frame)
    return starts[0]...(starts[starts.count - 1] + scenario.waveform.chirpPeriod)
  }

  private func middle(of starts: [Double]) -> Double {
    (starts[0] + starts[starts.count - 1] + scenario.waveform.chirpPeriod) / 2
  }

  // MARK: Record

  private func header() -> RecordHeader {
    let scene = scenario.scene
    var header = RecordHeader(
      name: scenario.name, generator: "rftwin \(Self.version)", scenario: scenario.text, seed: seed,
      centreFrequency: scenario.waveform.centreFrequency.hertz,
      objects: scene.namesOfObjectsAndCentres, materials: scene.materials.map(\.name),
      movers: scene.radios.map(\.name) + movingActors.map(\.name),
      outline: scene.outlineFromAbove(), actors: scene.actors.map(\.name),
      actorsOfObjects: PathNames(scene).actors.map { Int32($0 ?? -1) })
    header.overrides = scenario.overrides
    header.inputsDigest = scenario.inputs.value
    header.extent = extent
    return header
  }

  private var extent: RecordExtent {
    let (chirps, processing) = (scenario.episode.chirps, scenario.processing)
    return RecordExtent(
      frames: scenario.episode.frameCount, chirps: chirps,
      profiles: (chirps + processing.profileChirps - 1) / processing.profileChirps,
      maps: (chirps - processing.mapChirps) / processing.mapHop + 1,
      mapEvery: processing.mapEvery)
  }

  private var movingActors: [Actor] {
    scenario.scene.actors.filter { !scenario.scene.motion.isAtRest($0.node) }
  }

  private func appendMovers(at time: Double, to writer: RecordWriter) throws(RecordError) {
    let scene = scenario.scene
    let states = scene.motion.states(at: time)
    let nodes = scene.radios.map(\.node) + movingActors.map(\.node)
    try writer.append(
      time: time, positions: nodes.map { states[$0].worldFromBody.translation })
  }
}
