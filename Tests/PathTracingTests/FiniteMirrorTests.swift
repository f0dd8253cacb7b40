// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import Electromagnetics
import Execution
import FieldOracles
import Kinematics
import PathTracing
import Quantities
import RealModule
import Scenes
import Spatial
import TestSupport
import Testing
import ToyScenes

@Suite("Mirrors of finite size")
struct FiniteMirrorTests {
  private let wavelength = Frequency(gigahertz: 79).wavelength

  /// The radar cross section in square metres that a monostatic radar sees at the origin.
  ///
  /// It is that of the coherent sum of all paths.
  private func crossSection(_ scene: Scene, range: Double, depth: Int = 1) throws -> Double {
    var settings = PropagationSettings()
    settings.maximumDepth = depth
    settings.diffuse = false
    settings.specularModel = .aperture
    let tracer = try PathTracer(
      scene: scene, frequency: .init(gigahertz: 79), settings: settings, instants: [0], seed: 1,
      workers: Workers(count: 2))
    let tracks = try tracer.tracks(link: 0, over: 0...0)
    let ends = tracks.ends(at: 0)
    let field = tracks.paths().reduce(Complex<Double>.zero) { sum, path in
      let cycles = 79e9 * path.state.delay
      return sum + ends.amplitude(of: path.state)
        * Complex(length: 1, phase: -2 * .pi * (cycles - cycles.rounded()))
    }
    // The radar equation with antennas of 0 dBi.
    return field.lengthSquared * Double.pow(4 * .pi, 3) * Double.pow(range, 4)
      / (wavelength * wavelength)
  }

  private func decibels(_ ratio: Double) -> Double { 10 * Double.log10(ratio) }

  private func plate(side: Double, range: Double, moves: Bool) throws -> Scene {
    var toy = try ToyScene(materials: [ToyScene.metal("mirror")])
    let mesh = ToyScene.panel(
      Vector3(0, -side / 2, -side / 2), Vector3(0, side, 0), Vector3(0, 0, side))
    if moves {
      try toy.add(
        mesh, "plate", of: "mirror",
        moving: .passing(Vector3(range, 0, 0), velocity: Vector3(1, 0, 0)))
    } else {
      var placed = mesh
      placed.vertices = placed.vertices.map { $0 + Vector3(range, 0, 0) }
      try toy.add(placed, "plate", of: "mirror")
    }
    toy.link(from: .zero, to: nil)
    return toy.scene()
  }

  @Test(
    "far away a plate of 10 cm returns 4 pi A^2 / lambda^2, not pi R^2",
    arguments: [(30.0, false), (100, false), (30, true), (100, true)])
  func farPlate(range: Double, moves: Bool) throws {
    let section = try crossSection(plate(side: 0.1, range: range, moves: moves), range: range)
    let exact = 4 * .pi * 1e-4 / (wavelength * wavelength)
    // Near-field ripple is gone beyond 2 D^2 / lambda = 5 m; the aperture integral is good to 3 %
    // of the field at F = 1, which is 0.3 dB here.
    #expect(abs(decibels(section / exact)) < 0.4)
  }

  @Test("nearby a plate of 1 m is a mirror: pi R^2")
  func nearPlate() throws {
    let section = try crossSection(plate(side: 1, range: 3, moves: false), range: 3)
    // Edges at U = 9 still ripple by 1 / (pi U sqrt 2) each.
    #expect(abs(decibels(section / (.pi * 9))) < 0.5)
  }

  @Test(
    "a plate in the near field, moving or not, returns what Kirchhoff's integral says",
    arguments: [
      (0.1, 1.0), (0.14, 1), (0.14, 2), (0.3, 2), (0.3, 5), (0.3, 30), (0.8, 1), (0.8, 10),
    ],
    [true, false])
  func nearField(plate: (side: Double, range: Double), moves: Bool) throws {
    let section = try crossSection(
      self.plate(side: plate.side, range: plate.range, moves: moves), range: plate.range)
    let exact = summedCrossSection(
      ofPlate: plate.side, range: plate.range, wavelength: wavelength)
    // 0.02 dB is the median of the edges' quadrature; pieces of a moving plate that are 40 dB below
    // the strongest one are left out, and apertures of one at rest are faded out far from the path.
    #expect(abs(decibels(section / exact)) < 0.15)
  }

  @Test("a tilted plate that moves returns the sinc of its tilt")
  func tiltedPlate() throws {
    let range = 50.0
    for degrees in [0.4, 1.0, 1.7] {
      var toy = try ToyScene(materials: [ToyScene.metal("mirror")])
      try toy.add(
        ToyScene.panel(Vector3(0, -0.05, -0.05), Vector3(0, 0.1, 0), Vector3(0, 0, 0.1)),
        "plate", of: "mirror",
        moving: .passing(
          Vector3(range, 0, 0), velocity: Vector3(1, 0, 0), yaw: degrees * .pi / 180))
      toy.link(from: .zero, to: nil)
      let section = try crossSection(toy.scene(), range: range)
      let x = 2 * Double.pi / wavelength * 0.1 * Double.sin(degrees * .pi / 180)
      let pattern = Double.pow(Double.sin(x) / x, 2)
      let exact = 4 * .pi * 1e-4 / (wavelength * wavelength) * pattern
      #expect(abs(decibels(section / exact)) < 0.2, "\(degrees) degrees")
    }
  }

  @Test("a dihedral of 10 cm far away returns 8 pi a^2 b^2 / lambda^2 from both orders together")
  func dihedral() throws {
    let (side, range) = (0.1, 60.0)
    var toy = try ToyScene(materials: [ToyScene.metal("mirror")])
    let diagonal = side / 2.0.squareRoot()
    for (name, sign) in [("left", 1.0), ("right", -1.0)] {
      try toy.add(
        ToyScene.panel(
          Vector3(range, 0, -side / 2), Vector3(-diagonal, sign * diagonal, 0),
          Vector3(0, 0, side)), name, of: "mirror")
    }
    toy.link(from: .zero, to: nil)
    let section = try crossSection(toy.scene(), range: range, depth: 2)
    let exact = 8 * .pi * Double.pow(side, 4) / (wavelength * wavelength)
    // 22.4 dBsm; the aperture's accuracy of 3 % of a field of F = 0.14 is 1.6 dB at worst.
    #expect(abs(decibels(section / exact)) < 1)
  }

  @Test("a ball of flat pieces returns pi a^2 on average over directions")
  func sphere() throws {
    // Pieces of 2 cm on a radius of 20 cm: the sag of a piece is 0.25 mm, a
    // fifteenth of a wavelength.
    let radius = 0.2
    var mesh = TriangleMesh()
    let (rings, sectors) = (32, 64)
    for ring in 0...rings {
      for sector in 0..<sectors {
        let angles = SphericalAngles(
          theta: .pi * Double(ring) / Double(rings),
          phi: 2 * .pi * Double(sector) / Double(sectors))
        mesh.vertices.append(angles.direction * radius)
      }
    }
    for ring in 0..<rings {
      for sector in 0..<sectors {
        let a = Int32(ring * sectors + sector)
        let b = Int32(ring * sectors + (sector + 1) % sectors)
        let (c, d) = (a + Int32(sectors), b + Int32(sectors))
        if ring > 0 { mesh.triangles.append(SIMD3(a, c, b)) }
        if ring < rings - 1 { mesh.triangles.append(SIMD3(b, c, d)) }
      }
    }
    let range = 20.0
    let sections = try (0..<24).map { step -> Double in
      var toy = try ToyScene(materials: [ToyScene.metal("mirror")])
      let pose = RigidTransform(
        rotation: Rotation(yaw: 0.37 * Double(step), pitch: 0.21 * Double(step), roll: 0),
        translation: Vector3(range, 0, 0))
      try toy.add(
        mesh, "ball", of: "mirror",
        moving: .uniform(pose, velocity: Vector3(1, 0, 0), at: 0))
      toy.link(from: .zero, to: nil)
      return try crossSection(toy.scene(), range: range)
    }
    let mean = sections.reduce(0, +) / 24
    // The echo of a faceted ball fluctuates by about its own size: a standard error of 0.9 dB
    // for 24 directions.
    #expect(abs(decibels(mean / (.pi * radius * radius))) < 2.5)
  }

  @Test("a lamp post returns the echo of a cylinder of its length in the first Fresnel zone")
  func cylinder() throws {
    // A post of 5 cm radius and 4 m, of 120 sides; at R = 10 m geometrical optics give
    // pi a R^2 / (a + R) seen broadside.
    let (radius, range) = (0.05, 10.0)
    var mesh = TriangleMesh()
    let sides = 120
    for side in 0..<sides {
      let angle = 2 * Double.pi * (Double(side) + 0.5) / Double(sides)
      for height in [-2.0, 2] {
        mesh.vertices.append(
          Vector3(radius * Double.cos(angle), radius * Double.sin(angle), height))
      }
    }
    for side in 0..<sides {
      let (a, b) = (Int32(2 * side), Int32(2 * ((side + 1) % sides)))
      mesh.triangles += [SIMD3(a, b, b + 1), SIMD3(a, b + 1, a + 1)]
    }
    var toy = try ToyScene(materials: [ToyScene.metal("mirror")])
    mesh.vertices = mesh.vertices.map { $0 + Vector3(range, 0, 0) }
    try toy.add(mesh, "post", of: "mirror")
    toy.link(from: .zero, to: nil)
    let section = try crossSection(toy.scene(), range: range)
    let exact = .pi * radius * range * range / (radius + range)
    // Kirchhoff's integral over this prism, summed by an independent program over squares of 1 mm,
    // is 0.11 dB above the round post (and 1.2 dB below it with 60 sides); pieces below -40 dB are
    // left out.
    #expect(abs(decibels(section / exact)) < 0.4)
  }
}
