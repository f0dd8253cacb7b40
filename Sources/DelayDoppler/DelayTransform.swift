// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
package import Execution
internal import Quantities
package import RadarFrames
internal import RealModule
package import Spectra

/// The response of a channel over delay, chirp by chirp: the range transform of a radar frame.
package struct DelayProfiles: Sendable {
  /// The delays of the bins in seconds.
  package var delays: [Double]

  /// When each chirp's middle sample was taken, in seconds.
  package var times: [Double]
  package var channels: Int

  /// `[chirp][channel][delay]`, complex, in square roots of watts.
  ///
  /// A path shows with its received amplitude and the phase of its delay at the centre frequency.
  package var values: [Complex<Double>]

  /// The position of the first delay of a chirp in a channel.
  package func offset(chirp: Int, channel: Int) -> Int {
    (chirp * channels + channel) * delays.count
  }
}

/// Turns beat frequencies into delays.
package struct DelayTransform: Sendable {
  private let waveform: FMCWWaveform
  private let weights: [Double]
  private let factors: [Complex<Double>]
  private let workers: Workers

  /// The delays of the bins in seconds, one cell apart.
  package let delays: [Double]

  /// Prepares the transform.
  ///
  /// - Parameters:
  ///   - waveform: The chirp.
  ///   - window: The taper over the samples of a ramp.
  ///   - bins: How many delays from zero on are kept, at most as many as samples; nil for all.
  ///   - workers: How many threads to use.
  package init(
    waveform: FMCWWaveform, window: Window, bins: Int? = nil, workers: Workers
  ) {
    let kept = bins ?? waveform.samples
    precondition((0...waveform.samples).contains(kept), "as many bins as samples at most")
    self.waveform = waveform
    self.workers = workers
    weights = window.weights(waveform.samples)
    let gain = weights.reduce(0, +)
    let count = waveform.samples
    let cell = waveform.delayCell
    let delays = (0..<kept).map { Double($0) * cell }
    self.delays = delays
    let slope = waveform.slope.si
    let middle = Double(waveform.middleSample) / Double(count)
    factors = delays.indices.map { bin in
      // Refers the phase to the middle sample and takes off the residual video phase, pi S tau^2.
      let shift = Double(bin) * middle
      let cycles = -(shift - shift.rounded(.down)) - slope * delays[bin] * delays[bin] / 2
      return Complex(length: 1 / gain, phase: 2 * .pi * (cycles - cycles.rounded()))
    }
  }

  /// The delay profiles of a frame, calibrated so that a path alone shows its received power.
  ///
  /// Physics primer, eq. 45.
  package func callAsFunction(_ frame: RadarFrame) -> DelayProfiles {
    precondition(frame.waveform == waveform)
    let (count, kept) = (waveform.samples, factors.count)
    let rows = frame.chirpStarts.count * frame.channels
    let values = workers.mapChunks(rows, chunk: 16) { range in
      let transform = FourierTransform(count: count, direction: .backward)
      var output: [Complex<Double>] = []
      output.reserveCapacity(range.count * kept)
      for row in range {
        transform.run { samples in
          for index in 0..<count {
            let value = frame.samples[row * count + index]
            samples[index] = Complex(value.real * weights[index], value.imaginary * weights[index])
          }
        } read: { bins in
          for bin in 0..<kept { output.append(bins[bin] * factors[bin]) }
        }
      }
      return output
    }
    return DelayProfiles(
      delays: delays, times: frame.chirpStarts.map { $0 + waveform.samplingCentre },
      channels: frame.channels, values: values)
  }
}

extension DelayProfiles {
  /// The power over delay, averaged over channels and over blocks of chirps.
  ///
  /// - Parameter block: How many chirps are averaged.
  /// - Returns: The middle of each block in seconds, and `[block][delay]` in watts.
  package func powerDelayProfiles(averaging block: Int) -> (times: [Double], power: [Double]) {
    var middles: [Double] = []
    var power: [Double] = []
    for first in stride(from: 0, to: times.count, by: max(1, block)) {
      let chirps = first..<min(times.count, first + max(1, block))
      middles.append((times[chirps.lowerBound] + times[chirps.upperBound - 1]) / 2)
      var sums = [Double](repeating: 0, count: delays.count)
      for chirp in chirps {
        for channel in 0..<channels {
          let start = offset(chirp: chirp, channel: channel)
          for bin in delays.indices { sums[bin] += values[start + bin].lengthSquared }
        }
      }
      let looks = Double(chirps.count * channels)
      power.append(contentsOf: sums.map { $0 / looks })
    }
    return (middles, power)
  }
}
