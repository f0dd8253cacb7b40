// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import Electromagnetics
import Execution
import Kinematics
import Materials
import PathTracing
import Quantities
import RealModule
import Scenes
import Spatial
import TestSupport
import Testing
import ToyScenes

@Suite("Diffuse paths")
struct DiffusePathTests {
  private let wavelength = Frequency(gigahertz: 79).wavelength

  /// A scattering metal wall of 6 m x 4 m in the plane x = 10 and a link.
  private func wall(
    _ lobe: ScatteringLobe, from source: Vector3, to target: Vector3?, coefficient: Double = 0.6,
    crossPolarShare: Double = 0
  ) throws -> Scene {
    let material = ToyScene.metal(
      "rough", scattering: coefficient, lobe: lobe, crossPolarShare: crossPolarShare)
    var toy = try ToyScene(materials: [material])
    try toy.add(
      ToyScene.panel(Vector3(10, -3, -2), Vector3(0, 6, 0), Vector3(0, 0, 4)), "wall",
      of: "rough")
    toy.link(from: source, to: target)
    return toy.scene()
  }

  /// The diffuse path gain over the wall as a surface integral.
  ///
  /// The integrand is S^2 f cos(theta_i) / (r_i r_s)^2 (lambda / 4 pi)^2, for isotropic antennas
  /// whose field is everywhere reflected in full.
  private func integral(
    _ lobe: ScatteringLobe, from source: Vector3, to target: Vector3, coefficient: Double
  ) -> Double {
    let (columns, rows) = (600, 400)
    var sum = 0.0
    for column in 0..<columns {
      for row in 0..<rows {
        let point = Vector3(
          10, -3 + 6 * (Double(column) + 0.5) / Double(columns),
          -2 + 4 * (Double(row) + 0.5) / Double(rows))
        let (incoming, outgoing) = (point - source, target - point)
        let (near, far) = (incoming.length, outgoing.length)
        let incident = incoming / near
        let density = lobe.density(
          incident: incident, scattered: outgoing / far, normal: -.unitX)
        sum += density * incident.x / (near * near * far * far)
      }
    }
    let area = 24.0 / Double(columns * rows)
    return sum * area * Double.pow(coefficient * wavelength / (4 * .pi), 2)
  }

  @Test(
    "the scattered power equals the surface integral, for every lobe",
    arguments: [
      ScatteringLobe.lambertian, .directive(.init(exponent: 4)),
      .backscattering(.init(forwardExponent: 10, backwardExponent: 2.5, forwardShare: 0.7)),
    ])
  func surfaceIntegral(lobe: ScatteringLobe) throws {
    let (source, target) = (Vector3(0, 0.5, 0.2), Vector3(2, -4, 1))
    let exact = integral(lobe, from: source, to: target, coefficient: 0.6)
    for (count, tolerance) in [(300, 0.15), (3000, 0.05), (30_000, 0.02)] {
      let scene = try wall(lobe, from: source, to: target)
      let gain = try traced(scene, scatterers: count, lineOfSight: false).totalGain()
      // Vertical antennas pass all of it: without cross-polarisation what is sent along theta
      // is scattered along theta. Stratified sampling errs by about the variation within a stratum
      // over the root of the count.
      #expect(abs(10 * Double.log10(gain / exact)) < tolerance, "\(count) scatterers")
    }
  }

  @Test("monostatic power of a Lambertian wall equals its integral too")
  func monostatic() throws {
    let radar = Vector3(0, 0.3, -0.1)
    let exact = integral(.lambertian, from: radar, to: radar, coefficient: 0.6)
    let scene = try wall(.lambertian, from: radar, to: nil)
    let gain = try traced(scene, scatterers: 5000).totalGain()
    #expect(abs(10 * Double.log10(gain / exact)) < 0.05)
  }

  @Test("the power does not depend on how the wall is cut, nor on where points are dense")
  func unbiased() throws {
    // Averages over seeds must meet the integral within four standard errors of what they
    // themselves scatter.
    let (source, target) = (Vector3(6, 2, 0.2), Vector3(9, -2.5, 1))
    let exact = integral(.lambertian, from: source, to: target, coefficient: 0.6)
    let scene = try wall(.lambertian, from: source, to: target)
    let gains = try (1...40).map { seed in
      try traced(scene, scatterers: 200, lineOfSight: false, seed: UInt64(seed)).totalGain() / exact
    }
    let mean = gains.reduce(0, +) / 40
    let variance = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 39
    #expect(abs(mean - 1) < 4 * (variance / 40).squareRoot() + 1e-3)
  }

  @Test("from a thousand scatterers up a Lambertian wall stays within 0.2 dB of its integral")
  func convergence() throws {
    let (source, target) = (Vector3(6, 2, 0.2), Vector3(9, -2.5, 1))
    let exact = integral(.lambertian, from: source, to: target, coefficient: 0.6)
    let scene = try wall(.lambertian, from: source, to: target)
    for count in [1000, 3000, 10_000, 30_000] {
      for seed: UInt64 in 1...5 {
        let gain = try traced(scene, scatterers: count, lineOfSight: false, seed: seed).totalGain()
        #expect(abs(10 * Double.log10(gain / exact)) < 0.2, "\(count) scatterers, seed \(seed)")
      }
    }
  }

  @Test("S = 1 leaves nothing to the specular reflection, and S^2 + R^2 = 1 in between")
  func energyBalance() throws {
    let (source, target) = (Vector3(0, 0.5, 0.2), Vector3(0, -0.5, 0.2))
    func powers(_ coefficient: Double) throws -> (diffuse: Double, specular: Double) {
      let scene = try wall(.lambertian, from: source, to: target, coefficient: coefficient)
      let tracks = try traced(scene, depth: 1, scatterers: 400, lineOfSight: false)
      let ends = tracks.ends(at: 0)
      var sums = (diffuse: 0.0, specular: 0.0)
      for path in tracks.paths() {
        let power = ends.amplitude(of: path.state).lengthSquared
        if path.interactions[0].kind == .diffuse {
          sums.diffuse += power
        } else {
          sums.specular += power
        }
      }
      return sums
    }
    let (none, all) = (try powers(0), try powers(1))
    #expect(none.diffuse == 0 && none.specular > 0)
    #expect(all.specular == 0 && all.diffuse > 0)
    for coefficient in [0.1, 0.5, 0.9] {
      // Scatterers lie in the same places whatever S is, so that both shares add up to rounding.
      let some = try powers(coefficient)
      #expect(
        isClose(
          some.diffuse / all.diffuse + some.specular / none.specular, 1, within: 1e-12))
    }
  }

  @Test("S = 0 scatters nothing, and scattered power grows with S squared")
  func coefficient() throws {
    let (source, target) = (Vector3(0, 0.5, 0.2), Vector3(2, -4, 1))
    func gain(_ coefficient: Double) throws -> Double {
      let scene = try wall(.lambertian, from: source, to: target, coefficient: coefficient)
      return try traced(scene, scatterers: 500, lineOfSight: false).totalGain()
    }
    #expect(try gain(0) == 0)
    #expect(try isClose(gain(0.8) / gain(0.4), 4, relative: 1e-12))
  }

  @Test("what a surface scatters is missing in its specular reflection")
  func specularLoss() throws {
    func specular(_ coefficient: Double) throws -> Double {
      let scene = try wall(
        .lambertian, from: .zero, to: Vector3(0, 1, 0), coefficient: coefficient)
      return try traced(scene, depth: 1, lineOfSight: false).totalGain()
    }
    #expect(try isClose(specular(0.6) / specular(0), 1 - 0.36, relative: 1e-12))
  }

  @Test("nothing is scattered through the wall to the other side")
  func otherSide() throws {
    let scene = try wall(.lambertian, from: .zero, to: Vector3(20, 0, 0))
    #expect(try traced(scene, scatterers: 500, lineOfSight: false).count == 0)
  }

  @Test("scatterers behind an obstacle do not count")
  func shadow() throws {
    let material = ToyScene.metal("rough", scattering: 0.6)
    var toy = try ToyScene(materials: [material])
    try toy.add(
      ToyScene.panel(Vector3(10, -3, -2), Vector3(0, 6, 0), Vector3(0, 0, 4)), "wall",
      of: "rough")
    // A screen of smooth metal that hides the half y > 0 from the radar.
    try toy.add(
      ToyScene.panel(Vector3(5, 0, -2), Vector3(0, 3, 0), Vector3(0, 0, 4)), "screen",
      of: "itu_metal")
    toy.link(from: .zero, to: nil)
    let paths = try traced(toy.scene(), scatterers: 1000).paths()
    #expect(paths.count > 100)
    #expect(paths.allSatisfy { ($0.interactions.first?.vertex.y ?? 1) <= 0 })
  }

  @Test("phases are random: coherent and incoherent power agree over many seeds")
  func randomPhases() throws {
    let (source, target) = (Vector3(0, 0.5, 0.2), Vector3(2, -4, 1))
    let scene = try wall(.lambertian, from: source, to: target)
    let ratios = try (1...60).map { seed -> Double in
      let tracks = try traced(
        scene, scatterers: 400, lineOfSight: false, seed: UInt64(seed))
      let ends = tracks.ends(at: 0)
      let field = tracks.paths().reduce(Complex<Double>.zero) { sum, path in
        let cycles = 79e9 * path.state.delay
        return sum + ends.amplitude(of: path.state)
          * Complex(length: 1, phase: -2 * .pi * (cycles - cycles.rounded()))
      }
      return field.lengthSquared / tracks.totalGain()
    }
    // Exponentially distributed with mean one: the mean of 60 has a standard error of
    // 0.13; five of them.
    let mean = ratios.reduce(0, +) / 60
    #expect(abs(mean - 1) < 5 * 0.13)
  }

  @Test("the same seed gives the same scatterers on any number of threads, another seed others")
  func seeds() throws {
    let scene = try wall(.lambertian, from: .zero, to: Vector3(0, 1, 0))
    func paths(_ seed: UInt64, _ threads: Int) throws -> [PropagationPath] {
      try traced(scene, depth: 2, scatterers: 700, seed: seed, threads: threads).paths()
    }
    #expect(try paths(3, 1) == paths(3, 2))
    #expect(try paths(3, 1) == paths(3, 5))
    #expect(try paths(3, 1) != paths(4, 1))
  }
}

@Suite("Moving bodies")
struct MovingBodyTests {
  /// A rough plate driving and turning past a wall, seen by two radios that move too.
  private func scene() throws -> Scene {
    let material = ToyScene.metal("rough", scattering: 0.5)
    var toy = try ToyScene(materials: [material])
    let turning = Trajectory(
      poses: (0...20).map { step in
        let time = -1 + 0.1 * Double(step)
        return .init(
          time: time,
          worldFromBody: RigidTransform(
            rotation: Rotation(yaw: 0.9 * time, pitch: 0.2, roll: 0),
            translation: Vector3(6 + 3 * time, 1 - 2 * time, 0.5 * time)))
      })
    try toy.add(
      ToyScene.panel(Vector3(0, -1, -1), Vector3(0, 2, 0), Vector3(0, 0, 2)), "plate",
      of: "rough", moving: .follows(turning))
    try toy.add(
      ToyScene.panel(Vector3(-10, 8, -3), Vector3(30, 0, 0), Vector3(0, 0, 9)), "wall",
      of: "rough")
    toy.link(
      from: .passing(Vector3(0, -1, 0), velocity: Vector3(1, 2, 0)),
      to: .passing(Vector3(0, 1, 0.5), velocity: Vector3(-3, 0, 1)))
    return toy.scene()
  }

  @Test("the rate of every track's delay is the rate at which its delay changes")
  func rates() throws {
    let tracks = try traced(scene(), depth: 2, scatterers: 300)
    let step = 1e-5
    #expect(tracks.count > 100)
    var kinds: Set<[InteractionKind]> = []
    for track in 0..<tracks.count {
      let (before, now, after) = (
        tracks.path(track, at: -step), tracks.path(track, at: 0), tracks.path(track, at: step)
      )
      kinds.insert(now.interactions.map(\.kind))
      let rate = (after.state.delay - before.state.delay) / (2 * step)
      // Central differences: rounding 1e-16 * 20 m / 1e-5 s / c, and h^2 / 6 of the jerk.
      #expect(isClose(now.state.delayRate, rate, within: 1e-17 + 1e-6 * 1e-8))
    }
    #expect(kinds.contains([]))
    #expect(kinds.contains([.specular]))
    #expect(kinds.contains([.diffuse]))
  }

  @Test("a scatterer stays where it is on its body")
  func bodyFixed() throws {
    let scene = try scene()
    let tracks = try traced(scene, scatterers: 300)
    let (early, late) = (scene.groupStates(at: -0.2)[1], scene.groupStates(at: 0.3)[1])
    var compared = 0
    for (a, b) in zip(tracks.paths(at: -0.2), tracks.paths(at: 0.3)) {
      guard let first = a.interactions.first, let second = b.interactions.first,
        scene.facets[Int(first.facet)].group == 1
      else { continue }
      let onBodyEarly = early.worldFromBody.inverse(first.vertex)
      let onBodyLate = late.worldFromBody.inverse(second.vertex)
      #expect((onBodyEarly - onBodyLate).length < 1e-13)
      compared += 1
    }
    #expect(compared > 5)
  }

  @Test("a path keeps its identifier while it lasts")
  func identity() throws {
    let scene = try scene()
    var settings = PropagationSettings()
    settings.maximumDepth = 2
    settings.scatterers = 300
    let tracer = try PathTracer(
      scene: scene, frequency: .init(gigahertz: 79), settings: settings, instants: [0], seed: 1,
      workers: .init(count: 2))
    let first = try tracer.tracks(link: 0, over: -0.01...0.0)
    let second = try tracer.tracks(link: 0, over: 0.0...0.01)
    let shared = Set(first.identifiers).intersection(second.identifiers)
    #expect(Double(shared.count) > 0.95 * Double(first.count))
    #expect(Set(first.identifiers).count == first.count)
    for track in 0..<first.count {
      guard let other = second.identifiers.firstIndex(of: first.identifiers[track]) else {
        continue
      }
      // At the instant they share, both evaluate the same path.
      #expect(first.path(track, at: 0).state == second.path(other, at: 0).state)
    }
  }

  @Test("tracks of resting radios and surfaces come first and do not change")
  func resting() throws {
    let material = ToyScene.metal("rough", scattering: 0.5)
    var toy = try ToyScene(materials: [material])
    try toy.add(
      ToyScene.panel(Vector3(0, -1, -1), Vector3(0, 2, 0), Vector3(0, 0, 2)), "plate",
      of: "rough", moving: .passing(Vector3(6, 0, 0), velocity: Vector3(3, 0, 0)))
    try toy.add(
      ToyScene.panel(Vector3(-10, 8, -3), Vector3(30, 0, 0), Vector3(0, 0, 9)), "wall",
      of: "rough")
    toy.link(from: .zero, to: Vector3(0, 1, 0))
    let tracks = try traced(toy.scene(), depth: 1, scatterers: 400)
    #expect(tracks.restingCount > 0 && tracks.restingCount < tracks.count)
    for track in 0..<tracks.count {
      let changes = tracks.path(track, at: 0).state != tracks.path(track, at: 0.1).state
      #expect(changes == (track >= tracks.restingCount))
    }
  }
}
