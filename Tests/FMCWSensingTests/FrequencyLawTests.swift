// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import Electromagnetics
import Execution
import FMCWSensing
import Quantities
import RadarFrames
import RealModule
import Testing

/// A path whose transfer is a given function of frequency, sampled at some frequencies.
private struct DispersiveTracks: PathTracks {
  var inner: PointTracks
  var samples: FrequencySamples
  var laws: [FrequencyLaw]
  var restingCount: Int { inner.restingCount }

  /// Frequency times transfer, relative to the centre frequency.
  var response: @Sendable (_ frequency: Double) -> Complex<Double>

  var interval: ClosedRange<Double> { inner.interval }
  var count: Int { inner.count }
  var identifiers: [PathIdentifier] { inner.identifiers }
  var frequencySamples: FrequencySamples? { samples }
  var frequencyLaws: [FrequencyLaw] { laws }
  func ends(at time: Double) -> LinkEnds { inner.ends(at: time) }
  func states(of tracks: [Int], at time: Double) -> [PathState] {
    inner.states(of: tracks, at: time)
  }
  func states(
    of tracks: [Int], at time: Double, samples numbers: [Int?], between ends: LinkEnds?
  ) -> [[PathState]] {
    let states = inner.states(of: tracks, at: time)
    return numbers.map { number in
      guard let number else { return states }
      let frequency = samples.frequencies[number]
      return states.map { state in
        var state = state
        state.transfer = state.transfer.scaled(
          by: response(frequency) * Complex(sounder.centreFrequency.hertz / frequency))
        return state
      }
    }
  }
  func delays(of tracks: Range<Int>, at time: Double) -> [PathDelay] {
    inner.delays(of: tracks, at: time)
  }
  func path(_ track: Int, at time: Double) -> PropagationPath { inner.path(track, at: time) }
}

@Suite("Amplitudes over the ramp")
struct FrequencyLawTests {
  private static let band =
    sounder.sampledBand.lowerBound.hertz...sounder.sampledBand.upperBound.hertz

  @Test("samples at n frequencies reproduce polynomials of degree n - 1", arguments: 1...9)
  func polynomials(count: Int) {
    let samples = FrequencySamples(count: count, over: -2...3)
    #expect(samples.frequencies == samples.frequencies.sorted())
    for step in 0...50 {
      let x = -2 + 0.1 * Double(step)
      let shares = samples.shares(at: x)
      for degree in 0..<count {
        let value = zip(samples.frequencies, shares)
          .reduce(0) { $0 + Double.pow($1.0, degree) * $1.1 }
        // Rounding, of terms up to 3^8.
        #expect(abs(value - Double.pow(x, degree)) < 1e-10)
      }
    }
    for (index, frequency) in samples.frequencies.enumerated() {
      #expect(samples.shares(at: frequency)[index] == 1)
    }
  }

  /// The samples of one chirp as the mixer makes them, with the amplitude at each sample's frequency.
  private func direct(
    _ points: [PointTracks.Point], at start: Double, _ amplitude: (Double) -> Complex<Double>
  ) -> [Complex<Double>] {
    (0..<sounder.samples).map { sample in
      let t = Double(sample) / sounder.sampleRate.hertz
      let value = amplitude(sounder.frequency(atSample: sample).hertz)
      return points.reduce(.zero) { sum, point in
        let delay = point.delay(start + t).delay
        let cycles =
          sounder.start.hertz * delay + sounder.slope.si * delay * t
          - sounder.slope.si * delay * delay / 2
        let turn = Complex(length: point.amplitude, phase: -2 * .pi * (cycles - cycles.rounded()))
        return sum + value * turn
      }
    }
  }

  private func frame(_ tracks: DispersiveTracks, chirps: Int) -> RadarFrame {
    IFSynthesis(
      waveform: sounder, power: Power(watts: 1), receiveElements: [.zero],
      workers: Workers(count: 2)
    ).frame(
      over: tracks, chirpStarts: (0..<chirps).map { Double($0) * sounder.chirpPeriod }
    ).frame
  }

  /// Reflection of 6 mm of glass at normal incidence, by ITU-R P.2040-3.
  @Sendable private static func pane(_ frequency: Double) -> Complex<Double> {
    slabCoefficients(
      permittivity: Complex(6.31, -0.285), thickness: 6e-3, wavelength: 299_792_458 / frequency,
      cosIncidence: 1
    ).reflection.te
  }

  @Test("a pane's reflection follows the slab at every sample, at rest and in motion, to 0.02 dB")
  func pane() {
    let points = [
      PointTracks.Point.uniform(amplitude: 1, delay: 120e-9),
      PointTracks.Point.uniform(amplitude: 0.5, delay: 250e-9, rate: 2e-9),
    ]
    let centre = sounder.centreFrequency.hertz
    for resting in [0, 1] {
      let tracks = DispersiveTracks(
        inner: PointTracks(points: points, restingCount: resting),
        samples: FrequencySamples(count: 5, over: Self.band), laws: [.sampled, .sampled],
        response: Self.pane)
      let frame = frame(tracks, chirps: 2)
      for chirp in 0..<2 {
        let exact = direct(points, at: Double(chirp) * sounder.chirpPeriod) {
          Self.pane($0) * Complex(centre / $0)
        }
        for sample in exact.indices {
          let value = frame.samples[frame.offset(chirp: chirp, channel: 0) + sample]
          // Five samples leave 2e-3 of 0.46, half of it for the second path.
          #expect((value - exact[sample]).length < 1.5 * 1e-3)
        }
      }
    }
    // There is something to follow: the reflection swings by 3 dB over the band.
    let sizes = stride(from: 77e9, through: 81e9, by: 1e8).map { Self.pane($0).length }
    #expect(20 * Double.log10((sizes.max() ?? 0) / (sizes.min() ?? 1)) > 2.5)
  }

  @Test("each path follows its own law: the wavelength, a constant, or samples")
  func laws() {
    let points = (0..<3).map {
      PointTracks.Point.uniform(amplitude: 1, delay: 50e-9 + 100e-9 * Double($0))
    }
    let centre = sounder.centreFrequency.hertz
    let amplitudes: [(Double) -> Double] = [
      { centre / $0 }, { _ in 1 }, { Double.pow(centre / $0, 1.5) },
    ]
    for resting in [0, 2, 3] {
      let tracks = DispersiveTracks(
        inner: PointTracks(points: points, restingCount: resting),
        samples: FrequencySamples(count: 2, over: Self.band),
        laws: [.wavelength, .constant, .sampled]
      ) { Complex((centre / $0).squareRoot()) }
      let frame = frame(tracks, chirps: 1)
      let parts = zip(points, amplitudes).map { point, amplitude in
        direct([point], at: 0) { Complex(amplitude($0)) }
      }
      for sample in 0..<sounder.samples {
        let exact = parts.reduce(Complex<Double>.zero) { $0 + $1[sample] }
        // A line between two samples misses (f_c / f)^(1/2) by 3/8 (B / 2 f)^2 / 2; the gridding is
        // good to 1e-6 of the sum.
        #expect((frame.samples[sample] - exact).length < 1.3e-4)
      }
    }
  }
}
