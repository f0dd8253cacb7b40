// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments

/// The lines of a text file of numbers, cut into words; empty lines are skipped.
struct DataLines {
  /// One line.
  struct Line {
    /// Counted from one.
    var number: Int
    var words: [Substring]
  }

  let file: String

  /// The number of the line read last.
  private(set) var number = 0
  private var rest: Substring.UTF8View

  init(_ text: String, file: String) {
    self.file = file
    rest = text[...].utf8
  }

  /// The next line that is not empty.
  mutating func next() -> Line? {
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      let content = rest[..<end]
      rest = end == rest.endIndex ? rest[end...] : rest[rest.index(after: end)...]
      number += 1
      let words = content.split { $0 == 0x20 || (0x09...0x0D).contains($0) }
      if !words.isEmpty { return Line(number: number, words: words.map { Substring($0) }) }
    }
    return nil
  }

  /// An error at a line.
  func error(_ message: String, at line: Line) -> InputError {
    InputError(file: file, line: line.number, message)
  }

  /// A word of a line as a finite number.
  func number(_ word: Substring, of line: Line) throws(InputError) -> Double {
    guard let value = Double(word), value.isFinite else {
      throw error("'\(shown(word))' is not a number", at: line)
    }
    return value
  }
}

/// A word as it can stand in a message: short and printable.
func shown(_ word: some StringProtocol) -> String {
  let scalars = word.unicodeScalars.prefix(24).map { scalar in
    scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) ? "?" : String(scalar)
  }
  return scalars.joined() + (word.unicodeScalars.count > 24 ? "..." : "")
}
