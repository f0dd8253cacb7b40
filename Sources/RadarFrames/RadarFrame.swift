// SPDX-License-Identifier: Apache-2.0

package import ComplexModule

/// A cube of IF samples, simulated or measured: some chirps of one link.
///
/// A path of delay tau and amplitude a contributes sqrt(P) a e^(-j 2 pi f(t) tau) e^(+j pi S tau^2)
/// at the time t of the ramp, f(t) being the transmitted frequency: the frequency response sampled
/// along the ramp, times the residual video phase.
package struct RadarFrame: Sendable {
  package var waveform: FMCWWaveform

  /// When each chirp's ramp starts, in seconds.
  package var chirpStarts: [Double]

  /// How many receive channels there are.
  package var channels: Int

  /// `[chirp][channel][sample]` in square roots of watts, complex.
  package var samples: [Complex<Double>]

  package init(
    waveform: FMCWWaveform, chirpStarts: [Double], channels: Int, samples: [Complex<Double>]
  ) {
    precondition(samples.count == chirpStarts.count * channels * waveform.samples)
    self.waveform = waveform
    self.chirpStarts = chirpStarts
    self.channels = channels
    self.samples = samples
  }

  /// The position of the first sample of a chirp in a channel.
  package func offset(chirp: Int, channel: Int) -> Int {
    (chirp * channels + channel) * waveform.samples
  }
}
