// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Execution
internal import FMCWSensing
internal import PathTracing
internal import RFTwin

/// The first link of a scenario, from tracks to delay profiles, frame by frame as simulations go.
struct FrameLoop {
  let scenario: Scenario

  /// How long it took to place the scatterers and to build what rays are traced in, in seconds.
  let preparation: Double

  private let simulation: Simulation
  private let tracer: PathTracer

  init(_ scenario: Scenario, workers: Workers) throws {
    self.scenario = scenario
    var clock = StepClock()
    simulation = try Simulation(scenario, workers: workers)
    tracer = try simulation.tracer(for: simulation.linkChains())
    preparation = clock.lap()
  }

  var scattererCount: Int { tracer.scattererCount }

  /// What some frames took, with no memory of frames before the first one.
  ///
  /// - Parameter frames: How many of the episode's frames; nil for all.
  /// - Returns: The time of each step, and how many chirps and paths it was for.
  /// - Throws: `PathTracingError` when the ray caster cannot take the scene.
  func run(frames: Int? = nil) throws -> FrameCosts {
    tracer.forgetSearches()
    let chain = simulation.linkChains()[0]
    var costs = FrameCosts()
    var whole = StepClock()
    for frame in 0..<min(frames ?? .max, scenario.episode.frameCount) {
      let starts = scenario.episode.chirpStarts(ofFrame: frame)
      var clock = StepClock()
      let tracks = try tracer.tracks(link: 0, over: simulation.interval(ofFrame: frame))
      costs.search += clock.lap()
      var samples = chain.synthesize(tracks, chirpStarts: starts).frame
      costs.samples += clock.lap()
      chain.receive(&samples, frame: frame)
      costs.noise += clock.lap()
      let profiles = chain.profiles(of: samples)
      costs.profiles += clock.lap()
      if frame.isMultiple(of: scenario.processing.mapEvery) {
        _ = chain.maps(of: profiles)
        costs.maps += clock.lap()
      }
      costs.count(tracks, chirps: starts.count)
    }
    costs.total = whole.lap() - costs.maps
    return costs
  }
}

/// What frames of one link took, in seconds, and how much that was.
struct FrameCosts {
  var search = 0.0
  var samples = 0.0
  var noise = 0.0
  var profiles = 0.0
  var maps = 0.0

  /// Everything from the search of paths to delay profiles, also giving their memory back; without
  /// maps.
  var total = 0.0

  private(set) var frames = 0
  private(set) var chirps = 0

  /// The largest number of paths of a frame.
  private(set) var paths = 0

  /// Paths times chirps, of all paths and of those that change from chirp to chirp.
  private(set) var pathChirps = 0.0
  private(set) var movingPathChirps = 0.0

  mutating func count(_ tracks: any PathTracks, chirps count: Int) {
    frames += 1
    chirps += count
    paths = max(paths, tracks.count)
    pathChirps += Double(tracks.count * count)
    movingPathChirps += Double((tracks.count - tracks.restingCount) * count)
  }
}

/// Tells how long the steps of a piece of work take that follow each other.
private struct StepClock {
  private var last = ContinuousClock.now

  /// The time since the latest call, or since the clock was made, in seconds.
  mutating func lap() -> Double {
    let now = ContinuousClock.now
    defer { last = now }
    return (now - last) / .seconds(1)
  }
}
