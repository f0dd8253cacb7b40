// SPDX-License-Identifier: Apache-2.0

package import Quantities

/// A frequency-modulated continuous-wave chirp: f(t) = start + slope t from the start of the ramp.
package struct FMCWWaveform: Hashable, Sendable {
  /// The frequency at the start of the ramp.
  package var start: Frequency

  /// The slope of the ramp.
  package var slope: FrequencySlope

  /// How long the ramp lasts.
  package var ramp: TimeSpan

  /// The pause between a ramp's end and the next ramp's start.
  package var idle: TimeSpan

  /// The rate of the complex samples.
  package var sampleRate: Frequency

  /// When the first sample is taken, from the start of the ramp.
  package var sampling: TimeSpan

  /// How many samples are taken in a ramp.
  package var samples: Int

  package init(
    start: Frequency, slope: FrequencySlope, ramp: TimeSpan, idle: TimeSpan, sampleRate: Frequency,
    sampling: TimeSpan = .init(si: 0), samples: Int
  ) {
    self.start = start
    self.slope = slope
    self.ramp = ramp
    self.idle = idle
    self.sampleRate = sampleRate
    self.sampling = sampling
    self.samples = samples
  }

  /// The time from ramp to ramp in seconds.
  package var chirpPeriod: Double { ramp.seconds + idle.seconds }

  /// When the middle sample is taken, in seconds from the start of the ramp.
  ///
  /// `middleSample` samples lie before it.
  package var samplingCentre: Double {
    sampling.seconds + Double(middleSample) / sampleRate.hertz
  }

  /// The number of the middle sample.
  package var middleSample: Int { samples / 2 }

  /// The frequency at the middle sample.
  package var centreFrequency: Frequency {
    Frequency(hertz: start.hertz + slope.si * samplingCentre)
  }

  /// The frequency at a sample, numbered from zero.
  package func frequency(atSample sample: Int) -> Frequency {
    Frequency(
      hertz: start.hertz + slope.si * (sampling.seconds + Double(sample) / sampleRate.hertz))
  }

  /// From the frequency at the first sample to that at the last one.
  package var sampledBand: ClosedRange<Frequency> {
    frequency(atSample: 0)...frequency(atSample: max(0, samples - 1))
  }

  /// The bandwidth that the samples span, in hertz.
  package var sampledBandwidth: Double { slope.si * Double(samples) / sampleRate.hertz }

  /// The width of a delay cell in seconds: one over the sampled bandwidth.
  package var delayCell: Double { 1 / sampledBandwidth }

  /// The delay at which the beat frequency reaches the sample rate, in seconds.
  package var unambiguousDelay: Double { sampleRate.hertz / slope.si }
}
