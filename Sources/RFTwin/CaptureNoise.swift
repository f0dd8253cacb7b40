// SPDX-License-Identifier: Apache-2.0

internal import DelayDoppler

/// The noise of a capture, told from its own maps.
///
/// The power of a cell of noise, averaged over K channels, is distributed as the mean of K
/// exponential variables. Its median over all cells hardly heeds the few that hold echoes, and lies
/// at (1 - 1/(9 K))^3 of the mean (Wilson and Hilferty, Proc. Natl. Acad. Sci. 17, 1931), within 1.5 %
/// for K = 1. Of several maps the median of their medians counts.
struct CaptureNoise {
  private let looks: Int
  private var medians: [Double] = []

  /// Prepares the estimate.
  ///
  /// - Parameter looks: How many channels a map averages.
  init(looks: Int) { self.looks = max(1, looks) }

  /// Takes in a map, in which what is left by rounding counts as nothing.
  mutating func add(_ map: DelayDopplerMap) {
    let least = DelayDopplerMap.roundingShare * (map.power.max() ?? 0)
    var cells = map.power.map { $0 < least ? 0 : $0 }
    if let median = Self.median(&cells) { medians.append(median) }
  }

  /// The mean power in a cell of a map, in watts; zero without maps.
  var perMapCell: Double {
    var all = medians
    let ratio = 1 - 1 / (9 * Double(looks))
    return (Self.median(&all) ?? 0) / (ratio * ratio * ratio)
  }

  private static func median(_ values: inout [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    values.sort()
    return (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
  }
}
