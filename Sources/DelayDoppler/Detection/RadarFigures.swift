// SPDX-License-Identifier: Apache-2.0

internal import Quantities
package import RadarFrames
internal import RealModule

/// What a waveform and a window of chirps can tell apart, and how exactly: textbook figures.
///
/// Delays are of the whole way; a monostatic range is half of it times the speed of light.
package struct RadarFigures: Hashable, Sendable {
  private let waveform: FMCWWaveform
  private let chirps: Int
  private let transmitters: Int

  /// Describes a window.
  ///
  /// - Parameters:
  ///   - waveform: The chirp.
  ///   - chirps: How many chirps a window has.
  ///   - transmitters: How many elements take turns.
  package init(waveform: FMCWWaveform, chirps: Int, transmitters: Int = 1) {
    precondition(chirps > 0 && transmitters > 0)
    self.waveform = waveform
    self.chirps = chirps
    self.transmitters = transmitters
  }

  /// One over the bandwidth, in seconds.
  package var delayResolution: Double { waveform.delayCell }

  /// c / (2 B), in metres.
  package var rangeResolution: Double { PhysicalConstants.speedOfLight * delayResolution / 2 }

  /// The delay at which echoes fold, in seconds.
  package var unambiguousDelay: Double { waveform.unambiguousDelay }

  /// One over the length of the window, in hertz.
  package var dopplerResolution: Double { 1 / (Double(chirps) * waveform.chirpPeriod) }

  /// lambda / (2 V T), in metres per second, for a monostatic radar.
  package var velocityResolution: Double {
    waveform.centreFrequency.wavelength * dopplerResolution / 2
  }

  /// Doppler shifts beyond plus or minus this fold, in hertz.
  package var unambiguousDoppler: Double {
    1 / (2 * Double(transmitters) * waveform.chirpPeriod)
  }

  /// lambda / (4 M T), in metres per second, for a monostatic radar.
  package var unambiguousVelocity: Double {
    waveform.centreFrequency.wavelength * unambiguousDoppler / 2
  }

  /// The least standard deviation of a delay, in seconds: sqrt(6 / SNR) / (2 pi B).
  ///
  /// It is Cramer and Rao's bound of a tone's frequency (Rife and Boorstyn, IEEE Trans. Inf. Theory
  /// 20, 1974), with the ratio in the cell after both transforms.
  ///
  /// Physics primer, eq. 60.
  ///
  /// - Parameter signalToNoise: The power of the echo over that of the noise in its cell.
  /// - Returns: The deviation in seconds.
  package func delayDeviation(signalToNoise: Double) -> Double {
    bound(signalToNoise, samples: waveform.samples) * delayResolution
  }

  /// The least standard deviation of a Doppler shift, in hertz: sqrt(6 / SNR) / (2 pi V T).
  package func dopplerDeviation(signalToNoise: Double) -> Double {
    bound(signalToNoise, samples: chirps) * dopplerResolution
  }

  /// The bound in cells, for a tone of some samples with unknown phase.
  private func bound(_ signalToNoise: Double, samples: Int) -> Double {
    let count = Double(samples)
    guard count > 1 else { return .infinity }
    return (6 / (signalToNoise * (1 - 1 / (count * count)))).squareRoot() / (2 * .pi)
  }
}
