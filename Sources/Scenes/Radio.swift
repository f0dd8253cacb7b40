// SPDX-License-Identifier: Apache-2.0

package import Electromagnetics
package import Quantities

/// A radio: antennas at a place, fixed or on a body.
package struct Radio: Hashable, Sendable {
  package var name: String

  /// The node of the scene's motion that carries the antennas; its x axis is their boresight.
  package var node: Int

  /// The antenna of elements that have none of their own.
  ///
  /// Paths are looked for as if it sat at the node's origin.
  package var antenna: Antenna

  /// The elements that transmit and those that receive, at least one each, in the node's frame.
  package var transmitElements: [ArrayElement]
  package var receiveElements: [ArrayElement]

  /// Which transmit elements send, and how they share the chirps.
  package var emission = Emission.first

  /// The power fed to the transmitting antenna.
  package var power: Power

  /// The noise figure of the receiver.
  package var noiseFigure: Decibels
}

extension Radio {
  /// The transmit elements that send, in the order of their turns.
  package var activeTransmitElements: [ArrayElement] {
    emission.elements.map { transmitElements[$0] }
  }
}

/// A transmitter and a receiver; the two may be one radio, which makes the link monostatic.
package struct Link: Hashable, Sendable {
  package var name: String

  /// Indices into the scene's radios.
  package var transmitter: Int
  package var receiver: Int

  /// Whether transmitter and receiver are one radio.
  package var isMonostatic: Bool { transmitter == receiver }
}
