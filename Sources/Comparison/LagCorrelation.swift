// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import Spectra

/// Pearson's correlation of two rows of numbers at all lags, over what overlaps.
///
/// Sums of products come from a transform, those of one row alone from running sums.
final class LagCorrelation {
  private let count: Int
  private let forward: FourierTransform
  private let backward: FourierTransform

  /// Prepares rows of so many numbers.
  init(count: Int) {
    self.count = count
    var length = 1
    while length < 2 * count { length *= 2 }
    forward = FourierTransform(count: length, direction: .forward)
    backward = FourierTransform(count: length, direction: .backward)
  }

  /// The correlations of a[i] with b[i + lag].
  ///
  /// - Parameters:
  ///   - a: A row.
  ///   - b: Another one, which comes later by a positive lag.
  ///   - lags: Which ones.
  /// - Returns: One for each lag; -1 where one of both does not vary.
  func scores(_ a: [Double], _ b: [Double], lags: ClosedRange<Int>) -> [Double] {
    let products = products(a, b)
    let (sumsA, sumsB) = (Self.running(a), Self.running(b))
    return lags.map { lag in
      let range = max(0, -lag)..<max(max(0, -lag), min(count, count - lag))
      let number = Double(range.count)
      guard range.count > 2 else { return -1 }
      func moments(_ sums: [(Double, Double)], _ shift: Int) -> (sum: Double, squares: Double) {
        let (first, last) = (sums[range.lowerBound + shift], sums[range.upperBound + shift])
        return (last.0 - first.0, last.1 - first.1)
      }
      let (one, other) = (moments(sumsA, 0), moments(sumsB, lag))
      let spreads = [one, other].map { $0.squares - $0.sum * $0.sum / number }
      // What is left of a row that does not vary is rounding of its running sums.
      guard spreads[0] > 1e-9 * sumsA[count].1, spreads[1] > 1e-9 * sumsB[count].1 else {
        return -1
      }
      let index = lag >= 0 ? lag : products.count + lag
      return (products[index] - one.sum * other.sum / number)
        / (spreads[0] * spreads[1]).squareRoot()
    }
  }

  private static func running(_ values: [Double]) -> [(Double, Double)] {
    var sums = [(0.0, 0.0)]
    sums.reserveCapacity(values.count + 1)
    for value in values {
      let last = sums[sums.count - 1]
      sums.append((last.0 + value, last.1 + value * value))
    }
    return sums
  }

  /// sum_i a[i] b[i + lag], negative lags from the end.
  private func products(_ a: [Double], _ b: [Double]) -> [Double] {
    let length = forward.count
    func spectrum(_ values: [Double]) -> [Complex<Double>] {
      forward.run { input in
        for index in 0..<length { input[index] = index < count ? Complex(values[index]) : .zero }
      } read: { output in
        (0..<length).map { output[$0] }
      }
    }
    let (one, other) = (spectrum(a), spectrum(b))
    return backward.run { input in
      for index in 0..<length { input[index] = one[index].conjugate * other[index] }
    } read: { output in
      (0..<length).map { output[$0].real / Double(length) }
    }
  }
}
