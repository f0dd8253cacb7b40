// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import Electromagnetics
import Execution
import FMCWSensing
import Quantities
import RadarFrames
import RealModule
import Spatial
import Testing

@Suite("Tracks from chirp to chirp")
struct TrackEvaluationTests {
  private static let chirps = 256

  /// A point on a wheel of 0.3 m that turns at 20 rad/s, and one that closes at 30 m/s and brakes.
  private static let tracks = PointTracks(points: [
    PointTracks.Point(amplitude: 1) { time in
      let (speed, angle) = (2 / PhysicalConstants.speedOfLight, 20 * time)
      return PathDelay(
        delay: speed * (12 + 0.3 * Double.cos(angle)), rate: -speed * 6 * Double.sin(angle))
    },
    PointTracks.Point(amplitude: 1) { time in
      let speed = 2 / PhysicalConstants.speedOfLight
      return PathDelay(
        delay: speed * (40 - 30 * time + 4 * time * time), rate: speed * (-30 + 8 * time))
    },
  ])

  private func result(
    _ tracks: PointTracks, _ evaluation: TrackEvaluation, chirps: Int = Self.chirps
  ) -> IFSynthesis.Result {
    IFSynthesis(
      waveform: sounder, power: Power(watts: 1),
      pairs: ElementPairs(transmit: [ArrayElement()], receive: [ArrayElement()]),
      evaluation: evaluation, workers: Workers(count: 2)
    ).frame(over: tracks, chirpStarts: (0..<chirps).map { Double($0) * sounder.chirpPeriod })
  }

  @Test("polynomials err by no more than the phase that is allowed", arguments: [1e-2, 1e-4, 1e-6])
  func bound(phaseError: Double) {
    let exact = result(Self.tracks, .exact)
    let adaptive = result(Self.tracks, .adaptive(phaseError: phaseError))
    #expect(exact.phaseError == 0)
    #expect(adaptive.phaseError <= phaseError)
    let worst = zip(exact.frame.samples, adaptive.frame.samples).reduce(0.0) {
      max($0, ($1.0 - $1.1).length)
    }
    // Two points of amplitude 1, each with its bound in the middle and again at the ramp's ends, which
    // the rate moves; beside it the kernel's -120 dB, twice.
    #expect(worst <= 2 * (2 * .pi * 2 * phaseError) + 4e-6)
  }

  @Test("a polynomial is checked where it errs most: a delay of fifth order never misses the bound")
  func largestError() {
    let bound = 1e-2
    let length = Double(Self.chirps - 1) * sounder.chirpPeriod
    // Interpolated at fifths of its length t^5 misses by the product of the distances from the nodes,
    // 0.003546 T^5 at most; at an eighth it is 0.003204 T^5. The first is 5 % above the bound.
    let fifth =
      1.05 * bound / (sounder.centreFrequency.hertz * 0.003_546 * Double.pow(length, 5))
    let tracks = PointTracks(points: [
      PointTracks.Point(amplitude: 1) { time in
        let t = time - sounder.samplingCentre
        return PathDelay(
          delay: 1e-7 + fifth * Double.pow(t, 5), rate: 5 * fifth * Double.pow(t, 4))
      }
    ])
    let (exact, adaptive) = (
      result(tracks, .exact).frame.samples,
      result(tracks, .adaptive(phaseError: bound)).frame.samples
    )
    let errors = (0..<Self.chirps).map { chirp -> Double in
      let sample = chirp * sounder.samples + sounder.middleSample
      return abs((adaptive[sample] / exact[sample]).phase) / (2 * .pi)
    }
    // The sum of exponentials is good to -120 dB, 2e-7 cycles, on both sides.
    #expect((errors.max() ?? 1) <= bound + 4e-7)
  }

  @Test("computed at every sample, samples are the mixer's closed form at the very instants")
  func everySample() {
    var waveform = sounder
    waveform.samples = 200
    let starts = (0..<3).map { Double($0) * waveform.chirpPeriod }
    let frame = IFSynthesis(
      waveform: waveform, power: Power(watts: 1),
      pairs: ElementPairs(transmit: [ArrayElement()], receive: [ArrayElement()]),
      evaluation: .everySample, workers: Workers(count: 2)
    ).frame(over: Self.tracks, chirpStarts: starts).frame
    for (chirp, start) in starts.enumerated() {
      for sample in 0..<200 {
        let t = Double(sample) / waveform.sampleRate.hertz
        let frequency = waveform.frequency(atSample: sample).hertz
        var exact = Complex<Double>.zero
        for point in Self.tracks.points {
          let delay = point.delay(start + t).delay
          let cycles = frequency * delay - waveform.slope.si * delay * delay / 2
          exact += Complex(length: 1, phase: -2 * .pi * (cycles - cycles.rounded()))
        }
        exact = exact * Complex(waveform.centreFrequency.hertz / frequency)
        // 2e4 cycles in double precision.
        #expect((frame.samples[chirp * 200 + sample] - exact).length < 1e-9)
      }
    }
  }

  @Test("what is told of the error is what is made: it grows with what is allowed")
  func told() {
    let (fine, coarse) = (
      result(Self.tracks, .adaptive(phaseError: 1e-8)),
      result(Self.tracks, .adaptive(phaseError: 0.1))
    )
    // 256 chirps last 32 ms, in which the wheel turns by 0.64 rad: a polynomial of degree 4 misses
    // 0.3 m (0.64 / 2)^5 / 5! / 2^4 or 0.5 um and more between equidistant nodes.
    #expect(coarse.phaseError > 1e-6)
    #expect(fine.phaseError <= 1e-8)
  }

  @Test("a scene at rest is the same to the last bit in 10,000 chirps: a line without a skirt")
  func atRest() {
    var waveform = sounder
    waveform.samples = 32
    let tracks = PointTracks(
      points: (0..<50).map {
        .uniform(amplitude: 1 / Double($0 + 1), delay: 1e-8 * Double($0 + 1))
      }, restingCount: 50)
    let frame = IFSynthesis(
      waveform: waveform, power: Power(watts: 1),
      pairs: ElementPairs(transmit: [ArrayElement()], receive: [ArrayElement()]),
      workers: Workers(count: 2)
    ).frame(over: tracks, chirpStarts: (0..<10_000).map { Double($0) * waveform.chirpPeriod })
      .frame
    let first = frame.samples[..<32]
    for chirp in 1..<10_000 {
      #expect(frame.samples[chirp * 32..<(chirp + 1) * 32].elementsEqual(first))
    }
  }
}
