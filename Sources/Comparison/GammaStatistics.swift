// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The statistics of a mean power that is made of independent looks at speckle.
///
/// The power of many scatterers with random phases is exponentially distributed, and its mean over
/// L looks has a gamma distribution of shape L (Ulaby, Moore and Fung, "Microwave remote sensing",
/// vol. 2, 1982). Its level in dB is lower than that of the mean by 10/ln 10 (ln L - psi(L)),
/// 2.51 dB for one look, and has the variance (10/ln 10)^2 psi'(L), (5.57 dB)^2 for one.
package struct Speckle: Hashable, Sendable {
  /// How many independent looks a mean is made of, one or more.
  package let looks: Double

  package init(looks: Double) { self.looks = max(1, looks) }

  /// How far the mean of the level lies above the level of the mean, in dB; negative.
  package var levelBias: Double { decibelsPerNeper * (digamma(looks) - log(looks)) }

  /// The variance of the level in dB^2.
  package var levelVariance: Double { decibelsPerNeper * decibelsPerNeper * trigamma(looks) }

  /// What the power exceeds with a probability of 1e-4, over its mean.
  ///
  /// After Wilson and Hilferty (Proc. Nat. Acad. Sci. 17, 1931): the cube root is about normal.
  package var rareExcess: Double {
    let spread = 1 / (9 * looks)
    return pow(1 - spread + 3.719 * spread.squareRoot(), 3)
  }

  /// The median of the power over its mean, by the same approximation.
  package var median: Double { pow(1 - 1 / (9 * looks), 3) }

  /// What clutter makes of the level of a steady path: its standard deviation in dB.
  ///
  /// - Parameter clutter: The power of the clutter over that of the path.
  /// - Returns: The deviation of the level.
  static func levelDeviation(ofClutter clutter: Double) -> Double {
    2 * decibelsPerNeper * (clutter / 2).squareRoot()
  }

  /// What clutter makes of the place of a steady path's peak: its standard deviation in independent samples.
  ///
  /// Sqrt(12) / (2 pi) sqrt(c / 2) for an even spectrum (Kay, Fundamentals of Statistical Signal Processing,
  /// 1993, section 3.11).
  ///
  /// - Parameter clutter: The power of the clutter over that of the path.
  /// - Returns: The deviation of the place.
  static func placeDeviation(ofClutter clutter: Double) -> Double {
    12.0.squareRoot() / (2 * .pi) * (clutter / 2).squareRoot()
  }

  /// The looks of the values of a smooth profile, told from how rough it is over delay.
  ///
  /// Two independent values of the same mean have a ratio whose logarithm x has a density
  /// proportional to cosh(x/2)^(-2L). The median of |x| tells L and minds neither a slope of a few dB
  /// nor single paths that stand out; both make L too small rather than too large. Clutter at rest
  /// stays one look however long it is looked at, and this tells so.
  ///
  /// - Parameters:
  ///   - powers: The profile.
  ///   - isUsable: For each value whether it is an echo.
  ///   - separation: How many values apart two are independent, one or more.
  /// - Returns: The looks; one where fewer than 16 ratios tell it.
  package static func estimate(
    _ powers: [Double], isUsable: [Bool], separation: Int
  ) -> Speckle {
    let ratios = powers.indices.dropLast(separation).compactMap { index -> Double? in
      let other = index + separation
      guard isUsable[index], isUsable[other], powers[index] > 0, powers[other] > 0 else {
        return nil
      }
      return abs(log(powers[other] / powers[index]))
    }
    guard ratios.count >= 16 else { return Speckle(looks: 1) }
    let found = ratios.sorted()[ratios.count / 2]
    // The median of |x| falls as looks grow.
    var (low, high) = (0.0, log(mostLooks))
    guard found < medianRatio(looks: 1) else { return Speckle(looks: 1) }
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if medianRatio(looks: exp(middle)) > found { low = middle } else { high = middle }
    }
    return Speckle(looks: exp(low))
  }

  /// Beyond this a profile is as smooth as it needs to be.
  private static let mostLooks = 1e4

  /// The median of |ln(P1/P2)| of two independent means of L looks.
  static func medianRatio(looks: Double) -> Double {
    let scale = (2 * trigamma(looks)).squareRoot()
    let steps = 1200
    // Twelve deviations hold all but 1e-9 even of the exponential tails of one look.
    let width = 12 * scale / Double(steps)
    func density(_ x: Double) -> Double { exp(-2 * looks * log(cosh(x / 2))) }
    let areas = (0..<steps).map { density((Double($0) + 0.5) * width) }
    var rest = areas.reduce(0, +) / 2
    for (step, area) in areas.enumerated() {
      if rest <= area { return (Double(step) + rest / area) * width }
      rest -= area
    }
    return Double(steps) * width
  }
}

/// 10 / ln 10.
private let decibelsPerNeper = 10 / log(10.0)

/// The derivative of ln Gamma, for positive arguments (Abramowitz and Stegun, 6.3.5 and 6.3.18).
func digamma(_ argument: Double) -> Double {
  var (x, sum) = (argument, 0.0)
  while x < 8 {
    sum -= 1 / x
    x += 1
  }
  let square = 1 / (x * x)
  return sum + log(x) - 0.5 / x - square * (1.0 / 12 - square * (1.0 / 120 - square / 252))
}

/// The second derivative of ln Gamma, for positive arguments (Abramowitz and Stegun, 6.4.6 and 6.4.12).
func trigamma(_ argument: Double) -> Double {
  var (x, sum) = (argument, 0.0)
  while x < 8 {
    sum += 1 / (x * x)
    x += 1
  }
  let square = 1 / (x * x)
  return sum + 1 / x + square / 2
    + square / x * (1.0 / 6 - square * (1.0 / 30 - square * (1.0 / 42 - square / 30)))
}

/// A ratio of powers in dB.
func decibels(_ ratio: Double) -> Double { 10 * log10(ratio) }
