// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import Execution
import FieldOracles
import Kinematics
import PathTracing
import RealModule
import Spatial
import Testing
import ToyScenes

@Suite("Flat metal plates that approach")
struct ApproachingPlateTests {
  private static let speed = 10.0

  /// The sounder's time from chirp to chirp, in seconds.
  private static let chirp = 125.86e-6

  /// A square plate that a radar at the origin sees.
  struct Plate: Sendable {
    var side: Double

    /// The distance of its middle at time zero in metres.
    var range: Double

    /// Yaw and pitch in radians.
    var yaw = 0.0
    var pitch = 0.0

    private var rotation: Rotation { Rotation(yaw: yaw, pitch: pitch, roll: 0) }

    func range(at time: Double) -> Double { range - speed * time }

    /// The paths over the plate in an interval.
    func tracks(over interval: ClosedRange<Double>) throws -> any PathTracks {
      var toy = try ToyScene(materials: [ToyScene.metal("mirror")])
      try toy.add(
        ToyScene.panel(Vector3(0, -side / 2, -side / 2), .unitY * side, .unitZ * side), "plate",
        of: "mirror",
        moving: .uniform(
          RigidTransform(rotation: rotation, translation: Vector3(range, 0, 0)),
          velocity: Vector3(-speed, 0, 0), at: 0))
      toy.link(from: .zero, to: nil)
      var settings = PropagationSettings()
      settings.maximumDepth = 1
      settings.diffuse = false
      settings.specularModel = .aperture
      return try PathTracer(
        scene: toy.scene(), frequency: LinkField.frequency, settings: settings, instants: [0],
        seed: 1, workers: Workers(count: 2)
      ).tracks(link: 0, over: interval)
    }

    /// The field that Kirchhoff's integral gives, relative to that of a whole mirror.
    ///
    /// A metal mirror turns it over.
    func exact(at time: Double, panels: Int = 60) -> Complex<Double> {
      let range = range(at: time)
      return -RectangularPlate(
        centre: Vector3(range, 0, 0), across: rotation(.unitY * side),
        upward: rotation(.unitZ * side)
      ).field(
        from: .zero, to: .zero, wavenumber: LinkField.wavenumber, length: 2 * range, panels: panels)
    }

    /// The field over some paths, relative to that of a whole mirror.
    func field(_ tracks: any PathTracks, at time: Double) -> Complex<Double> {
      let (ends, length) = (tracks.ends(at: time), 2 * range(at: time))
      let sum = tracks.paths(at: time).reduce(Complex<Double>.zero) { sum, path in
        let turns = path.state.delay * LinkField.frequency.si - length / LinkField.wavelength
        return sum + ends.amplitude(of: path.state)
          * Complex(length: 1, phase: -2 * .pi * (turns - turns.rounded()))
      }
      return sum * Complex(4 * .pi * length / LinkField.wavelength)
    }
  }

  /// Plates in whose pieces the phase is bent by up to half a radian, and one of a single piece that
  /// just counts as far away.
  private static let plates = [
    (0.8, 23.4), (0.8, 20), (0.8, 12.5), (0.6, 13.2), (0.6, 10.5), (0.5, 10), (0.1, 20), (0.05, 21),
  ].map { Plate(side: $0, range: $1) }

  /// The ratio of two amplitudes in decibels.
  private func decibels(_ ratio: Double) -> Double { 20 * Double.log10(ratio) }

  @Test("the integral that plates are held against has converged, and is that over squares of 1 mm")
  func convergence() {
    for plate in Self.plates {
      let (coarse, fine) = (plate.exact(at: 0), plate.exact(at: 0, panels: 90))
      // The phase turns by 0.1 rad or less within a panel; five nodes err by its tenth power.
      #expect((coarse - fine).length < 1e-10)
      let section = summedCrossSection(
        ofPlate: plate.side, range: plate.range, wavelength: LinkField.wavelength)
      let own = .pi * plate.range * plate.range * fine.lengthSquared
      // Midpoints of squares of 1 mm leave (k h y / R)^2 / 12 of the field: 1e-4 at the edge.
      #expect(abs(decibels((own / section).squareRoot())) < 2e-3)
    }
  }

  @Test(
    "moving plates of 0.05 m to 0.8 m return amplitude and phase of Kirchhoff's integral",
    arguments: plates.indices, [(0.0, 0.0), (0.5, -0.3)])
  func kirchhoff(index: Int, degrees: (yaw: Double, pitch: Double)) throws {
    var plate = Self.plates[index]
    plate.yaw = degrees.yaw * .pi / 180
    plate.pitch = degrees.pitch * .pi / 180
    let tracks = try plate.tracks(over: 0...0.016)
    for time in [0, 0.0051, 0.0137] {
      let (found, exact) = (plate.field(tracks, at: time), plate.exact(at: time))
      // The mean of the bend of the phase over a piece is counted, 0.03 rad in the last plate and 0.015
      // rad in pieces of the others. Pieces 40 dB below the strongest ones are left out: 1 % of the field.
      #expect(abs(decibels(found.length / exact.length)) < 0.1, "at \(plate.range(at: time)) m")
      #expect(abs((found / exact).phase) < 0.01, "at \(plate.range(at: time)) m")
    }
  }

  @Test("the echo of a plate of 0.6 m that passes 10.147 m does not jump from chirp to chirp")
  func steps() throws {
    let chirps = 256
    let length = Double(chirps) * Self.chirp
    let plate = Plate(side: 0.6, range: 10.147 + Self.speed * length / 2)
    let tracks = try plate.tracks(over: 0...length)
    let sizes = (0..<chirps).map { plate.field(tracks, at: Double($0) * Self.chirp).length }
    let steps = zip(sizes.dropFirst(), sizes).map { abs(decibels($0 / $1)) }
    // Edges 3 units of Fresnel's scale away ripple by a fifth of the field, with 1.4 rad per metre
    // of range: 0.006 dB for the 1.3 mm of a chirp.
    #expect((steps.max() ?? 1) < 0.02)
    #expect(steps.contains { $0 > 0 })
  }
}
