// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import Execution
import Kinematics
import PathTracing
import RealModule
import Scenes
import Spatial
import Testing
import ToyScenes

@Suite("A radio that passes a mirror")
struct PassingRadioTests {
  private static let spacing = 0.05

  /// A way past a metal plate of 0.5 m, 5 m away.
  struct Pass: Sendable {
    var start: Vector3
    var velocity: Vector3

    /// Where the receiver rests; nil for a radar.
    var receiver: Vector3?

    /// The way over the whole mirror at an instant, in metres.
    func length(at time: Double) -> Double {
      let place = start + velocity * time
      return Vector3(10 - place.x, place.y, place.z).distance(to: receiver ?? place)
    }
  }

  /// The point of reflection goes from 0.37 m before the plate to 0.63 m behind it.
  private static let passes = [
    Pass(start: Vector3(0, -0.62, 0), velocity: .unitY * 10),
    Pass(
      start: Vector3(0, -2.74, 0), velocity: .unitY * 20, receiver: Vector3(0, 1.5, 0.2)),
  ]

  private func tracer(_ pass: Pass) throws -> PathTracer {
    var toy = try ToyScene(materials: [ToyScene.metal("mirror")])
    try toy.add(
      ToyScene.panel(Vector3(5, -0.25, -0.25), .unitY * 0.5, .unitZ * 0.5), "plate", of: "mirror")
    toy.link(
      from: .passing(pass.start, velocity: pass.velocity), to: pass.receiver.map { .at($0) })
    var settings = PropagationSettings()
    settings.lineOfSight = false
    settings.maximumDepth = 1
    settings.diffuse = false
    settings.specularModel = .aperture
    settings.keyframeSpan = 0...(3 * Self.spacing)
    settings.keyframeSpacing = Self.spacing
    return try PathTracer(
      scene: toy.scene(), frequency: LinkField.frequency, settings: settings, instants: [0],
      seed: 1, workers: Workers(count: 2))
  }

  /// The field over some paths, relative to that of a whole mirror.
  private func field(_ tracks: any PathTracks, _ pass: Pass, at time: Double) -> Complex<Double> {
    let (ends, length) = (tracks.ends(at: time), pass.length(at: time))
    let sum = tracks.paths(at: time).reduce(Complex<Double>.zero) { sum, path in
      let turns = path.state.delay * LinkField.frequency.si - length / LinkField.wavelength
      return sum + ends.amplitude(of: path.state)
        * Complex(length: 1, phase: -2 * .pi * (turns - turns.rounded()))
    }
    return sum * Complex(4 * .pi * length / LinkField.wavelength)
  }

  @Test(
    "between keyframes the field of its mirror is that of a search at the very instant",
    arguments: passes.indices, 0..<3)
  func betweenKeyframes(index: Int, part: Int) throws {
    let pass = Self.passes[index]
    let span = Self.spacing * Double(part)...Self.spacing * Double(part + 1)
    let tracks = try tracer(pass).tracks(link: 0, over: span)
    // At the end of the last part the plate is so far beside the ray that no search finds it.
    let isFading = part == 2
    var (largest, smallest) = (0.0, Double.infinity)
    for step in 0...20 {
      let time = span.lowerBound + Self.spacing * Double(step) / 20
      let searched = field(try tracer(pass).tracks(link: 0, over: time...time), pass, at: time)
      let followed = field(tracks, pass, at: time)
      // The same arithmetic at the same instant. What a search leaves out is below 0.0316 of a whole
      // mirror's field f, which goes as the inverse of the way x to the edge; a track fades over all
      // of the span, by (1 - x)^2 (1 + 2 x): 0.0316 (1 - x) (1 + 2 x) are 0.036 at most.
      #expect((followed - searched).length < (isFading ? 0.036 : 1e-12), "at \(time) s")
      (largest, smallest) = (max(largest, searched.length), min(smallest, searched.length))
    }
    // The field changes by 10 dB or more within each part.
    #expect(largest > 3 * smallest && largest > 0.1)
  }
}
