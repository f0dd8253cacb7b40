// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// How likely an echo in noise of known power is found: the formulas of radar textbooks.
///
/// Physics primer, eq. 59.
package enum DetectionProbability {
  /// The threshold over the mean noise power for one look: -ln P_fa (Rayleigh noise).
  package static func threshold(falseAlarmRate: Double) -> Double {
    -Double.log(falseAlarmRate)
  }

  /// The rate at which noise alone exceeds a threshold over its mean power: e^-t.
  package static func falseAlarmRate(threshold: Double) -> Double { Double.exp(-threshold) }

  /// The probability of an echo that does not fluctuate (Rice): Q_1(sqrt(2 SNR), sqrt(2 t)).
  ///
  /// - Parameters:
  ///   - signalToNoise: The power of the echo over that of the noise, zero or more.
  ///   - falseAlarmRate: In (0, 1).
  /// - Returns: From `falseAlarmRate`, for no echo, to one.
  package static func steady(signalToNoise: Double, falseAlarmRate: Double) -> Double {
    marcumQ(
      (2 * signalToNoise).squareRoot(), (2 * threshold(falseAlarmRate: falseAlarmRate)).squareRoot()
    )
  }

  /// The probability of an echo whose power is exponentially distributed (Swerling 1):
  /// P_fa^(1 / (1 + SNR)).
  package static func fluctuating(signalToNoise: Double, falseAlarmRate: Double) -> Double {
    Double.pow(falseAlarmRate, 1 / (1 + signalToNoise))
  }

  /// The Marcum Q function of first order.
  ///
  /// It is the integral of x e^(-(x^2 + a^2) / 2) I_0(a x) from b to infinity, a Poisson mixture of
  /// gamma tails: sum over k of pois(k; a^2/2) P(pois(b^2/2) <= k) (Shnidman, IEEE Trans. Inf. Theory
  /// 35, 1989).
  package static func marcumQ(_ a: Double, _ b: Double) -> Double {
    let (signal, threshold) = (a * a / 2, b * b / 2)
    // Less than exp(-(a - b)^2 / 2), 3e-18, is missing above the threshold.
    guard threshold > 0, a - b < 9 else { return 1 }
    // All but 1e-17 of the mixture lies within nine standard deviations of its mean.
    let spread = 9 * (signal + 9).squareRoot()
    let first = max(0, Int(signal - spread))
    let last = Int(signal + spread) + 1
    var below = poissonBelow(first, mean: threshold)
    var sum = 0.0
    for order in first...last {
      if order > first { below += poisson(order, mean: threshold) }
      sum += poisson(order, mean: signal) * min(1, below)
    }
    return min(1, sum)
  }

  private static func poisson(_ order: Int, mean: Double) -> Double {
    guard mean > 0 else { return order == 0 ? 1 : 0 }
    return Double.exp(
      Double(order) * Double.log(mean) - mean - Double.logGamma(Double(order) + 1))
  }

  /// P(x <= order) of a Poisson variable.
  private static func poissonBelow(_ order: Int, mean: Double) -> Double {
    let spread = 9 * (mean + 9).squareRoot()
    let first = max(0, Int(mean - spread))
    guard order >= first else { return 0 }
    guard order < Int(mean + spread) + 1 else { return 1 }
    return (first...order).reduce(0.0) { $0 + poisson($1, mean: mean) }
  }
}
