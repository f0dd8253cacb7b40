// SPDX-License-Identifier: Apache-2.0

internal import DelayDoppler

/// How the echoes of dropped targets are detected in thermal noise alone.
package struct DropDetection: Hashable, Sendable {
  package var noise: DropNoise
  /// How many samples are added in phase before the envelope is taken.
  package var samples: Int
  package var falseAlarmProbability: Double

  package init(noise: DropNoise, samples: Int, falseAlarmProbability: Double) {
    self.noise = noise
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
    DetectionProbability.steady(
      signalToNoise: gain * Double(samples) / noise.relative,
      falseAlarmRate: falseAlarmProbability)
  }
}
