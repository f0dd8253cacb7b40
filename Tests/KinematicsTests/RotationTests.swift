// SPDX-License-Identifier: Apache-2.0

import Kinematics
import RealModule
import Spatial
import TestSupport
import Testing

/// A trajectory that only turns.
private func turning(_ times: [Double], _ rotations: [Rotation]) -> Trajectory {
  Trajectory(
    poses: zip(times, rotations).map {
      .init(time: $0, worldFromBody: RigidTransform(rotation: $1, translation: .zero))
    })
}

/// The largest difference between the axes of two rotations.
private func difference(_ a: Rotation, _ b: Rotation) -> Double {
  max((a.xAxis - b.xAxis).length, (a.yAxis - b.yAxis).length, (a.zAxis - b.zAxis).length)
}

@Suite("Rotations between poses")
struct RotationTests {
  /// A tumbling motion through poses far apart, unevenly in time.
  private let times = [0.0, 0.7, 1.0, 2.1, 2.5, 3.6]
  private let tumbling = [
    Rotation.identity, Rotation(yaw: 1.1, pitch: 0.2, roll: -0.4),
    Rotation(yaw: 1.9, pitch: 0.9, roll: -0.5), Rotation(yaw: 2.8, pitch: -0.3, roll: 0.9),
    Rotation(yaw: 2.8, pitch: -0.3, roll: 0.9), Rotation(yaw: -2.2, pitch: 0.4, roll: 0.1),
  ]

  @Test("between two orientations a body turns about one axis at a constant rate")
  func twoPoses() {
    for degrees in [1e-3, 45, 90, 170, 179.99] {
      for axis in [Vector3.unitZ, Vector3(2, -3, 6) / 7] {
        let angle = degrees * .pi / 180
        let start = Rotation(yaw: 0.4, pitch: -0.3, roll: 2)
        let turn = turning([1, 3], [start, Rotation(axis: axis, angle: angle) * start])
        for step in 0...40 {
          let state = turn.state(at: 1 + 0.05 * Double(step))
          let expected = Rotation(axis: axis, angle: angle * Double(step) / 40) * start
          #expect(difference(state.worldFromBody.rotation, expected) < 1e-13)
          #expect((state.angularVelocity - axis * (angle / 2)).length < 1e-12)
        }
      }
    }
  }

  @Test("through many orientations about one axis a steady turn stays steady, ends included")
  func steadyTurn() {
    let axis = Vector3(1, 2, -2) / 3
    let turn = turning(
      (0...9).map(Double.init), (0...9).map { Rotation(axis: axis, angle: 2.5 * Double($0)) })
    for step in 0...90 {
      let state = turn.state(at: 0.1 * Double(step))
      #expect((state.angularVelocity - axis * 2.5).length < 1e-12)
      let expected = Rotation(axis: axis, angle: 0.25 * Double(step))
      #expect(difference(state.worldFromBody.rotation, expected) < 1e-12)
    }
  }

  @Test("a coning motion sampled ten times a second is followed in orientation and rate")
  func coning() {
    // A spin about an axis that itself turns about the vertical.
    func pose(_ time: Double) -> Rotation {
      Rotation(axis: .unitZ, angle: 0.8 * time) * Rotation(axis: .unitY, angle: 0.5)
        * Rotation(axis: .unitX, angle: 1.3 * time)
    }
    let samples = (0...60).map { 0.1 * Double($0) }
    let motion = turning(samples, samples.map(pose))
    for step in 0..<200 {
      let time = 1 + 0.0201 * Double(step)
      let state = motion.state(at: time)
      let axis = (Rotation(axis: .unitZ, angle: 0.8 * time) * Rotation(axis: .unitY, angle: 0.5))
        .xAxis
      // No closed form: found were 1.2e-7 and 3.7e-6, by steps of 0.2 rad about a moving axis.
      #expect(difference(state.worldFromBody.rotation, pose(time)) < 2e-7)
      #expect((state.angularVelocity - .unitZ * 0.8 - axis * 1.3).length < 6e-6)
    }
  }

  @Test("the angular velocity is the rate of the orientation, and has no steps at the poses")
  func rates() {
    let motion = turning(times, tumbling)
    let step = 1e-5
    for index in 1..<360 {
      let time = 0.01 * Double(index)
      let (before, now, after) = (
        motion.state(at: time - step), motion.state(at: time), motion.state(at: time + step)
      )
      for axis in [Vector3.unitX, .unitY, .unitZ] {
        let rate =
          (after.worldFromBody.rotation(axis) - before.worldFromBody.rotation(axis)) / (2 * step)
        // The angular acceleration steps at poses, by up to 1e2 rad/s^2 times half a step there.
        #expect(
          (rate - now.angularVelocity.cross(now.worldFromBody.rotation(axis))).length < 1e-6
            || times.contains { abs($0 - time) < step })
      }
      #expect((after.angularVelocity - before.angularVelocity).length < 2 * step * 100)
    }
  }

  @Test("between two equal orientations a body does not turn at all")
  func rest() {
    let motion = turning(times, tumbling)
    for step in 0...20 {
      let state = motion.state(at: 2.1 + 0.02 * Double(step))
      #expect(difference(state.worldFromBody.rotation, tumbling[3]) < 1e-15)
      #expect(state.angularVelocity == .zero)
    }
  }

  @Test("a turn that is held does not overshoot")
  func monotone() {
    let yaws = [0, 0.1, 1.4, 1.4, 1.5, 2.9]
    let motion = turning(times, yaws.map { Rotation(yaw: $0, pitch: 0, roll: 0) })
    for step in 0...360 {
      #expect(motion.state(at: 0.01 * Double(step)).angularVelocity.z > -1e-12)
    }
  }

  @Test("neither the world's axes nor the body's matter for the motion")
  func invariance() {
    let world = Rotation(yaw: 0.7, pitch: -1.1, roll: 2.2)
    let body = Rotation(yaw: -1.9, pitch: 0.6, roll: 0.3)
    let (plain, turned) = (
      turning(times, tumbling), turning(times, tumbling.map { world * $0 * body })
    )
    for step in 0...72 {
      let (a, b) = (plain.state(at: 0.05 * Double(step)), turned.state(at: 0.05 * Double(step)))
      let expected = world * a.worldFromBody.rotation * body
      #expect(difference(b.worldFromBody.rotation, expected) < 1e-12)
      #expect((b.angularVelocity - world(a.angularVelocity)).length < 1e-11)
    }
  }

  @Test("ways and headings turn with the world")
  func wayInvariance() {
    let points = [(0, 0), (3, 1), (4, 3), (4, 3), (-2, 8), (-2.5, 8), (-9, 7)]
      .map { Vector3($0, $1, 0) }
    let clock = [0, 1, 1.5, 3, 5, 5.5, 6.25]
    let yaw = Rotation(yaw: 2.1, pitch: 0, roll: 0)
    let plain = Trajectory(times: clock, positionsAlongWay: points)
    let turned = Trajectory(times: clock, positionsAlongWay: points.map { yaw($0) })
    for step in 0...125 {
      let (a, b) = (plain.state(at: 0.05 * Double(step)), turned.state(at: 0.05 * Double(step)))
      let place = b.worldFromBody.translation - yaw(a.worldFromBody.translation)
      #expect(place.length < 1e-12)
      #expect((b.velocity - yaw(a.velocity)).length < 1e-11)
      let expected = yaw * a.worldFromBody.rotation
      #expect(difference(b.worldFromBody.rotation, expected) < 1e-11)
      #expect((b.angularVelocity - yaw(a.angularVelocity)).length < 1e-9)
    }
  }

  @Test("played backwards the same poses give the same motion backwards")
  func timeReversal() {
    let places = [0, 3, 3.5, 3.5, -1, -9].map { Vector3($0, $0 * $0, 1) }
    func motion(_ times: [Double], _ rotations: [Rotation], _ places: [Vector3]) -> Trajectory {
      Trajectory(
        poses: times.indices.map {
          .init(
            time: times[$0],
            worldFromBody: RigidTransform(rotation: rotations[$0], translation: places[$0]))
        })
    }
    let forward = motion(times, tumbling, places)
    let backward = motion(
      times.reversed().map { -$0 }, tumbling.reversed(), places.reversed())
    for step in 0...72 {
      let time = 0.05 * Double(step)
      let (a, b) = (forward.state(at: time), backward.state(at: -time))
      let place = a.worldFromBody.translation - b.worldFromBody.translation
      #expect(place.length < 1e-12)
      #expect((a.velocity + b.velocity).length < 1e-11)
      #expect(difference(a.worldFromBody.rotation, b.worldFromBody.rotation) < 1e-12)
      #expect((a.angularVelocity + b.angularVelocity).length < 1e-11)
    }
  }
}
