// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Electromagnetics
internal import Quantities

/// How much of a path's length plane waves miss at the edges of the arrays at its ends.
struct PlaneWaveCheck {
  /// The most that is missed in metres; zero where pairs of elements are exact.
  let error: Double

  /// The length of the path in metres.
  private let length: Double
  private let wavelength: Double

  /// The share of the wavelength that may be missing: 22.5 degrees, the far field's usual bound.
  private static let allowedShare = 1.0 / 16

  /// Looks at the shortest path of a link.
  ///
  /// - Parameters:
  ///   - pairs: The elements at both ends.
  ///   - delay: The delay of the path in seconds.
  ///   - identifier: The path; zero for the line of sight. Any other one may have met something in
  ///     the middle of its way that sends a wave of its own.
  ///   - frequency: The frequency.
  init(
    _ pairs: ElementPairs, delay: Double, identifier: PathIdentifier, frequency: Frequency
  ) {
    length = delay * PhysicalConstants.speedOfLight
    wavelength = frequency.wavelength
    let distance = identifier.rawValue == 0 ? length : length / 2
    error = pairs.model == .exact ? 0 : pairs.planeWaveError(distance: distance)
  }

  /// A sentence about an error that is too large.
  ///
  /// - Parameters:
  ///   - link: What the link is called.
  ///   - remedy: What to ask for instead.
  /// - Returns: Nil where the error is small enough.
  func warning(about link: String, remedy: String) -> String? {
    guard error > Self.allowedShare * wavelength else { return nil }
    return "the arrays of \(link) are so large that plane waves miss"
      + " \(shortest((error / wavelength * 100).rounded() / 100)) wavelengths on its path of"
      + " \(Distance(si: (length * 1e3).rounded() / 1e3)); ask for \(remedy)"
  }
}
