// SPDX-License-Identifier: Apache-2.0

internal import Yams

/// A value that replaces one of a YAML file, as an option on the command line says it.
///
/// The way to the value is written with dots, `actors.car.enabled`. An item of a list is named by
/// its `name`, or by its position from 0 where the items have no names. A key that holds dots
/// itself stands in double quotes, `materials.assign."wall.001"`. The value is YAML.
package struct Override: Hashable, Sendable {
  /// The way to the value.
  let keys: [String]

  /// The value as written.
  let value: String

  /// KEY=VALUE as given.
  package let text: String

  /// Takes an option apart; gives nil where there is no `=`, or an empty key or value.
  ///
  /// - Parameter text: KEY=VALUE.
  package init?(_ text: String) {
    var keys = [""]
    var isQuoted = false
    var rest = text[...]
    while let character = rest.popFirst() {
      switch character {
      case "\"": isQuoted.toggle()
      case ".", "=":
        guard !isQuoted else { fallthrough }
        if character == "=" {
          guard !rest.allSatisfy(\.isWhitespace), !keys.contains("") else { return nil }
          (self.keys, value, self.text) = (keys, String(rest), text)
          return
        }
        keys.append("")
      default: keys[keys.count - 1].append(character)
      }
    }
    return nil
  }

  /// What messages name instead of file and line.
  var place: String { "--set \(text)" }
}

extension InputNode {
  /// The document with some values replaced, in their order.
  ///
  /// - Parameter overrides: What replaces them. A key that is not there is added behind the others
  ///   of its place; whether it is known shows when it is read.
  /// - Returns: The root of the document; mistakes in what was replaced name the option.
  /// - Throws: `InputError` when a value is no YAML or there is no such place.
  package func overridden(by overrides: [Override]) throws(InputError) -> InputNode {
    var root = self
    for override in overrides {
      let value: InputNode
      do {
        value = try InputNode.parse(override.value, file: override.place)
      } catch {
        // Its only line is the one that the option is on.
        throw InputError(file: override.place, error.message)
      }
      var way = Way()
      let node = try replaced(root.node, override.keys[...], value.node, override, &way)
      root = InputNode(
        node: node, file: file, path: root.path,
        origins: root.origins.merging([way.path: override.place]) { $1 },
        additions: root.additions.merging(way.added.map { ($0, override.place) }) { first, _ in
          first
        })
    }
    return root
  }
}

/// The way to a value that is replaced, as far as it was gone.
private struct Way {
  /// As messages write it.
  var path = ""

  /// The places on it, before its end, that the document does not have.
  var added: [String] = []
}

/// A node with a value in it replaced.
///
/// - Parameters:
///   - node: The node; nil for one that is not there yet.
///   - keys: The way from it to the value.
///   - value: What replaces the value.
///   - override: The option, for messages.
///   - way: The way to the node; grows to that of the value.
/// - Returns: The new node.
/// - Throws: `InputError` when the way leads nowhere.
private func replaced(
  _ node: Node?, _ keys: ArraySlice<String>, _ value: Node, _ override: Override,
  _ way: inout Way
) throws(InputError) -> Node {
  guard let key = keys.first else { return value }
  if node == nil { way.added.append(way.path) }
  if let sequence = node?.sequence {
    let position = try position(of: key, in: sequence, override, way.path)
    way.path += "[\(position)]"
    var items = Array(sequence)
    items[position] = try replaced(items[position], keys.dropFirst(), value, override, &way)
    return Node(items)
  }
  guard node == nil || node?.mapping != nil else {
    throw InputError(
      file: override.place, "'\(way.path)' is a single value and has no '\(key)' to set")
  }
  way.path += (way.path.isEmpty ? "" : ".") + key
  var pairs = (node?.mapping).map { $0.map { ($0.key, $0.value) } } ?? []
  let index = pairs.firstIndex { $0.0.string == key }
  let old = index.map { pairs[$0].1 }
  let new = try replaced(old, keys.dropFirst(), value, override, &way)
  if let index { pairs[index].1 = new } else { pairs.append((Node(key), new)) }
  return Node(pairs)
}

/// Where in a list an item is that is called by its name or its position.
private func position(
  of key: String, in sequence: Node.Sequence, _ override: Override, _ path: String
) throws(InputError) -> Int {
  let names = sequence.map { item in
    item.mapping?.first { $0.key.string == "name" }?.value.scalar?.string
  }
  if let position = names.firstIndex(of: key) { return position }
  let known = names.compactMap(\.self)
  // A name may be a number, but where there are names positions are none.
  if known.isEmpty, let position = Int(key), sequence.indices.contains(position) { return position }
  let what =
    known.isEmpty
    ? "'\(path)' has \(sequence.count) items, numbered from 0, and none is '\(key)'"
    : "no item of '\(path)' is named '\(key)'"
      + (suggestion(for: key, among: known).ifEmpty("; there are \(known.joined(separator: ", "))"))
  throw InputError(file: override.place, what)
}

extension String {
  fileprivate func ifEmpty(_ other: String) -> String { isEmpty ? other : self }
}
