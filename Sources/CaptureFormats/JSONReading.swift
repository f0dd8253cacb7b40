// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import InputDocuments

/// A value of a JSON document that was read; nothing where there is none.
struct JSONNode {
  private let value: Any?

  private init(_ value: Any?) { self.value = value }

  /// Reads a document.
  init(_ path: String) throws(InputError) {
    let data = try TextFile.data(path, limit: TextFile.largest)
    guard let value = try? JSONSerialization.jsonObject(with: data) else {
      throw InputError(file: path, "the file is no JSON document; copy it again")
    }
    self.value = value
  }

  subscript(key: String) -> JSONNode { JSONNode((value as? [String: Any])?[key]) }

  var list: [JSONNode] { (value as? [Any])?.map { JSONNode($0) } ?? [] }
  var isThere: Bool { value != nil }
  var text: String? { value as? String }
  var number: Double? { (value as? NSNumber)?.doubleValue }
  var whole: Int? { number.flatMap { Int(exactly: $0) } }

  /// "0xF" or 15 as a number.
  var mask: Int? {
    guard let text else { return whole }
    let digits = text.lowercased()
    return digits.hasPrefix("0x") ? Int(digits.dropFirst(2), radix: 16) : Int(digits)
  }
}
