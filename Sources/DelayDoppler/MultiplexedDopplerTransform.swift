// SPDX-License-Identifier: Apache-2.0

package import Execution
internal import ComplexModule
package import RadarFrames
internal import RealModule
package import Spectra

/// The Doppler transform of a window in which several elements send, with what each sent apart.
///
/// **Time division**: with M elements each is heard every M chirps, so Doppler shifts are unambiguous
/// within +-1 / (2 M T). Element m is m chirps late, which turns an echo of the shift f_D by
/// 2 pi f_D m T; that is taken off, else moving targets would show at wrong angles.
///
/// **Doppler division**: element m shows m / (D T) above the echo's own shift, D being the number of
/// sub-bands. Shifts within +-1 / (2 D T) keep clear of the neighbours.
///
/// Physics primer, eq. 55.
package struct MultiplexedDopplerTransform: Sendable {
  /// The Doppler shifts of the bins in hertz, ascending.
  package let dopplerShifts: [Double]

  /// How many chirps a window has: a whole number of cycles of the schedule.
  package let window: Int

  private let schedule: TransmitSchedule
  private let chirpPeriod: Double
  private let weights: [Double]
  private let workers: Workers

  /// Prepares the transform.
  ///
  /// - Parameters:
  ///   - schedule: Who sends when; it begins anew with each window.
  ///   - cycles: How many cycles of the schedule a window has, at least one.
  ///   - taper: The taper over slow time.
  ///   - chirpPeriod: The time from chirp to chirp in seconds.
  ///   - workers: How many threads to use.
  package init(
    schedule: TransmitSchedule, cycles: Int, taper: Window, chirpPeriod: Double, workers: Workers
  ) {
    precondition(cycles > 0, "a window without chirps")
    self.schedule = schedule
    self.chirpPeriod = chirpPeriod
    self.workers = workers
    let window = cycles * schedule.cycle
    self.window = window
    let transformed = schedule.multiplexing == .timeDivision ? cycles : window
    weights = taper.weights(transformed)
    dopplerShifts = (0..<cycles).map { bin in
      Double(bin - cycles / 2) / (Double(window) * chirpPeriod)
    }
  }

  /// How many chirps each spectrum is made of; noise is averaged over as many.
  package var chirpsOfSpectrum: Int { weights.count }

  /// The maps of all windows that fit into the profiles: means over pairs of elements.
  ///
  /// - Parameters:
  ///   - profiles: The impulse responses; the schedule begins with the first one.
  ///   - hop: How many chirps later the next window starts: whole cycles, at least one.
  /// - Returns: The maps in the order of time.
  package func maps(_ profiles: DelayProfiles, hop: Int) -> [DelayDopplerMap] {
    precondition(hop > 0 && hop.isMultiple(of: schedule.cycle), "windows that start within a cycle")
    return stride(from: 0, through: profiles.times.count - window, by: hop).compactMap {
      self(profiles, from: $0)?.map
    }
  }

  /// The cube of a window.
  ///
  /// - Parameters:
  ///   - profiles: The impulse responses.
  ///   - first: The window's first chirp; the schedule begins there.
  /// - Returns: Nil where the profiles end within the window.
  package func callAsFunction(
    _ profiles: DelayProfiles, from first: Int = 0
  ) -> DelayDopplerCube? {
    guard first >= 0, profiles.times.count >= first + window else { return nil }
    let (delays, shifts) = (profiles.delays.count, dopplerShifts.count)
    let channels = schedule.elements.count * profiles.channels
    let columns = workers.mapChunks(delays, chunk: 64) { range in
      let transform = FourierTransform(count: weights.count, direction: .forward)
      return range.flatMap { delay in
        column(profiles, first, delay, transform)
      }
    }
    var values = [Complex<Double>](repeating: .zero, count: columns.count)
    for delay in 0..<delays {
      for channel in 0..<channels {
        for shift in 0..<shifts {
          values[(channel * shifts + shift) * delays + delay] =
            columns[(delay * channels + channel) * shifts + shift]
        }
      }
    }
    return DelayDopplerCube(
      time: (profiles.times[first] + profiles.times[first + window - 1]) / 2,
      dopplerShifts: dopplerShifts, delays: profiles.delays, channels: channels, values: values)
  }

  /// `[channel][Doppler]` of one delay.
  private func column(
    _ profiles: DelayProfiles, _ first: Int, _ delay: Int, _ transform: FourierTransform
  ) -> [Complex<Double>] {
    func value(_ chirp: Int, _ receiver: Int) -> Complex<Double> {
      profiles.values[profiles.offset(chirp: first + chirp, channel: receiver) + delay]
    }
    let (count, bins) = (schedule.elements.count, dopplerShifts.indices)
    let receivers = 0..<profiles.channels
    switch schedule.multiplexing {
    case .timeDivision:
      return (0..<count).flatMap { element in
        receivers.flatMap { receiver in
          let spectrum = spectrum(transform) { value($0 * count + element, receiver) }
          return bins.map { spectrum[$0] * reference($0, late: element) }
        }
      }
    case .dopplerDivision:
      let spectra = receivers.map { receiver in spectrum(transform) { value($0, receiver) } }
      return (0..<count).flatMap { element in
        receivers.flatMap { receiver in
          bins.map { bin in
            let place = window / 2 + bin - bins.count / 2 + element * bins.count
            return spectra[receiver][place % window] * reference(bin, late: 0)
          }
        }
      }
    }
  }

  /// Brings the phase of a bin from the first sample of its element to the middle of the window.
  private func reference(_ bin: Int, late chirps: Int) -> Complex<Double> {
    let turns = dopplerShifts[bin] * (Double(window - 1) / 2 - Double(chirps)) * chirpPeriod
    return Complex(length: 1, phase: 2 * .pi * (turns - turns.rounded()))
  }

  /// The spectrum of as many samples as there are weights, in ascending order.
  private func spectrum(
    _ transform: FourierTransform, _ sample: (Int) -> Complex<Double>
  ) -> [Complex<Double>] {
    let count = weights.count
    let gain = weights.reduce(0, +)
    return transform.run { samples in
      for index in 0..<count {
        let (value, weight) = (sample(index), weights[index] / gain)
        samples[index] = Complex(value.real * weight, value.imaginary * weight)
      }
    } read: { spectrum in
      (0..<count).map { spectrum[($0 + count - count / 2) % count] }
    }
  }
}
