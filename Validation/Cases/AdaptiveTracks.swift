// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import DelayDoppler
internal import Electromagnetics
internal import Execution
internal import FMCWSensing
internal import PathTracing
internal import Quantities
internal import RFTwin
internal import RadarFrames
internal import RealModule
internal import Scenes
internal import TestSupport

extension ValidationCase {
  /// The bundled scenarios, as paths within the folder of scenes.
  package static let bundledScenarios = [
    "box/scenario.yaml", "corner/scenario.yaml", "cyclist/scenario.yaml", "one-wall/scenario.yaml",
    "openradar-bench/one-walker.yaml", "openradar-bench/two-walkers.yaml",
    "pedestrian/scenario.yaml", "rolling-wheel/scenario.yaml", "sliding-plate/scenario.yaml",
    "statistical/umi.yaml", "street/campaign/truth.yaml", "street/scenario.yaml",
    "umi-courtyard/configuration-b.yaml", "umi-courtyard/configuration-b-array.yaml",
    "umi-courtyard/configuration-c.yaml",
  ]

  static let adaptiveTracks = bundledScenarios.map { name in
    ValidationCase(
      name: "Tracks of `Scenes/\(name)` that are followed adaptively keep to its bound of phase",
      oracle: "the same paths evaluated at every chirp: delays, IF samples, cells of maps",
      tolerance: TrackEvaluation.defaultPhaseError, unit: "cycles",
      reason: "it is the scenario's own bound, `phase-error`"
    ) { Comparison(deviation: try AdaptiveTracks(of: name).deviation()) }
  }
}

/// A bundled scenario, shortened, with its tracks followed in two ways.
private struct AdaptiveTracks {
  private let scenario: Scenario
  private let simulation: Simulation
  private let reference: Simulation

  /// Paths over more scatterers are more of the same, and each is evaluated at every chirp.
  private static let mostScatterers = 150

  /// A radio that rides along sees all surfaces move: thousands of echoes at each chirp.
  private static let mostChirps = ["umi-courtyard/configuration-c.yaml": 64]

  private static let workers = Workers(count: 2)

  init(of name: String) throws {
    var scenario = try Scenario.load("\(SharedFiles.project)/Scenes/\(name)")
    scenario.propagation.scatterers = min(scenario.propagation.scatterers, Self.mostScatterers)
    if let chirps = Self.mostChirps[name] {
      scenario.episode.chirps = chirps
      scenario.processing.mapChirps = chirps
      scenario.processing.mapHop = chirps
      scenario.processing.profileChirps = chirps
    }
    var exact = scenario
    exact.tracks = .exact
    self.scenario = scenario
    simulation = try Simulation(scenario, workers: Self.workers)
    reference = try Simulation(exact, workers: Self.workers)
  }

  /// The largest error of phase in any link, in cycles.
  ///
  /// It is that of the delays, or what all paths that change would have to be turned by in the root
  /// mean square, each by an angle of its own, for the samples or a cell of the map to differ as much.
  ///
  /// - Returns: Infinite where the scenario has another bound than it is held against.
  func deviation() throws -> Double {
    guard scenario.tracks == .adaptive(phaseError: TrackEvaluation.defaultPhaseError) else {
      return .infinity
    }
    let (chains, exactChains) = (simulation.linkChains(), reference.linkChains())
    let channel = try simulation.channel(for: chains)
    // A frame in the middle of the episode, when all that moves has come closer.
    let frame = scenario.episode.frameCount / 2
    let starts = scenario.episode.chirpStarts(ofFrame: frame)
    return try chains.indices.reduce(0) { worst, index in
      let tracks = try channel.tracks(link: index, over: simulation.interval(ofFrame: frame))
      let adaptive = chains[index].synthesize(tracks, chirpStarts: starts)
      let exact = exactChains[index].synthesize(tracks, chirpStarts: starts)
      let difference = max(
        sampleError(adaptive.frame, exact.frame),
        mapError(chains[index], adaptive.frame, exact.frame))
      // Where nothing moves both are the same to the last bit.
      guard difference > 0 else { return max(worst, adaptive.phaseError) }
      return max(
        worst, adaptive.phaseError, difference / (2 * .pi * movingField(tracks, link: index)))
    }
  }

  /// The root of the power over all paths that change, in square roots of watts.
  private func movingField(_ tracks: any PathTracks, link: Int) -> Double {
    let time = (tracks.interval.lowerBound + tracks.interval.upperBound) / 2
    let ends = tracks.ends(at: time)
    let moving = Array(tracks.restingCount..<tracks.count)
    let gain = tracks.states(of: moving, at: time)
      .reduce(0.0) { $0 + ends.amplitude(of: $1).lengthSquared }
    let transmitter = scenario.scene.radios[scenario.scene.links[link].transmitter]
    return (gain * transmitter.power.watts).squareRoot()
  }

  /// The root of the mean square of what samples differ by.
  private func sampleError(_ frame: RadarFrame, _ exact: RadarFrame) -> Double {
    let sum = zip(frame.samples, exact.samples).reduce(0.0) { $0 + ($1.0 - $1.1).lengthSquared }
    return (sum / Double(exact.samples.count)).squareRoot()
  }

  /// The most that the field in a cell of a map differs by.
  private func mapError(_ chain: LinkChain, _ frame: RadarFrame, _ exact: RadarFrame) -> Double {
    let maps = [frame, exact].map { chain.maps(of: chain.profiles(of: $0)) }
    return zip(maps[0], maps[1]).reduce(0) { worst, pair in
      zip(pair.0.power, pair.1.power).reduce(worst) {
        max($0, abs($1.0.squareRoot() - $1.1.squareRoot()))
      }
    }
  }
}
