// SPDX-License-Identifier: Apache-2.0

import Testing

/// The table of modules in the project's README.
struct ModuleTable {
  /// A module with what it may import.
  struct Row {
    let layer: Int
    let module: String
    let mayImport: Set<String>
  }

  let rows: [Row]

  /// Reads the table from between its two markers.
  ///
  /// A line looks like "| 1 | `Spectra` | Fourier transforms | `CFFTW` |"; modules may share one.
  init() throws {
    let lines = try ProjectFile("README.md").lines.map { String($0) }
    let start = try #require(lines.firstIndex(of: "<!-- modules -->"), "the table has no start")
    let end = try #require(lines.firstIndex(of: "<!-- /modules -->"), "the table has no end")
    try #require(start < end)
    let table = lines[(start + 1)..<end].filter { !$0.isEmpty }
    try #require(
      table.first == "| layer | module | what lives there | may import |", "the head is another")
    rows = try table.dropFirst(2).flatMap { line in
      let words = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        .dropFirst().dropLast().map(\.self)
      try #require(words.count == 4, "\(line)")
      let layer = try #require(Int(words[0].filter { $0 != " " }), "\(line)")
      let modules = Self.quoted(words[1])
      try #require(!modules.isEmpty, "\(line)")
      return modules.map {
        Row(layer: layer, module: $0, mayImport: Set(Self.quoted(words[3])))
      }
    }
  }

  /// The row of a module.
  subscript(_ module: String) -> Row? { rows.first { $0.module == module } }

  /// The words between backticks.
  private static func quoted(_ cell: String) -> [String] {
    cell.matches(of: /`(\w+)`/).map { String($0.1) }
  }
}
