// SPDX-License-Identifier: Apache-2.0

internal import RealModule
package import Quantities

/// How far a link's diffuse power may be off because its surfaces are represented by points.
package struct DiffuseError: Hashable, Sendable {
  /// The standard error of the link's diffuse power as a share of this power.
  package var relative: Double

  package init(relative: Double) { self.relative = relative }

  /// How many standard errors the interval of 95 % reaches to either side.
  package static let reach = 1.96

  /// Half the interval of 95 % as a level: 10 log10(1 + 1.96 standard errors / power), in dB.
  package var level: Decibels { Decibels(powerRatio: 1 + Self.reach * relative) }
}

extension DiffuseError {
  /// Estimates the error from what each scatterer contributes, those without a path included.
  ///
  /// The scatterers are a systematic sample: one stands for each equal share of the importance, in
  /// the order of the patches. The variance of their sum is estimated from the differences of
  /// neighbours, n / (2 (n - 1)) sum (p_k - p_(k+1))^2 (Wolter, "An investigation of some
  /// estimators of variance for systematic sampling", JASA 79, 1984, estimator v2). It holds the
  /// step from one share to the next beside the scatter within both, and takes the low-discrepancy
  /// points of a patch as independent, so it is too large rather than too small.
  ///
  /// Physics primer, eq. 25.
  ///
  /// - Parameters:
  ///   - found: The diffuse paths of a link at an instant.
  ///   - count: How many scatterers there are; below two, or where nothing is found, there is no
  ///     estimate.
  init?(of found: [DiffuseSearch.Found], scatterers count: Int) {
    guard count > 1 else { return nil }
    var powers = [Double](repeating: 0, count: count)
    for item in found { powers[Int(item.path.scatterer)] += item.power }
    let total = powers.reduce(0, +)
    guard total > 0 else { return nil }
    // Shares of the total, for squares of powers would leave the range of numbers.
    let squares = zip(powers, powers.dropFirst()).reduce(0) { sum, pair in
      let step = (pair.0 - pair.1) / total
      return sum + step * step
    }
    relative = (Double(count) / (2 * Double(count - 1)) * squares).squareRoot()
  }
}

/// What may be left out of the diffuse power because it adds next to nothing.
struct WeakShares: Hashable, Sendable {
  /// The share of the mirrors' light at an end.
  var mirrors = 0.02

  /// The share of the power in a delay bin.
  var bins = 0.01

  /// The shares without a wish for accuracy: 0.09 dB and 0.04 dB.
  init() {}

  /// The shares that take a fifth of an accuracy between them, and never more than without it.
  init(accuracy: Decibels) {
    let both = 1 - Decibels(si: -Self.partOfAccuracy * accuracy.decibels).powerRatio
    // Both ends of a path leave out mirrors, so three shares add up.
    mirrors = min(mirrors, both / 3)
    bins = min(bins, both / 3)
  }

  /// How much of the accuracy what is left out may take.
  private static let partOfAccuracy = 0.2
}

extension PropagationSettings {
  /// What may be left out of the diffuse power.
  var weakShares: WeakShares { accuracy.map { WeakShares(accuracy: $0) } ?? WeakShares() }
}
