// SPDX-License-Identifier: Apache-2.0

internal import Execution
internal import Foundation
internal import Kinematics
internal import PathTracing
internal import Quantities
internal import RFTwin
internal import RadarFrames
internal import RayCasting
internal import Scenes
internal import Spatial

/// How many rays a second a search follows, beside what Embree alone could do in the same scene.
///
/// All rates are of all threads together.
struct RayStages {
  private let scenario: Scenario
  private let workers: Workers
  private let caster: RayCaster
  private let origin: Vector3

  init(_ scenario: Scenario, workers: Workers) throws {
    self.scenario = scenario
    self.workers = workers
    let scene = scenario.scene
    let states = scene.motion.states(at: scenario.episode.start)
    caster = try RayCaster(
      groups: scene.groups.map {
        TaggedMesh(mesh: $0.mesh, tags: $0.facetOfTriangle, isAtRest: $0.isAtRest)
      }, poses: scene.groups.map { states[$0.node].worldFromBody })
    origin = states[scene.radios[scene.links[0].transmitter].node].worldFromBody.translation
  }

  var all: [Stage] {
    get throws {
      [
        limit("Embree, neighbours in packets", spiral, inPackets: true),
        limit("Embree, neighbours one by one", spiral, inPackets: false),
        limit("Embree, random rays", scattered, inPackets: false), closestHits,
        try search,
      ]
    }
  }

  private static let count = 1_000_000

  /// A spiral over the sphere: neighbours in the list are neighbours in direction.
  private func direction(_ ray: Int) -> Vector3 {
    let height = 1 - (2 * Double(ray) + 1) / Double(Self.count)
    let (radius, angle) = ((1 - height * height).squareRoot(), 0.01 * Double(ray))
    return Vector3(radius * cos(angle), radius * sin(angle), height)
  }

  private var spiral: [(origin: Vector3, direction: Vector3)] {
    (0..<Self.count).map { (origin, direction($0)) }
  }

  /// The same directions in an order that keeps no neighbours together, from many places.
  private var scattered: [(origin: Vector3, direction: Vector3)] {
    (0..<Self.count).map { ray in
      let shuffled = ray * 387_420_489 % Self.count
      let place = Vector3(
        Double(ray * 7919 % 997) / 997 - 0.5, Double(ray * 104_729 % 991) / 991 - 0.5, 0)
      return (origin + place * 20, direction(shuffled))
    }
  }

  private func limit(
    _ name: String, _ rays: [(origin: Vector3, direction: Vector3)], inPackets: Bool
  ) -> Stage {
    let chunks = stride(from: 0, to: rays.count, by: 8192).map { first in
      caster.list(Array(rays[first..<min(rays.count, first + 8192)]))
    }
    return Stage(name: name, amount: Double(rays.count), unit: "rays/s") {
      let hits = workers.map(chunks.count, chunk: 1) {
        caster.countHits(chunks[$0], inPackets: inPackets)
      }
      precondition(hits.contains { $0 > 0 })
    }
  }

  private var closestHits: Stage {
    Stage(name: "closest hits as searches ask", amount: Double(Self.count), unit: "rays/s") {
      let hits = workers.map(Self.count, chunk: 4096) { ray in
        caster.closestHit(from: origin, along: direction(ray)) != nil
      }
      precondition(hits.contains(true))
    }
  }

  /// A search for reflections, whose rays are followed on from surface to surface.
  private var search: Stage {
    get throws {
      var settings = scenario.propagation
      settings.diffuse = false
      // Without the aperture of each mirror, which is not a matter of rays.
      settings.specularModel = .infinite
      settings.maximumDepth = 3
      settings.rays = Self.count
      let start = scenario.episode.start
      let tracer = try PathTracer(
        scene: scenario.scene, frequency: scenario.waveform.centreFrequency, settings: settings,
        instants: [start], seed: 1, workers: workers)
      _ = try tracer.tracks(link: 0, over: start...start)
      return Stage(
        name: "search for reflections, depth 3", amount: Double(tracer.hits(link: 0)),
        unit: "hits/s"
      ) {
        tracer.forgetSearches()
        _ = try tracer.tracks(link: 0, over: start...start)
      }
    }
  }
}
