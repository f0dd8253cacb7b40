// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import Randomness
import RealModule
import StatisticalChannel
import TestSupport
import Testing

@Suite("Detection by the envelope")
struct EnvelopeDetectionTests {
  @Test("the threshold of a false alarm rate gives that rate")
  func threshold() {
    for rate in [1e-6, 0.01, 0.3] {
      let detection = EnvelopeDetection(noiseDeviation: 2, falseAlarmProbability: rate)
      #expect(isClose(detection.falseAlarmProbability, rate, relative: 1e-12))
      // Without an echo the probability of detection is that of a false alarm.
      #expect(isClose(detection.detectionProbability(amplitude: 0), rate, relative: 1e-9))
    }
    let detection = EnvelopeDetection(noiseDeviation: 1, falseAlarmProbability: Double.exp(-2))
    #expect(isClose(detection.threshold, 2, within: 1e-12))
  }

  @Test(
    "Marcum's function is the integral of Rice's density",
    arguments: [(1.0, 1.0), (0.5, 3), (3, 2), (6, 5), (20, 21), (40, 38)])
  func marcum(a: Double, b: Double) {
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
    #expect(isClose(marcumQ(a, b), sum * width / 3, within: 1e-9))
  }

  @Test("a steady echo in noise is seen as often as Rice's formula says, noise as Rayleigh's")
  func simulation() {
    let detection = EnvelopeDetection(noiseDeviation: 0.5, falseAlarmProbability: 0.02)
    let count = 40_000
    for amplitude in [0.0, 0.6, 1.4, 2.2] {
      var stream = RandomStream(seed: 11, stage: .thermalNoise, index: UInt64(amplitude * 10))
      var seen = 0
      for _ in 0..<count {
        let (x, y) = stream.normalPair()
        if Double.hypot(amplitude + 0.5 * x, 0.5 * y) > detection.threshold { seen += 1 }
      }
      let expected = detection.detectionProbability(amplitude: amplitude)
      let error = (expected * (1 - expected) / Double(count)).squareRoot()
      // 3.5 standard errors of the share: 0.2 % for four shares.
      #expect(isClose(Double(seen) / Double(count), expected, within: 3.5 * error))
    }
  }
}
