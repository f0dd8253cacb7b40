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

  package init(
    antenna: Antenna, position: Vector3, orientation: Rotation = .identity,
    velocity: Vector3 = .zero
  ) {
    self.antenna = antenna
    self.position = position
    self.orientation = orientation
    self.velocity = velocity
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

  /// The amplitude of a path between the antennas; its square is the path gain with both antennas.
  package func amplitude(of state: PathState) -> Complex<Double> {
    state.transfer.amplitude(
      transmitted: transmitter.antenna.field(
        towards: state.departure, orientation: transmitter.orientation),
      departure: state.departure,
      received: receiver.antenna.field(towards: state.arrival, orientation: receiver.orientation),
      arrival: state.arrival)
  }
}
