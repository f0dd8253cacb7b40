// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// How the transfer of a path depends on frequency within a band.
package enum FrequencyLaw: Hashable, Sendable {
  /// It is proportional to the wavelength.
  ///
  /// The density of power at the receiver does not depend on frequency; the effective area of an
  /// antenna of constant gain, lambda^2 G / (4 pi), does (Friis 1946).
  case wavelength

  /// It is constant, as that of a plate in its far field, whose 4 pi A^2 / lambda^2 makes up for
  /// lambda^2.
  case constant

  /// It is what `FrequencySamples` tell.
  case sampled
}

/// The frequencies at which transfers are sampled; frequency times transfer is taken as the
/// polynomial through the samples.
///
/// The frequency is there to take out the wavelength that all transfers hold.
package struct FrequencySamples: Hashable, Sendable {
  /// In hertz, ascending, at least one.
  package let frequencies: [Double]

  /// The barycentric weights of the frequencies.
  ///
  /// Source: Berrut and Trefethen, SIAM Review 46, 2004.
  private let weights: [Double]

  /// The Chebyshev points of the first kind, which keep polynomials from swinging between them.
  ///
  /// - Parameters:
  ///   - count: How many, at least one.
  ///   - band: The band in hertz.
  package init(count: Int, over band: ClosedRange<Double>) {
    precondition(count > 0, "no frequency samples")
    let (middle, half) = (
      (band.lowerBound + band.upperBound) / 2, (band.upperBound - band.lowerBound) / 2
    )
    let angles = (0..<count).map { .pi * (Double(count - 1 - $0) + 0.5) / Double(count) }
    frequencies = angles.map { middle + half * Double.cos($0) }
    // Those of Chebyshev points of the first kind, up to a common factor.
    weights = angles.enumerated().map { ($0.isMultiple(of: 2) ? 1 : -1) * Double.sin($1) }
  }

  /// What each sample counts for at a frequency: Lagrange's polynomials; they add up to one.
  ///
  /// - Parameter frequency: In hertz, in the band.
  /// - Returns: A factor for each sample.
  package func shares(at frequency: Double) -> [Double] {
    if let hit = frequencies.firstIndex(of: frequency) {
      return frequencies.indices.map { $0 == hit ? 1 : 0 }
    }
    let terms = zip(weights, frequencies).map { $0 / (frequency - $1) }
    let sum = terms.reduce(0, +)
    return terms.map { $0 / sum }
  }
}
