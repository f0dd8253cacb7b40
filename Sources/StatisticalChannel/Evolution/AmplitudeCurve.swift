// SPDX-License-Identifier: Apache-2.0

/// A factor of amplitudes over time: straight lines between knots.
package struct AmplitudeCurve: Hashable, Sendable {
  private let times: [Double]
  private let values: [Double]

  /// A factor that does not change.
  package init(_ value: Double) {
    times = [0]
    values = [value]
  }

  /// - Parameters:
  ///   - times: In seconds, ascending, at least one.
  ///   - values: One for each of them.
  package init(times: [Double], values: [Double]) {
    self.times = times
    self.values = values
  }

  /// Whether the factor is zero at all times.
  package var isZero: Bool { values.allSatisfy { $0 == 0 } }

  /// The factor at an instant; before the first knot and after the last one theirs.
  package func value(at time: Double) -> Double {
    guard let next = times.firstIndex(where: { $0 > time }) else { return values.last ?? 0 }
    guard next > 0 else { return values[0] }
    let share = (time - times[next - 1]) / (times[next] - times[next - 1])
    return values[next - 1] * (1 - share) + values[next] * share
  }
}
