// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A piece of work that can be repeated.
struct Stage {
  var name: String
  /// What one run gets done, and its unit.
  var amount: Double
  var unit: String
  var body: () throws -> Void
}

/// How long a stage took.
struct Measurement {
  private let stage: Stage
  /// In seconds, shortest first.
  private let times: [Double]

  /// Runs a stage once unmeasured, so that caches and pages are warm, and then some times.
  init(_ stage: Stage, runs: Int) throws {
    try stage.body()
    let clock = ContinuousClock()
    self.stage = stage
    times = try (0..<runs).map { _ in
      try clock.measure { try stage.body() } / .seconds(1)
    }.sorted()
  }

  static let heading = row("stage", "min ms", "median ms", "max ms", "rate")

  var line: String {
    let median = times[times.count / 2]
    func milliseconds(_ seconds: Double) -> String { String(format: "%.2f", seconds * 1e3) }
    return Self.row(
      stage.name, milliseconds(times[0]), milliseconds(median),
      milliseconds(times[times.count - 1]),
      String(format: "%.3g ", stage.amount / median) + stage.unit)
  }

  private static func row(
    _ name: String, _ least: String, _ median: String, _ most: String, _ rate: String
  ) -> String {
    func padded(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    let left = name + String(repeating: " ", count: max(0, 34 - name.count))
    return left + padded(least, 11) + padded(median, 11) + padded(most, 11) + "  " + rate
  }
}
