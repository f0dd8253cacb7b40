// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import DelayDoppler
import Execution
import FMCWSensing
import Quantities
import RadarFrames
import RealModule
import Spectra
import TestSupport
import Testing

private let workers = Workers(count: 2)

/// A band of 128 beats, of which some nine tenths pass, as devices have it.
@Suite("Decimation filters")
struct DecimationTests {
  private static let rate = Frequency(hertz: 2.5e6)
  private static let filter = DecimationFilter(
    lower: Frequency(hertz: -10e3), upper: Frequency(hertz: 2.3e6), order: 19)

  @Test("half the power passes at the edges, and the noise that passes is that of the formula")
  func edges() {
    #expect(isClose(Self.filter.passed(at: -10e3), 0.5, relative: 1e-9))
    #expect(isClose(Self.filter.passed(at: 2.3e6), 0.5, relative: 1e-9))
    #expect(Self.filter.passed(at: 1.145e6) == 1)
    // What is folded is not lost: over the band the shares add up to the noise bandwidth of Butterworth's
    // filter, its width times x / sin(x) with x = pi / (2 n). Steps of 1/512 of the band.
    let count = 512
    let step = Self.rate.hertz / Double(count)
    let sum = (0..<count).reduce(0) {
      $0 + Self.filter.noiseShare(at: Double($1) * step, sampleRate: Self.rate) * step
    }
    let x = Double.pi / 38
    // Beyond three bands nothing folds that counts: 3^(-38).
    #expect(isClose(sum, 2.31e6 * x / Double.sin(x), relative: 1e-9))
  }

  @Test("a frame of white noise has the dip of noise that was filtered before it was thinned out")
  func folding() {
    // Noise at four times the rate, filtered line by line and then thinned out, which folds as devices do.
    let (count, chirps, factor) = (128, 400, 4)
    let wide = count * factor
    var noise = RadarFrame(
      waveform: FMCWWaveform(
        start: Frequency(hertz: 77e9), slope: FrequencySlope(si: 60e12), ramp: TimeSpan(si: 62e-6),
        idle: TimeSpan(si: 0), sampleRate: Self.rate, samples: wide / factor),
      chirpStarts: (0..<chirps * factor).map { Double($0) * 62e-6 }, channels: 1,
      samples: [Complex<Double>](repeating: .zero, count: chirps * wide))
    let source = ThermalNoise(noiseFigure: Decibels(si: 15), seed: 5, link: 0)
    source.add(to: &noise, firstChirp: 0, workers: workers)
    let perLine = source.power(sampleRate: Self.rate)
    let toTime = FourierTransform(count: wide, direction: .backward)
    let toBeat = FourierTransform(count: count, direction: .forward)
    var thinned = [Double](repeating: 0, count: count)
    for chirp in 0..<chirps {
      let samples = toTime.run { lines in
        for index in 0..<wide {
          let line = Double(index < wide / 2 ? index : index - wide)
          let beat = line * Self.rate.hertz / Double(count)
          // The transform of white noise is white noise: its samples serve as lines.
          lines[index] =
            noise.samples[chirp * wide + index]
            * Complex((Self.filter.passed(at: beat) / perLine).squareRoot())
        }
      } read: { output in
        (0..<count).map { output[$0 * factor] }
      }
      let power = toBeat.run { input in
        for index in 0..<count { input[index] = samples[index] }
      } read: { lines in
        (0..<count).map { lines[$0].lengthSquared / Double(count * count) }
      }
      for index in 0..<count { thinned[index] += power[index] / Double(chirps) }
    }
    for index in 0..<count {
      let share = Self.filter.noiseShare(
        at: Double(index) * Self.rate.hertz / Double(count), sampleRate: Self.rate)
      // A mean of 400 looks varies by 5 %; six times that covers all 128 lines.
      #expect(abs(thinned[index] / share - 1) < 0.3, "line \(index)")
    }
    // The deepest line is that in the middle between the edges, 13 dB down for each of two sides.
    let deepest = thinned.indices.min { thinned[$0] < thinned[$1] } ?? 0
    #expect((120...125).contains(deepest))
  }

  @Test("a beat in the middle of the band passes whole, one in the last cells as the noise there")
  func frame() {
    let waveform = FMCWWaveform(
      start: Frequency(hertz: 77e9), slope: FrequencySlope(si: 60e12), ramp: TimeSpan(si: 62e-6),
      idle: TimeSpan(si: 0), sampleRate: Self.rate, samples: 128)
    func level(_ line: Int) -> Double {
      var frame = RadarFrame(
        waveform: waveform, chirpStarts: [0], channels: 1,
        samples: (0..<128).map {
          Complex(length: 1, phase: -2 * .pi * Double(line * $0) / 128)
        })
      Self.filter.apply(to: &frame, workers: workers)
      return frame.samples.reduce(0) { $0 + $1.lengthSquared } / 128
    }
    // Rounding, and (1 / (1 + x^38)) with x below a half.
    #expect(isClose(level(60), 1, within: 1e-10))
    for line in [0, 118, 123] {
      let share = Self.filter.noiseShare(
        at: Double(line) * Self.rate.hertz / 128, sampleRate: Self.rate)
      #expect(isClose(level(line), share, relative: 1e-9))
    }
  }
}
