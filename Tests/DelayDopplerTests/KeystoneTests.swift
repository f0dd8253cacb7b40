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

@Suite("Migration through delay cells")
struct KeystoneTests {
  private let workers = Workers(count: 2)

  @Test("an echo that migrates over six cells comes back to one, with its power")
  func migration() throws {
    let (wave, chirps, bin) = (shortWaveform, 256, 120)
    let shift = Double(bin) / (Double(chirps) * wave.chirpPeriod)
    let rate = -shift / wave.centreFrequency.hertz
    // In the middle of the window it lies, with the coupling of delay and shift, on a bin.
    let middle = Double(chirps - 1) / 2 * wave.chirpPeriod + wave.samplingCentre
    let coupling = -shift / wave.slope.si
    let delay = 60 * wave.delayCell - coupling - rate * middle
    let frame = FarPoint(delay: delay, rate: rate).frame(wave, chirps: chirps)
    // 120 periods of the carrier, 1.5 ns.
    #expect(abs(rate) * Double(chirps) * wave.chirpPeriod > 5.8 * wave.delayCell)

    let profiles = DelayTransform(waveform: wave, window: .hann, workers: workers)(frame)
    let plain = DopplerTransform(
      window: chirps, hop: chirps, taper: .hann, chirpPeriod: wave.chirpPeriod, workers: workers
    )(profiles)
    #expect((plain.first?.power.max() ?? 1) < 0.5)

    let keystone = KeystoneTransform(
      waveform: wave, chirps: chirps, delayWindow: .hann, taper: .hann, workers: workers)
    let cube = try #require(keystone(frame))
    let power = cube.map.power
    let cell = try #require(power.indices.max { power[$0] < power[$1] })
    #expect(cell / cube.delays.count == chirps / 2 + bin)
    #expect(cell % cube.delays.count == 60)
    // The residual video phase changes with the delay by pi S tau^2: over six cells by 0.02 rad.
    #expect(isClose(power[cell], 1, within: 0.01))
  }

  @Test("the chirp-z transform is the sum that defines it, for any step and origin")
  func chirpZ() {
    let count = 37
    let samples = (0..<count).map { index in
      Complex(Double.cos(1.7 * Double(index)), Double.sin(0.3 * Double(index * index)))
    }
    let transform = ChirpZTransform(count: count)
    for (step, origin) in [(1 / 37.0, 0.0), (0.0131, 18.0), (0.051, 7.5)] {
      let found = transform(samples, step: step, origin: origin)
      for bin in 0..<count {
        let exact = samples.indices.reduce(Complex<Double>.zero) { sum, index in
          let turns = step * Double(bin - count / 2) * (Double(index) - origin)
          return sum + samples[index] * Complex(length: 1, phase: -2 * .pi * turns)
        }
        // Three transforms of 80 samples in double precision.
        #expect((found[bin] - exact).length < 1e-12)
      }
    }
  }
}
