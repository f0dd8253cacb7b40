// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// A table of curves that is committed beside the tests.
struct FixtureTable {
  /// Each row's fields by the names of their columns.
  let rows: [[String: String]]

  init(_ name: String) throws {
    let path = SharedFiles.project + "/Tests/StatisticalChannelTests/Fixtures/" + name
    let lines = try String(contentsOfFile: path, encoding: .utf8)
      .split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let columns = lines.first ?? []
    rows = lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(columns, $0)) }
  }

  /// The rows in which columns have these texts.
  func rows(_ wanted: [String: String]) -> [[String: String]] {
    rows.filter { row in wanted.allSatisfy { row[$0.key] == $0.value } }
  }
}

extension [String: String] {
  /// The number in a column, nil where there is none.
  func number(_ column: String) -> Double? { self[column].flatMap(Double.init) }
}

/// A file of facts, or nil with a message where there are none.
func facts(_ name: String) throws -> [String: Any]? {
  guard let path = SharedFiles.path("facts/isac/" + name) else {
    print("skipped: \(name) is not on this machine")
    return nil
  }
  return try SharedFiles.json(path) as? [String: Any]
}
