// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kinematics
import Spatial
import TestSupport
import Testing

@Suite("Swinging parts")
struct SwingTests {
  private let stride = Swing(
    mean: 0.1, frequency: 0.9,
    harmonics: [.init(amplitude: 0.4, phase: 1), .init(amplitude: -0.1, phase: 0.3)])

  @Test("a swing is a mean and its sines")
  func angle() {
    let time = 0.37
    let turn = 2 * Double.pi * 0.9 * time
    let expected = 0.1 + 0.4 * sin(turn + 1) - 0.1 * sin(2 * turn + 0.3)
    #expect(isClose(stride.evaluate(at: time).angle, expected, within: 1e-15))
    // It repeats after its period.
    #expect(isClose(stride.evaluate(at: time + 1 / 0.9).angle, expected, within: 1e-14))
  }

  @Test("no rate of a swing is above its bound")
  func bound() {
    let rates = (0..<1000).map { abs(stride.evaluate(at: Double($0) * 2e-3).rate) }
    let fastest = rates.max() ?? 0
    #expect(fastest <= stride.fastestRate)
    // Two sines of once and twice the frequency nearly meet at their peaks.
    #expect(fastest > 0.8 * stride.fastestRate)
  }

  @Test("velocities of a shank on a thigh on a walking body are the derivatives of places")
  func hierarchy() {
    var motion = ArticulatedMotion()
    let body = motion.add(
      .follows(
        Trajectory(
          times: [0, 1, 2, 3],
          positionsAlongWay: [
            Vector3(0, 0, 0), Vector3(1.2, 0.2, 0), Vector3(2.2, 0.9, 0.1), Vector3(3, 2, 0),
          ])))
    let thigh = motion.add(
      .swings(pivot: Vector3(0, 0.1, 0.9), axis: .unitY, swing: stride), to: body)
    let shank = motion.add(
      .swings(
        pivot: Vector3(0, 0, -0.45), axis: Vector3(0.1, 1, 0).normalized,
        swing: Swing(mean: 0.3, frequency: 1.8, harmonics: [.init(amplitude: 0.3, phase: 2)])),
      to: thigh)
    #expect(motion.root(of: shank) == body)
    let ankle = Vector3(0.02, 0, -0.44)
    func place(_ time: Double) -> Vector3 { motion.states(at: time)[shank].worldFromBody(ankle) }
    for step in 1..<20 {
      let time = 0.14 * Double(step)
      let h = 1e-5
      let derivative = (place(time + h) - place(time - h)) / (2 * h)
      let state = motion.states(at: time)[shank]
      let velocity = state.velocity(at: state.worldFromBody(ankle))
      // Central differences err by h^2 / 6 of the third derivative, some 1e3 m/s^3, and by
      // rounding of places over h.
      #expect((velocity - derivative).length < 1e-7)
    }
  }
}
