// SPDX-License-Identifier: Apache-2.0

internal import Quantities

/// A table of numbers from a CSV file with one row of column names.
///
/// Empty lines and lines that start with "#" are skipped. A column's unit may stand in brackets
/// behind its name, "yaw [deg]", behind an underscore, "yaw_deg", or in a row of units below the
/// names. Names and values may stand in quotation marks.
package struct CSVTable: Sendable {
  /// The file, as the user named it.
  package let file: String

  /// The column names without their units.
  package let columns: [String]

  /// The unit written with each column, if any.
  package let units: [String?]

  /// The line of the column names.
  package let headerLine: Int

  /// The rows, each with the line it stands in.
  package let rows: [(line: Int, values: [Double])]

  /// Reads a table.
  ///
  /// - Parameter path: The file.
  /// - Throws: `InputError` with the line of the first value that is not a finite number or of a
  ///   row of wrong length.
  package init(_ path: String) throws(InputError) {
    try self.init(text: TextFile.text(path), file: path)
  }

  /// Reads a table from text.
  package init(text: String, file: String) throws(InputError) {
    var header: [(name: String, unit: String?)]?
    var headerLine = 1
    var rows: [(line: Int, values: [Double])] = []
    var hasRowOfUnits = false
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for (index, content) in lines.enumerated() {
      let line = index + 1
      let trimmed = String(content).trimmingSpaces()
      guard !trimmed.isEmpty, !trimmed.hasPrefix("#") else { continue }
      let cells = trimmed.split(separator: ",", omittingEmptySubsequences: false)
        .map { String($0).trimmingSpaces().withoutQuotes }
      guard let names = header else {
        header = cells.map(nameAndUnit)
        headerLine = line
        continue
      }
      guard cells.count == names.count else {
        throw InputError(
          file: file, line: line,
          "the row has \(cells.count) values, but there are \(names.count) columns")
      }
      if rows.isEmpty, !hasRowOfUnits, names.allSatisfy({ $0.unit == nil }),
        cells.allSatisfy({ Double($0) == nil })
      {
        header = zip(names, cells).map { ($0.name, unitInRow($1)) }
        hasRowOfUnits = true
        continue
      }
      var values: [Double] = []
      for (cell, column) in zip(cells, names) {
        guard let value = decimalNumber(cell) else {
          throw InputError(
            file: file, line: line, "'\(cell)' in column '\(column.name)' is not a number")
        }
        values.append(value)
      }
      rows.append((line, values))
    }
    guard let header else { throw InputError(file: file, "the file has no row of column names") }
    if let first = header.first(where: { Double($0.name) != nil }) {
      throw InputError(
        file: file, line: headerLine,
        "the first row must name the columns, for example 't,x,y,z', but has '\(first.name)'")
    }
    columns = header.map(\.name)
    for (index, name) in columns.enumerated() where columns[..<index].contains(name) {
      throw InputError(
        file: file, line: headerLine, "two columns are named '\(name)'; keep one")
    }
    self.file = file
    self.headerLine = headerLine
    units = header.map(\.unit)
    self.rows = rows
  }

  /// The position of a column.
  package func column(_ name: String) -> Int? { columns.firstIndex(of: name) }
}

/// "yaw [deg]" or "yaw_deg" as name and unit.
private func nameAndUnit(_ cell: String) -> (name: String, unit: String?) {
  if let open = cell.firstIndex(of: "["), cell.hasSuffix("]") {
    let unit = cell[cell.index(after: open)...].dropLast()
    return (String(cell[..<open]).trimmingSpaces(), String(unit).trimmingSpaces())
  }
  if let bar = cell.firstIndex(of: "_") {
    return (String(cell[..<bar]), String(cell[cell.index(after: bar)...]))
  }
  return (cell, nil)
}

/// "m", "[m]" or nothing in a row of units.
private func unitInRow(_ cell: String) -> String? {
  let unit = cell.hasPrefix("[") && cell.hasSuffix("]") ? String(cell.dropFirst().dropLast()) : cell
  return unit.isEmpty || unit == "-" ? nil : unit
}

extension String {
  /// The text between quotation marks, or the text itself where there are none.
  fileprivate var withoutQuotes: String {
    guard count >= 2, hasPrefix("\""), hasSuffix("\"") else { return self }
    return String(dropFirst().dropLast()).trimmingSpaces()
  }
}
