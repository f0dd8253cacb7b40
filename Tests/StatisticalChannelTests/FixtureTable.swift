// SPDX-License-Identifier: Apache-2.0

import TestSupport

extension FixtureTable {
  /// A table of curves beside these tests.
  init(_ name: String) throws { try self.init(name, of: "StatisticalChannel") }
}

extension [String: String] {
  /// The number in a column, nil where there is none.
  func number(_ column: String) -> Double? { self[column].flatMap(Double.init) }
}

/// A file of facts, or nil with a message where there are none.
func facts(_ name: String) throws -> [String: Any]? { try SharedFiles.facts(name) }
