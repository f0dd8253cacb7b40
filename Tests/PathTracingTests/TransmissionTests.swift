// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import Electromagnetics
import Execution
import Foundation
import Materials
import PathTracing
import Quantities
import Scenes
import Spatial
import TestSupport
import Testing
import ToyScenes

@Suite("Transmission through thin walls")
struct TransmissionTests {
  private static let frequency = Frequency(gigahertz: 79)
  private static let wavelength = frequency.wavelength
  private static let glass = pane("pane", permittivity: 6.31, conductivity: 1.25, thickness: 6e-3)

  private static func pane(
    _ name: String, permittivity: Double, conductivity: Double, thickness: Double?
  ) -> Material {
    Material(
      name: name,
      permittivity: Permittivity(
        bands: [
          .init(
            lowest: .init(si: 1), highest: .init(si: 1e15), a: permittivity, b: 0,
            c: conductivity, d: 0)
        ]),
      thickness: thickness.map { Distance(si: $0) })
  }

  /// A wall of 8 m by 8 m in the plane x = `place`.
  private static func wall(_ place: Double) -> TriangleMesh {
    ToyScene.panel(Vector3(place, -4, -4), .unitY * 8, .unitZ * 8, cuts: 3)
  }

  private static func tracks(
    _ scene: Scene, depth: Int = 4, transmission: Bool = true, rays: Int = 20_000
  ) throws -> any PathTracks {
    var settings = PropagationSettings()
    settings.maximumDepth = depth
    settings.transmission = transmission
    settings.diffuse = false
    settings.rays = rays
    return try PathTracer(
      scene: scene, frequency: frequency, settings: settings, instants: [0], seed: 1,
      workers: Workers(count: 2)
    ).tracks(link: 0, over: 0...0)
  }

  /// T of a pane for the field across the plane of incidence (TE), relative to the way through air.
  private static func coefficient(cosIncidence: Double) -> Complex<Double> {
    let permittivity = complexPermittivity(
      relativePermittivity: 6.31, conductivity: 1.25,
      angularFrequencyTimesVacuumPermittivity: 2 * .pi * frequency.hertz
        * PhysicalConstants.vacuumPermittivity)
    let between = slabCoefficients(
      permittivity: permittivity, thickness: 6e-3, wavelength: wavelength,
      cosIncidence: cosIncidence
    ).transmission.te
    return between
      * Complex(length: 1, phase: 2 * .pi * 6e-3 * cosIncidence / wavelength)
  }

  @Test("a wave keeps its way and delay through a pane and takes on the pane's coefficient")
  func single() throws {
    var toy = try ToyScene(materials: [Self.glass])
    try toy.add(Self.wall(0), "wall", of: "pane")
    // Vertical fields in a horizontal plane of incidence are TE.
    toy.link(from: Vector3(-3, -1, 0), to: Vector3(3, 2, 0))
    let tracks = try Self.tracks(toy.scene())
    let path = try #require(tracks.paths().first { $0.interactions.map(\.kind) == [.transmission] })
    let length = (36.0 + 9).squareRoot()
    #expect(isClose(path.state.delay, length / PhysicalConstants.speedOfLight, relative: 1e-14))
    #expect(path.interactions[0].vertex.distance(to: Vector3(0, 0.5, 0)) < 1e-12)
    let free = Self.wavelength / (4 * .pi * length)
    let expected = Self.coefficient(cosIncidence: 6 / length) * Complex(free)
    // theta at arrival points like theta at departure: both are vertical.
    let found = tracks.ends(at: 0).amplitude(of: path.state)
    #expect((found - expected).length < 1e-12 * free)
  }

  @Test("panes in a row multiply, and a path through more surfaces than the depth is none")
  func row() throws {
    var toy = try ToyScene(materials: [Self.glass])
    for place in [-1.0, 0, 1] { try toy.add(Self.wall(place), "wall\(place)", of: "pane") }
    toy.link(from: Vector3(-3, 0, 0), to: Vector3(3, 0, 0))
    let tracks = try Self.tracks(toy.scene(), depth: 3)
    let direct = try #require(
      tracks.paths().first { $0.interactions.allSatisfy { $0.kind == .transmission } })
    #expect(direct.interactions.map(\.vertex.x) == [-1, 0, 1])
    let single = Self.coefficient(cosIncidence: 1).length
    let free = Self.wavelength / (4 * .pi * 6)
    let gain = tracks.ends(at: 0).amplitude(of: direct.state).length
    #expect(isClose(gain, free * single * single * single, relative: 1e-12))
    #expect(try Self.tracks(toy.scene(), depth: 2).count == 0)
    #expect(try Self.tracks(toy.scene(), transmission: false).count == 0)
  }

  @Test("a reflection behind a pane is found from either side, with equal gains")
  func reflectionBehind() throws {
    let ends = (Vector3(-2, -1, 0.3), Vector3(-1, 2, -0.4))
    for (rays, layers) in [(20_000, 1), (200_000, 60)] {
      var toy = try ToyScene(materials: [Self.glass])
      try toy.add(Self.wall(0), "pane", of: "pane")
      try toy.add(Self.wall(2), "mirror", of: "bare-metal")
      // So many panels that rays look for the sequences.
      for layer in 1..<layers {
        let far = Vector3(-50, Double(layer), 20)
        try toy.add(
          ToyScene.panel(far, .unitX * 0.1, .unitY * 0.1), "chip\(layer)", of: "bare-metal")
      }
      toy.link(from: ends.0, to: ends.1)
      toy.link(from: ends.1, to: ends.0)
      let scene = toy.scene()
      let kinds: [InteractionKind] = [.transmission, .specular, .transmission]
      let tracks = try Self.tracks(scene, depth: 3, rays: rays)
      let path = try #require(tracks.paths().first { $0.interactions.map(\.kind) == kinds })
      let image = Vector3(6, ends.0.y, ends.0.z)
      #expect(
        isClose(
          path.state.delay, image.distance(to: ends.1) / PhysicalConstants.speedOfLight,
          relative: 1e-14))
      var settings = PropagationSettings()
      settings.maximumDepth = 3
      settings.transmission = true
      settings.diffuse = false
      let back = try PathTracer(
        scene: scene, frequency: Self.frequency, settings: settings, instants: [0], seed: 1,
        workers: Workers(count: 1)
      ).tracks(link: 1, over: 0...0)
      let reversed = try #require(back.paths().first { $0.interactions.map(\.kind) == kinds })
      let gains = (
        tracks.ends(at: 0).amplitude(of: path.state), back.ends(at: 0).amplitude(of: reversed.state)
      )
      // Reciprocity, to rounding.
      #expect((gains.0 - gains.1).length < 1e-12 * gains.0.length)
    }
  }

  @Test("half-spaces and metal stop a wave whatever the depth")
  func opaque() throws {
    for material in [
      Self.pane("thick", permittivity: 6.31, conductivity: 1.25, thickness: nil),
      Self.pane("thick", permittivity: 1, conductivity: 1e7, thickness: 1e-3),
    ] {
      var toy = try ToyScene(materials: [material])
      try toy.add(Self.wall(0), "wall", of: "thick")
      toy.link(from: Vector3(-3, 0, 0), to: Vector3(3, 0, 0))
      #expect(try Self.tracks(toy.scene()).count == 0)
    }
  }

  @Test("a vanishing pane changes nothing: its coefficient tends to one")
  func vanishing() throws {
    let film = Self.pane("film", permittivity: 2, conductivity: 0, thickness: 1e-9)
    var toy = try ToyScene(materials: [film])
    try toy.add(Self.wall(0), "wall", of: "film")
    toy.link(from: Vector3(-3, 1, 0.5), to: Vector3(3, 2, 0))
    let tracks = try Self.tracks(toy.scene())
    let path = try #require(tracks.paths().first { $0.interactions.map(\.kind) == [.transmission] })
    let length = Vector3(6, 1, -0.5).length
    let free = Self.wavelength / (4 * .pi * length)
    let gain = tracks.ends(at: 0).amplitude(of: path.state)
    // k d (eps - 1) / 2 / cos = 1e-6 of the field is what a film of 1 nm adds.
    #expect(abs(gain.length / free - 1) < 1e-5 && abs(gain.phase) < 1e-5)
  }

  @Test("lossless panes keep all power: |R|^2 + |T|^2 = 1, and lossy ones less")
  func energy() {
    for step in 1...50 {
      let cosIncidence = Double(step) / 50
      for (conductivity, isLossless) in [(0.0, true), (1.25, false)] {
        let surface = RadioSurface(
          Self.pane("p", permittivity: 6.31, conductivity: conductivity, thickness: 6e-3),
          at: Self.frequency)
        let (reflected, passed) = (
          surface.reflection(cosIncidence), surface.transmission(cosIncidence) ?? .zero
        )
        for (r, t) in [(reflected.te, passed.te), (reflected.tm, passed.tm)] {
          let power = r.lengthSquared + t.lengthSquared
          #expect(isLossless ? abs(power - 1) < 1e-12 : power < 1)
        }
      }
    }
  }
}
