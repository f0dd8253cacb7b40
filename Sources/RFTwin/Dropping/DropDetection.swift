// SPDX-License-Identifier: Apache-2.0

internal import Quantities
internal import RealModule
internal import StatisticalChannel

/// How the echoes of dropped targets are detected in thermal noise alone.
package struct DropDetection: Hashable, Sendable {
  /// What is sent, in watts.
  package var power: Double
  /// The noise's bandwidth in hertz.
  package var bandwidth: Double
  /// The receiver's noise factor.
  package var noiseFactor: Double
  /// How many samples are added in phase before the envelope is taken.
  package var samples: Int
  package var falseAlarmProbability: Double

  package init(
    power: Double, bandwidth: Double, noiseFactor: Double, samples: Int,
    falseAlarmProbability: Double
  ) {
    self.power = power
    self.bandwidth = bandwidth
    self.noiseFactor = noiseFactor
    self.samples = samples
    self.falseAlarmProbability = falseAlarmProbability
  }

  /// The probability that an echo is detected that keeps still over the samples.
  ///
  /// The noise is k T_0 B F over the number of samples.
  ///
  /// Physics primer, eq. 44.
  ///
  /// - Parameter gain: The linear power gain of the echo.
  /// - Returns: The probability.
  package func probability(gain: Double) -> Double {
    let noise =
      PhysicalConstants.boltzmann * PhysicalConstants.referenceTemperature * bandwidth
      * noiseFactor / Double(samples)
    return EnvelopeDetection(
      noiseDeviation: (noise / 2).squareRoot(), falseAlarmProbability: falseAlarmProbability
    ).detectionProbability(amplitude: (power * gain).squareRoot())
  }
}
