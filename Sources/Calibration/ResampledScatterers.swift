// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Randomness

extension LinkObservation {
  /// The powers of paths as they could be over another sample of scatterers.
  ///
  /// Each scatterer's power is taken times a random number of the mean 1 and of the variance v that its
  /// being a sample has: the mean of 2 / v squares of normal numbers, so that none is negative. With v = 1
  /// this is the Bayesian bootstrap (Rubin, Annals of Statistics 9, 1981). A scatterer has the same number
  /// in all windows of a link.
  ///
  /// Physics primer, after eq. 74.
  ///
  /// - Parameters:
  ///   - powers: The power of each path.
  ///   - number: Which of the samples.
  /// - Returns: The powers, in the same order.
  package func resampled(_ powers: [Double], number: Int) -> [Double] {
    let squares = max(1, Int((2 / covariance.sampleVariance).rounded()))
    return zip(cells.terms.paths, powers).map { path, power in
      guard path.scattering != nil else { return power }
      var stream = RandomStream(
        seed: path.identifier.rawValue, stage: .resampledScatterers, index: UInt64(number))
      return (0..<squares).reduce(0) { sum, _ in
        let normal = stream.normalPair().0
        return sum + normal * normal
      } / Double(squares) * power
    }
  }
}
