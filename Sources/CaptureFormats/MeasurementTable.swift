// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Quantities

/// A table of numbers as instruments write it: one row of column names, then numbers.
///
/// Commas, semicolons or tabulators lie between the columns. Lines that start with "#", "!" or "%",
/// and "BEGIN" and "END" of a block, are passed over.
struct MeasurementTable {
  let file: String

  /// The names as they are written, and where.
  let names: [String]
  let headerLine: Int

  /// The rows, each with the line that it stands in.
  let rows: [(line: Int, values: [Double])]

  /// Reads a table.
  ///
  /// - Parameter path: The file.
  /// - Throws: `InputError` with the line of the first value that is not a finite number, or of a
  ///   row of another length.
  init(_ path: String) throws(InputError) {
    let text = try TextFile.text(path)
    var header: (names: [String], line: Int, separator: Character)?
    var rows: [(line: Int, values: [Double])] = []
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated() where Self.counts(line)
    {
      guard let header else {
        let separator: Character =
          line.contains(";") ? ";" : line.contains("\t") ? "\t" : ","
        var names = Self.cells(line, separator)
        if names.last == "" { names.removeLast() }
        header = (names, index + 1, separator)
        continue
      }
      rows.append(
        (
          index + 1,
          try Self.numbers(line, header.separator, header.names, file: path, line: index + 1)
        ))
    }
    guard let header else {
      throw InputError(file: path, "the file has no row of column names")
    }
    if let number = header.names.first(where: { decimalNumber($0) != nil }) {
      throw InputError(
        file: path, line: header.line,
        "the first row must name the columns with their units, for example"
          + " 'frequency_Hz,re,im' or 'delay_ns,power_dB', but has '\(number)'")
    }
    guard !rows.isEmpty else { throw InputError(file: path, "the table has no rows") }
    file = path
    names = header.names
    headerLine = header.line
    self.rows = rows
  }

  /// Whether a line belongs to the table.
  private static func counts(_ line: Substring) -> Bool {
    guard let first = line.first(where: { !$0.isWhitespace }) else { return false }
    return !"#!%".contains(first) && !line.hasPrefix("BEGIN") && !line.hasPrefix("END")
  }

  private static func cells(_ line: Substring, _ separator: Character) -> [String] {
    line.split(separator: separator, omittingEmptySubsequences: false).map { cell in
      String(cell.filter { $0 != "\"" }).trimmingSpaces()
    }
  }

  private static func numbers(
    _ line: Substring, _ separator: Character, _ names: [String], file: String, line number: Int
  ) throws(InputError) -> [Double] {
    var cells = cells(line, separator)
    // Some instruments end their lines with a separator.
    if cells.count == names.count + 1, cells.last == "" { cells.removeLast() }
    guard cells.count == names.count else {
      throw InputError(
        file: file, line: number,
        "the row has \(cells.count) values, but there are \(names.count) columns")
    }
    var values: [Double] = []
    values.reserveCapacity(cells.count)
    for (cell, name) in zip(cells, names) {
      guard let value = decimalNumber(cell) else {
        throw InputError(
          file: file, line: number,
          "'\(cell)' in column '\(name)' is not a finite number\(advice(on: cell, name, of: names))"
        )
      }
      values.append(value)
    }
    return values
  }

  /// What to do where a table has no number for a level that there is none of.
  private static func advice(on cell: String, _ name: String, of names: [String]) -> String {
    func role(_ name: String) -> MeasurementColumn.Role? { try? MeasurementColumn(name).role }
    let isMissing =
      cell.isEmpty || ["-inf", "nan"].contains { cell.lowercased().hasPrefix($0) }
    guard isMissing, let own = role(name), [.decibels, .decibelMilliwatts].contains(own) else {
      return ""
    }
    let hasPhases = names.contains { [.degrees, .radians].contains(role($0)) }
    return hasPhases
      ? "; nothing received has no level in dB: give columns like 's21_re' and 's21_im', which may hold 0"
      : "; no power has no level in dB: give a column 'power_linear', which may hold 0"
  }

  /// An error at the row of names.
  func error(_ message: String) -> InputError {
    InputError(file: file, line: headerLine, message)
  }
}
