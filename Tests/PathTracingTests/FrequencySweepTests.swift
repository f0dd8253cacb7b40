// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import Electromagnetics
import Execution
import Materials
import PathTracing
import Quantities
import RealModule
import Scenes
import Spatial
import TestSupport
import Testing
import ToyScenes

@Suite("Paths over a band")
struct FrequencySweepTests {
  private static let band = Frequency(gigahertz: 77)...Frequency(gigahertz: 81)
  private static let permittivity = 6.31
  private static let conductivity = 1.25

  private static func pane(
    _ name: String, thickness: Double?, scattering: Double = 0, roughness: Double? = nil
  ) -> Material {
    Material(
      name: name,
      permittivity: Permittivity(
        bands: [
          .init(
            lowest: .init(si: 1), highest: .init(si: 1e15), a: permittivity, b: 0, c: conductivity,
            d: 0)
        ]), thickness: thickness.map { Distance(si: $0) },
      scattering: SurfaceScattering(
        coefficient: scattering, lobe: .lambertian, crossPolarShare: 0),
      roughness: roughness.map { SurfaceRoughness(height: $0) })
  }

  /// The coefficients of a pane of 6 mm, by ITU-R P.2040-3.
  private static func slab(
    _ frequency: Double, _ cosIncidence: Double
  ) -> (reflection: FresnelCoefficients, transmission: FresnelCoefficients) {
    slabCoefficients(
      permittivity: Complex(
        permittivity, -conductivity / (2 * .pi * frequency * PhysicalConstants.vacuumPermittivity)),
      thickness: 6e-3, wavelength: PhysicalConstants.speedOfLight / frequency,
      cosIncidence: cosIncidence)
  }

  private func tracks(
    _ scene: Scene, at frequency: Frequency = .init(gigahertz: 79),
    band: ClosedRange<Frequency>? = FrequencySweepTests.band,
    _ change: (inout PropagationSettings) -> Void = { _ in }
  ) throws -> any PathTracks {
    var settings = PropagationSettings()
    settings.lineOfSight = false
    settings.diffuse = false
    settings.rays = 20_000
    change(&settings)
    return try PathTracer(
      scene: scene, frequency: frequency, band: band, settings: settings, instants: [0], seed: 1,
      workers: Workers(count: 2)
    ).tracks(link: 0, over: 0...0)
  }

  /// The amplitude of a track at a frequency in hertz, from its law.
  private func amplitude(
    _ tracks: any PathTracks, _ track: Int, at frequency: Double
  ) -> Complex<Double> {
    let ends = tracks.ends(at: 0)
    func value(_ states: [PathState]) -> Complex<Double> { ends.amplitude(of: states[0]) }
    switch tracks.frequencyLaws[track] {
    case .wavelength: return value(tracks.states(of: [track], at: 0)) * Complex(79e9 / frequency)
    case .constant: return value(tracks.states(of: [track], at: 0))
    case .sampled:
      guard let samples = tracks.frequencySamples else { return .zero }
      return samples.shares(at: frequency).enumerated().reduce(.zero) { sum, share in
        let state = tracks.states(of: [track], at: 0, sample: share.offset, between: nil)
        return sum + value(state)
          * Complex(share.element * samples.frequencies[share.offset] / frequency)
      }
    }
  }

  private static let sweep = (0...40).map { 77e9 + 1e8 * Double($0) }

  private func decibels(_ value: Complex<Double>, over exact: Complex<Double>) -> Double {
    20 * Double.log10(value.length / exact.length)
  }

  /// A wall of 8 m by 8 m in the plane x = `place`.
  private static func wall(_ place: Double) -> TriangleMesh {
    ToyScene.panel(Vector3(place, -4, -4), .unitY * 8, .unitZ * 8, cuts: 2)
  }

  @Test(
    "a pane of 6 mm reflects as the slab at every frequency, to 0.1 dB and 0.7 degrees",
    arguments: [0.0, 0.5, 1, 2], [Polarization.vertical, .horizontal])
  func pane(half: Double, polarization: Polarization) throws {
    var toy = try ToyScene(materials: [Self.pane("pane", thickness: 6e-3)])
    try toy.add(Self.wall(0), "wall", of: "pane")
    toy.link(
      from: Vector3(2, -half, 0), to: half == 0 ? nil : Vector3(2, half, 0),
      antenna: Antenna(polarization: polarization))
    let tracks = try tracks(toy.scene())
    try #require(tracks.count == 1)
    #expect(tracks.frequencyLaws == [.sampled])
    let length = 2 * (4 + half * half).squareRoot()
    var worst = 0.0
    for frequency in Self.sweep {
      let exact = Self.slab(frequency, 4 / length).reflection
      let free = PhysicalConstants.speedOfLight / frequency / (4 * .pi * length)
      let expected = (polarization == .vertical ? exact.te : exact.tm) * Complex(free)
      let value = amplitude(tracks, 0, at: frequency)
      worst = max(worst, abs(decibels(value, over: expected)))
      let turn = (value / expected).phase
      // The sign of a horizontal field depends on the bases of both ends.
      #expect(min(abs(turn), .pi - abs(turn)) < 0.7 * .pi / 180)
    }
    #expect(worst < 0.1)
    // There is something to follow: 3 dB at normal incidence.
    if half == 0 {
      let sizes = Self.sweep.map { Self.slab($0, 1).reflection.te.length }
      #expect(20 * Double.log10((sizes.max() ?? 0) / (sizes.min() ?? 1)) > 2.5)
    }
  }

  @Test("a wave between two panes is followed through both reflections, to 0.1 dB")
  func twoPanes() throws {
    var toy = try ToyScene(materials: [Self.pane("pane", thickness: 6e-3)])
    try toy.add(Self.wall(0), "near", of: "pane")
    try toy.add(Self.wall(3), "far", of: "pane")
    toy.link(from: Vector3(1, -1, 0), to: Vector3(2, 1, 0))
    let tracks = try tracks(toy.scene()) { $0.maximumDepth = 4 }
    let paths = tracks.paths()
    #expect(paths.count == 8)
    for (track, path) in paths.enumerated() {
      let bounces = path.interactions.count
      let length = path.state.delay * PhysicalConstants.speedOfLight
      let cosine = abs(path.state.departure.x)
      for frequency in Self.sweep {
        let one = Self.slab(frequency, cosine).reflection.te
        let exact = (1..<bounces).reduce(one) { value, _ in value * one }
        let free = PhysicalConstants.speedOfLight / frequency / (4 * .pi * length)
        // Relative to the strongest in the band, as resonance makes four reflections 15 dB weaker.
        let largest = Self.sweep.map { Self.slab($0, cosine).reflection.te.length }.max() ?? 0
        let error =
          abs(amplitude(tracks, track, at: frequency).length / free - exact.length)
          / Double.pow(largest, bounces)
        #expect(20 * Double.log10(1 + error) < 0.1)
      }
    }
  }

  @Test("a wave through a pane is followed over the band, to 0.1 dB")
  func through() throws {
    var toy = try ToyScene(materials: [Self.pane("pane", thickness: 6e-3)])
    try toy.add(Self.wall(0), "wall", of: "pane")
    toy.link(from: Vector3(-3, -1, 0), to: Vector3(3, 2, 0))
    let tracks = try tracks(toy.scene()) {
      $0.lineOfSight = true
      $0.transmission = true
    }
    try #require(tracks.count == 1)
    let length = 45.0.squareRoot()
    for frequency in Self.sweep {
      let exact = Self.slab(frequency, 6 / length).transmission.te
      let free = PhysicalConstants.speedOfLight / frequency / (4 * .pi * length)
      let value = amplitude(tracks, 0, at: frequency)
      #expect(abs(decibels(value, over: exact * Complex(free))) < 0.1)
    }
  }

  @Test("without layers all paths follow the wavelength, and a moving body's echoes a constant")
  func plain() throws {
    var toy = try ToyScene(materials: [ToyScene.metal("mirror")])
    try toy.add(Self.wall(0), "wall", of: "itu_concrete")
    try toy.add(
      ToyScene.panel(Vector3(0, -0.1, -0.1), .unitY * 0.2, .unitZ * 0.2), "plate", of: "mirror",
      moving: .passing(Vector3(1, 0, 1), velocity: Vector3(1, 0, 0)))
    toy.link(from: Vector3(4, -1, 0), to: Vector3(4, 1, 0))
    let banded = try tracks(toy.scene()) { $0.specularModel = .aperture }
    let single = try tracks(toy.scene(), band: nil) { $0.specularModel = .aperture }
    #expect(banded.frequencySamples == nil)
    #expect(banded.paths() == single.paths())
    for (path, law) in zip(banded.paths(), banded.frequencyLaws) {
      let isWall = path.interactions.allSatisfy { $0.vertex.x == 0 }
      #expect(law == (isWall ? .wavelength : .constant))
    }
    #expect(Set(banded.frequencyLaws) == [.wavelength, .constant])
    #expect(single.frequencyLaws.allSatisfy { $0 == .wavelength })
  }

  @Test(
    "a plate in its far field echoes as one traced at each frequency, to 0.02 dB, of glass 0.1 dB",
    arguments: ["mirror", "pane", "rough"])
  func plate(material: String) throws {
    var toy = try ToyScene(
      materials: [
        ToyScene.metal("mirror"), Self.pane("pane", thickness: 6e-3),
        Self.pane("rough", thickness: nil, roughness: 0.4e-3),
      ])
    try toy.add(
      ToyScene.panel(Vector3(0, -0.02, -0.02), .unitY * 0.04, .unitZ * 0.04), "plate",
      of: material, moving: .passing(.zero, velocity: Vector3(1, 0, 0)))
    toy.link(from: Vector3(10, 0, 0), to: nil)
    func change(_ settings: inout PropagationSettings) { settings.specularModel = .aperture }
    let scene = toy.scene()
    let tracks = try tracks(scene, change)
    try #require(tracks.count == 1)
    for gigahertz in [77.0, 78, 80, 81] {
      let alone = try self.tracks(
        scene, at: Frequency(gigahertz: gigahertz), band: nil, change)
      let exact = alone.ends(at: 0).amplitude(of: alone.path(0, at: 0).state)
      // Were it taken as proportional to the wavelength the error would be 0.22 dB; the far field of
      // 4 cm begins at 0.8 m.
      let error = abs(decibels(amplitude(tracks, 0, at: gigahertz * 1e9), over: exact))
      #expect(error < (material == "mirror" ? 0.02 : 0.1))
    }
    #expect(tracks.frequencyLaws == [material == "mirror" ? .constant : .sampled])
  }

  @Test("diffraction is followed over the band as if traced at each frequency, to 0.01 dB")
  func diffraction() throws {
    var toy = try ToyScene(materials: [ToyScene.metal("mirror")])
    try toy.add(
      ToyScene.panel(Vector3(0, -5, -5), .unitY * 5, .unitZ * 10), "screen", of: "mirror")
    // In the shadow, where it falls with the root of the wavelength, and near its boundary.
    for offset in [-3.0, -0.02] {
      var toy = toy
      toy.link(from: Vector3(-5, 0, 0), to: Vector3(5, offset, 0.3))
      func change(_ settings: inout PropagationSettings) {
        settings.diffraction = true
        settings.specular = false
      }
      let scene = toy.scene()
      let tracks = try tracks(scene, change)
      try #require(tracks.count >= 1)
      #expect(tracks.frequencySamples?.frequencies.count == 2)
      for gigahertz in [77.0, 78.3, 79, 81] {
        let alone = try self.tracks(
          scene, at: Frequency(gigahertz: gigahertz), band: nil, change)
        for track in 0..<tracks.count {
          let exact = alone.ends(at: 0).amplitude(of: alone.path(track, at: 0).state)
          let value = amplitude(tracks, track, at: gigahertz * 1e9)
          #expect((value - exact).length < 1e-3 * exact.length)
        }
      }
    }
  }

  @Test("diffuse power from a pane follows its reflected power over the band, to 0.1 dB")
  func diffuse() throws {
    var toy = try ToyScene(materials: [Self.pane("pane", thickness: 6e-3, scattering: 0.5)])
    try toy.add(Self.wall(0), "wall", of: "pane")
    let transmitter = Vector3(2, -1, 0)
    toy.link(from: transmitter, to: Vector3(2, 1, 0))
    let tracks = try tracks(toy.scene()) {
      $0.specular = false
      $0.diffuse = true
      $0.scatterers = 300
    }
    #expect(tracks.count > 100)
    let samples = try #require(tracks.frequencySamples)
    for (track, path) in tracks.paths().enumerated() {
      let way = path.interactions[0].vertex - transmitter
      let cosine = abs(way.normalized.x)
      /// |Gamma_TE Gamma_TM|, to which the determinant of the transfer is proportional.
      func product(_ frequency: Double) -> Double {
        let r = Self.slab(frequency, cosine).reflection
        return r.te.length * r.tm.length
      }
      func determinant(_ t: PolarizationTransfer) -> Double {
        (t.thetaFromTheta * t.phiFromPhi - t.thetaFromPhi * t.phiFromTheta).length
      }
      let centre = determinant(path.state.transfer)
      for (index, frequency) in samples.frequencies.enumerated() {
        let state = tracks.states(of: [track], at: 0, sample: index, between: nil)[0]
        let ratio = determinant(state.transfer) / centre
        let exact = product(frequency) / product(79e9) * (79e9 / frequency) * (79e9 / frequency)
        // Interpolation in the table of |r|^2 is good to 1e-4, of 0.01 or more.
        #expect(isClose(ratio, exact, relative: 0.02))
      }
      // Between the samples.
      for frequency in Self.sweep {
        let shares = samples.shares(at: frequency)
        let te = zip(samples.frequencies, shares).reduce(0) {
          $0 + $1.1 * Self.slab($1.0, cosine).reflection.te.length
        }
        let exact = Self.slab(frequency, cosine).reflection.te.length
        #expect(abs(20 * Double.log10(te / exact)) < 0.1)
      }
    }
  }

  @Test("a rough surface reflects with Ament's factor at every frequency, to 0.01 dB")
  func roughness() throws {
    var toy = try ToyScene(
      materials: [Self.pane("rough", thickness: nil, roughness: 0.4e-3)])
    try toy.add(Self.wall(0), "wall", of: "rough")
    toy.link(from: Vector3(2, -1, 0), to: Vector3(2, 1, 0))
    let tracks = try tracks(toy.scene())
    try #require(tracks.count == 1)
    let cosine = 2 / 5.0.squareRoot()
    for frequency in Self.sweep {
      let wavelength = PhysicalConstants.speedOfLight / frequency
      let k = 2 * .pi / wavelength
      let rho = Double.exp(-2 * Double.pow(k * 0.4e-3 * cosine, 2))
      let smooth = halfSpaceReflection(
        permittivity: Complex(
          Self.permittivity,
          -Self.conductivity / (2 * .pi * frequency * PhysicalConstants.vacuumPermittivity)),
        cosIncidence: cosine
      ).te
      let exact = smooth * Complex(rho * wavelength / (4 * .pi * 2 * 5.0.squareRoot()))
      #expect(abs(decibels(amplitude(tracks, 0, at: frequency), over: exact)) < 0.01)
    }
  }

  @Test("layers with resonances closer than samples can be stay as in the middle of the band")
  func thickLayer() throws {
    let clear = Material(
      name: "clear",
      permittivity: Permittivity(
        bands: [
          .init(lowest: .init(si: 1), highest: .init(si: 1e15), a: 4, b: 0, c: 1e-4, d: 0)
        ]), thickness: Distance(si: 0.5))
    var toy = try ToyScene(materials: [clear])
    try toy.add(Self.wall(0), "wall", of: "clear")
    toy.link(from: Vector3(2, -1, 0), to: Vector3(2, 1, 0))
    let scene = toy.scene()
    #expect(try tracks(scene).frequencyLaws == [.wavelength])
    #expect(
      unresolvedMaterials(
        of: scene, centre: .init(gigahertz: 79), band: Self.band,
        transmission: false) == ["clear"])
  }
}
