// SPDX-License-Identifier: Apache-2.0

/// How the channels over targets and that of the background make one channel.
package enum BackgroundCombination: Hashable, Sendable {
  /// The sum of both: TR 38.901 V19 (7.9.4-16).
  case plainSum
  /// The form of the study before the standard (arXiv 2409.14441): the part of the targets and that of the
  /// surroundings times a coupling factor.
  ///
  /// The formula itself, (13) there, was not to be had, so this is assumed: what is added are power
  /// gains, the inverses of linear losses; the factor is one of power, zero or more; and it weighs
  /// the background alone. The study leaves its values open. One gives the plain sum.
  case couplingFactor(Double)

  /// What multiplies the background's power.
  package var backgroundPower: Double {
    switch self {
    case .plainSum: 1
    case .couplingFactor(let factor): max(0, factor)
    }
  }

  /// What multiplies the amplitudes of the background's paths.
  package var backgroundAmplitude: Double { backgroundPower.squareRoot() }

  /// The mean gain of both parts together, whose paths have unrelated phases.
  ///
  /// - Parameters:
  ///   - targets: The linear power gain over all targets.
  ///   - background: The linear power gain of the background.
  /// - Returns: The linear power gain.
  package func gain(targets: Double, background: Double) -> Double {
    targets + backgroundPower * background
  }
}
