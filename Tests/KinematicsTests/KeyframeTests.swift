// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kinematics
import Spatial
import TestSupport
import Testing

@Suite("Motion through the keys of an animation")
struct KeyframeTests {
  private let period = 1.6

  /// A point that goes round an ellipse while its frame rocks, in 24 keys from 0.4 s on.
  private func ellipse(repeats: Bool) -> KeyframeMotion {
    let times = (0...24).map { 0.4 + period * Double($0) / 24 }
    return KeyframeMotion(
      positions: times.map { .init(time: $0, value: place(at: $0 - 0.4)) },
      rotations: times.map {
        .init(time: $0, value: Rotation(axis: .unitY, angle: 0.5 * cos(turn($0 - 0.4))))
      },
      interval: 0.4...0.4 + period, playback: .init(start: 10, repeats: repeats))
  }

  private func turn(_ elapsed: Double) -> Double { 2 * .pi * elapsed / period }

  private func place(at elapsed: Double) -> Vector3 {
    Vector3(0.3 * cos(turn(elapsed)), 0.2 * sin(turn(elapsed)), 0)
  }

  @Test("a repeated ellipse has the velocity of the ellipse, also from one round to the next")
  func seam() {
    let motion = ellipse(repeats: true)
    let rate = 2 * Double.pi / period
    for elapsed in [-3.2, -0.01, 0, 1e-9, 0.77, 1.6 - 1e-9, 1.6, 1.61, 16.3] {
      let state = motion.state(at: 10 + elapsed)
      let velocity = rate * Vector3(-0.3 * sin(turn(elapsed)), 0.2 * cos(turn(elapsed)), 0)
      // The spline errs by 5/384 (2 pi / 24)^4 of the amplitude, its slope by (2 pi / 24)^3 / 24
      // of the speed: 6e-5 and 8e-4. A curve that ended at the seam would be 10 % off there.
      #expect((state.worldFromBody.translation - place(at: elapsed)).length < 2.5e-5)
      #expect((state.velocity - velocity).length < 1e-3 * 0.3 * rate)
      let turning = Vector3(0, -0.5 * rate * sin(turn(elapsed)), 0)
      #expect((state.angularVelocity - turning).length < 1e-3 * 0.5 * rate)
    }
  }

  @Test("velocities are the derivatives of places and orientations")
  func derivatives() {
    let motion = ellipse(repeats: true)
    let point = Vector3(0.1, 0.4, -0.2)
    for step in 0..<40 {
      let time = 9.3 + 0.0931 * Double(step)
      let h = 1e-5
      func place(_ time: Double) -> Vector3 { motion.state(at: time).worldFromBody(point) }
      let derivative = (place(time + h) - place(time - h)) / (2 * h)
      let state = motion.state(at: time)
      // Central differences err by h^2 / 6 of the third derivative, some 1e2 m/s^3, and by rounding
      // of places over h.
      #expect((state.velocity(at: place(time)) - derivative).length < 1e-8)
    }
  }

  @Test("what plays once rests before and after it")
  func once() {
    let motion = ellipse(repeats: false)
    for (time, elapsed) in [(3.0, 0.0), (9.999, 0), (11.601, 1.6), (100, 1.6)] {
      let state = motion.state(at: time)
      #expect(state.velocity == .zero && state.angularVelocity == .zero)
      // Knots are met to rounding.
      #expect((state.worldFromBody.translation - place(at: elapsed)).length < 1e-14)
    }
    #expect(motion.state(at: 10.4).velocity.length > 0.5)
  }

  @Test("a value is held before its first and after its last key, while others move on")
  func held() {
    let motion = KeyframeMotion(
      positions: [.init(time: 1, value: .zero), .init(time: 2, value: .unitX)],
      rotations: [0, 1, 2, 3, 4].map {
        .init(time: $0, value: Rotation(axis: .unitZ, angle: $0))
      },
      interval: 0...4, playback: .init(start: 0, repeats: false))
    for (time, x) in [(0.5, 0.0), (1, 0), (1.5, 0.5), (2, 1), (3, 1)] {
      let state = motion.state(at: time)
      // One unit of rounding.
      #expect((state.worldFromBody.translation - Vector3(x, 0, 0)).length < 1e-15)
      #expect((state.angularVelocity - .unitZ).length < 1e-13)
    }
  }
}
