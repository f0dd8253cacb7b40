// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// Detection of a steady echo by the envelope of one complex sample in Gaussian noise.
///
/// The envelope of noise alone is Rayleigh's, with the echo Rice's (Rice 1945; Richards, "Fundamentals
/// of Radar Signal Processing", 2014, section 6.2).
package struct EnvelopeDetection: Hashable, Sendable {
  /// sigma, the standard deviation of the noise's real and imaginary parts each.
  package let noiseDeviation: Double
  /// V_T, in the unit of the noise.
  package let threshold: Double

  package init(noiseDeviation: Double, threshold: Double) {
    self.noiseDeviation = noiseDeviation
    self.threshold = threshold
  }

  /// The threshold of a false alarm rate: V_T = sigma sqrt(2 ln(1 / P_fa)).
  ///
  /// - Parameters:
  ///   - noiseDeviation: sigma.
  ///   - falseAlarmProbability: Between zero and one.
  package init(noiseDeviation: Double, falseAlarmProbability: Double) {
    self.init(
      noiseDeviation: noiseDeviation,
      threshold: noiseDeviation * (-2 * Double.log(falseAlarmProbability)).squareRoot())
  }

  /// P_fa = exp(-V_T^2 / (2 sigma^2)).
  package var falseAlarmProbability: Double {
    let ratio = threshold / noiseDeviation
    return Double.exp(-ratio * ratio / 2)
  }

  /// P_d = Q_1(A / sigma, V_T / sigma).
  ///
  /// - Parameter amplitude: A, in the unit of the noise.
  /// - Returns: The probability that the envelope of the echo with noise exceeds the threshold.
  package func detectionProbability(amplitude: Double) -> Double {
    marcumQ(amplitude / noiseDeviation, threshold / noiseDeviation)
  }
}

/// Marcum's function Q_1(a, b), for a and b not negative.
///
/// A sum over Poisson's distribution of mean x = a^2 / 2: Q_1 = sum_n p_n(x) sum_(k <= n) p_k(b^2 / 2)
/// (Shnidman, IEEE Trans. Inf. Theory 35, 1989). The sum is over all n within twelve standard deviations,
/// beyond which 1e-20 is left.
///
/// - Parameters:
///   - a: The amplitude over the noise.
///   - b: The threshold over the noise.
/// - Returns: The probability.
package func marcumQ(_ a: Double, _ b: Double) -> Double {
  // Below the threshold remains less than exp(-(a - b)^2 / 2), 3e-18.
  guard a - b < 9 else { return 1 }
  let (x, y) = (a * a / 2, b * b / 2)
  let reach = 12 * x.squareRoot() + 60
  let last = Int(x + reach)
  let first = max(0, Int(x - reach))
  var lower = 0.0
  var sum = 0.0
  for n in 0...last {
    lower += poisson(n, mean: y)
    if n >= first { sum += poisson(n, mean: x) * min(lower, 1) }
  }
  return min(sum, 1)
}

/// The probability of n events of a mean number.
private func poisson(_ n: Int, mean: Double) -> Double {
  guard mean > 0 else { return n == 0 ? 1 : 0 }
  return Double.exp(Double(n) * Double.log(mean) - mean - Double.logGamma(Double(n) + 1))
}
