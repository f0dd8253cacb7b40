// SPDX-License-Identifier: Apache-2.0

internal import Quantities

/// What is sent, and the thermal noise of the receiver that hears it.
package struct DropNoise: Hashable, Sendable {
  /// What is sent, in watts.
  package var power: Double
  /// The noise's bandwidth in hertz.
  package var bandwidth: Double
  /// The receiver's noise factor.
  package var noiseFactor: Double

  package init(power: Double, bandwidth: Double, noiseFactor: Double) {
    self.power = power
    self.bandwidth = bandwidth
    self.noiseFactor = noiseFactor
  }

  /// k T_0 B F over the power that is sent.
  package var relative: Double {
    PhysicalConstants.boltzmann * PhysicalConstants.referenceTemperature * bandwidth * noiseFactor
      / power
  }
}
