// SPDX-License-Identifier: Apache-2.0

package import ComplexModule

/// What an instrument measured of a channel, over frequency or over delay, again and again.
package struct SampledCurves: Sendable {
  /// What the curves are over.
  package enum Abscissa: Hashable, Sendable {
    /// A transfer function; in hertz.
    case frequency

    /// An impulse response or a power-delay profile; in seconds.
    case delay
  }

  package enum Values: Sendable {
    /// Amplitudes, as received over sent.
    case complex([Complex<Double>])

    /// Powers, without any phase; in watts, or as received over sent.
    case power([Double], inWatts: Bool)
  }

  package var abscissa: Abscissa
  package var axis: EvenAxis

  /// When each curve of a trace was measured, in seconds; empty where the file does not tell.
  package var times: [Double]

  /// What the file calls the curves of one instant.
  package var traces: [String]

  /// `[time][trace][point]`.
  package var values: Values

  package init(
    abscissa: Abscissa, axis: EvenAxis, times: [Double], traces: [String], values: Values
  ) {
    self.abscissa = abscissa
    self.axis = axis
    self.times = times
    self.traces = traces
    self.values = values
  }
}
