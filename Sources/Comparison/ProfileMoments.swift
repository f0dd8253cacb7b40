// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// What a power-delay profile comes to.
///
/// Of the cells above a threshold, less the noise: total power, mean delay, RMS delay spread (ITU-R
/// P.1407, eqs. 4 and 5) and the power of the strongest component over that of all others, Rice's K-factor
/// of the profile.
struct ProfileMoments: Hashable, Sendable {
  /// In watts, as if each path counted once.
  let total: Double

  /// In seconds.
  let meanDelay: Double
  let delaySpread: Double

  /// As a ratio; nil where there is nothing beside the strongest component.
  let kFactor: Double?

  /// Gives nil where nothing exceeds the threshold.
  ///
  /// - Parameters:
  ///   - powers: The profile in watts, with the noise.
  ///   - delays: In seconds.
  ///   - noise: The mean noise in watts.
  ///   - threshold: What an echo exceeds, in watts.
  ///   - noiseBandwidth: That of the taper in cells: over so many cells a path's power adds up.
  init?(
    _ powers: [Double], delays: [Double], noise: Double, threshold: Double, noiseBandwidth: Double
  ) {
    let echoes = powers.map { $0 > threshold ? $0 - noise : 0 }
    let sum = echoes.reduce(0, +)
    guard sum > 0, let strongest = echoes.indices.max(by: { echoes[$0] < echoes[$1] }) else {
      return nil
    }
    let mean = zip(echoes, delays).reduce(0) { $0 + $1.0 * $1.1 } / sum
    let variance = zip(echoes, delays).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
    total = sum / noiseBandwidth
    meanDelay = mean
    delaySpread = (variance / sum).squareRoot()
    // The widest main lobe of the tapers offered reaches to four cells on either side.
    let lobe = max(0, strongest - 4)..<min(echoes.count, strongest + 5)
    let dominant = echoes[lobe].reduce(0, +)
    kFactor = sum - dominant > 1e-12 * sum ? dominant / (sum - dominant) : nil
  }
}
