// SPDX-License-Identifier: Apache-2.0

import Testing

/// The targets that `Package.swift` declares for `Sources`, with what each depends on.
///
/// The manifest is read as text: SwiftPM cannot be asked while it runs the tests.
struct PackageManifest {
  private(set) var dependencies: [String: Set<String>] = [:]

  init() throws {
    let file = try ProjectFile("Package.swift")
    let text = file.lines.filter { !$0.contains(/^\s*\/\//) }.joined(separator: "\n")
    // The packages' products, "let real: Target.Dependency = .product(name: "RealModule", ...".
    let products = text.matches(
      of: /let (\w+): Target\.Dependency = \.product\(\s*name: "(\w+)"/)
    let names = Dictionary(uniqueKeysWithValues: products.map { (String($0.1), String($0.2)) })
    try #require(names.count >= 4)
    let targets = try #require(text.firstRange(of: /\n  targets: \[/), "there are no targets")
    let rest = text[targets.upperBound...]
    for match in rest.matches(of: /(?:\.target|\.executableTarget|\.systemLibrary|\bmodule)\(/) {
      let words = try Self.enclosed(rest[match.range.upperBound...], by: "(", ")")
      guard !words.contains(/path: "(Tests|Validation)\//) else { continue }
      let name = try #require(words.firstMatch(of: /"(\w+)"/), "\(words)")
      let module = String(name.1)
      #expect(dependencies[module] == nil, "\(module) is declared twice")
      dependencies[module] = try Self.dependencies(in: words[name.range.upperBound...], names)
    }
  }

  /// What a target depends on: the list that follows its name or stands at "dependencies:".
  private static func dependencies(
    in words: Substring, _ names: [String: String]
  ) throws -> Set<String> {
    guard let list = words.firstMatch(of: /^\s*,\s*(?:dependencies:\s*)?\[/) else { return [] }
    let entries = try enclosed(words[list.range.upperBound...], by: "[", "]")
    return Set(
      try entries.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
        .filter { !$0.isEmpty }
        .map { entry in
          guard entry.hasPrefix("\"") else {
            return try #require(names[entry], "\(entry) is no product")
          }
          return String(entry.dropFirst().dropLast())
        })
  }

  /// The text up to the bracket that closes what has been opened before it.
  private static func enclosed(
    _ text: Substring, by open: Character, _ close: Character
  ) throws -> Substring {
    var depth = 1
    for index in text.indices {
      if text[index] == open { depth += 1 }
      if text[index] == close { depth -= 1 }
      if depth == 0 { return text[..<index] }
    }
    Issue.record("a bracket of Package.swift is not closed")
    return text
  }
}
