// SPDX-License-Identifier: Apache-2.0

import Randomness
import RealModule
import TestSupport
import Testing

@Suite("Gamma numbers")
struct GammaNumberTests {
  @Test(
    "they have their shape as mean and variance, and the moments of their logarithm",
    arguments: [0.2, 0.9, 1, 4.236, 16.2253])
  func moments(shape: Double) {
    var stream = RandomStream(seed: 3, stage: .referencePoints, index: UInt64(shape * 100))
    let count = 200_000
    let numbers = (0..<count).map { _ in stream.gamma(shape: shape) }
    #expect(numbers.allSatisfy { $0 >= 0 && $0.isFinite })
    let mean = numbers.reduce(0, +) / Double(count)
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
    // Five standard errors: sqrt(shape / n) of the mean, sqrt((2 + 6 / shape) / n) shape of the
    // variance.
    #expect(isClose(mean, shape, within: 5 * (shape / Double(count)).squareRoot()))
    #expect(
      isClose(
        variance, shape,
        within: 5 * shape * ((2 + 6 / shape) / Double(count)).squareRoot()))
    // The mean of 1 / (1 + x)^2 for shape 1 is that of exp(-x): 0.4037 by Euler's integral.
    guard shape == 1 else { return }
    let inverse = numbers.reduce(0) { $0 + 1 / ((1 + $1) * (1 + $1)) } / Double(count)
    #expect(isClose(inverse, 0.403_653, within: 5 * 0.3 / Double(count).squareRoot()))
  }

  @Test("tiny shapes give nothing almost always")
  func tiny() {
    // RMa's reference points have 0.0007: a number above 1e-3 has a chance of about 0.0007 E1(0.001).
    var stream = RandomStream(seed: 3, stage: .referencePoints, index: 1)
    let large = (0..<100_000).count { _ in stream.gamma(shape: 0.0007) > 1e-3 }
    // 0.0007 * 6.33 * 1e5 = 443, five standard deviations of 21.
    #expect(abs(large - 443) < 105)
  }
}
