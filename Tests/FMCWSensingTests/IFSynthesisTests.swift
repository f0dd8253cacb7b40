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
import TestSupport
import Testing

/// The sounder's waveform.
let sounder = FMCWWaveform(
  start: Frequency(gigahertz: 77), slope: FrequencySlope(si: 35.44e12),
  ramp: TimeSpan(si: 112.86e-6), idle: TimeSpan(si: 13e-6),
  sampleRate: Frequency(hertz: 18.75e6), samples: 2116)

@Suite("IF samples")
struct IFSynthesisTests {
  private func frame(
    _ tracks: PointTracks, chirps: Int = 3, elements: [Vector3] = [.zero],
    power: Power = Power(watts: 1)
  ) -> RadarFrame {
    IFSynthesis(
      waveform: sounder, power: power, receiveElements: elements, workers: Workers(count: 2)
    ).frame(
      over: tracks, chirpStarts: (0..<chirps).map { Double($0) * sounder.chirpPeriod }).frame
  }

  /// The mixer's output for one path, with the delay at the very instant.
  ///
  /// It is a f_c / f exp(-j 2 pi (f0 tau + S tau t - S tau^2/2)) at f = f0 + S t.
  private func exact(
    _ point: PointTracks.Point, chirp: Int, sample: Int
  ) -> Complex<Double> {
    let t = Double(sample) / sounder.sampleRate.hertz
    let delay = point.delay(Double(chirp) * sounder.chirpPeriod + t).delay
    let cycles =
      sounder.start.hertz * delay + sounder.slope.si * delay * t
      - sounder.slope.si * delay * delay / 2
    return Complex(
      length: point.amplitude * wavelengthRatio(sample),
      phase: -2 * .pi * (cycles - cycles.rounded()))
  }

  /// The wavelength at a sample over that at the centre frequency.
  private func wavelengthRatio(_ sample: Int) -> Double {
    sounder.centreFrequency.hertz
      / (sounder.start.hertz + sounder.slope.si
        * Double(sample) / sounder.sampleRate.hertz)
  }

  @Test("a resting path gives the dechirped tone of its delay, to -100 dB")
  func tone() {
    for delay in [0.0, 3.3e-9, 66.7e-9, 400e-9, 528e-9] {
      let point = PointTracks.Point.uniform(amplitude: 1e-4, delay: delay)
      for resting in [0, 1] {
        let frame = frame(PointTracks(points: [point], restingCount: resting))
        for chirp in 0..<3 {
          for sample in stride(from: 0, to: 2116, by: 23) {
            let value = frame.samples[frame.offset(chirp: chirp, channel: 0) + sample]
            // The gridding is good to -120 dB; 40,000 cycles round at 1e-11 turns.
            #expect((value - exact(point, chirp: chirp, sample: sample)).length < 1e-5 * 1e-4)
          }
        }
      }
    }
  }

  @Test("a moving path follows its delay within the ramp; what is left out stays below -30 dB")
  func movingTone() {
    for speed in [-10.0, -3, 6, 15] {
      // Monostatic: the delay shrinks by 2 v / c.
      let point = PointTracks.Point.uniform(
        amplitude: 1, delay: 200e-9, rate: -2 * speed / PhysicalConstants.speedOfLight)
      let frame = frame(PointTracks(points: [point]))
      // The term of second order: pi/2 B tau' T / 2 of phase at the ends of the ramp.
      let bound = 0.5 * Double.pi * 4e9 * 2 * abs(speed) / PhysicalConstants.speedOfLight * 113e-6
      for sample in stride(from: 0, to: 2116, by: 11) {
        let value = frame.samples[frame.offset(chirp: 2, channel: 0) + sample]
        let error = (value - exact(point, chirp: 2, sample: sample)).length
        #expect(error < bound * wavelengthRatio(sample) + 1e-5)
      }
      #expect(bound < 0.08)
    }
  }

  @Test("in the middle of the ramp the phase of a moving path is exact")
  func middlePhase() {
    let point = PointTracks.Point.uniform(amplitude: 1, delay: 300e-9, rate: 6e-8)
    let frame = frame(PointTracks(points: [point]), chirps: 20)
    for chirp in 0..<20 {
      let value = frame.samples[frame.offset(chirp: chirp, channel: 0) + sounder.middleSample]
      #expect((value - exact(point, chirp: chirp, sample: sounder.middleSample)).length < 1e-5)
    }
  }

  /// A path at rest in delay whose amplitude is a given function of time.
  private struct Fading: PathTracks {
    var inner = PointTracks(points: [.uniform(amplitude: 1, delay: 100e-9)])
    var amplitude: @Sendable (Double) -> Double
    var interval: ClosedRange<Double> { inner.interval }
    var count: Int { 1 }
    var restingCount: Int { 0 }
    var identifiers: [PathIdentifier] { inner.identifiers }
    func ends(at time: Double) -> LinkEnds { inner.ends(at: time) }
    func delays(of tracks: Range<Int>, at time: Double) -> [PathDelay] {
      inner.delays(of: tracks, at: time)
    }
    func states(of tracks: [Int], at time: Double) -> [PathState] {
      tracks.map { path($0, at: time).state }
    }
    func path(_ track: Int, at time: Double) -> PropagationPath {
      var path = inner.path(track, at: time)
      path.state.transfer = path.state.transfer.scaled(by: Complex(amplitude(time)))
      return path
    }
  }

  /// The largest error of the amplitude at any of some chirps.
  private func error(_ fading: Fading, chirps: Int) -> Double {
    let starts = (0..<chirps).map { Double($0) * sounder.chirpPeriod }
    let frame = IFSynthesis(
      waveform: sounder, power: Power(watts: 1), receiveElements: [.zero],
      workers: Workers(count: 1)
    ).frame(over: fading, chirpStarts: starts).frame
    return (0..<chirps).map { chirp in
      let value =
        frame.samples[frame.offset(chirp: chirp, channel: 0) + 1000].length
        / wavelengthRatio(1000)
      return abs(value - abs(fading.amplitude(starts[chirp] + sounder.samplingCentre)))
    }.max() ?? 0
  }

  @Test("amplitudes that change in a straight line are followed from chirp to chirp")
  func amplitudes() {
    // The sum of exponentials is good to 1e-5 of its terms.
    #expect(error(Fading { 1 + 50 * $0 }, chirps: 40) < 1e-5 * 2)
  }

  @Test("the lobes of a panel that tumbles are followed from chirp to chirp")
  func tumbling() {
    // A plate of 0.3 m at 10 rad/s: sin x / x with nulls every 0.63 ms, five chirps.
    let plate = Fading { time in
      let x = .pi * (2 * 0.3 / 3.8e-3) * 10 * (time - 1.2e-3)
      return abs(x) < 1e-9 ? 1 : Double.sin(x) / x
    }
    #expect(error(plate, chirps: 40) < 1e-3)
    // A slow one, to which straight lines are good: -60 dB of its amplitude.
    let slow = Fading { Double.cos(2 * .pi * 20 * $0) }
    #expect(error(slow, chirps: 16) < 1e-3)
  }

  @Test("the transmitted power scales the samples in root watts")
  func power() {
    let tracks = PointTracks(points: [.uniform(amplitude: 1e-3, delay: 50e-9)])
    let frame = frame(tracks, power: Power(dBm: 12))
    // 12 dBm are 15.85 mW, at the centre frequency.
    let middle = frame.samples[sounder.middleSample]
    #expect(isClose(middle.lengthSquared, 1e-6 * 0.015_848_9, relative: 1e-5))
  }

  @Test("a wave from the side reaches the elements one after the other")
  func array() {
    let wavelength = sounder.centreFrequency.wavelength
    let elements = (0..<4).map { Vector3(0, (1.5 - Double($0)) * wavelength / 2, 0) }
    let angle = 0.4
    let arrival = Vector3(Double.cos(angle), Double.sin(angle), 0)
    let tracks = PointTracks(
      points: [.uniform(amplitude: 1, delay: 100e-9, arrival: arrival)])
    let frame = frame(tracks, chirps: 1, elements: elements)
    let middle = (0..<4).map {
      frame.samples[frame.offset(chirp: 0, channel: $0) + sounder.middleSample]
    }
    for (first, second) in zip(middle, middle.dropFirst()) {
      // The next element lies half a wavelength to the right, further from a source on the left:
      // later by sin(angle) / 2 wavelengths.
      let step = (second / first).phase
      #expect(isClose(step, -.pi * Double.sin(angle), within: 1e-4))
    }
  }

  @Test("samples do not depend on the number of threads")
  func threads() {
    let tracks = PointTracks(
      points: (0..<50).map {
        .uniform(amplitude: 1, delay: 5e-9 * Double($0), rate: 1e-9 * Double($0))
      }, restingCount: 10)
    let starts = (0..<70).map { Double($0) * sounder.chirpPeriod }
    let frames = [1, 2, 3].map { count in
      IFSynthesis(
        waveform: sounder, power: Power(watts: 1), receiveElements: [.zero],
        workers: Workers(count: count)
      ).frame(over: tracks, chirpStarts: starts).frame.samples
    }
    #expect(frames[0] == frames[1])
    #expect(frames[0] == frames[2])
  }
}

@Suite("Thermal noise")
struct ThermalNoiseTests {
  private func noise(
    link: Int = 0, seed: UInt64 = 1, firstChirp: Int = 0, chirps: Int = 32, threads: Int = 2
  ) -> RadarFrame {
    var frame = RadarFrame(
      waveform: sounder, chirpStarts: (0..<chirps).map { Double($0) * sounder.chirpPeriod },
      channels: 2,
      samples: [Complex<Double>](repeating: .zero, count: chirps * 2 * sounder.samples))
    ThermalNoise(noiseFigure: Decibels(si: 15), seed: seed, link: link)
      .add(to: &frame, firstChirp: firstChirp, workers: Workers(count: threads))
    return frame
  }

  @Test("its power is k T0 F f_s: -86.2 dBm for the sounder (five standard errors)")
  func power() {
    let frame = noise()
    let count = Double(frame.samples.count)
    let mean = frame.samples.reduce(0) { $0 + $1.lengthSquared } / count
    let exact = Power(dBm: -86.245_174_734_9).watts
    #expect(abs(mean / exact - 1) < 5 / count.squareRoot())
    let expected = ThermalNoise(noiseFigure: Decibels(si: 15), seed: 1, link: 0)
      .power(sampleRate: sounder.sampleRate)
    #expect(isClose(expected, exact, relative: 1e-6))
  }

  @Test("in-phase and quadrature parts are alike and unrelated (five standard errors)")
  func circular() {
    let frame = noise()
    let count = Double(frame.samples.count)
    var (squareSum, product) = (0.0, 0.0)
    for value in frame.samples {
      squareSum += value.real * value.real - value.imaginary * value.imaginary
      product += value.real * value.imaginary
    }
    let power = Power(dBm: -86.245_174_734_9).watts
    #expect(abs(squareSum / count / power) < 5 / count.squareRoot())
    #expect(abs(product / count / power) < 5 * 0.5 / count.squareRoot())
  }

  @Test("every chirp, channel and link has noise of its own, the same on any number of threads")
  func independence() {
    let frame = noise(chirps: 4)
    #expect(frame.samples == noise(chirps: 4, threads: 1).samples)
    #expect(frame.samples != noise(link: 1, chirps: 4).samples)
    #expect(frame.samples != noise(seed: 2, chirps: 4).samples)
    let row = sounder.samples
    #expect(frame.samples[0..<row] != frame.samples[row..<2 * row])
    // The noise belongs to the chirp, whichever frame it is in.
    let later = noise(firstChirp: 2, chirps: 2)
    #expect(Array(frame.samples[4 * row..<8 * row]) == later.samples)
  }
}
