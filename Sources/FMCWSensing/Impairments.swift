// SPDX-License-Identifier: Apache-2.0

/// What keeps a radio from being ideal; by default nothing but thermal noise does.
package struct Impairments: Hashable, Sendable {
  /// Of the one oscillator that sends and receives.
  package var phaseNoise: PhaseNoiseSpectrum?

  /// Between the radio's own antennas.
  package var leakage: Leakage?
  package var filter = IFFilter()
  package var imbalance: QuadratureImbalance?
  package var converter: Converter?

  /// Behind the converter.
  package var decimation: DecimationFilter?

  /// How the radio's clock differs from an ideal one; links within a radio do not see it.
  package var clock = ClockOffset.none

  package init() {}
}
