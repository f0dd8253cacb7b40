// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import DelayDoppler
import Execution
import RadarFrames
import Randomness
import Spectra
import TestSupport
import Testing

@Suite("False alarms in maps")
struct NoiseMapTests {
  private let workers = Workers(count: 2)

  /// Maps of white noise, made from IF samples as a radar makes them.
  private func maps(_ count: Int, chirps: Int, channels: Int) -> [DelayDopplerMap] {
    let range = DelayTransform(waveform: shortWaveform, window: .blackmanHarris, workers: workers)
    let doppler = DopplerTransform(
      window: chirps, hop: chirps, taper: .hann, chirpPeriod: shortWaveform.chirpPeriod,
      workers: workers)
    return (0..<count).flatMap { index -> [DelayDopplerMap] in
      var stream = RandomStream(seed: 7, stage: .thermalNoise, index: UInt64(index))
      let samples = (0..<chirps * channels * shortWaveform.samples).map { _ in
        let (x, y) = stream.normalPair()
        return Complex(x, y)
      }
      let starts = (0..<chirps).map { Double($0) * shortWaveform.chirpPeriod }
      return doppler(
        range(
          RadarFrame(
            waveform: shortWaveform, chirpStarts: starts, channels: channels, samples: samples)))
    }
  }

  @Test(
    "of a million cells behind tapers the set share is taken for echoes, within a factor of two",
    arguments: [1, 4],
    [
      ConstantFalseAlarmRate.Method.cellAveraging,
      ConstantFalseAlarmRate.Method.orderedStatistic(share: 0.75),
    ])
  func falseAlarms(channels: Int, method: ConstantFalseAlarmRate.Method) {
    let chirps = 128
    let detector = ConstantFalseAlarmRate(
      method: method, falseAlarmRate: 1e-4, looks: channels,
      cellsPerSample: (
        WindowFigures(Window.blackmanHarris.weights(shortWaveform.samples)).binsPerSample,
        WindowFigures(Window.hann.weights(chirps)).binsPerSample
      ))
    let cells = chirps * shortWaveform.samples
    let count = 1_000_000 / cells + 1
    let found = maps(count, chirps: chirps, channels: channels).reduce(0) {
      $0 + detector.cells(in: $1.power, dopplers: chirps).count
    }
    // A hundred are expected, some of which are neighbours of each other: the standard deviation is
    // below twenty.
    let rate = Double(found) / Double(count * cells)
    #expect(rate > 0.5e-4 && rate < 2e-4, "\(rate)")
  }

  @Test("a taper's bins share samples: one in one without a taper, 35/18 with Hann's")
  func sharing() {
    #expect(WindowFigures(Window.rectangular.weights(64)).binsPerSample == 1)
    // N sum w^4 / (sum w^2)^2 = (35 / 128) / (3 / 8)^2.
    #expect(
      isClose(WindowFigures(Window.hann.weights(64)).binsPerSample, 35.0 / 18, relative: 1e-12))
  }
}
