// SPDX-License-Identifier: Apache-2.0

import Foundation
import InputDocuments
import Kinematics
import RFTwin
import Scenes
import Spatial
import TestSupport
import Testing

@Suite("Actors that move as an animation of their mesh file does")
struct AnimatedActorTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let period = 1.6

  /// Eight equal steps of a turn about y (up) in half a second.
  private static let spin = AnimatedGLB.Animation(
    name: "spin",
    channels: [
      .init(
        times: (0...8).map { Double($0) / 16 },
        values: (0...8).map { [0, sin(.pi * Double($0) / 8), 0, cos(.pi * Double($0) / 8)] })
    ])

  /// A turn to and fro about z, written as cubic splines whose tangents are zero.
  private static let swing = AnimatedGLB.Animation(
    name: "swing",
    channels: [
      .init(
        interpolation: "CUBICSPLINE", times: (0...32).map { period * Double($0) / 32 },
        values: (0...32).flatMap { index in
          let half = 0.3 * sin(.pi * Double(index) / 16)
          return [[0, 0, 0, 0], [0, 0, sin(half), cos(half)], [0, 0, 0, 0]]
        })
    ])

  private func scenario(_ actor: String) -> String {
    """
    name: animation
    actors:
      - { name: robot, mesh: robot.glb, \(actor) }
    radios: [ { name: radar, position: [0, 0, 0], power: 20 dBm } ]
    links: [ { name: mono, tx: radar, rx: radar } ]
    waveform: { kind: fmcw, start: 77 GHz, slope: 35.44 MHz/us, ramp: 112.86 us, idle: 13 us, \
    sample-rate: 18.75 MHz }
    propagation: { diffuse: off, line-of-sight: off }
    episode: { start: 0 s, duration: 0.4 s, frames: { chirps: 64 } }
    """
  }

  private func load(_ actor: String, _ animations: [AnimatedGLB.Animation]) throws -> Scene {
    try AnimatedGLB(animations: animations).data
      .write(to: URL(fileURLWithPath: folder.file("robot.glb")))
    return try Scenario.load(folder.write(scenario(actor), to: "scenario.yaml")).scene
  }

  private func blade(_ scene: Scene) throws -> RigidGroup {
    try #require(scene.groups.first { $0.name == "robot/blade" })
  }

  @Test("a rotor of equal steps spins evenly on its moving actor, with exact velocities")
  func rotor() throws {
    let scene = try load(
      """
      animation: spin, trajectory: { waypoints: [ { time: 0 s, position: [20, 5, 0] }, \
      { time: 4 s, position: [60, 5, 0] } ] }
      """, [Self.spin, Self.swing])
    let group = try blade(scene)
    #expect(!group.isAtRest)
    // The mast doubles lengths.
    let reach = group.mesh.vertices.map(\.x).max() ?? 0
    #expect(isClose(reach, 0.6, within: 1e-7))
    let rate = 4 * Double.pi
    for time in [0.0, 0.03, 0.1875, 0.49, 0.5, 1.234, 3.9] {
      let state = scene.motion.states(at: time)[group.node]
      // (0, 2, 0) with y up, and from there 2 x 0.5 along the mast's x axis, which points to the
      // left of the actor.
      let hub = Vector3(20 + 10 * time, 6, 2)
      // That of the blade does so too at first.
      let angle = .pi / 2 + rate * time
      let arm = 0.6 * Vector3(cos(angle), sin(angle), 0)
      // Keys in single precision: 6e-8 of the angle from key to key and of times, which are
      // differences of up to 0.5 s over 62.5 ms.
      let tip = state.worldFromBody(Vector3(0.6, 0, 0))
      #expect((tip - (hub + arm)).length < 1e-6)
      #expect((state.velocity - Vector3(10, 0, 0)).length < 1e-12)
      #expect((state.angularVelocity - Vector3(0, 0, rate)).length < 5e-6 * rate)
      let velocity = Vector3(10, 0, 0) + Vector3(0, 0, rate).cross(arm)
      #expect((state.velocity(at: tip) - velocity).length < 1e-5 * velocity.length)
    }
  }

  @Test("a pendulum in 32 keys swings as its sine does, its start shifted, once or on and on")
  func pendulum() throws {
    for (loop, times) in [
      ("once", [0.3, 0.5, 0.9, 1.85]), ("repeat", [-7.1, 0, 0.25, 1.85, 9.9]),
    ] {
      let scene = try load(
        """
        animation: { name: swing, loop: \(loop), start: 0.25 s }, position: [3, 0, 0]
        """, [Self.spin, Self.swing])
      let group = try blade(scene)
      for time in times {
        let phase = 2 * Double.pi * (time - 0.25) / Self.period
        let (angle, rate) = (0.6 * sin(phase), 0.6 * cos(phase) * 2 * .pi / Self.period)
        let state = scene.motion.states(at: time)[group.node]
        // The file's z axis is turned into its x axis by the mast and so points forward here.
        let arm = 0.6 * Vector3(0, cos(angle), sin(angle))
        let tip = state.worldFromBody(Vector3(0.6, 0, 0))
        // The spline errs by 5/384 (2 pi / 32)^4 of the amplitude in place and by
        // (2 pi / 32)^3 / 24 of its rate, 2e-5 and 3.2e-4.
        #expect((tip - (Vector3(3, 1, 2) + arm)).length < 2e-5 * 0.6)
        #expect((state.angularVelocity - Vector3(rate, 0, 0)).length < 4e-4 * 0.6 * 4)
      }
      let after = scene.motion.states(at: 50)[group.node]
      #expect((after.angularVelocity.length == 0) == (loop == "once"))
    }
  }

  @Test("a place through keys moves too, in metres of the actor, and carries scattering centres")
  func translation() throws {
    let keys = (0...32).map { Self.period * Double($0) / 32 }
    let bob = AnimatedGLB.Animation(
      name: "bob",
      channels: [
        .init(
          path: "translation", times: keys,
          values: keys.map { [0.5, 0.1 * cos(2 * .pi * $0 / Self.period), 0] })
      ])
    let scene = try load(
      """
      animation: on, position: [3, 0, 0], \
      scattering-centres: [ { part: blade, position: [0.6, 0, 0], rcs: 1 m2 } ]
      """, [bob])
    let centre = try #require(scene.centres.first)
    let blade = try blade(scene)
    #expect(centre.node == blade.node)
    for time in [0.0, 0.33, 1.6, 5.1] {
      let phase = 2 * Double.pi * time / Self.period
      let state = scene.motion.states(at: time)[centre.node]
      // The mast doubles lengths; the errors are those of the pendulum.
      let expected = Vector3(3, 1.6, 2 + 0.2 * cos(phase))
      #expect((state.worldFromBody(centre.position) - expected).length < 2e-5 * 0.2)
      let speed = -0.2 * sin(phase) * 2 * .pi / Self.period
      #expect((state.velocity - Vector3(0, 0, speed)).length < 4e-4 * 0.8)
    }
  }

  @Test("a node on a node is carried along: a blade that swings on a mast that turns")
  func nested() throws {
    let mast = AnimatedGLB.Channel(
      node: 0, times: Self.swing.channels[0].times,
      values: (0...32).map { index in
        let half = .pi / 4 + .pi * Double(index) / 32
        return [0, sin(half), 0, cos(half)]
      })
    let scene = try load(
      "animation: on, position: [3, 0, 0]",
      [.init(name: "both", channels: [Self.swing.channels[0], mast])])
    let node = try blade(scene).node
    func tip(_ time: Double) -> Vector3 {
      scene.motion.states(at: time)[node].worldFromBody(Vector3(0.6, 0, 0))
    }
    for time in [0.0, 0.4, 1.03, 2.2] {
      let turn = .pi / 2 + 2 * .pi * time / Self.period
      let swing = 0.6 * sin(2 * .pi * time / Self.period)
      let outwards = Vector3(cos(turn), sin(turn), 0)
      let expected =
        Vector3(3, 0, 2) + outwards + 0.6 * (cos(swing) * outwards + Vector3(0, 0, sin(swing)))
      // The spline of the swing errs by 2e-5 of its amplitude, see the pendulum.
      #expect((tip(time) - expected).length < 2e-5 * 0.6)
      let h = 1e-5
      let derivative = (tip(time + h) - tip(time - h)) / (2 * h)
      let velocity = scene.motion.states(at: time)[node].velocity(at: tip(time))
      // Central differences err by h^2 / 6 of the third derivative, some 1e2 m/s^3, by rounding of
      // places over h, and at a key by h / 4 of a jump of the third derivative.
      #expect((velocity - derivative).length < 1e-7)
    }
  }

  @Test("without the key, and with 'off', the mesh stays as it stands in the file")
  func off() throws {
    for key in ["", "animation: off, "] {
      let scene = try load(key + "position: [3, 0, 0]", [Self.spin])
      #expect(scene.groups.map(\.name) == ["static", "robot"])
      #expect(scene.groups.allSatisfy { $0.isAtRest })
      let reach = scene.groups[1].mesh.vertices.map(\.y).max() ?? 0
      // Single precision.
      #expect(isClose(reach, 1.6, within: 1e-6))
    }
  }

  /// A mistake in an actor or in its file, and words of what is said about it.
  struct Mistake: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var actor = "animation: on, position: [0, 0, 0]"
    var animations: [AnimatedGLB.Animation] = []
    var words: String
  }

  private static func turns(
    _ angles: [Double], interpolation: String = "LINEAR"
  ) -> [AnimatedGLB.Animation] {
    let times = angles.indices.map(Double.init)
    let values = angles.map { [0, sin($0 / 2), 0, cos($0 / 2)] }
    return [
      .init(
        name: "odd", channels: [.init(interpolation: interpolation, times: times, values: values)])
    ]
  }

  static let mistakes: [Mistake] = [
    Mistake(
      testDescription: "wrong name", actor: "animation: spinn, position: [0, 0, 0]",
      animations: [spin, swing], words: "no animation 'spinn'; it has spin, swing; did you mean"),
    Mistake(
      testDescription: "several", animations: [spin, swing],
      words: "2 animations; name one of spin, swing"),
    Mistake(testDescription: "none", words: "holds no animation"),
    Mistake(
      testDescription: "open", animations: turns([0, 1, 2]),
      words: "'blade' does not end where it begins"),
    Mistake(testDescription: "half a turn", animations: turns([0, .pi, 0]), words: "half a turn"),
    Mistake(
      testDescription: "steps", animations: turns([0, 1, 0], interpolation: "STEP"),
      words: "jumps at 1 s (interpolation STEP)"),
    Mistake(
      testDescription: "late start",
      actor: "animation: { start: 1e11 s }, position: [0, 0, 0]", animations: [spin],
      words: "animation.start' must lie between -10000000000 s and 10000000000 s, not '1e11 s'"),
    Mistake(
      testDescription: "scale",
      animations: [
        .init(
          name: "grow",
          channels: [.init(path: "scale", times: [0, 1], values: [[1, 1, 1], [1, 2, 1]])])
      ], words: "it has no two keys"),
    Mistake(
      testDescription: "scale of what turns",
      animations: [
        .init(
          name: "grow",
          channels: [
            spin.channels[0],
            .init(path: "scale", times: [0, 1], values: [[1, 1, 1], [1, 2, 1]]),
          ])
      ], words: "scales the node 'blade' at 1 s"),
    Mistake(
      testDescription: "part",
      actor: "animation: on, position: [0, 0, 0], parts: [ { name: blade, spins: "
        + "{ axis: [0, 0, 1], rate: 1 rad/s } } ]",
      animations: [spin], words: "so it cannot be a part too"),
    Mistake(
      testDescription: "parent",
      actor: "animation: on, position: [0, 0, 0], parts: [ { name: hook, pivot: [0, 0, 0], "
        + "parent: blade, spins: { axis: [0, 0, 1], rate: 1 rad/s } } ], "
        + "scattering-centres: [ { part: hook, position: [0, 0, 0], rcs: 1 m2 } ]",
      animations: [spin], words: "a part cannot hang on a node that an animation moves"),
    Mistake(
      testDescription: "loop",
      actor: "animation: { loop: twice }, position: [0, 0, 0]", animations: [spin],
      words: "once, repeat"),
  ]

  @Test("a mistake about an animation is named with its file and line", arguments: mistakes)
  func complaints(mistake: Mistake) throws {
    let error = #expect(throws: InputError.self) {
      try load(mistake.actor, mistake.animations)
    }
    let message = error?.description ?? ""
    #expect(message.contains("scenario.yaml:3: "), "\(message)")
    #expect(message.contains(mistake.words), "\(message)")
  }

  @Test("that tangents of keys are not used is told of the animation that plays, and of no other")
  func tangents() throws {
    let words = "the animation 'swing' of '\(folder.file("robot.glb"))' has CUBICSPLINE keys"
    let scene = try load(
      "animation: swing, position: [0, 0, 0]", [Self.spin, Self.swing])
    #expect(scene.warnings.count { $0.hasPrefix(words) } == 1, "\(scene.warnings)")
    let other = try load("animation: spin, position: [0, 0, 0]", [Self.spin, Self.swing])
    #expect(!other.warnings.contains { $0.contains("CUBICSPLINE") })
  }

  @Test("steps between equal keys are no jumps")
  func equalSteps() throws {
    let scene = try load(
      "animation: on, position: [0, 0, 0]", Self.turns([1, 1, 1], interpolation: "STEP"))
    let blade = try blade(scene)
    #expect(blade.isAtRest)
  }
}
