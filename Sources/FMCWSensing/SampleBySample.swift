// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import Quantities
internal import RadarFrames
internal import RealModule
internal import Spatial
internal import Spectra

/// The beat signals of tracks whose geometry is computed anew at every sample.
///
/// Each path adds a(t) e^(-j 2 pi (f(t) tau(t) - S tau(t)^2 / 2)) with the frequency f(t) of the ramp
/// at the sample's own instant: nothing is taken as linear within a ramp, and nothing is gridded.
struct SampleBySample {
  let beats: BeatTerms
  let waveform: FMCWWaveform

  /// The factors f_c / f of all samples.
  let wavelengths: [Double]

  /// The `derivativeUnit` that coefficients of amplitudes refer to.
  let unit: Complex<Double>

  /// Adds what some pairs hear of tracks in one chirp, all their signals in one channel.
  ///
  /// - Parameters:
  ///   - groups: Evaluators with their tracks.
  ///   - pairs: The pairs of elements.
  ///   - middle: When the middle sample is taken, in seconds.
  ///   - late: How much later the transmitter starts its ramp, in seconds.
  ///   - output: What the samples are added to.
  ///   - offset: Where in it the first sample belongs.
  func add(
    _ groups: [(evaluator: RowEvaluator, tracks: [Int])], heardBy pairs: [EmissionPlan.Hearing],
    at middle: Double, late: Double, to output: inout [Complex<Double>], at offset: Int
  ) {
    for sample in 0..<waveform.samples {
      let number = Double(sample - waveform.middleSample)
      let x = 2 * number / Double(waveform.samples)
      let after = number / waveform.sampleRate.hertz
      var sum = Complex<Double>.zero
      for (evaluator, tracks) in groups {
        let (rows, layout) = (evaluator.rows(of: tracks, at: middle + after), evaluator.layout)
        for base in stride(from: 0, to: rows.count, by: layout.stride) {
          let amplitude = amplitude(rows, layout, base, x)
          for pair in pairs {
            let delay = layout.delay(rows, at: base, of: pair.channel) + late
            let cycles = beats.phase(delay, after: after) - pair.turns
            guard beats.isHeard(delay) else { continue }
            sum += amplitude * Complex(length: 1, phase: -2 * .pi * (cycles - cycles.rounded()))
          }
        }
      }
      output[offset + sample] += sum * Complex(wavelengths[sample])
    }
  }

  /// The amplitude of a row at a place x of the ramp.
  private func amplitude(
    _ rows: [Double], _ layout: RowLayout, _ base: Int, _ x: Double
  ) -> Complex<Double> {
    var sum = Complex<Double>.zero
    var power = Complex<Double>.one
    for order in 0..<layout.coefficients {
      // A further sum begins with a power of x in plain numbers.
      if order.isMultiple(of: ExponentialSum.maximumOrders) {
        power = Complex((0..<order).reduce(1) { product, _ in product * x })
      }
      let first = base + RowLayout.firstCoefficient + 2 * order
      sum += Complex(rows[first], rows[first + 1]) * power
      power = power * Complex(x) / unit
    }
    return sum
  }
}
