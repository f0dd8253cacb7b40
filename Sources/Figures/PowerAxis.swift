// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The span of a colour scale of powers, in dBm.
struct PowerAxis {
  var lowest: Double
  var highest: Double

  /// A span from just below the noise to the strongest value, at least 30 dB and at most 100 dB wide.
  ///
  /// - Parameters:
  ///   - watts: The values to be shown.
  ///   - noise: The mean power of the noise in watts, zero for none.
  init(_ watts: [Float], noise: Double) {
    let peak = Double(watts.max() ?? 0)
    highest = (dBm(max(peak, 1e-30)) / 5).rounded(.up) * 5
    let floor = noise > 0 ? dBm(noise) - 3 : highest - 80
    lowest = (max(min(floor, highest - 30), highest - 100) / 5).rounded(.down) * 5
  }

  /// The values in dBm, cut to the span, row by row from the bottom of the picture.
  ///
  /// Where a picture has fewer rows than there are, the strongest of those that share a row is shown: a plain picture
  /// would drop most of them, and with them the echoes.
  ///
  /// - Parameters:
  ///   - watts: `[column][row]`.
  ///   - length: How many rows a column has.
  ///   - shown: How many of them are shown.
  ///   - pooled: How many of them share a row of the picture.
  /// - Returns: `[row of the picture][column]`.
  func levels(columns watts: [Float], length: Int, shown: Int, pooled: Int) -> [Float] {
    let columns = watts.count / length
    let rows = shown / pooled
    var levels = [Float](repeating: 0, count: columns * rows)
    for column in 0..<columns {
      for row in 0..<rows {
        let start = column * length + row * pooled
        let power = watts[start..<start + pooled].max() ?? 0
        levels[row * columns + column] = Float(max(lowest, dBm(max(Double(power), 1e-30))))
      }
    }
    return levels
  }
}

/// Watts in dBm.
func dBm(_ watts: Double) -> Double { 10 * log10(watts * 1e3) }

/// How many delay bins are worth showing: up to the last one well above the noise, with a margin.
///
/// - Parameters:
///   - watts: `[row][delay]`.
///   - bins: How many delay bins a row has.
///   - noise: The mean power of the noise in watts, zero for none.
/// - Returns: At least an eighth of the bins.
func shownDelayBins(_ watts: [Float], bins: Int, noise: Double) -> Int {
  guard noise > 0, bins > 0 else { return bins }
  // Noise alone exceeds twenty times its mean about once in 5e8 cells.
  let threshold = Float(20 * noise)
  var last = 0
  for (index, value) in watts.enumerated() where value > threshold {
    last = max(last, index % bins)
  }
  return min(bins, max(bins / 8, last + bins / 20))
}
