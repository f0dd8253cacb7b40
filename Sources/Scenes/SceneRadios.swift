// SPDX-License-Identifier: Apache-2.0

package import Electromagnetics
package import Kinematics
internal import Quantities
package import Spatial

extension Scene {
  /// Takes all radios and links out of the scene.
  package mutating func removeRadios() {
    radios = []
    links = []
  }

  /// Adds a radio with one antenna.
  ///
  /// - Parameters:
  ///   - name: What it is called.
  ///   - antenna: Its antenna, which transmits and receives.
  ///   - nodeMotion: How it moves in the world, or on what carries it.
  ///   - carrier: The node that it rides on; nil for none.
  /// - Returns: The radio's number.
  package mutating func addRadio(
    _ name: String, antenna: Antenna, motion nodeMotion: NodeMotion, on carrier: Int? = nil
  ) -> Int {
    let elements = [ArrayElement(antenna: antenna)]
    radios.append(
      Radio(
        name: name, node: motion.add(nodeMotion, to: carrier), antenna: antenna,
        transmitElements: elements,
        receiveElements: elements, power: Power(watts: 1), noiseFigure: Decibels(si: 0)))
    return radios.count - 1
  }

  /// Adds a link between two radios.
  package mutating func addLink(_ name: String, from transmitter: Int, to receiver: Int) {
    links.append(Link(name: name, transmitter: transmitter, receiver: receiver))
  }
}

extension NodeMotion {
  /// A motion along a straight line at constant velocity.
  ///
  /// - Parameters:
  ///   - pose: Where the body is at `time`.
  ///   - velocity: In metres per second, in the world.
  ///   - time: In seconds.
  /// - Returns: The motion; a body without velocity stays at its pose.
  package static func uniform(
    _ pose: RigidTransform, velocity: Vector3, at time: Double
  ) -> NodeMotion {
    guard velocity != .zero else { return .fixed(pose) }
    return .follows(
      Trajectory(
        poses: [-1.0, 1.0].map { second in
          var moved = pose
          moved.translation += velocity * second
          return .init(time: time + second, worldFromBody: moved)
        }))
  }
}
