// SPDX-License-Identifier: Apache-2.0

/// A JSON value whose objects keep the order of their keys.
enum JSONValue {
  /// A text without control characters.
  case string(String)

  /// A whole number.
  case integer(Int)

  /// A finite number.
  case number(Double)

  /// A list of values.
  case array([JSONValue])

  /// Named values in the order in which they are written.
  case object([(key: String, value: JSONValue)])

  /// The value as compact JSON text.
  var text: String {
    switch self {
    case .string(let string): Self.quoted(string)
    case .integer(let integer): "\(integer)"
    case .number(let number): "\(number)"
    case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { Self.quoted($0.key) + ":" + $0.value.text }.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ string: String) -> String {
    let escaped = string.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
    return "\"" + String(escaped) + "\""
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// A text in the source code.
  init(stringLiteral value: String) { self = .string(value) }

  /// A whole number in the source code.
  init(integerLiteral value: Int) { self = .integer(value) }

  /// A list in the source code.
  init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  /// Named values in the source code, in the order in which they stand there.
  init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { (key: $0.0, value: $0.1) })
  }
}

extension JSONValue {
  /// An array of three single-precision numbers, written so that they read back unchanged.
  init(_ vector: SIMD3<Float>) {
    self = .array([vector.x, vector.y, vector.z].map { .number(Double($0)) })
  }
}
