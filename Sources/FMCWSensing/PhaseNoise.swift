// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
package import Execution
internal import Quantities
package import RadarFrames
internal import RealModule
internal import Spectra

/// The phase noise of a link: e^(j (phi_t(t - tau) - phi_r(t))) on each path of delay tau.
///
/// Where one oscillator serves both ends, what is slower than 1 / tau cancels: the range correlation
/// 4 sin^2(pi f tau) L(f) (Budge and Burt, 1993) follows. Two oscillators add up.
///
/// All paths are treated at once by their beat frequencies g = S tau: with the noise p = e^(j phi_t)
/// at the frequency nu, the phase 2 pi nu g / S is pi (f^2 - nu^2 - g^2) / S at the frequency
/// f = nu + g. So p and the samples, both with their residual video phase taken off, are multiplied, and
/// the phase is put back. It is exact for paths at rest; a path that moves is taken for one whose delay
/// differs by its Doppler shift over S, 0.2 ns at 10 m/s. The ideal filter before the sampler keeps out
/// noise below zero and above the sample rate.
///
/// Physics primer, eq. 50.
package struct PhaseNoise: Sendable {
  private let transmitter: OscillatorNoise?
  private let receiver: OscillatorNoise?

  /// Creates the noise of a link.
  ///
  /// - Parameters:
  ///   - transmitter: The transmitter's spectrum, if it has noise, and its number.
  ///   - receiver: The same of the receiver; one number is one oscillator.
  ///   - seed: The run's seed.
  package init(
    transmitter: (spectrum: PhaseNoiseSpectrum?, radio: Int),
    receiver: (spectrum: PhaseNoiseSpectrum?, radio: Int), seed: UInt64
  ) {
    func oscillator(_ end: (spectrum: PhaseNoiseSpectrum?, radio: Int)) -> OscillatorNoise? {
      end.spectrum.map { OscillatorNoise($0, seed: seed, radio: end.radio) }
    }
    self.transmitter = oscillator(transmitter)
    self.receiver = oscillator(receiver)
  }

  /// Puts the noise on a frame.
  ///
  /// - Parameters:
  ///   - frame: The samples.
  ///   - firstChirp: The number of the frame's first chirp in the whole run.
  ///   - workers: How many threads to use; the noise does not depend on it.
  package func apply(to frame: inout RadarFrame, firstChirp: Int, workers: Workers) {
    guard transmitter != nil || receiver != nil else { return }
    let (samples, waveform, channels) = (frame.samples, frame.waveform, frame.channels)
    frame.samples = workers.mapChunks(frame.chirpStarts.count, chunk: 4) { range in
      let ramp = NoisyRamp(
        count: waveform.samples, sampleRate: waveform.sampleRate.hertz, slope: waveform.slope.si)
      return range.flatMap { chirp in
        func phasors(_ end: OscillatorNoise?) -> [Complex<Double>]? {
          end?.phasors(
            chirp: firstChirp + chirp, samples: waveform.samples,
            sampleRate: waveform.sampleRate.hertz)
        }
        let sent = phasors(transmitter).map(ramp.withoutVideoPhase)
        let mixed = phasors(receiver)
        return (0..<channels).flatMap { channel in
          let start = (chirp * channels + channel) * waveform.samples
          return ramp.noisy(samples[start..<start + waveform.samples], sent: sent, mixed: mixed)
        }
      }
    }
  }
}

/// What is needed to put phase noise on one ramp after the other.
private struct NoisyRamp {
  private let count: Int

  /// e^(-j pi f^2 / S) at the bins of the fine grid, which spans [-f_s / 2, 3 f_s / 2).
  private let videoPhase: [Complex<Double>]
  private let toTime: FourierTransform
  private let toBeat: FourierTransform
  private let samplesToBeat: FourierTransform
  private let beatToSamples: FourierTransform

  init(count: Int, sampleRate: Double, slope: Double) {
    self.count = count
    let step = sampleRate / Double(count)
    videoPhase = (0..<2 * count).map { bin in
      let signed = bin < 2 * count - count / 2 ? bin : bin - 2 * count
      let frequency = Double(signed) * step
      let turns = -frequency * frequency / (2 * slope)
      return Complex(length: 1, phase: 2 * .pi * (turns - turns.rounded()))
    }
    // A beat f_b is e^(-j 2 pi f_b t) here.
    toTime = FourierTransform(count: 2 * count, direction: .forward)
    toBeat = FourierTransform(count: 2 * count, direction: .backward)
    samplesToBeat = FourierTransform(count: count, direction: .backward)
    beatToSamples = FourierTransform(count: count, direction: .forward)
  }

  /// The phasors of a transmitter, each frequency nu turned by -pi nu^2 / S.
  func withoutVideoPhase(_ phasors: [Complex<Double>]) -> [Complex<Double>] {
    let scale = 1 / Double(phasors.count)
    let bins = run(toBeat, phasors)
    return run(toTime, bins.indices.map { bins[$0] * videoPhase(ofNoise: $0) * Complex(scale) })
  }

  /// The noise lies around zero, not around the middle of the beats.
  private func videoPhase(ofNoise bin: Int) -> Complex<Double> {
    videoPhase[bin <= count ? bin : 2 * count - bin]
  }

  /// The samples of a ramp with noise.
  func noisy(
    _ samples: ArraySlice<Complex<Double>>, sent: [Complex<Double>]?,
    mixed: [Complex<Double>]?
  ) -> [Complex<Double>] {
    let scale = Complex(1 / Double(count))
    var beats = run(samplesToBeat, Array(samples)).map { $0 * scale }
    beats += Array(repeating: .zero, count: count)
    var time: [Complex<Double>]
    if let sent {
      time = run(toTime, beats.indices.map { beats[$0] * videoPhase[$0] })
      for index in time.indices { time[index] *= sent[index] }
      let product = run(toBeat, time)
      time = run(
        toTime,
        product.indices.map { product[$0] * videoPhase[$0].conjugate * Complex(0.5) * scale })
    } else {
      time = run(toTime, beats)
    }
    if let mixed {
      for index in time.indices { time[index] *= mixed[index].conjugate }
    }
    let result = run(toBeat, time).prefix(count).map { $0 * Complex(0.5) * scale }
    return run(beatToSamples, result)
  }

  private func run(
    _ transform: FourierTransform, _ values: [Complex<Double>]
  ) -> [Complex<Double>] {
    transform.run { input in
      for index in values.indices { input[index] = values[index] }
    } read: { output in
      (0..<output.count).map { output[$0] }
    }
  }
}
