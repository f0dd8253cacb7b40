// SPDX-License-Identifier: Apache-2.0

import DelayDoppler
import Quantities
import RadarFrames
import Randomness
import RealModule
import TestSupport
import Testing

@Suite("Detection")
struct DetectionTests {
  /// Cells of noise of unit mean power, each the mean of some looks.
  private func noise(cells: Int, looks: Int, seed: UInt64) -> [Double] {
    var stream = RandomStream(seed: seed, stage: .thermalNoise, index: 0)
    return (0..<cells).map { _ in
      (0..<looks).reduce(0.0) { sum, _ in
        let (x, y) = stream.normalPair()
        return sum + (x * x + y * y) / 2
      } / Double(looks)
    }
  }

  @Test(
    "of a million cells of noise the set share is taken for echoes",
    arguments: [1, 3],
    [
      ConstantFalseAlarmRate.Method.cellAveraging,
      ConstantFalseAlarmRate.Method.orderedStatistic(share: 0.75),
    ])
  func falseAlarms(looks: Int, method: ConstantFalseAlarmRate.Method) {
    let rate = 1e-3
    let detector = ConstantFalseAlarmRate(
      method: method, falseAlarmRate: rate, guards: (2, 1), training: (4, 3), looks: looks)
    let found = detector.cells(
      in: noise(cells: 1_000_000, looks: looks, seed: 11), dopplers: 1000
    ).count
    // A thousand are expected; neighbours share training cells, so the spread is some two times
    // that of independent ones, 32: five of those.
    #expect(abs(Double(found) - 1000) < 320)
  }

  @Test("for one look the factors are those of the closed forms")
  func closedForms() {
    #expect(
      isClose(
        FalseAlarmThreshold.cellAveraging(falseAlarmRate: 1e-6, cells: 16),
        16 * (10.0.squareRoot().squareRoot().squareRoot() * 1.778_279_410_038_922_8 - 1),
        relative: 1e-9))
    // The product of both closed forms at N = 1, k = 1: 1 / (1 + T).
    #expect(
      isClose(
        FalseAlarmThreshold.orderedStatistic(falseAlarmRate: 0.01, cells: 1, rank: 1), 99,
        relative: 1e-9))
    // More looks fluctuate less: the factor falls towards one.
    let factors = [1, 2, 8, 64].map {
      FalseAlarmThreshold.cellAveraging(falseAlarmRate: 1e-4, cells: 24, looks: $0)
    }
    #expect(factors == factors.sorted(by: >) && factors[3] > 1 && factors[3] < 1.7)
  }

  @Test("an echo well above the noise is one peak, and its ratio to the noise is right")
  func echo() throws {
    let (dopplers, delays) = (64, 128)
    var power = noise(cells: dopplers * delays, looks: 4, seed: 3)
    for (doppler, delay, value) in [(20, 50, 1000.0), (20, 51, 500), (21, 50, 400), (0, 100, 300)] {
      power[doppler * delays + delay] += value
    }
    let detector = ConstantFalseAlarmRate(falseAlarmRate: 1e-6, looks: 4)
    let peaks = detector.peaks(
      among: detector.cells(in: power, dopplers: dopplers), dopplers: dopplers)
    #expect(peaks.map(\.doppler) == [0, 20])
    #expect(peaks.map(\.delay) == [100, 50])
    let strongest = try #require(peaks.last)
    // 150 training cells of four looks: 4 % of one standard deviation.
    #expect(isClose(strongest.signalToNoise, 1000, relative: 0.2))
  }

  @Test("a second echo among the neighbours hides the first from the mean, not from the rank")
  func masking() {
    let delays = 200
    var power = noise(cells: delays, looks: 8, seed: 5)
    power[100] += 30
    for delay in 106...109 { power[delay] += 300 }
    func finds(_ method: ConstantFalseAlarmRate.Method) -> Bool {
      ConstantFalseAlarmRate(
        method: method, falseAlarmRate: 1e-5, guards: (2, 0), training: (12, 0), looks: 8
      ).cells(in: power, dopplers: 1).contains { $0.delay == 100 }
    }
    #expect(!finds(.cellAveraging))
    #expect(finds(.orderedStatistic(share: 0.6)))
  }

  @Test("Marcum's function has its closed forms at no signal and at equal arguments")
  func marcum() {
    for b in [0.1, 1, 3, 6.0] {
      #expect(
        isClose(DetectionProbability.marcumQ(0, b), Double.exp(-b * b / 2), relative: 1e-12))
    }
    // (1 + e^(-a^2) I_0(a^2)) / 2 at a = 2, I_0(4) = 11.30192195213633.
    #expect(
      isClose(
        DetectionProbability.marcumQ(2, 2), (1 + Double.exp(-4) * 11.301_921_952_136_33) / 2,
        relative: 1e-12))
    // Q(a, b) + Q(b, a) = 1 + e^(-(a^2 + b^2) / 2) I_0(a b), I_0(6) = 67.23440697647798.
    let sum = DetectionProbability.marcumQ(2, 3) + DetectionProbability.marcumQ(3, 2)
    #expect(isClose(sum, 1 + Double.exp(-6.5) * 67.234_406_976_477_98, relative: 1e-12))
    // Logarithms of 1e5 are good to 1e-11.
    #expect(isClose(DetectionProbability.marcumQ(150, 100), 1, within: 1e-10))
  }

  @Test(
    "Marcum's function is the integral of Rice's density",
    arguments: [(1.0, 1.0), (0.5, 3), (3, 2), (6, 5), (20, 21), (40, 38), (15, 5)])
  func rice(a: Double, b: Double) {
    // x exp(-(x - a)^2 / 2) times the scaled I_0, which is the mean of exp(a x (cos t - 1)) over a
    // half turn; Simpson's rule in x, the trapezium rule in t, which converges exponentially.
    func density(_ x: Double) -> Double {
      let steps = 2000
      let mean = (0..<steps).reduce(0.0) { sum, index in
        sum + Double.exp(a * x * (Double.cos(2 * Double.pi * Double(index) / Double(steps)) - 1))
      }
      return x * Double.exp(-(x - a) * (x - a) / 2) * mean / Double(steps)
    }
    let (steps, end) = (2000, max(a, b) + 12)
    let width = (end - b) / Double(steps)
    var sum = density(b) + density(end)
    for index in 1..<steps {
      sum += density(b + Double(index) * width) * (index.isMultiple(of: 2) ? 2 : 4)
    }
    // Of Simpson's rule with steps of a hundredth 1e-9 is left.
    #expect(isClose(DetectionProbability.marcumQ(a, b), sum * width / 3, within: 1e-9))
  }

  @Test("a steady echo in noise is seen as often as Rice's formula says, noise as Rayleigh's")
  func simulation() {
    let threshold = DetectionProbability.threshold(falseAlarmRate: 0.02)
    let count = 40_000
    for ratio in [0.0, 0.72, 3.92, 9.68] {
      var stream = RandomStream(seed: 11, stage: .thermalNoise, index: UInt64(ratio * 10))
      var seen = 0
      for _ in 0..<count {
        // Noise of unit mean power.
        let (x, y) = stream.normalPair()
        let (real, imaginary) = (ratio.squareRoot() + x / 2.0.squareRoot(), y / 2.0.squareRoot())
        if real * real + imaginary * imaginary > threshold { seen += 1 }
      }
      let expected = DetectionProbability.steady(signalToNoise: ratio, falseAlarmRate: 0.02)
      let error = (expected * (1 - expected) / Double(count)).squareRoot()
      // 3.5 standard errors of the share: 0.2 % for four shares.
      #expect(isClose(Double(seen) / Double(count), expected, within: 3.5 * error))
    }
  }

  @Test("a steady echo needs 13.2 dB for nine of ten at one false alarm in a million")
  func albersheim() {
    let ratio = Double.pow(10, 1.314)
    let found = DetectionProbability.steady(signalToNoise: ratio, falseAlarmRate: 1e-6)
    // Albersheim's formula, good to 0.2 dB: 13.14 dB; 0.2 dB are 0.02 in probability here.
    #expect(isClose(found, 0.9, within: 0.02))
    // Swerling 1 at 21.1 dB (Skolnik): ln P_fa / ln P_d - 1 = 130.
    #expect(
      isClose(
        DetectionProbability.fluctuating(signalToNoise: 130.126, falseAlarmRate: 1e-6), 0.9,
        within: 1e-4))
  }

  @Test("the sounder resolves 37.5 mm and 0.118 m/s and is unambiguous up to 7.54 m/s")
  func figures() {
    let waveform = FMCWWaveform(
      start: Frequency(gigahertz: 77), slope: FrequencySlope(si: 35.44e12),
      ramp: TimeSpan(si: 112.86e-6), idle: TimeSpan(si: 13e-6),
      sampleRate: Frequency(hertz: 18.75e6), samples: 2116)
    let figures = RadarFigures(waveform: waveform, chirps: 128)
    // The published figures take 79 GHz and 4 GHz, which are met to 1e-4.
    #expect(isClose(figures.rangeResolution, 0.037_476, relative: 1e-3))
    #expect(isClose(figures.velocityResolution, 0.117_778, relative: 1e-3))
    #expect(isClose(figures.unambiguousVelocity, 7.537_82, relative: 1e-3))
    let three = RadarFigures(waveform: waveform, chirps: 128, transmitters: 3)
    #expect(isClose(three.unambiguousVelocity, 2.512_61, relative: 1e-3))
    // sqrt(6 / 100) / (2 pi) of a cell at 20 dB.
    #expect(
      isClose(
        figures.delayDeviation(signalToNoise: 100) / figures.delayResolution, 0.038_98,
        relative: 1e-3))
  }
}
