// SPDX-License-Identifier: Apache-2.0

import Calibration
import Channels
import Electromagnetics
import Execution
import Materials
import PathTracing
import Quantities
import Scenes
import Spatial
import ToyScenes

/// A rough wall on a floor, a window and a bench of rough metal, between two places.
enum Yard {
  static let frequency = Frequency(gigahertz: 79)
  static let near = Vector3(0, 0.5, 1.2)
  static let far = Vector3(2, -4, 2)

  static func material(
    _ name: String, permittivity: Double = 5, conductivity: Double = 0.3,
    thickness: Double? = nil, scattering: Double = 0, lobe: ScatteringLobe = .lambertian,
    roughness: SurfaceRoughness? = nil
  ) -> Material {
    Material(
      name: name,
      permittivity: Permittivity(
        bands: [
          .init(
            lowest: .init(si: 1), highest: .init(si: 1e15), a: permittivity, b: 0,
            c: conductivity, d: 0)
        ]), thickness: thickness.map { Distance(si: $0) },
      scattering: SurfaceScattering(coefficient: scattering, lobe: lobe, crossPolarShare: 0.1),
      roughness: roughness)
  }

  static let materials = [
    material(
      "wall-stuff", permittivity: 4.2, scattering: 0.6,
      lobe: .backscattering(
        .init(forwardExponent: 3.5, backwardExponent: 4, forwardShare: 0.7))),
    material(
      "floor-stuff", permittivity: 5.5, scattering: 0.3, lobe: .directive(.init(exponent: 6))),
    material("pane", permittivity: 6.3, conductivity: 0.8, thickness: 6e-3, scattering: 0.05),
    material(
      "bench-stuff", permittivity: 3, roughness: SurfaceRoughness(height: 1.5e-4)),
  ]

  /// The scene with a link between two places, or of one alone.
  static func scene(monostatic: Bool = false) throws -> Scene {
    var toy = try ToyScene(materials: materials)
    try toy.add(
      ToyScene.panel(Vector3(10, -3, 0), Vector3(0, 6, 0), Vector3(0, 0, 4)), "wall",
      of: "wall-stuff")
    try toy.add(
      ToyScene.panel(Vector3(-5, -8, 0), Vector3(15, 0, 0), Vector3(0, 16, 0)), "floor",
      of: "floor-stuff")
    try toy.add(
      ToyScene.panel(Vector3(2, 6, 0.2), Vector3(6, 0, 0), Vector3(0, 0, 3)), "window", of: "pane")
    try toy.add(
      ToyScene.panel(Vector3(2, -7, 0.2), Vector3(6, 0, 0), Vector3(0, 0, 3)), "bench",
      of: "bench-stuff")
    toy.link(from: near, to: monostatic ? nil : far)
    return toy.scene()
  }

  static func tracer(
    _ scene: Scene, scatterers: Int = 400, seed: UInt64 = 1
  ) throws -> PathTracer {
    var settings = PropagationSettings()
    settings.maximumDepth = 3
    settings.scatterers = scatterers
    settings.rays = 20_000
    return try PathTracer(
      scene: scene, frequency: frequency, settings: settings, instants: [0], seed: seed,
      workers: Workers(count: 2))
  }

  static func powers(
    _ scene: Scene, _ unknowns: [MaterialUnknown] = [],
    change: (inout [AdjustableMaterial]) -> Void = { _ in }
  ) -> PathPowers {
    var materials = scene.materials.map { AdjustableMaterial($0, at: frequency) }
    change(&materials)
    return PathPowers(
      materials, unknowns: unknowns, over: [(frequency.hertz, 1)], centre: frequency.hertz,
      workers: Workers(count: 2))
  }
}
