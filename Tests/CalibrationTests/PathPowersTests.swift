// SPDX-License-Identifier: Apache-2.0

import Calibration
import Channels
import ComplexModule
import Electromagnetics
import Execution
import PathTracing
import RealModule
import Scenes
import Spatial
import Testing
import ToyScenes

@Suite("Powers of paths and materials")
struct PathPowersTests {
  private func terms(_ scene: Scene, _ tracer: PathTracer) throws -> MaterialTerms {
    try tracer.materialTerms(link: 0, at: 0, from: ArrayElement(), to: ArrayElement())
  }

  @Test("what materials make of each path is what the tracer says", arguments: [false, true])
  func sameAsTracer(monostatic: Bool) throws {
    let scene = try Yard.scene(monostatic: monostatic)
    let tracer = try Yard.tracer(scene)
    let tracks = try tracer.tracks(link: 0, over: 0...0)
    let terms = try terms(scene, tracer)
    let powers = Yard.powers(scene)
    let states = tracks.states(of: Array(0..<tracks.count), at: 0)
    let ends = tracks.ends(at: 0)
    let traced = Dictionary(
      uniqueKeysWithValues: zip(tracks.identifiers, states).map {
        ($0, ends.amplitude(of: $1).lengthSquared)
      })
    #expect(terms.paths.count > 500)
    // A radio hears each way round in reverse, too; of these one stands for both, in phase.
    let pairs = terms.paths.count { $0.multiplicity == 4 }
    #expect(terms.paths.count + pairs == tracks.count)
    #expect(monostatic == (pairs > 100))
    var workspace = PathPowers.Workspace()
    let strongest = traced.values.max() ?? 0
    for path in terms.paths {
      let power = powers.power(of: path, in: terms, &workspace)
      let exact = try #require(traced[path.identifier])
      // Both take reflection from tables over incidence, of 2048 and of 1024 steps, which err by some
      // 1 / 1024^2; next to Brewster's angle that is more of the little that is left.
      #expect(abs(power - exact) <= 1e-4 * exact + 1e-9 * strongest, "\(path)")
    }
  }

  @Test("a mirror that ends where it reflects leaves a quarter of the power, a large one all")
  func mirrorGain() throws {
    var toy = try ToyScene(materials: Yard.materials)
    // The foot of the perpendicular lies on the edge of the one and 3 m inside of the other.
    try toy.add(
      ToyScene.panel(Vector3(10, 0.5, -20), Vector3(0, 40, 0), Vector3(0, 0, 40)), "edge",
      of: "floor-stuff")
    try toy.add(
      ToyScene.panel(Vector3(-10, -20, -20), Vector3(0, 40, 0), Vector3(0, 0, 40)), "whole",
      of: "floor-stuff")
    toy.link(from: Yard.near, to: nil)
    var settings = PropagationSettings()
    settings.maximumDepth = 1
    settings.specularModel = .aperture
    settings.diffuse = false
    let tracer = try PathTracer(
      scene: toy.scene(), frequency: Yard.frequency, settings: settings, instants: [0], seed: 1,
      workers: Workers(count: 1))
    let gains = try terms(toy.scene(), tracer).paths.map(\.mirrorGain).sorted()
    #expect(gains.count == 2)
    // A half-plane of Fresnel zones has half of the amplitude; the other edges of the mirrors lie 14 and more
    // zones away, where (1 / (pi v))^2 with v > 70 is below 1e-4, in the amplitude below 1 %.
    #expect(abs(gains[0] - 0.25) < 0.005)
    #expect(abs(gains[1] - 1) < 0.02)
  }

  /// All quantities that the yard's materials have.
  private func unknowns(_ scene: Scene) -> [MaterialUnknown] {
    let materials = scene.materials.map { AdjustableMaterial($0, at: Yard.frequency) }
    return materials.indices.flatMap { index in
      MaterialQuantity.allCases.filter { materials[index][$0] != nil }
        .map { MaterialUnknown(material: index, quantity: $0) }
    }
  }

  @Test("derivatives by each quantity of each material are those of central differences")
  func derivatives() throws {
    let scene = try Yard.scene()
    let terms = try terms(scene, Yard.tracer(scene))
    let unknowns = unknowns(scene)
    #expect(Set(unknowns.map(\.quantity)) == Set(MaterialQuantity.allCases))
    var workspace = PathPowers.Workspace()
    func total(_ powers: PathPowers) -> (Double, [Double]) {
      var (sum, derivatives) = (0.0, [Double](repeating: 0, count: unknowns.count))
      for path in terms.paths {
        sum += powers.power(of: path, in: terms, &workspace)
        for slope in workspace.slopes { derivatives[slope.unknown] += slope.value }
      }
      return (sum, derivatives)
    }
    let analytic = total(Yard.powers(scene, unknowns)).1
    for (index, unknown) in unknowns.enumerated() {
      func value(_ step: Double) -> Double {
        total(
          Yard.powers(scene) { materials in
            let value = materials[unknown.material][unknown.quantity] ?? 0
            materials[unknown.material][unknown.quantity] = value * (1 + step)
          }
        ).0
      }
      let own = AdjustableMaterial(scene.materials[unknown.material], at: Yard.frequency)
      let scale = own[unknown.quantity] ?? 1
      // Central differences with two steps, the error of order h^2 taken out.
      let h = 1e-3
      let (wide, narrow) = (
        (value(h) - value(-h)) / (2 * h * scale),
        (value(h / 2) - value(-h / 2)) / (h * scale)
      )
      let numeric = (4 * narrow - wide) / 3
      // What is left is of order h^4 and rounding of 1e-16 / h.
      #expect(
        abs(analytic[index] - numeric) <= 1e-6 * abs(numeric) + 1e-10 * total(Yard.powers(scene)).0,
        "\(unknown): \(analytic[index]) for \(numeric)")
    }
  }

  @Test("a bounded number comes back from the free one, and its slope is that of differences")
  func transformations() {
    for (quantity, value) in [
      (MaterialQuantity.scattering, 0.37), (.exponent, 6.5), (.forwardShare, 0.81),
      (.permittivity, 4.2), (.roughness, 2e-4),
    ] {
      let free = quantity.free(value)
      #expect(abs(quantity.value(free) - value) < 1e-14)
      let numeric = (quantity.value(free + 1e-5) - quantity.value(free - 1e-5)) / 2e-5
      // Central differences err by h^2, 1e-10.
      #expect(abs(quantity.slope(free) - numeric) < 1e-8 * max(1, value))
    }
  }
}
