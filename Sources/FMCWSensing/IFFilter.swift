// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
package import Execution
package import Quantities
package import RadarFrames
internal import RealModule
internal import Spectra

/// The filters between mixer and sampler: Butterworth high-pass and low-pass filters.
///
/// Their response is applied to the spectrum of each ramp's samples, as if the samples repeated: a
/// filter has settled before the first sample. Noise is shaped as signals are.
package struct IFFilter: Hashable, Sendable {
  /// One filter.
  package struct Section: Hashable, Sendable {
    /// Where 3.01 dB are lost.
    package var corner: Frequency

    /// The number of poles, at least one.
    package var order: Int

    package init(corner: Frequency, order: Int) {
      precondition(order > 0, "a filter without poles")
      self.corner = corner
      self.order = order
    }
  }

  /// Keeps out leakage and clutter close by.
  package var highPass: Section?

  /// What is left of the anti-alias and decimation filters at the beat frequencies of interest.
  package var lowPass: Section?

  package init(highPass: Section? = nil, lowPass: Section? = nil) {
    self.highPass = highPass
    self.lowPass = lowPass
  }

  /// The response at a beat frequency in hertz, above zero.
  ///
  /// Physics primer, eq. 53.
  package func response(at beat: Double) -> Complex<Double> {
    var response = Complex<Double>.one
    if let lowPass { response *= Self.prototype(beat / lowPass.corner.hertz, lowPass.order) }
    if let highPass {
      guard beat > 0 else { return .zero }
      // s becomes 1 / s, which is -j f_c / f on the imaginary axis.
      response *= Self.prototype(-highPass.corner.hertz / beat, highPass.order)
    }
    return response
  }

  /// The low-pass filter with the corner 1 at j times a frequency.
  ///
  /// Source: Butterworth, Wireless Engineer 7, 1930; 1 / prod (s - s_k) with the poles
  /// s_k = e^(j pi (2 k + n + 1) / (2 n)).
  private static func prototype(_ frequency: Double, _ order: Int) -> Complex<Double> {
    (0..<order).reduce(Complex.one) { product, index in
      let angle = .pi * Double(2 * index + order + 1) / Double(2 * order)
      return product / (Complex(0, frequency) - Complex(length: 1, phase: angle))
    }
  }

  /// Filters the samples of a frame.
  ///
  /// - Parameters:
  ///   - frame: The samples.
  ///   - workers: How many threads to use.
  package func apply(to frame: inout RadarFrame, workers: Workers) {
    guard highPass != nil || lowPass != nil else { return }
    let count = frame.waveform.samples
    let step = frame.waveform.sampleRate.hertz / Double(count)
    // Beats are e^(-j 2 pi f t), where a filter of real coefficients has the conjugate response.
    filterBeats(
      of: &frame, by: (0..<count).map { response(at: Double($0) * step).conjugate },
      workers: workers)
  }
}

/// Weighs the beats of each ramp of a frame, as if its samples repeated.
///
/// - Parameters:
///   - frame: The samples.
///   - response: A factor for each beat from zero up to the sample rate.
///   - workers: How many threads to use.
func filterBeats(
  of frame: inout RadarFrame, by response: [Complex<Double>], workers: Workers
) {
  let (samples, count) = (frame.samples, response.count)
  let factors = response.map { $0 / Complex(Double(count)) }
  frame.samples = workers.mapChunks(samples.count / count, chunk: 16) { range in
    let toBeat = FourierTransform(count: count, direction: .backward)
    let toTime = FourierTransform(count: count, direction: .forward)
    return range.flatMap { row in
      let beats = toBeat.run { input in
        for index in 0..<count { input[index] = samples[row * count + index] }
      } read: { bins in
        (0..<count).map { bins[$0] * factors[$0] }
      }
      return toTime.run { input in
        for index in 0..<count { input[index] = beats[index] }
      } read: { output in
        (0..<count).map { output[$0] }
      }
    }
  }
}
