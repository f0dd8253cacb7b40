// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The span of a colour scale of powers, in dBm.
struct PowerAxis {
  var lowest: Double
  var highest: Double

  /// A span from just below the noise to the strongest value, 30 dB to 100 dB wide.
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
  /// Where a picture has fewer rows than there are, the strongest of those that share a row is
  /// shown: a plain picture would drop most of them, and with them the echoes.
  ///
  /// - Parameters:
  ///   - watts: `[column][row]`.
  ///   - length: How many rows a column has.
  ///   - rows: The rows of the picture.
  /// - Returns: `[row of the picture][column]`.
  func levels(columns watts: [Float], length: Int, rows: PictureRows) -> [Float] {
    let columns = watts.count / length
    var levels = [Float](repeating: 0, count: columns * rows.count)
    for column in 0..<columns {
      for row in 0..<rows.count {
        let start = column * length + rows.first + row * rows.pooled
        let power = watts[start..<start + rows.pooled].max() ?? 0
        levels[row * columns + column] = Float(max(lowest, dBm(max(Double(power), 1e-30))))
      }
    }
    return levels
  }
}

/// The delay bins that a picture shows.
struct PictureRows {
  /// The first bin shown.
  let first: Int
  /// How many bins share a row of the picture.
  let pooled: Int
  /// How many rows the picture has.
  let count: Int

  /// Chooses the bins that hold nearly all that stands out of the noise, with a margin.
  ///
  /// - Parameters:
  ///   - watts: `[column][delay]`.
  ///   - bins: How many delay bins a column has, at least one.
  ///   - noise: The mean power of the noise in watts, zero for none.
  ///   - needed: Bins that are shown whatever they hold.
  init(_ watts: [Float], bins: Int, noise: Double, needed: [Int] = []) {
    var strongest = [Float](repeating: 0, count: bins)
    for (index, value) in watts.enumerated() {
      strongest[index % bins] = max(strongest[index % bins], value)
    }
    // A quarter of the bins is taken to hold noise only; their strongest cells lie close together,
    // so that three times as much is an echo: in a map of 128 x 2000 cells of noise, one such
    // cell in fifty maps.
    let floor = noise > 0 ? 3 * strongest.sorted()[bins / 4] : 0
    let threshold = max(floor, (strongest.max() ?? 0) * 1e-8)
    let echoes = strongest.indices.filter { strongest[$0] > threshold }
    // A few far, faint echoes shall not press all others into a strip: of the bins with echoes, one
    // in fifty may be left out at the far end, if it is within 10 dB of the noise.
    let typical = echoes.isEmpty ? bins - 1 : echoes[(echoes.count - 1) * 49 / 50]
    let strong = echoes.last { strongest[$0] > 10 * threshold } ?? 0
    let last = max(typical, strong, needed.max() ?? 0)
    let nearest = min(echoes.first ?? 0, needed.min() ?? bins)
    let margin = max(4, (last - nearest) / 10)
    // A delay near zero is shown from zero, so that ranges can be read off by eye.
    first = nearest < 2 * margin ? 0 : nearest - margin
    let wanted = min(bins, last + 1 + margin) - first
    // The pictures have about 600 rows.
    pooled = max(1, wanted / 500)
    count = max(1, wanted / pooled)
  }
}

/// Watts in dBm.
func dBm(_ watts: Double) -> Double { 10 * log10(watts * 1e3) }
