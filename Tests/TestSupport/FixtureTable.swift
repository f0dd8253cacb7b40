// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A table of several columns that is committed beside the tests of a module.
package struct FixtureTable {
  /// Each row's fields by the names of their columns.
  package let rows: [[String: String]]

  /// - Parameters:
  ///   - name: The file's name.
  ///   - module: Of whose tests' fixtures it is one.
  /// - Throws: What reading a file throws.
  package init(_ name: String, of module: String) throws {
    let path = SharedFiles.project + "/Tests/\(module)Tests/Fixtures/" + name
    let lines = try String(contentsOfFile: path, encoding: .utf8)
      .split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let columns = lines.first ?? []
    rows = lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(columns, $0)) }
  }

  /// The rows in which columns have these texts.
  package func rows(_ wanted: [String: String]) -> [[String: String]] {
    rows.filter { row in wanted.allSatisfy { row[$0.key] == $0.value } }
  }
}

extension SharedFiles {
  /// A file of 3GPP's facts, or nil with a message where there are none.
  package static func facts(_ name: String) throws -> [String: Any]? {
    guard let path = path("facts/isac/" + name) else {
      print("skipped: \(name) is not on this machine")
      return nil
    }
    return try json(path) as? [String: Any]
  }
}
