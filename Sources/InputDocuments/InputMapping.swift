// SPDX-License-Identifier: Apache-2.0

package import Quantities
internal import Yams

/// The keys and values of a part of a YAML file, which remembers the keys that were asked for.
///
/// Call `finish()` when all keys have been asked for: a key that nobody asked for is a
/// mistake of the user's.
package final class InputMapping {
  /// Where the mapping stands.
  package let place: InputNode

  private let values: [(key: String, keyNode: Node, value: InputNode)]
  private var asked: Set<String> = []

  init(_ mapping: Node.Mapping, at place: InputNode) throws(InputError) {
    self.place = place
    var values: [(String, Node, InputNode)] = []
    for (key, value) in mapping {
      guard let name = key.string else {
        throw InputError(
          file: place.file, line: key.mark?.line, "a key must be a plain word, not a list or keys")
      }
      let path = place.path.isEmpty ? name : "\(place.path).\(name)"
      let node = InputNode(
        node: value, file: place.file, path: path, origins: place.origins,
        additions: place.additions)
      values.append((name, key, node))
    }
    self.values = values
  }

  /// The keys in the order of the file.
  package var keys: [String] { values.map(\.key) }

  /// The value of a key, or nil when the key is absent.
  package func optional(_ key: String) -> InputNode? {
    asked.insert(key)
    return values.first { $0.key == key }?.value
  }

  /// The value of a key that must be there.
  package func required(_ key: String) throws(InputError) -> InputNode {
    if let value = optional(key) { return value }
    let owner = place.path.isEmpty ? "the file" : "'\(place.path)'"
    let near = suggestion(for: key, among: keys.filter { !asked.contains($0) })
    let hint = near.isEmpty ? "" : near.replacingMeaning(with: key)
    throw place.error("\(owner) lacks the key '\(key)'\(hint)")
  }

  /// All values, for mappings whose keys are the user's own names.
  package func named() -> [(name: String, line: Int?, value: InputNode)] {
    asked.formUnion(keys)
    return values.map { ($0.key, $0.keyNode.mark?.line, $0.value) }
  }

  /// Complains about the first key that nobody asked for.
  package func finish() throws(InputError) {
    guard let unknown = values.first(where: { !asked.contains($0.key) }) else { return }
    // What stands in the file is no slip for itself, but an option may be meant to replace it.
    let present = unknown.value.origin == nil ? Set(keys) : []
    let hint = suggestion(for: unknown.key, among: asked.filter { !present.contains($0) })
    let known = hint.isEmpty ? "; known here: \(asked.sorted().joined(separator: ", "))" : hint
    let complaint = unknown.value.error(
      "the key '\(unknown.value.path)' is not known\(known)", line: unknown.keyNode.mark?.line)
    throw InputError(
      file: complaint.file, line: complaint.line, complaint.message, isUnknownKey: true)
  }

  // MARK: Shorthands

  /// A quantity under a key, or a default.
  package func quantity<Value: Quantity>(
    _ key: String, default value: Value
  ) throws(InputError) -> Value {
    try optional(key)?.quantity() ?? value
  }

  /// A quantity under a key that must be there.
  package func quantity<Value: Quantity>(
    _ key: String, as type: Value.Type = Value.self
  ) throws(InputError) -> Value {
    try required(key).quantity()
  }

  /// A quantity under a key that must be there and must be above zero.
  package func positive<Value: Quantity>(
    _ key: String, as type: Value.Type = Value.self
  ) throws(InputError) -> Value {
    let node = try required(key)
    let value: Value = try node.quantity()
    guard value.si > 0 else { throw node.error("'\(node.path)' must be above zero, not \(value)") }
    return value
  }

  /// A whole number under a key, or a default.
  package func integer(
    _ key: String, in range: ClosedRange<Int>, default value: Int
  ) throws(InputError) -> Int {
    try optional(key)?.integer(in: range) ?? value
  }

  /// A switch under a key, or a default.
  package func flag(_ key: String, default value: Bool) throws(InputError) -> Bool {
    try optional(key)?.flag() ?? value
  }
}

extension String {
  /// Turns "; did you mean 'x'?" about a key that is there into a hint to rename it.
  fileprivate func replacingMeaning(with key: String) -> String {
    let written = split(separator: "'").dropFirst().first.map(String.init) ?? ""
    return "; should '\(written)' be '\(key)'?"
  }
}
