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
  ///
  /// - Parameter file: The file.
  /// - Returns: What was taken.
  mutating func apply(to file: inout ImportedFile) -> [ImportedMesh] {
    guard !patterns.isEmpty else { return [] }
    var removed: [ImportedMesh] = []
    names.formUnion(file.meshes.map(\.object))
    for (index, pattern) in patterns.enumerated() {
      let fitting = file.meshes.filter { matches($0.object, pattern: pattern.text) }
      guard !fitting.isEmpty else { continue }
      file.meshes.removeAll { matches($0.object, pattern: pattern.text) }
      usedPatterns.insert(index)
      removed += fitting
    }
    return removed
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
