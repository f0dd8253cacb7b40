// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
package import Electromagnetics
package import Spatial

/// An antenna at an instant.
package struct AntennaPose: Hashable, Sendable {
  package var antenna: Antenna

  /// The phase centre in the world, in metres.
  package var position: Vector3

  /// Turns the antenna's own frame into the world's.
  package var orientation: Rotation

  /// The velocity of the phase centre in the world, in metres per second.
  package var velocity: Vector3

  /// The angular velocity in the world, in radians per second.
  package var angularVelocity: Vector3

  package init(
    antenna: Antenna, position: Vector3, orientation: Rotation = .identity,
    velocity: Vector3 = .zero, angularVelocity: Vector3 = .zero
  ) {
    self.antenna = antenna
    self.position = position
    self.orientation = orientation
    self.velocity = velocity
    self.angularVelocity = angularVelocity
  }

  /// An element of the array of a radio that has this pose, at the element's own place.
  package func at(_ element: ArrayElement) -> AntennaPose {
    var pose = radiating(like: element)
    let arm = orientation(element.position)
    pose.position += arm
    pose.velocity += angularVelocity.cross(arm)
    return pose
  }

  /// The pose with the antenna and the orientation of an element, at the radio's place.
  package func radiating(like element: ArrayElement) -> AntennaPose {
    var pose = self
    pose.antenna = element.antenna
    pose.orientation = orientation * element.orientation
    return pose
  }
}

/// Both ends of a link at an instant.
package struct LinkEnds: Hashable, Sendable {
  package var transmitter: AntennaPose
  package var receiver: AntennaPose

  package init(transmitter: AntennaPose, receiver: AntennaPose) {
    self.transmitter = transmitter
    self.receiver = receiver
  }

  /// Two elements of the radios' arrays, each at its own place.
  package func at(_ transmit: ArrayElement, _ receive: ArrayElement) -> LinkEnds {
    LinkEnds(transmitter: transmitter.at(transmit), receiver: receiver.at(receive))
  }

  /// The ends with the antennas of two elements, at the radios' places.
  package func radiating(like transmit: ArrayElement, _ receive: ArrayElement) -> LinkEnds {
    LinkEnds(
      transmitter: transmitter.radiating(like: transmit),
      receiver: receiver.radiating(like: receive))
  }

  /// The amplitude of a path between the antennas; its square is the path gain with both antennas.
  ///
  /// Physics primer, eq. 2.
  package func amplitude(of state: PathState) -> Complex<Double> {
    state.transfer.amplitude(
      transmitted: transmitter.antenna.field(
        towards: state.departure, orientation: transmitter.orientation),
      departure: state.departure,
      received: receiver.antenna.field(towards: state.arrival, orientation: receiver.orientation),
      arrival: state.arrival)
  }
}
