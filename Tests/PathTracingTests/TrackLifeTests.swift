// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import Execution
import Kinematics
import PathTracing
import Quantities
import RealModule
import Scenes
import Spatial
import Testing
import ToyScenes

@Suite("Paths that begin and end")
struct TrackLifeTests {
  private static let speed = 8.0

  /// A box that crosses the line of sight of a link of 20 m at right angles.
  ///
  /// Its front meets the line at 187.5 ms and its rear leaves it at 312.5 ms.
  private func crossing() throws -> Scene {
    var toy = try ToyScene(materials: [ToyScene.metal("rough", scattering: 0.5)])
    try toy.add(
      ToyScene.panel(Vector3(-2, -8, -1), .unitX * 24, .unitY * 16), "ground", of: "rough")
    try toy.add(
      ToyScene.box(Vector3(9, -0.5, 0), Vector3(11, 0.5, 3)), "box", of: "rough",
      moving: .uniform(
        RigidTransform(rotation: .identity, translation: Vector3(0, -2, 0)),
        velocity: Vector3(0, Self.speed, 0), at: 0))
    toy.link(from: Vector3(0, 0, 1), to: Vector3(20, 0, 1))
    return toy.scene()
  }

  private func tracer(
    _ scene: Scene, scatterers: Int = 0, diffraction: Bool = false
  ) throws -> PathTracer {
    var settings = PropagationSettings()
    settings.maximumDepth = 2
    settings.diffuse = scatterers > 0
    settings.scatterers = max(1, scatterers)
    settings.diffraction = diffraction
    settings.specularModel = .aperture
    settings.keyframeSpan = 0...0.5
    return try PathTracer(
      scene: scene, frequency: Frequency(gigahertz: 79), settings: settings, instants: [0, 0.25],
      seed: 1, workers: Workers(count: 2))
  }

  /// The magnitude of the line of sight, 1 where nothing is in the way.
  private func lineOfSight(_ tracks: any PathTracks, at time: Double) -> Double {
    let free = Frequency(gigahertz: 79).wavelength / (4 * .pi * 20)
    return tracks.identifiers.indices
      .filter { tracks.identifiers[$0] == PathIdentifier(rawValue: 0) }
      .reduce(0) { $0 + tracks.path($1, at: time).state.transfer.thetaFromTheta.length / free }
  }

  @Test(
    "the line of sight has half its field when the edge of a body is on it",
    arguments: [(0.1875, 0.15...0.2), (0.3125, 0.3...0.35)])
  func crossingTime(edge: Double, keyframes: ClosedRange<Double>) throws {
    let tracks = try tracer(try crossing()).tracks(link: 0, over: keyframes)
    let isRise = edge > 0.25
    // The end is found to a chirp of 0.1 ms, of the 8.6 ms to either side that the fade lasts: its
    // slope 1.5 / 17.2 ms makes 0.9 % of the field of that.
    #expect(abs(lineOfSight(tracks, at: edge) - 0.5) < 0.02)
    let zone = (Frequency(gigahertz: 79).wavelength * 20 / 4).squareRoot() / Self.speed
    for (time, isBefore) in [(edge - zone / 2 - 1e-3, true), (edge + zone / 2 + 1e-3, false)] {
      let expected = isBefore == isRise ? 0.0 : 1.0
      // Beyond the zone there is all or nothing, to the rounding of the field.
      #expect(abs(lineOfSight(tracks, at: time) - expected) < 1e-12)
    }
  }

  @Test("where edges diffract, what they shadow ends at once")
  func withDiffraction() throws {
    let tracks = try tracer(try crossing(), diffraction: true).tracks(link: 0, over: 0.15...0.2)
    // Twice the time of a chirp, to which the end is found.
    #expect(abs(lineOfSight(tracks, at: 0.1875 - 2e-4) - 1) < 1e-12)
    #expect(lineOfSight(tracks, at: 0.1875 + 2e-4) == 0)
  }

  @Test("right on a shadow's border the wave from the edge lasts until a body hides the edge")
  func borderOfShadow() throws {
    // As near to the border of the screen's shadow as rays in single precision can tell, or nearer.
    for offset in [-3e-5, -1e-6, -1e-7, 0, 1e-7, 1e-6, 3e-5] {
      var toy = try ToyScene(materials: [ToyScene.metal("metal")])
      try toy.add(
        ToyScene.panel(Vector3(10, -30, -40), .unitY * 60, .unitZ * 40), "screen", of: "metal")
      // Its front meets the way from the source to the edge at 30 ms.
      try toy.add(
        ToyScene.box(Vector3(4.5, -3, -3), Vector3(5.5, 0, 3)), "box", of: "metal",
        moving: .passing(Vector3(0, 0.1125 - 0.03 * Self.speed, 0), velocity: .unitY * Self.speed))
      toy.link(from: Vector3(0, 0, 1), to: Vector3(20, 0.5, -1 + offset))
      let tracks = try tracer(toy.scene(), diffraction: true).tracks(link: 0, over: 0...0.05)
      func size(at time: Double) -> Double {
        tracks.paths(at: time).filter { path in
          path.interactions.contains {
            $0.kind == .diffraction && abs($0.vertex.x - 10) < 1e-9 && abs($0.vertex.z) < 1e-9
          }
        }.reduce(0) { $0 + $1.state.transfer.thetaFromTheta.length }
      }
      #expect(size(at: 0) > 0 && size(at: 0.04) == 0, "at \(offset)")
      // Nothing that the wave meets has moved; the same arithmetic gives the same field.
      #expect(abs(size(at: 0.029) / size(at: 0) - 1) < 1e-12, "at \(offset)")
    }
  }

  @Test("fields go on over keyframes without a step while a body hides and shows scatterers")
  func keyframes() throws {
    let tracer = try tracer(try crossing(), scatterers: 3000)
    var changes = 0
    for keyframe in 1..<10 {
      let time = 0.05 * Double(keyframe)
      let before = try tracer.tracks(link: 0, over: (time - 0.01)...time)
      let after = try tracer.tracks(link: 0, over: time...(time + 0.01))
      let (left, right) = (field(before, at: time), field(after, at: time))
      // Sums of some thousand fields in another order.
      #expect((left.sum - right.sum).length < 1e-10 * left.magnitudes)
      changes += Set(before.identifiers).symmetricDifference(after.identifiers).count
    }
    // The box hides some of the ground at each of them.
    #expect(changes > 100)
  }

  /// The field at the receiver, and the sum of the magnitudes of all paths'.
  private func field(
    _ tracks: any PathTracks, at time: Double
  ) -> (sum: Complex<Double>, magnitudes: Double) {
    let ends = tracks.ends(at: time)
    return tracks.paths(at: time).reduce((.zero, 0)) { total, path in
      let cycles = path.state.delay * Frequency(gigahertz: 79).hertz
      let own =
        ends.amplitude(of: path.state)
        * Complex(length: 1, phase: -2 * .pi * (cycles - cycles.rounded()))
      return (total.sum + own, total.magnitudes + own.length)
    }
  }

  @Test("the phase of every path is smooth over 10,000 chirps and all keyframes between them")
  func coherence() throws {
    let tracer = try tracer(try crossing(), scatterers: 40)
    // 10,000 chirps of 50 us in frames of 500.
    var latest: [PathIdentifier: (phase: Double, step: Double?)] = [:]
    var worst = 0.0
    for frame in 0..<20 {
      let start = 0.025 * Double(frame)
      let tracks = try tracer.tracks(link: 0, over: start...(start + 0.025))
      for chirp in 0..<500 {
        let time = start + 5e-5 * Double(chirp)
        let ends = tracks.ends(at: time)
        var now: [PathIdentifier: (phase: Double, step: Double?)] = [:]
        for (track, state) in tracks.states(of: Array(0..<tracks.count), at: time).enumerated() {
          let amplitude = ends.amplitude(of: state)
          guard amplitude.length > 0 else { continue }
          let turns =
            amplitude.phase / (2 * .pi) - state.delay * Frequency(gigahertz: 79).hertz
          let identifier = tracks.identifiers[track]
          let before = latest[identifier]
          let step = before.map { turns - $0.phase - (turns - $0.phase).rounded() }
          if let step, let former = before?.step {
            worst = max(worst, abs(step - former - (step - former).rounded()))
          }
          now[identifier] = (turns, step)
        }
        latest = now
      }
    }
    // Of the nearest scatterer, 1 m from an end, the way bends by v^2 / r = 64 m/s^2 or less for each
    // leg: 2 * 64 (50 us)^2 / 3.8 mm = 8e-5 turns from chirp to chirp.
    #expect(worst < 1e-4)
    #expect(latest.count > 20)
  }
}
