// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import DelayDoppler
import Execution
import Quantities
import RadarFrames
import RealModule
import Spectra
import TestSupport
import Testing

private let waveform = FMCWWaveform(
  start: Frequency(gigahertz: 77), slope: FrequencySlope(si: 35.44e12),
  ramp: TimeSpan(si: 112.86e-6), idle: TimeSpan(si: 13e-6),
  sampleRate: Frequency(hertz: 18.75e6), samples: 2116)

/// A frame with one path whose delay changes at a constant rate, straight from the mixer's formula.
private func frame(
  delay: Double, rate: Double = 0, amplitude: Double = 1, chirps: Int = 1, channels: Int = 1
) -> RadarFrame {
  let starts = (0..<chirps).map { Double($0) * waveform.chirpPeriod }
  var samples: [Complex<Double>] = []
  for start in starts {
    for _ in 0..<channels {
      for sample in 0..<waveform.samples {
        let t = Double(sample) / waveform.sampleRate.hertz
        let tau = delay + rate * (start + t)
        let cycles =
          waveform.start.hertz * tau + waveform.slope.si * tau * t
          - waveform.slope.si * tau * tau / 2
        samples.append(
          Complex(length: amplitude, phase: -2 * .pi * (cycles - cycles.rounded())))
      }
    }
  }
  return RadarFrame(
    waveform: waveform, chirpStarts: starts, channels: channels, samples: samples)
}

@Suite("Delay transform")
struct DelayTransformTests {
  private let workers = Workers(count: 2)

  private func profiles(
    _ frame: RadarFrame, _ window: Window = .blackmanHarris
  ) -> DelayProfiles {
    DelayTransform(waveform: waveform, window: window, workers: workers)(frame)
  }

  @Test("the sounder's delay cell is 0.25 ns and its window 529 ns")
  func cells() {
    let delays = DelayTransform(waveform: waveform, window: .hann, workers: workers).delays
    // B = S N / f_s = 3.99952 GHz.
    #expect(isClose(delays[1], 0.250_030e-9, relative: 1e-5))
    #expect(isClose(waveform.unambiguousDelay, 529.063_205e-9, relative: 1e-8))
    #expect(delays.count == 2116)
  }

  @Test(
    "a path on a bin shows there with its received power, whatever the window",
    arguments: Window.allCases)
  func onBin(window: Window) {
    let bin = 700
    let profiles = profiles(
      frame(delay: Double(bin) * waveform.delayCell, amplitude: 1e-5), window)
    let powers = profiles.values.map(\.lengthSquared)
    #expect(powers.indices.max { powers[$0] < powers[$1] } == bin)
    // The residual video phase is linear over the few bins of the main lobe to 1e-4.
    #expect(isClose(powers[bin], 1e-10, relative: 1e-3))
  }

  @Test("between two bins a path loses no more than the window's scalloping")
  func betweenBins() {
    let profiles = profiles(frame(delay: 700.5 * waveform.delayCell))
    let peak = profiles.values.map(\.lengthSquared).max() ?? 0
    // 4-term Blackman-Harris: -0.826 dB.
    #expect(isClose(10 * Double.log10(peak), -0.826, within: 0.01))
  }

  @Test("the phase of a bin is that of the delay at the centre frequency")
  func phase() {
    for bin in [0, 3, 400, 2000] {
      let delay = Double(bin) * waveform.delayCell
      let value = profiles(frame(delay: delay)).values[bin]
      let cycles = waveform.centreFrequency.hertz * delay
      let expected = Complex<Double>(
        length: 1, phase: -2 * .pi * (cycles - cycles.rounded()))
      #expect((value / Complex(value.length) - expected).length < 1e-3)
    }
  }

  @Test("white noise of power P shows as P times the noise bandwidth over the number of samples")
  func noiseFloor() {
    var generator = SystemRandomNumberGenerator.seeded(3)
    let samples = (0..<20 * waveform.samples).map { _ in
      Complex(
        Double.random(in: -1...1, using: &generator), Double.random(in: -1...1, using: &generator))
    }
    let frame = RadarFrame(
      waveform: waveform, chirpStarts: (0..<20).map { Double($0) }, channels: 1, samples: samples)
    let powers = profiles(frame).values.map(\.lengthSquared)
    let mean = powers.reduce(0, +) / Double(powers.count)
    // Two uniform parts of variance 1/3. Neighbouring bins share noise, so about half of the 42,320
    // count: five standard errors.
    let expected = 2.0 / 3 * 2.004_353 / 2116
    #expect(abs(mean / expected - 1) < 5 / 20_000.0.squareRoot())
  }

  @Test("profiles average power over channels and blocks of chirps")
  func averaging() {
    let profiles = profiles(frame(delay: 100 * waveform.delayCell, chirps: 5, channels: 2))
    let (times, power) = profiles.powerDelayProfiles(averaging: 2)
    #expect(times.count == 3)
    #expect(power.count == 3 * 2116)
    for block in 0..<3 { #expect(isClose(power[block * 2116 + 100], 1, relative: 1e-3)) }
    #expect(
      isClose(times[0], waveform.samplingCentre + waveform.chirpPeriod / 2, relative: 1e-12))
  }
}

@Suite("Doppler transform")
struct DopplerTransformTests {
  private let workers = Workers(count: 2)

  private func map(
    speed: Double, range: Double, chirps: Int = 64
  ) throws -> (map: DelayDopplerMap, shifts: [Double], delays: [Double]) {
    // Monostatic and approaching.
    let frame = frame(
      delay: 2 * range / 299_792_458, rate: -2 * speed / 299_792_458, chirps: chirps)
    let profiles = DelayTransform(
      waveform: waveform, window: .blackmanHarris, workers: workers)(frame)
    let transform = DopplerTransform(
      window: chirps, hop: chirps, taper: .hann, chirpPeriod: waveform.chirpPeriod,
      workers: workers)
    return (
      try #require(transform(profiles).first), transform.dopplerShifts, profiles.delays
    )
  }

  private func peak(_ power: [Double], _ delays: Int) -> (shift: Int, delay: Int) {
    let index = power.indices.max { power[$0] < power[$1] } ?? 0
    return (index / delays, index % delays)
  }

  @Test(
    "a point shows at 2 v / lambda, approaching positive, and v f_c / S away from its range",
    arguments: [-7.0, -2.5, 0, 1.2, 5, 7.4])
  func peakPosition(speed: Double) throws {
    let (map, shifts, delays) = try map(speed: speed, range: 30)
    let peak = peak(map.power, delays.count)
    let shift = 2 * speed / waveform.centreFrequency.wavelength
    let cell = shifts[1] - shifts[0]
    #expect(abs(shifts[peak.shift] - shift) <= 0.51 * cell)
    // At the middle of the window the range has shrunk by v t; the moving beat adds f_c tau' / S.
    let middle = 2 * (30 - speed * map.time) / 299_792_458
    let coupling = -waveform.centreFrequency.hertz * 2 * speed / 299_792_458 / waveform.slope.si
    #expect(abs(delays[peak.delay] - (middle + coupling)) <= 0.75 * (delays[1] - delays[0]))
  }

  @Test("Doppler shifts ascend, have one cell of 1 / (N T), and hold zero")
  func axis() {
    for window in [1, 2, 7, 64] {
      let transform = DopplerTransform(
        window: window, hop: 1, taper: .rectangular, chirpPeriod: 1e-4, workers: workers)
      let shifts = transform.dopplerShifts
      #expect(shifts.count == window)
      #expect(shifts.contains(0))
      for (a, b) in zip(shifts, shifts.dropFirst()) {
        #expect(isClose(b - a, 1e4 / Double(window), relative: 1e-12))
      }
    }
  }

  @Test("a resting path shows with its power at zero shift and its delay")
  func restingPoint() throws {
    let (map, shifts, delays) = try map(speed: 0, range: 0)
    let zero = try #require(shifts.firstIndex(of: 0))
    #expect(isClose(map.power[zero * delays.count], 1, relative: 1e-3))
  }

  @Test("windows hop through the chirps and never run past the last one")
  func hops() {
    let frame = frame(delay: 1e-9, chirps: 20)
    let profiles = DelayTransform(waveform: waveform, window: .hann, workers: workers)(frame)
    func count(_ window: Int, _ hop: Int) -> Int {
      DopplerTransform(
        window: window, hop: hop, taper: .hann, chirpPeriod: waveform.chirpPeriod,
        workers: workers)(profiles).count
    }
    #expect(count(20, 20) == 1)
    #expect(count(8, 4) == 4)
    #expect(count(21, 1) == 0)
  }
}

/// A small generator with a seed, for tests that need only some noise.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    // SplitMix64 (Steele, Lea and Flood 2014).
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension SystemRandomNumberGenerator {
  static func seeded(_ seed: UInt64) -> SeededGenerator { SeededGenerator(state: seed) }
}
