// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
package import Execution
internal import Quantities
package import RadarFrames
internal import RealModule
package import Spectra

/// The delay-Doppler map of a window with the migration of moving echoes through delay cells undone.
///
/// At the frequency f an echo with the delay tau + tau' t turns with the phase
/// -2 pi f (tau + tau' t). In the slow time t' = f t / f_c it is -2 pi (f tau + f_c tau' t'), in which
/// slow time and frequency no longer meet: the echo stays in the delay cell that it has in the middle
/// of the window, and all of the sweep has the Doppler shift of the centre frequency (Perry, DiPietro
/// and Fante, IEEE Trans. Aerosp. Electron. Syst. 35, 1999). Resampling in slow time and Doppler
/// transform together are one chirp-z transform for each sample of the ramp. Doppler shifts must lie
/// within the unambiguous ones.
///
/// Physics primer, eq. 56.
package struct KeystoneTransform: Sendable {
  /// The Doppler shifts of the bins in hertz, ascending.
  package let dopplerShifts: [Double]

  /// The delays of the bins in seconds.
  package let delays: [Double]

  private let waveform: FMCWWaveform
  private let weights: [Double]
  private let delayTransform: DelayTransform
  private let workers: Workers

  /// Prepares the transform.
  ///
  /// - Parameters:
  ///   - waveform: The chirp.
  ///   - chirps: How many chirps a window has, at least one.
  ///   - delayWindow: The taper over the samples of a ramp.
  ///   - taper: The taper over slow time.
  ///   - workers: How many threads to use.
  package init(
    waveform: FMCWWaveform, chirps: Int, delayWindow: Window, taper: Window, workers: Workers
  ) {
    precondition(chirps > 0, "a window without chirps")
    self.waveform = waveform
    self.workers = workers
    weights = taper.weights(chirps)
    delayTransform = DelayTransform(waveform: waveform, window: delayWindow, workers: workers)
    delays = delayTransform.delays
    dopplerShifts = (0..<chirps).map { bin in
      Double(bin - chirps / 2) / (Double(chirps) * waveform.chirpPeriod)
    }
  }

  /// The cube of a frame's first chirps.
  ///
  /// - Parameter frame: At least as many chirps as a window has, evenly spaced.
  /// - Returns: Nil where there are fewer.
  package func callAsFunction(_ frame: RadarFrame) -> DelayDopplerCube? {
    let (chirps, samples, channels) = (weights.count, waveform.samples, frame.channels)
    guard frame.chirpStarts.count >= chirps else { return nil }
    let gain = weights.reduce(0, +)
    let centre = waveform.centreFrequency.hertz
    let columns = workers.mapChunks(samples * channels, chunk: 64) { range in
      let transform = ChirpZTransform(count: chirps)
      return range.flatMap { item in
        let (channel, sample) = (item / samples, item % samples)
        let frequency =
          centre + waveform.slope.si * Double(sample - waveform.middleSample)
          / waveform.sampleRate.hertz
        let column = (0..<chirps).map { chirp -> Complex<Double> in
          let value = frame.samples[frame.offset(chirp: chirp, channel: channel) + sample]
          let weight = weights[chirp] / gain
          return Complex(value.real * weight, value.imaginary * weight)
        }
        // An approaching echo turns backwards in the phase of its delay, forwards in its shift.
        return transform(
          column, step: frequency / centre / Double(chirps), origin: Double(chirps - 1) / 2)
      }
    }
    // Each Doppler bin is a ramp of its own to the delay transform.
    var ramps = [Complex<Double>](repeating: .zero, count: columns.count)
    for channel in 0..<channels {
      for sample in 0..<samples {
        for bin in 0..<chirps {
          ramps[(bin * channels + channel) * samples + sample] =
            columns[(channel * samples + sample) * chirps + bin]
        }
      }
    }
    let profiles = delayTransform(
      RadarFrame(
        waveform: waveform, chirpStarts: Array(frame.chirpStarts[0..<chirps]), channels: channels,
        samples: ramps))
    var values = ramps
    for channel in 0..<channels {
      for bin in 0..<chirps {
        let from = profiles.offset(chirp: bin, channel: channel)
        let to = (channel * chirps + bin) * samples
        for delay in 0..<samples { values[to + delay] = profiles.values[from + delay] }
      }
    }
    let middle = (frame.chirpStarts[0] + frame.chirpStarts[chirps - 1]) / 2
    return DelayDopplerCube(
      time: middle + waveform.samplingCentre, dopplerShifts: dopplerShifts, delays: delays,
      channels: channels, values: values)
  }
}
