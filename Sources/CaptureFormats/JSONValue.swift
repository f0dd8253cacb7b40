// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import Foundation

/// A value of a JSON document.
enum JSONValue: Encodable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  case text(String)
  case integer(Int)
  case number(Double)
  case flag(Bool)
  case list([JSONValue])
  case object([String: JSONValue])

  init(stringLiteral value: String) { self = .text(value) }
  init(integerLiteral value: Int) { self = .integer(value) }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .flag(let value): try container.encode(value)
    case .list(let values): try container.encode(values)
    case .object(let values): try container.encode(values)
    }
  }

  /// The document, with its keys in alphabetical order; nil where a number is not finite.
  var document: [UInt8]? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { Array($0) + Array("\n".utf8) }
  }
}

/// Writes a JSON document to a file.
func write(_ value: JSONValue, to file: StreamedFile) throws(RecordError) {
  guard let document = value.document else {
    throw RecordError(file: file.path, "a number of the description is not finite")
  }
  try file.write(document)
}
