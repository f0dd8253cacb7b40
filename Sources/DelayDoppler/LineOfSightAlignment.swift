// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
package import Execution
internal import Quantities
package import RadarFrames
internal import RealModule
internal import Spectra

/// Puts the line of sight of an unsynchronised link where it belongs, chirp by chirp.
///
/// Two clocks leave delay and phase of all paths open by a common amount, which changes from chirp to
/// chirp. The strongest beat is taken for the line of sight. All beats are shifted so that it lies at
/// its known delay, and turned so that its phase is that of a path that does not move: it shows at
/// a Doppler shift of zero, and other paths at what they differ by.
///
/// What stays is the residual video phase of the offset d that is taken off: a path later than the line
/// of sight by Delta keeps 2 pi S d Delta, the same in every chirp while d changes by less than a cell.
package struct LineOfSightAlignment: Sendable {
  private let waveform: FMCWWaveform
  private let taper: [Double]
  private let workers: Workers

  /// Prepares the alignment.
  ///
  /// - Parameters:
  ///   - waveform: The receiver's chirp.
  ///   - workers: How many threads to use.
  package init(waveform: FMCWWaveform, workers: Workers) {
    self.waveform = waveform
    self.workers = workers
    taper = Window.blackmanHarris.weights(waveform.samples)
  }

  /// Aligns a frame.
  ///
  /// What is found in the first channel is taken off all of them, which keeps their phases relative to
  /// each other.
  ///
  /// - Parameters:
  ///   - frame: The samples.
  ///   - delays: The delay of the line of sight at each chirp in seconds, from the radios' places.
  package func apply(to frame: inout RadarFrame, delays: [Double]) {
    precondition(delays.count == frame.chirpStarts.count, "a delay for each chirp")
    let (samples, count, channels) = (frame.samples, waveform.samples, frame.channels)
    frame.samples = workers.mapChunks(frame.chirpStarts.count, chunk: 16) { range in
      let transform = FourierTransform(count: 2 * count, direction: .backward)
      return range.flatMap { chirp in
        let start = chirp * channels * count
        let row = Array(samples[start..<start + count])
        let factors = correction(of: row, delay: delays[chirp], transform)
        return (0..<channels * count).map { samples[start + $0] * factors[$0 % count] }
      }
    }
  }

  /// What each sample of a chirp is multiplied with.
  private func correction(
    of row: [Complex<Double>], delay: Double, _ transform: FourierTransform
  ) -> [Complex<Double>] {
    let beat = strongestBeat(row, transform)
    let phase = phase(of: row, beat: beat)
    let wanted = delay * waveform.slope.si / waveform.sampleRate.hertz
    // The phase of the residual video stays, for it is taken off later with that of all paths.
    let video = waveform.slope.si * delay * delay / 2
    return row.indices.map { sample in
      let turns =
        (beat - wanted) * Double(sample - waveform.middleSample) - phase + video
      return Complex(length: 1, phase: 2 * .pi * (turns - turns.rounded()))
    }
  }

  /// The frequency of the strongest beat in cycles per sample, from zero to one.
  ///
  /// The spectrum at twice the number of points gives the neighbourhood, the parabola through its
  /// logarithm a start, and Newton's steps on the derivative of the power the maximum itself.
  private func strongestBeat(
    _ row: [Complex<Double>], _ transform: FourierTransform
  ) -> Double {
    let points = 2 * row.count
    let power = transform.run { input in
      for index in 0..<points {
        input[index] = index < row.count ? row[index] * Complex(taper[index]) : .zero
      }
    } read: { spectrum in
      (0..<points).map { spectrum[$0].lengthSquared }
    }
    guard let peak = power.indices.max(by: { power[$0] < power[$1] }), power[peak] > 0 else {
      return 0
    }
    var beat = Double(peak) / Double(points)
    for _ in 0..<4 { beat += step(row, beat) }
    return beat
  }

  /// Newton's step towards the maximum of |Y|^2.
  private func step(_ row: [Complex<Double>], _ beat: Double) -> Double {
    var (value, first, second) = (Complex<Double>.zero, Complex<Double>.zero, Complex<Double>.zero)
    for index in row.indices {
      let place = 2 * Double.pi * Double(index - waveform.middleSample)
      let turns = beat * Double(index - waveform.middleSample)
      let term =
        row[index] * Complex(length: taper[index], phase: 2 * .pi * (turns - turns.rounded()))
      value += term
      first += term * Complex(0, place)
      second += term * Complex(-place * place)
    }
    let slope = 2 * (value.conjugate * first).real
    let curvature = 2 * (first.lengthSquared + (value.conjugate * second).real)
    // Half a point of the spectrum is as far as the maximum can be.
    let limit = 0.5 / Double(row.count)
    guard curvature < 0 else { return 0 }
    return min(max(-slope / curvature, -limit), limit)
  }

  /// The phase in turns of a beat at the middle sample.
  private func phase(of row: [Complex<Double>], beat: Double) -> Double {
    var sum = Complex<Double>.zero
    for index in row.indices {
      let turns = beat * Double(index - waveform.middleSample)
      sum +=
        row[index] * Complex(length: taper[index], phase: 2 * .pi * (turns - turns.rounded()))
    }
    return sum.phase / (2 * .pi)
  }
}
