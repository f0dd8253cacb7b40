// SPDX-License-Identifier: Apache-2.0

/// Why a text is not the quantity it should be.
package enum QuantityError: Error, Equatable, CustomStringConvertible {
  /// The text does not start with a finite number.
  case notANumber(text: String, noun: String, example: String)

  /// The number has no unit.
  case missingUnit(text: String, noun: String, symbols: [String])

  /// The unit is not one of this quantity's.
  case wrongUnit(unit: String, noun: String, symbols: [String])

  /// The value has no finite number of SI units.
  case tooLarge(text: String, noun: String)

  package var description: String {
    switch self {
    case .notANumber(let text, let noun, let example):
      "'\(text)' is not \(withArticle(noun)); write a number and a unit, such as '\(example)'"
    case .missingUnit(let text, let noun, let symbols):
      "'\(text)' lacks a unit; \(withArticle(noun)) is written in \(symbols.joined(separator: ", "))"
    case .wrongUnit(let unit, let noun, let symbols):
      "'\(unit)' is not a unit of \(noun); use \(symbols.joined(separator: ", "))"
    case .tooLarge(let text, let noun):
      "'\(text)' is too large for \(withArticle(noun)); check its exponent"
    }
  }
}

extension Quantity {
  /// Reads a number and a unit, such as "112.86 us"; the space may be left out.
  ///
  /// - Parameter text: The text; a micro sign may stand for the "u" of a unit.
  /// - Throws: `QuantityError` when the number or the unit is missing or wrong.
  package init(parsing text: String) throws(QuantityError) {
    let trimmed = text.trimmingSpaces()
    let (number, unit) = splitNumberAndUnit(trimmed)
    guard let value = number, value.isFinite else {
      let symbol = Self.units.first?.symbol ?? ""
      throw .notANumber(text: trimmed, noun: Self.noun, example: "1 \(symbol)")
    }
    let symbols = Self.units.map(\.symbol)
    guard !unit.isEmpty else {
      throw .missingUnit(text: trimmed, noun: Self.noun, symbols: symbols)
    }
    guard let match = Self.units.first(where: { $0.symbol == unit }) else {
      throw .wrongUnit(unit: unit, noun: Self.noun, symbols: symbols)
    }
    let si = value * match.factor
    guard si.isFinite else { throw .tooLarge(text: trimmed, noun: Self.noun) }
    self.init(si: si)
  }
}

/// Splits a text such as "35.44 MHz/us" into its number and its unit.
///
/// The number is nil when the text starts with none.
package func splitNumberAndUnit(_ text: String) -> (number: Double?, unit: String) {
  // The longest prefix that reads as a number; "1e3 Hz" must not stop at the "e".
  var end = text.startIndex
  var best: (value: Double, end: String.Index)?
  while end < text.endIndex, isPartOfNumber(text[end]) {
    end = text.index(after: end)
    if let value = Double(text[..<end]) { best = (value, end) }
    if text.distance(from: text.startIndex, to: end) > 64 { break }
  }
  guard let best else { return (nil, text) }
  let unit = String(text[best.end...]).trimmingSpaces()
  return (best.value, String(unit.map { $0 == "\u{B5}" || $0 == "\u{3BC}" ? "u" : $0 }))
}

/// The finite number that a text is in decimal notation, or nil.
///
/// "0x12", "inf" and "nan" are none.
package func decimalNumber(_ text: some StringProtocol) -> Double? {
  guard text.utf8.allSatisfy(isPartOfNumber), let value = Double(text), value.isFinite else {
    return nil
  }
  return value
}

// Tables have millions of numbers, for which looking at whole characters is slow.
private func isPartOfNumber(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
    UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
    true
  default: false
  }
}

private func isPartOfNumber(_ character: Character) -> Bool {
  character.isASCII && (character.isNumber || "+-.eE".contains(character))
}

/// "a length", "an angle".
private func withArticle(_ noun: String) -> String {
  noun.first.map { "aeiou".contains($0) } == true ? "an \(noun)" : "a \(noun)"
}

extension String {
  /// The text without white space at its ends.
  package func trimmingSpaces() -> String {
    // Most words of a table have none, which their bytes tell fastest.
    if let first = utf8.first, let last = utf8.last, (0x21...0x7E).contains(first),
      (0x21...0x7E).contains(last)
    {
      return self
    }
    let kept = drop { $0.isWhitespace }
    guard let last = kept.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(kept[...last])
  }
}
