// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
package import Execution
package import Spectra

/// The power over delay and Doppler shift in one window of slow time.
package struct DelayDopplerMap: Sendable {
  /// The middle of the window in seconds.
  package var time: Double

  /// `[Doppler][delay]` in watts, averaged over channels; a path alone shows its received power.
  package var power: [Double]

  package init(time: Double, power: [Double]) {
    self.time = time
    self.power = power
  }

  /// Below this share of the strongest cell there is nothing but rounding.
  ///
  /// Transforms of 64-bit floats leave errors of about 1e-16 of the largest amplitude: 1e-32 of its power,
  /// times the logarithm of their length. No converter comes near: 24 bits leave 1e-15.
  package static let roundingShare = 1e-26
}

/// The short-time Fourier transform over slow time.
package struct DopplerTransform: Sendable {
  /// How many chirps a window has.
  package let window: Int

  /// How many chirps later the next window starts.
  package let hop: Int

  /// The Doppler shifts of the bins in hertz, ascending; positive is approaching.
  package let dopplerShifts: [Double]

  private let weights: [Double]
  private let workers: Workers

  /// Prepares the transform.
  ///
  /// - Parameters:
  ///   - window: How many chirps a window has, at least one.
  ///   - hop: How many chirps later the next window starts, at least one.
  ///   - taper: The taper over the window.
  ///   - chirpPeriod: The time from chirp to chirp in seconds.
  ///   - workers: How many threads to use.
  package init(window: Int, hop: Int, taper: Window, chirpPeriod: Double, workers: Workers) {
    precondition(window > 0 && hop > 0)
    self.window = window
    self.hop = hop
    self.workers = workers
    weights = taper.weights(window)
    dopplerShifts = (0..<window).map { bin in
      Double(bin - window / 2) / (Double(window) * chirpPeriod)
    }
  }

  /// The maps of all windows that fit into the profiles.
  package func callAsFunction(_ profiles: DelayProfiles) -> [DelayDopplerMap] {
    guard profiles.times.count >= window else { return [] }
    return stride(from: 0, through: profiles.times.count - window, by: hop).map { first in
      let middle = (profiles.times[first] + profiles.times[first + window - 1]) / 2
      return DelayDopplerMap(time: middle, power: power(profiles, from: first))
    }
  }

  /// `[Doppler][delay]` of one window.
  ///
  /// Physics primer, eq. 46.
  private func power(_ profiles: DelayProfiles, from first: Int) -> [Double] {
    let delays = profiles.delays.count
    let gain = weights.reduce(0, +)
    let scale = 1 / (gain * gain * Double(profiles.channels))
    let columns = workers.mapChunks(delays, chunk: 64) { range in
      let transform = FourierTransform(count: window, direction: .forward)
      var output: [Double] = []
      output.reserveCapacity(range.count * window)
      for delay in range {
        var column = [Double](repeating: 0, count: window)
        for channel in 0..<profiles.channels {
          transform.run { samples in
            for chirp in 0..<window {
              let offset = profiles.offset(chirp: first + chirp, channel: channel)
              let value = profiles.values[offset + delay]
              samples[chirp] = Complex(
                value.real * weights[chirp], value.imaginary * weights[chirp])
            }
          } read: { spectrum in
            for bin in 0..<window { column[bin] += spectrum[bin].lengthSquared * scale }
          }
        }
        output += column
      }
      return output
    }
    // Ascending Doppler shift: the upper half of the spectrum holds the negative ones.
    let half = window / 2
    var map = [Double](repeating: 0, count: delays * window)
    for delay in 0..<delays {
      for bin in 0..<window {
        let source = (bin + window - half) % window
        map[bin * delays + delay] = columns[delay * window + source]
      }
    }
    return map
  }
}
