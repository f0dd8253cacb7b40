// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Randomness

/// How far the moments of a profile would move if its scatterers had other phases.
///
/// Frames cannot tell: clutter at rest has the same speckle in all of them. So the profile is drawn
/// anew, each stretch of delay that makes one independent sample times a mean of so many looks; a
/// peak that stands out is taken for a steady path that the clutter around it adds to or takes from (Rice
/// 1945). The drawn factors of clutter are those of Wilson and
/// Hilferty (1931), whose cube root is normal.
struct SpeckleUncertainty {
  /// Standard deviations: of the total power and the K-factor in dB, of the delays in seconds.
  private(set) var total = 0.0
  private(set) var meanDelay = 0.0
  private(set) var delaySpread = 0.0
  private(set) var kFactor = 0.0

  /// How often a profile is drawn; a deviation is then known to 6 %.
  private static let draws = 150

  /// - Parameters:
  ///   - powers: The profile in watts, with the noise.
  ///   - noise: The mean noise in watts.
  ///   - speckle: The looks of a cell.
  ///   - sample: How many cells make one independent sample.
  ///   - peaks: Cells of components, and the power of the clutter around each over its own.
  ///   - purpose: Of the numbers drawn.
  ///   - moments: Computes the moments of a drawn profile.
  init(
    _ powers: [Double], noise: Double, speckle: Speckle, sample: Int,
    peaks: [(cell: Int, clutter: Double)],
    purpose: UInt64, moments: ([Double]) -> ProfileMoments?
  ) {
    // The widest main lobe of the tapers offered reaches to four cells on either side.
    var peakOfCell = [Int?](repeating: nil, count: powers.count)
    for (index, peak) in peaks.enumerated() {
      for cell in max(0, peak.cell - 4)..<min(powers.count, peak.cell + 5) {
        peakOfCell[cell] = index
      }
    }
    var stream = RandomStream(seed: 1, stage: .resampling, index: purpose)
    let drawn = (0..<Self.draws).compactMap { _ -> ProfileMoments? in
      var profile = powers
      var factor = 1.0
      let factors = peaks.map { speckle.factor(ofPeakWith: $0.clutter, stream.normalPair()) }
      for cell in powers.indices {
        if cell.isMultiple(of: sample) { factor = speckle.factor(stream.normalPair().0) }
        let drawn = peakOfCell[cell].map { factors[$0] } ?? factor
        profile[cell] = noise + (powers[cell] - noise) * drawn
      }
      return moments(profile)
    }
    total = deviation(drawn.map { decibels($0.total) }) ?? 0
    meanDelay = deviation(drawn.map(\.meanDelay)) ?? 0
    delaySpread = deviation(drawn.map(\.delaySpread)) ?? 0
    kFactor = deviation(drawn.compactMap { $0.kFactor.map(decibels) }) ?? 0
  }
}

extension Speckle {
  /// A mean of looks over its expectation, from a standard normal number.
  fileprivate func factor(_ normal: Double) -> Double {
    let spread = 1 / (9 * looks)
    return max(0, pow(1 - spread + normal * spread.squareRoot(), 3))
  }
}

extension Speckle {
  /// The power of a steady path among clutter over its expectation, from two standard normal numbers.
  ///
  /// - Parameters:
  ///   - clutter: The power of the clutter over that of the path; over many looks it averages out.
  ///   - normal: Of the clutter's real and imaginary part.
  /// - Returns: |1 + clutter|^2 over its mean.
  fileprivate func factor(ofPeakWith clutter: Double, _ normal: (Double, Double)) -> Double {
    let share = clutter / looks
    let scale = (share / 2).squareRoot()
    let (real, imaginary) = (1 + scale * normal.0, scale * normal.1)
    return (real * real + imaginary * imaginary) / (1 + share)
  }
}

/// The standard deviation of some values; nil of fewer than two.
func deviation(_ values: [Double]) -> Double? {
  guard values.count > 1, let centre = mean(values) else { return nil }
  let sum = values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
  return (sum / Double(values.count - 1)).squareRoot()
}
