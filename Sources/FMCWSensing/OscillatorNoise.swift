// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import Randomness
internal import RealModule
internal import Spectra

/// The phase of one radio's oscillator in each ramp.
///
/// Every ramp has noise of its own with the period of the ramp's samples. What is slower than a ramp
/// is drawn anew with each ramp, which is right for loops that hold their spectrum flat below 1 / T.
struct OscillatorNoise: Hashable, Sendable {
  private let spectrum: PhaseNoiseSpectrum
  private let seed: UInt64
  private let radio: Int

  /// The noise of a radio's oscillator.
  ///
  /// - Parameters:
  ///   - spectrum: Its spectrum.
  ///   - seed: The run's seed.
  ///   - radio: The radio's number; all its links have the same noise in a chirp.
  init(_ spectrum: PhaseNoiseSpectrum, seed: UInt64, radio: Int) {
    self.spectrum = spectrum
    self.seed = seed
    self.radio = radio
  }

  /// e^(j phi) at twice as many instants as a ramp has samples.
  ///
  /// - Parameters:
  ///   - chirp: The number of the chirp in the whole run.
  ///   - samples: How many samples a ramp has.
  ///   - sampleRate: In hertz. The noise reaches to half of it on either side of the carrier.
  /// - Returns: The phasors, half a sample period apart.
  func phasors(chirp: Int, samples: Int, sampleRate: Double) -> [Complex<Double>] {
    var stream = RandomStream(
      seed: seed, stage: .phaseNoise, index: UInt64(radio) << 40 | UInt64(chirp))
    let step = sampleRate / Double(samples)
    let count = 2 * samples
    let transform = FourierTransform(count: count, direction: .forward)
    return transform.run { bins in
      for bin in 0..<count { bins[bin] = .zero }
      // Up to half the step the spectrum is taken as constant.
      let (constant, _) = stream.normalPair()
      bins[0] = Complex(constant * (spectrum.density(at: step / 2) * step).squareRoot())
      guard samples >= 2 else { return }
      for bin in 1...samples / 2 {
        let deviation = (spectrum.density(at: Double(bin) * step) * step / 2).squareRoot()
        let (real, imaginary) = stream.normalPair()
        bins[bin] = Complex(deviation * real, deviation * imaginary)
        bins[count - bin] = bins[bin].conjugate
      }
    } read: { phase in
      (0..<count).map { Complex(length: 1, phase: phase[$0].real) }
    }
  }
}
