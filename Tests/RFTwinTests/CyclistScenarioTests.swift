// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kinematics
import RFTwin
import Scenes
import Spatial
import TestSupport
import Testing

@Suite("The bundled cyclist")
struct CyclistScenarioTests {
  private let speed = 4.0

  /// The state of a part and the actor's velocity taken off, in a frame that rides along.
  private func scene() throws -> Scene {
    try Scenario.load("\(SharedFiles.project)/Scenes/cyclist/scenario.yaml").scene
  }

  private func state(_ part: String, of scene: Scene, at time: Double) throws -> RigidState {
    let group = try #require(scene.groups.first { $0.name == "cyclist/\(part)" })
    return scene.motion.states(at: time)[group.node]
  }

  @Test("a wheel stands on the ground and its top comes at 2 v")
  func wheels() throws {
    let scene = try scene()
    for name in ["wheel-front", "wheel-rear"] {
      let wheel = try state(name, of: scene, at: 0.41)
      let hub = wheel.worldFromBody.translation
      // The radius is that of the mesh, rounded to 0.1 mm of 0.34 m.
      #expect(wheel.velocity(at: hub - .unitZ * 0.34).length < 5e-3)
      #expect(
        (wheel.velocity(at: hub + .unitZ * 0.34) - Vector3(-2 * speed, 0, 0)).length < 5e-3)
    }
  }

  @Test("pedals go round the axle once a second without tilting, at v +- 2 pi 0.17 m/s")
  func pedals() throws {
    let scene = try scene()
    for step in 0..<8 {
      let time = 0.11 * Double(step)
      let axle = try state("crank", of: scene, at: time).worldFromBody.translation
      for (name, phase) in [("pedal-left", 0), ("pedal-right", Double.pi)] {
        let pedal = try state(name, of: scene, at: time)
        let angle = 2 * Double.pi * time + phase
        // The rider heads for -x; joints are rounded to 0.1 mm.
        let offset = pedal.worldFromBody.translation - axle
        #expect(isClose(offset.x, -0.17 * sin(angle), within: 1e-3))
        #expect(isClose(offset.z, 0.17 * cos(angle), within: 1e-3))
        #expect(
          isClose(pedal.velocity.x, -speed - 2 * .pi * 0.17 * cos(angle), within: 1e-2))
        #expect(pedal.angularVelocity.length < 1e-9)
      }
    }
  }

  @Test("both ankles stay above their pedals all the way round")
  func legs() throws {
    let scene = try scene()
    for step in 0..<20 {
      let time = 0.05 * Double(step)
      for side in ["left", "right"] {
        let shank = try state("shank-\(side)", of: scene, at: time)
        let pedal = try state("pedal-\(side)", of: scene, at: time).worldFromBody.translation
        let ankle = shank.worldFromBody(Vector3(0, 0, -0.4428)) - pedal
        // The joints follow three sines each, which miss the ideal by a millimetre; the heel is
        // 6 cm behind the axle of the pedal, which is +x here.
        #expect(isClose(ankle.x, 0.06, within: 3e-3))
        #expect(isClose(ankle.z, 0.10, within: 3e-3))
      }
    }
  }
}
