// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import DelayDoppler
internal import Execution
internal import FMCWSensing
internal import Foundation
internal import Kinematics
internal import PathTracing
internal import Quantities
internal import RFTwin
internal import RadarFrames
internal import RayCasting
internal import Scenes
internal import Spatial

/// The stages that a scenario goes through, each with the input that the one before it makes.
struct CourtyardStages {
  private let file: String
  private let scenario: Scenario
  private let workers: Workers

  init(_ file: String, workers: Workers) throws {
    self.file = file
    self.workers = workers
    scenario = try Scenario.load(file)
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

  private var interval: ClosedRange<Double> {
    let starts = scenario.episode.chirpStarts(ofFrame: 0)
    return starts[0]...(starts[starts.count - 1] + scenario.waveform.chirpPeriod)
  }

  private func tracer() throws -> PathTracer {
    try PathTracer(
      scene: scenario.scene, frequency: scenario.waveform.centreFrequency,
      band: scenario.waveform.sampledBand, settings: scenario.propagation,
      instants: [scenario.episode.start], seed: 1, workers: workers)
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
          let count = Double(try tracer.tracks(link: link, over: interval).count)
          return [
            Stage(name: "first frame of \(links[link].name)", amount: count, unit: "paths/s") {
              tracer.forgetSearches()
              _ = try tracer.tracks(link: link, over: interval)
            },
            Stage(name: "later frame of \(links[link].name)", amount: count, unit: "paths/s") {
              _ = try tracer.tracks(link: link, over: interval)
            },
          ]
        })
    }
  }

  /// IF samples, delay transform and Doppler transform of a frame of the first link.
  private var sensing: [Stage] {
    get throws {
      let (waveform, processing) = (scenario.waveform, scenario.processing)
      let link = scenario.scene.links[0]
      let radios = scenario.scene.radios
      let tracks = try tracer().tracks(link: 0, over: interval)
      let starts = scenario.episode.chirpStarts(ofFrame: 0)
      let synthesis = IFSynthesis(
        waveform: waveform, power: radios[link.transmitter].power,
        pairs: ElementPairs(
          transmit: Array(radios[link.transmitter].activeTransmitElements.prefix(1)),
          receive: radios[link.receiver].receiveElements, model: scenario.propagation.arrays),
        workers: workers)
      let delayTransform = DelayTransform(
        waveform: waveform, window: processing.delayWindow, workers: workers)
      let dopplerTransform = DopplerTransform(
        window: processing.mapChirps, hop: processing.mapHop, taper: processing.dopplerWindow,
        chirpPeriod: waveform.chirpPeriod, workers: workers)
      let samples = synthesis.frame(over: tracks, chirpStarts: starts).frame
      let profiles = delayTransform(samples)
      let chirps = Double(starts.count)
      let contributions = chirps * Double(tracks.count)
      return [
        Stage(
          name: "IF samples, \(tracks.count) paths", amount: contributions, unit: "path-chirps/s"
        ) { _ = synthesis.frame(over: tracks, chirpStarts: starts) },
        Stage(name: "delay transform", amount: chirps, unit: "chirps/s") {
          _ = delayTransform(samples)
        },
        Stage(name: "Doppler transform", amount: chirps, unit: "chirps/s") {
          _ = dopplerTransform(profiles)
        },
      ]
    }
  }
}
