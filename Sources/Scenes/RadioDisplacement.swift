// SPDX-License-Identifier: Apache-2.0

internal import Kinematics
package import Spatial

extension Scene {
  /// The axes along which a radio is placed: those of the world, of the body that carries it, or its own
  /// where it moves by itself.
  ///
  /// - Parameters:
  ///   - radio: Which radio.
  ///   - time: In seconds.
  /// - Returns: The rotation from these axes to those of the world.
  package func placingAxes(ofRadio radio: Int, at time: Double) -> Rotation {
    motion.placingAxes(of: radios[radio].node, at: time)
  }

  /// Where a radio is put: its pose in the world, or in the frame of what carries it.
  ///
  /// - Parameter radio: Which radio, at rest where it is put.
  /// - Returns: The pose, and whether something carries it.
  package func placing(ofRadio radio: Int) -> (pose: RigidTransform, isCarried: Bool) {
    motion.placing(of: radios[radio].node)
  }

  /// Puts a radio beside its place.
  ///
  /// - Parameters:
  ///   - radio: Which radio.
  ///   - offset: By how much, in metres along its placing axes.
  package mutating func displace(radio: Int, by offset: Vector3) {
    radios[radio].node = motion.add(beside: radios[radio].node, by: offset)
  }

  /// Turns a radio about its own axes.
  ///
  /// - Parameters:
  ///   - radio: Which radio.
  ///   - turn: From its axes afterwards to those before.
  package mutating func turn(radio: Int, by turn: Rotation) {
    radios[radio].node = motion.add(turning: radios[radio].node, by: turn)
  }
}
