// SPDX-License-Identifier: Apache-2.0

import TestSupport

extension FixtureTable {
  /// A table beside these tests.
  init(_ name: String) throws { try self.init(name, of: "ChannelStandards") }
}

extension [String: String] {
  /// The number in a column, which is no number where there is none.
  func number(_ column: String) -> Double { self[column].flatMap(Double.init) ?? .nan }
}

/// The magnitudes of the numbers that stand in a formula.
func magnitudes(in formula: String) -> [Double] {
  formula.matches(of: /\d+(?:\.\d+)?/).compactMap { Double($0.output) }
}

/// A file of facts, or nil with a message where there are none.
func facts(_ name: String) throws -> [String: Any]? { try SharedFiles.facts(name) }
