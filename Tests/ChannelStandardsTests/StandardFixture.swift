// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Numbers of a standard's tables as they are committed beside the tests, each with a name.
struct StandardFixture {
  let numbers: [String: Double]

  init(_ name: String) throws {
    let path = SharedFiles.project + "/Tests/ChannelStandardsTests/Fixtures/" + name
    let text = try String(contentsOfFile: path, encoding: .utf8)
    var numbers: [String: Double] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("#") && line != "name,value" {
      let fields = line.split(separator: ",")
      guard fields.count == 2, let value = Double(fields[1]) else { throw NotANumber(line: line) }
      guard numbers.updateValue(value, forKey: String(fields[0])) == nil else {
        throw NotANumber(line: line)
      }
    }
    self.numbers = numbers
  }

  struct NotANumber: Error {
    let line: Substring
  }

  /// The names with the first part taken off, and their values, by that first part.
  var sections: [String: [String: Double]] {
    var sections: [String: [String: Double]] = [:]
    for (name, value) in numbers {
      let parts = name.split(separator: ".", maxSplits: 1)
      sections[String(parts[0]), default: [:]][String(parts[1])] = value
    }
    return sections
  }
}

/// The facts that fixtures were made from, where they are on this machine.
enum StandardFacts {
  static let arePresent = SharedFiles.path("facts/isac/lsp_38901_v19.json") != nil

  static func object(_ name: String) throws -> [String: Any] {
    let path = try #require(SharedFiles.path("facts/isac/" + name))
    return try #require(SharedFiles.json(path) as? [String: Any])
  }

  /// The numbers of a formula in the order in which they stand in it.
  ///
  /// A digit of a name, such as that of d2D, is none; a minus before a number belongs to it.
  static func numbers(in text: String) -> [Double] {
    let pattern = /(?<sign>-\s?)?(?<digits>\d+(?:\.\d+)?)/
    var numbers: [Double] = []
    for match in text.matches(of: pattern) {
      let start = match.range.lowerBound
      let digits = match.output.digits
      let signFollows = start > text.startIndex && text[text.index(before: start)].isNamePart
      // After a name or a number a minus takes something away; the number then stands alone.
      if signFollows && match.output.sign == nil { continue }
      let isNegative = match.output.sign != nil && !signFollows
      guard let value = Double(digits) else { continue }
      numbers.append(isNegative ? -value : value)
    }
    return numbers
  }

  /// Flattens nested objects into names with dots; formulas become their numbers.
  ///
  /// The offset b of c + a log10(b + f) is left out where a is zero.
  static func flattened(_ object: [String: Any], prefix: String = "") -> [String: Double] {
    var result: [String: Double] = [:]
    for (key, value) in object {
      let name = prefix + key
      switch value {
      case let nested as [String: Any]:
        for (inner, number) in flattened(nested, prefix: name + ".") { result[inner] = number }
        if (nested["a"] as? Double) == 0 { result[name + ".b"] = nil }
        if let formula = nested["expr"] as? String {
          result.merge(numbered(formula, name)) { first, _ in first }
          for index in 0..<9 { result[name + ".expr.\(index)"] = nil }
        }
      case let formula as String: result.merge(numbered(formula, name)) { first, _ in first }
      case let number as NSNumber: result[name] = number.doubleValue
      default: break
      }
    }
    return result
  }

  /// The numbers of a formula, named by their places; sentences that refer elsewhere have none.
  private static func numbered(_ formula: String, _ name: String) -> [String: Double] {
    guard !formula.hasPrefix("See"), !formula.hasPrefix("Specified") else { return [:] }
    return Dictionary(
      uniqueKeysWithValues: numbers(in: formula).enumerated().map { (name + ".\($0)", $1) })
  }
}

extension Character {
  fileprivate var isNamePart: Bool { isLetter || isNumber || self == "." }
}
