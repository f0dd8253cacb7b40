// SPDX-License-Identifier: Apache-2.0

/// A Swift text without its comments and without the words of its string literals.
///
/// What stands in interpolations stays, for it is code; what is left out becomes spaces, so that
/// lines keep their numbers.
struct SwiftCode {
  /// The lines that are left.
  let lines: [String]

  init(_ text: String) {
    var scanner = Scanner(Array(text.utf8))
    scanner.readCode(until: nil)
    lines = String(decoding: scanner.kept, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The numbers of the lines in which something can stop the program.
  ///
  /// That is a value unwrapped by force, an error or a cast taken for impossible, a fatal error.
  var forcedLines: [Int] {
    // An exclamation mark that follows a value, a type or `try` and `as`; not "!=", not a negation.
    let force = /[\w)\]}"`?]!(?!=)/
    let end = /\bfatalError\s*\(/
    return lines.indices.filter { lines[$0].contains(force) || lines[$0].contains(end) }
      .map { $0 + 1 }
  }

  /// The numbers of the lines that print.
  var printingLines: [Int] {
    let call = /\b(?:print|debugPrint|dump|NSLog|puts|printf)\s*\(/
    let stream = /FileHandle\.standard(?:Output|Error)/
    return lines.indices.filter { lines[$0].contains(call) || lines[$0].contains(stream) }
      .map { $0 + 1 }
  }
}

/// Reads Swift byte by byte.
private struct Scanner {
  /// What has been read, with spaces for what is left out.
  private(set) var kept: [UInt8] = []

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads code up to a closing parenthesis of its own level, or to the end.
  mutating func readCode(until end: Character?) {
    var depth = 0
    while position < bytes.count {
      if starts("//") {
        while position < bytes.count, !starts("\n") { leaveOut() }
      } else if starts("/*") {
        readBlockComment()
      } else if let (hashes, isLong) = stringStart() {
        readString(hashes: hashes, isLong: isLong)
      } else if starts("("), end != nil {
        depth += 1
        keep()
      } else if starts(")"), end != nil {
        keep()
        if depth == 0 { return }
        depth -= 1
      } else {
        keep()
      }
    }
  }

  private mutating func readBlockComment() {
    var depth = 0
    repeat {
      if starts("/*") {
        depth += 1
        leaveOut(2)
      } else if starts("*/") {
        depth -= 1
        leaveOut(2)
      } else {
        leaveOut()
      }
    } while depth > 0 && position < bytes.count
  }

  /// The number sign count and the kind of a string literal that starts here, or nil.
  private func stringStart() -> (hashes: Int, isLong: Bool)? {
    var quote = position
    while quote < bytes.count, bytes[quote] == UInt8(ascii: "#") { quote += 1 }
    guard quote < bytes.count, bytes[quote] == UInt8(ascii: "\"") else { return nil }
    let isLong = bytes[quote...].starts(with: "\"\"\"".utf8)
    return (quote - position, isLong)
  }

  private mutating func readString(hashes: Int, isLong: Bool) {
    let signs = String(repeating: "#", count: hashes)
    let quotes = (isLong ? "\"\"\"" : "\"")
    keep(hashes + quotes.utf8.count)
    while position < bytes.count, !starts(quotes + signs) {
      if starts("\\\(signs)(") {
        keep(2 + hashes)
        readCode(until: ")")
      } else if starts("\\\(signs)") {
        leaveOut(2 + hashes)
      } else {
        leaveOut()
      }
    }
    keep(quotes.utf8.count + hashes)
  }

  private func starts(_ text: String) -> Bool {
    var index = position
    for byte in text.utf8 {
      guard index < bytes.count, bytes[index] == byte else { return false }
      index += 1
    }
    return true
  }

  private mutating func keep(_ count: Int = 1) {
    let end = min(bytes.count, position + count)
    kept += bytes[position..<end]
    position = end
  }

  private mutating func leaveOut(_ count: Int = 1) {
    let end = min(bytes.count, position + count)
    kept += bytes[position..<end].map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
    position = end
  }
}
