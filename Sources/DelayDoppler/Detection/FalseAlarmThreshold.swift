// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// How far above its neighbours' noise a cell must be to count, for a set rate of false alarms.
///
/// Cells hold the mean power of `looks` independent complex Gaussian samples: they are gamma
/// distributed with that shape. The factor is exact for noise of the same power in all cells.
package enum FalseAlarmThreshold {
  /// The factor on the mean of the neighbours (cell averaging).
  ///
  /// For one look it is N (P^(-1/N) - 1) (Finn and Johnson, RCA Review 29, 1968). For more the ratio
  /// of the cell to the mean is F-distributed, and the false-alarm rate an incomplete beta function.
  ///
  /// Physics primer, eq. 57.
  ///
  /// - Parameters:
  ///   - falseAlarmRate: In (0, 1).
  ///   - cells: How many neighbours are averaged, at least one.
  ///   - looks: How many samples each cell is the mean of, at least one.
  /// - Returns: The factor.
  package static func cellAveraging(
    falseAlarmRate: Double, cells: Int, looks: Int = 1
  ) -> Double {
    precondition(falseAlarmRate > 0 && falseAlarmRate < 1 && cells > 0 && looks > 0)
    guard looks > 1 else {
      return Double(cells) * (Double.pow(falseAlarmRate, -1 / Double(cells)) - 1)
    }
    return factor(for: falseAlarmRate) { factor in
      exceedance(ofMeanTimes: factor, cells: cells, looks: looks)
    }
  }

  /// The factor on one of the neighbours, sorted by power (ordered statistic).
  ///
  /// Rohling, IEEE Trans. Aerosp. Electron. Syst. 19 (1983): for one look the false-alarm rate is
  /// the product of (N - i) / (N - i + T) over i from 0 to k - 1. For more it is integrated.
  ///
  /// Physics primer, eq. 58.
  ///
  /// - Parameters:
  ///   - falseAlarmRate: In (0, 1).
  ///   - cells: How many neighbours there are.
  ///   - rank: Which of them in ascending order, from 1 to `cells`.
  ///   - looks: How many samples each cell is the mean of, at least one.
  /// - Returns: The factor.
  package static func orderedStatistic(
    falseAlarmRate: Double, cells: Int, rank: Int, looks: Int = 1
  ) -> Double {
    precondition(falseAlarmRate > 0 && falseAlarmRate < 1 && looks > 0)
    precondition((1...cells).contains(rank))
    return factor(for: falseAlarmRate) { factor in
      guard looks > 1 else {
        return (0..<rank).reduce(1.0) { product, index in
          product * Double(cells - index) / (Double(cells - index) + factor)
        }
      }
      return exceedance(ofRank: rank, times: factor, cells: cells, looks: looks)
    }
  }

  /// The factor at which a falling rate passes a value, by bisection of its logarithm.
  private static func factor(for rate: Double, _ exceedance: (Double) -> Double) -> Double {
    var (low, high) = (1e-6, 1e9)
    for _ in 0..<200 where high / low > 1 + 1e-14 {
      let middle = (low * high).squareRoot()
      if exceedance(middle) > rate { low = middle } else { high = middle }
    }
    return (low * high).squareRoot()
  }

  /// P(x > t m): x a gamma variable of shape L, m the mean of N such.
  ///
  /// The sum of N has the shape N L. Given it, x exceeds with the sum of L Poisson terms; their mean
  /// over the sum is a negative binomial distribution function.
  private static func exceedance(ofMeanTimes factor: Double, cells: Int, looks: Int) -> Double {
    let shape = Double(cells * looks)
    let share = factor / Double(cells)
    let success = share / (1 + share)
    var term = Double.pow(1 - success, shape)
    var sum = term
    for order in 1..<looks {
      term *= (shape + Double(order) - 1) / Double(order) * success
      sum += term
    }
    return sum
  }

  /// P(x > t z): z the k-th smallest of N gamma variables of shape L, by Simpson's rule.
  private static func exceedance(
    ofRank rank: Int, times factor: Double, cells: Int, looks: Int
  ) -> Double {
    let mean = Double(looks)
    // Beyond, the density of any of the cells is below 1e-16.
    let end = mean + 12 * mean.squareRoot() + 40
    let steps = 2000
    let logChoices =
      Double.logGamma(Double(cells + 1)) - Double.logGamma(Double(rank))
      - Double.logGamma(Double(cells - rank + 1))
    var sum = 0.0
    for index in 1..<steps {
      let z = end * Double(index) / Double(steps)
      let above = gammaExceedance(z, shape: looks)
      guard above > 0, above < 1 else { continue }
      let logDensity =
        (mean - 1) * Double.log(z) - z - Double.logGamma(mean) + logChoices
        + Double(rank - 1) * Double.log(onePlus: -above)
        + Double(cells - rank) * Double.log(above)
      sum +=
        (index.isMultiple(of: 2) ? 2 : 4) * Double.exp(logDensity)
        * gammaExceedance(factor * z, shape: looks)
    }
    return sum * end / Double(steps) / 3
  }
}

/// P(x > t) of a gamma variable of whole shape and unit scale: e^-t times a sum of powers.
func gammaExceedance(_ t: Double, shape: Int) -> Double {
  var term = Double.exp(-t)
  var sum = term
  for order in 1..<max(1, shape) {
    term *= t / Double(order)
    sum += term
  }
  return sum
}
