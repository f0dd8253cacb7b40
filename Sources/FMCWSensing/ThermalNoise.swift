// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
package import Execution
package import Quantities
package import RadarFrames
internal import Randomness

/// The thermal noise of a receiver, white and complex Gaussian.
///
/// Its power in each sample is k T_0 F f_s.
package struct ThermalNoise: Sendable {
  private let seed: UInt64
  private let noiseFactor: Double
  private let link: Int

  /// Creates the noise of one link's receiver.
  ///
  /// - Parameters:
  ///   - noiseFigure: F, relative to 290 K.
  ///   - seed: The run's seed.
  ///   - link: The link's number, which keeps the noises of links apart.
  package init(noiseFigure: Decibels, seed: UInt64, link: Int) {
    self.seed = seed
    self.link = link
    noiseFactor = noiseFigure.powerRatio
  }

  /// The power of the noise in one sample, in watts.
  ///
  /// Physics primer, eq. 44.
  package func power(sampleRate: Frequency) -> Double {
    PhysicalConstants.boltzmann * PhysicalConstants.referenceTemperature * noiseFactor
      * sampleRate.hertz
  }

  /// Adds noise to a frame.
  ///
  /// - Parameters:
  ///   - frame: The samples.
  ///   - firstChirp: The number of the frame's first chirp in the whole run; every chirp
  ///     has noise of its own.
  ///   - workers: How many threads to use; the noise does not depend on it.
  package func add(to frame: inout RadarFrame, firstChirp: Int, workers: Workers) {
    let deviation = (power(sampleRate: frame.waveform.sampleRate) / 2).squareRoot()
    let (channels, count) = (frame.channels, frame.waveform.samples)
    workers.mutateRows(of: &frame.samples, length: count) { row, samples in
      let chirp = UInt64(firstChirp + row / channels)
      let index = UInt64(link) << 48 | UInt64(row % channels) << 34 | chirp
      var stream = BulkRandomStream(seed: seed, stage: .thermalNoise, index: index)
      let layers = NormalLayers.shared
      for sample in 0..<count {
        samples[sample] += Complex(
          deviation * layers.number(from: &stream), deviation * layers.number(from: &stream))
      }
    }
  }
}
