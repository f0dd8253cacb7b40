// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Execution
internal import FMCWSensing
internal import PathTracing
internal import RFTwin
internal import Scenes

/// The stages that a scenario goes through, each with the input that the one before it makes.
struct CourtyardStages {
  private let file: String
  private let scenario: Scenario
  private let workers: Workers
  private let simulation: Simulation

  init(_ file: String, workers: Workers) throws {
    self.file = file
    self.workers = workers
    scenario = try Scenario.load(file)
    simulation = try Simulation(scenario, workers: workers)
  }

  /// All stages in the order of a run.
  var all: [Stage] {
    get throws {
      let rays = try RayStages(scenario, workers: workers)
      return try [loading] + rays.all + tracing + sensing
    }
  }

  private var loading: Stage {
    Stage(
      name: "load the scenario", amount: Double(scenario.scene.triangleCount), unit: "triangles/s"
    ) { _ = try Scenario.load(file) }
  }

  private func tracer() throws -> PathTracer {
    try simulation.tracer(for: simulation.linkChains())
  }

  /// Placing scatterers, the first search of a link, and a later frame of it.
  private var tracing: [Stage] {
    get throws {
      let tracer = try tracer()
      let links = scenario.scene.links
      let placing = Stage(
        name: "place the scatterers", amount: Double(tracer.scattererCount), unit: "scatterers/s"
      ) { _ = try self.tracer() }
      return [placing]
        + (try links.indices.flatMap { link in
          let first = simulation.interval(ofFrame: 0)
          let count = Double(try tracer.tracks(link: link, over: first).count)
          var frame = 0
          return [
            Stage(name: "first frame of \(links[link].name)", amount: count, unit: "paths/s") {
              tracer.forgetSearches()
              _ = try tracer.tracks(link: link, over: first)
            },
            Stage(name: "later frame of \(links[link].name)", amount: count, unit: "paths/s") {
              // Another one each time, for the tracer remembers the latest.
              frame = frame % max(1, scenario.episode.frameCount - 1) + 1
              _ = try tracer.tracks(link: link, over: simulation.interval(ofFrame: frame))
            },
          ]
        })
    }
  }

  /// IF samples, noise, delay transform and Doppler transform of a frame of the first link.
  private var sensing: [Stage] {
    get throws {
      let tracks = try tracer().tracks(link: 0, over: simulation.interval(ofFrame: 0))
      let chain = simulation.linkChains()[0]
      let starts = scenario.episode.chirpStarts(ofFrame: 0)
      let samples = chain.synthesize(tracks, chirpStarts: starts).frame
      let profiles = chain.profiles(of: samples)
      let chirps = Double(starts.count)
      return [
        Stage(
          name: "IF samples, \(tracks.count) paths", amount: chirps * Double(tracks.count),
          unit: "path-chirps/s"
        ) {
          _ = chain.synthesize(tracks, chirpStarts: starts)
        },
        Stage(name: "noise", amount: chirps, unit: "chirps/s") {
          var received = samples
          chain.receive(&received, frame: 0)
        },
        Stage(name: "delay transform", amount: chirps, unit: "chirps/s") {
          _ = chain.profiles(of: samples)
        },
        Stage(name: "Doppler transform", amount: chirps, unit: "chirps/s") {
          _ = chain.maps(of: profiles)
        },
      ]
    }
  }
}
