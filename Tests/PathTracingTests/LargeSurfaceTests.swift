// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import Channels
import Electromagnetics
import PathTracing
import Quantities
import RealModule
import Scenes
import Spatial
import TestSupport
import Testing
import ToyScenes

@Suite("Diffuse scattering of large surfaces")
struct LargeSurfaceTests {
  /// A rough metal square in the plane z = 0 around the origin.
  private func ground(_ edge: Double, _ radios: [Vector3]) throws -> Scene {
    var toy = try ToyScene(materials: [ToyScene.metal("rough", scattering: 0.5)])
    let half = edge / 2
    try toy.add(
      ToyScene.panel(Vector3(-half, -half, 0), Vector3(edge, 0, 0), Vector3(0, edge, 0)),
      "ground", of: "rough")
    if let first = radios.first { toy.link(from: first, to: radios.dropFirst().first) }
    return toy.scene()
  }

  @Test(
    "a plane of 3 km scatters back (S lambda / 4 pi)^2 / (2 h^2), from 500 points too",
    arguments: [(500, 0.05), (5000, 0.02)])
  func closedForm(count: Int, deviation: Double) throws {
    let height = 10.0
    let scene = try ground(3000, [Vector3(3, -2, height)])
    // A Lambertian plane has the integral of cos^2(theta) / (pi r^4) over it, 1 / (2 h^2); beyond
    // 1.5 km lies (h / 1500 m)^4 of it.
    let wavelength = Frequency(gigahertz: 28).wavelength
    let exact = Double.pow(0.5 * wavelength / (4 * .pi), 2) / (2 * height * height)
    let seeds = 20
    let ratios = try (1...seeds).map { seed -> Double in
      let tracks = try traced(
        scene, scatterers: count, frequency: .init(gigahertz: 28), seed: UInt64(seed))
      #expect(abs(tracks.count - count) <= 1)
      return tracks.paths().reduce(0) { sum, path in
        let transfer = path.state.transfer
        return sum + transfer.thetaFromTheta.lengthSquared + transfer.phiFromTheta.lengthSquared
      } / exact
    }
    let mean = ratios.reduce(0, +) / Double(seeds)
    let variance =
      ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(seeds - 1)
    // The mean must meet the integral within four standard errors of what it itself scatters, and
    // one run must be as good as its number of points promises: about the root of it.
    #expect(abs(mean - 1) < 4 * (variance / Double(seeds)).squareRoot())
    #expect(variance.squareRoot() < deviation)
  }

  @Test(
    "the number of patches is bounded however large the ground is, and they cover it",
    arguments: [10.0, 300, 3000, 1e5, 1e7])
  func boundedPatches(edge: Double) throws {
    let radio = Vector3(edge / 10, 0, 4)
    let budget = 20_000
    let patches = PatchCutting(
      scene: try ground(edge, []), radios: [[radio]], longest: 1, budget: budget
    ).run()
    #expect(patches.count <= budget + 2)
    // A pairwise sum would lose nothing; a running one loses at most the count times 1e-16.
    #expect(isClose(patches.reduce(0) { $0 + $1.area }, edge * edge, relative: 1e-10))
    // Below the radio patches are a metre, or at most a third of its height and half a metre.
    let below = patches.filter { ($0.centre - Vector3(edge / 10, 0, 0)).length < 3 }
    #expect(below.count > 5)
    for patch in below {
      let longest = max((patch.b - patch.a).length, (patch.c - patch.b).length)
      #expect(max(longest, (patch.a - patch.c).length) <= 2)
    }
  }

  @Test("within the budget all patches have edges of a metre at most")
  func smallScene() throws {
    let patches = PatchCutting(
      scene: try ground(40, []), radios: [[Vector3(0, 0, 2)]], longest: 1, budget: 20_000
    ).run()
    for patch in patches {
      #expect((patch.b - patch.a).length <= 1)
      #expect((patch.c - patch.b).length <= 1)
      #expect((patch.a - patch.c).length <= 1)
    }
  }
}
