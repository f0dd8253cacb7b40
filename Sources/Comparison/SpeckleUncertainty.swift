// SPDX-License-Identifier: Apache-2.0

internal import Randomness

/// How far the moments of a profile would move if its scatterers had other phases.
///
/// Frames cannot tell: clutter at rest has the same speckle in all of them. So the profile is drawn anew.
struct SpeckleUncertainty {
  /// Standard deviations: of the total power and the K-factor in dB, of the delays in seconds.
  private(set) var total = 0.0
  private(set) var meanDelay = 0.0
  private(set) var delaySpread = 0.0
  private(set) var kFactor = 0.0

  /// How often a profile is drawn; a deviation is then known to 6 %.
  private static let draws = 150

  /// - Parameters:
  ///   - profile: The profile.
  ///   - purpose: Of the numbers drawn.
  ///   - moments: Computes the moments of a drawn profile.
  init(
    _ profile: SpeckledProfile, purpose: UInt64, moments: ([Double]) -> ProfileMoments?
  ) {
    var stream = RandomStream(seed: 1, stage: .resampling, index: purpose)
    let drawn = (0..<Self.draws).compactMap { _ in moments(profile.drawn(&stream)) }
    total = deviation(drawn.map { decibels($0.total) }) ?? 0
    meanDelay = deviation(drawn.map(\.meanDelay)) ?? 0
    delaySpread = deviation(drawn.map(\.delaySpread)) ?? 0
    kFactor = deviation(drawn.compactMap { $0.kFactor.map(decibels) }) ?? 0
  }
}

/// The standard deviation of some values; nil of fewer than two.
func deviation(_ values: [Double]) -> Double? {
  guard values.count > 1, let centre = mean(values) else { return nil }
  let sum = values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
  return (sum / Double(values.count - 1)).squareRoot()
}
