// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments

/// Objects of mesh files that a scenario leaves out.
struct ObjectRemoval {
  private let patterns: [(text: String, place: InputNode)]
  private var usedPatterns: Set<Int> = []
  private var names: Set<String> = []

  /// Reads the list `remove`, of patterns with "*" and "?".
  init(_ node: InputNode?) throws(InputError) {
    var patterns: [(String, InputNode)] = []
    for pattern in try node?.list() ?? [] { patterns.append((try pattern.string(), pattern)) }
    self.patterns = patterns
  }

  /// Takes the objects out of a file that fit a pattern.
  mutating func apply(to file: inout ImportedFile) {
    guard !patterns.isEmpty else { return }
    names.formUnion(file.meshes.map(\.object))
    for (index, pattern) in patterns.enumerated() {
      let count = file.meshes.count
      file.meshes.removeAll { matches($0.object, pattern: pattern.text) }
      if file.meshes.count < count { usedPatterns.insert(index) }
    }
  }

  /// Complains about a pattern that fits nothing, which is a slip of the pen rather than a wish.
  func finish() throws(InputError) {
    for (index, pattern) in patterns.enumerated() where !usedPatterns.contains(index) {
      // What an earlier pattern took is no slip.
      guard !names.contains(where: { matches($0, pattern: pattern.text) }) else { continue }
      let near = suggestion(for: pattern.text, among: names)
      let some = names.sorted().prefix(8).joined(separator: ", ")
      throw pattern.place.error(
        "'\(pattern.text)' fits no object of the meshes"
          + (near.isEmpty ? "; there are \(some)" : near))
    }
  }
}
