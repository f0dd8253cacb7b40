// SPDX-License-Identifier: Apache-2.0

package import Electromagnetics
package import Quantities
package import Spatial

/// A radio: antennas at a place, fixed or on a body.
package struct Radio: Hashable, Sendable {
  package var name: String

  /// The node of the scene's motion that carries the antennas; its x axis is their boresight.
  package var node: Int

  /// The antenna all elements share.
  package var antenna: Antenna

  /// Where the receive elements sit relative to the node, in metres.
  ///
  /// The transmit element sits at the node's origin.
  package var receiveElements: [Vector3]

  /// The power fed to the transmitting antenna.
  package var power: Power

  /// The noise figure of the receiver.
  package var noiseFigure: Decibels
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
