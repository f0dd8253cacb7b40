// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
package import Execution
package import Quantities
package import RadarFrames
internal import RealModule

/// The digital filter behind the converters, which keeps the band that the reduced sample rate can hold.
///
/// Its edges show in captures as a dip of the noise near the sample rate: devices pass some nine tenths
/// of it. What passes beyond one edge folds to the other one, so noise has there the power
/// |H(f)|^2 + |H(f - f_s)|^2. The samples are weighed with its root; echoes in these last cells, which do
/// not fold, come out stronger than they are, up to where their own H has fallen below that of the noise.
/// The filter's phase is linear and its delay taken off, as devices do.
///
/// Physics primer, eq. 53a.
package struct DecimationFilter: Hashable, Sendable {
  /// The beats at which half the power passes; the lower one may be below zero.
  package var lower: Frequency
  package var upper: Frequency

  /// How steep the edges are: those of a Butterworth filter of so many poles about the middle of the band.
  package var order: Int

  package init(lower: Frequency, upper: Frequency, order: Int) {
    precondition(lower.hertz < upper.hertz && order > 0, "a filter that passes nothing")
    self.lower = lower
    self.upper = upper
    self.order = order
  }

  /// The share of the power that passes at a beat in hertz, without what folds.
  package func passed(at beat: Double) -> Double {
    let middle = (lower.hertz + upper.hertz) / 2
    let distance = (beat - middle) / ((upper.hertz - lower.hertz) / 2)
    return 1 / (1 + Double.pow(distance * distance, order))
  }

  /// The share of white noise that is left at a beat from zero to the sample rate, with what folds there.
  package func noiseShare(at beat: Double, sampleRate: Frequency) -> Double {
    (-1...1).reduce(0) { $0 + passed(at: beat + Double($1) * sampleRate.hertz) }
  }

  /// Filters the samples of a frame.
  package func apply(to frame: inout RadarFrame, workers: Workers) {
    let (count, rate) = (frame.waveform.samples, frame.waveform.sampleRate)
    let step = rate.hertz / Double(count)
    filterBeats(
      of: &frame,
      by: (0..<count).map {
        Complex(noiseShare(at: Double($0) * step, sampleRate: rate).squareRoot())
      }, workers: workers)
  }
}
