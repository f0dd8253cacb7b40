// SPDX-License-Identifier: Apache-2.0

/// How often levels in decibels occur, in steps of a hundredth of a decibel.
///
/// It stays small however many levels it has seen.
package struct LevelHistogram: Sendable {
  /// Levels beyond these, in decibels, are counted as these.
  package static let range = -500.0...300.0
  private static let step = 0.01

  private var counts = [Int](
    repeating: 0, count: Int((range.upperBound - range.lowerBound) / step) + 1)
  /// How many levels it has seen.
  package private(set) var total = 0

  package init() {}

  /// Counts a level in decibels; what is no number is left out.
  package mutating func add(_ level: Double) {
    guard !level.isNaN else { return }
    let bounded = min(max(level, Self.range.lowerBound), Self.range.upperBound)
    counts[Int(((bounded - Self.range.lowerBound) / Self.step).rounded())] += 1
    total += 1
  }

  /// The level below which a share of all levels lies, in decibels, to half a step.
  ///
  /// - Parameter share: From 0 to 1.
  /// - Returns: Nil where no level was seen.
  package func quantile(_ share: Double) -> Double? {
    guard total > 0 else { return nil }
    let rank = Int((share * Double(total - 1)).rounded())
    var seen = 0
    for (index, count) in counts.enumerated() {
      seen += count
      if seen > rank { return Self.range.lowerBound + Double(index) * Self.step }
    }
    return nil
  }
}
