// SPDX-License-Identifier: Apache-2.0

package import Quantities
internal import Yams

/// A value in a YAML file that knows where it stands.
package struct InputNode {
  let node: Node

  /// The file, as the user named it.
  package let file: String

  /// The keys that lead here, for messages: "radios[1].antenna".
  package let path: String

  /// What replaced values of the file, by their paths, as messages name it.
  var origins: [String: String] = [:]

  /// What added the keys on the way to such values, by their paths.
  var additions: [String: String] = [:]

  /// The line, counted from one, when the reader recorded it.
  package var line: Int? { origin == nil ? node.mark?.line : nil }

  /// An error at this value.
  package func error(_ message: String) -> InputError { error(message, line: line) }

  /// An error at this value or at its key.
  ///
  /// - Parameters:
  ///   - message: What is wrong and what to do about it.
  ///   - line: The line in the file; does not count where an option replaced the value.
  /// - Returns: An error that names the option or the line.
  package func error(_ message: String, line: Int?) -> InputError {
    if let origin { return InputError(file: origin, message) }
    return InputError(file: file, line: line, message)
  }

  /// What replaced or added this value, or one that it lies in, as messages name it.
  var origin: String? {
    guard !origins.isEmpty else { return nil }
    if let addition = additions[path] { return addition }
    // An item's path goes on with a bracket, a key's with a dot.
    return origins.filter { place, _ in
      path == place || path.hasPrefix(place + ".") || path.hasPrefix(place + "[")
    }.max { $0.key.count < $1.key.count }?.value
  }

  /// This value, or the first of some others that an option has replaced while it left this one.
  ///
  /// Where values do not fit together, that one is to blame.
  package func orReplaced(among others: InputNode...) -> InputNode {
    origin == nil ? others.first { $0.origin != nil } ?? self : self
  }

  private func expected(_ what: String) -> InputError {
    error("\(path.isEmpty ? "the file" : "'\(path)'") must be \(what)")
  }

  /// Reads a YAML file; JSON is YAML too.
  ///
  /// - Parameter path: The file.
  /// - Returns: The value at the root of the file.
  /// - Throws: `InputError` when the file cannot be read, is empty or is not YAML.
  package static func load(_ path: String) throws(InputError) -> InputNode {
    try parse(TextFile.text(path), file: path)
  }

  /// Reads YAML text.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - file: What to call its source in messages.
  /// - Returns: The value at the root of the text.
  /// - Throws: `InputError` when the text is empty or is not YAML.
  package static func parse(_ text: String, file: String) throws(InputError) -> InputNode {
    try checkAliases(in: text, file: file)
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw syntaxError(error, text: text, file: file)
    }
    guard let root else { throw InputError(file: file, "the file is empty") }
    return InputNode(node: root, file: file, path: "")
  }

  // MARK: Scalars

  /// Whether the value is a single text or number.
  package var isScalar: Bool { node.scalar != nil }

  /// Whether the value is a list.
  package var isList: Bool { node.sequence != nil }

  /// Whether the value is a set of keys and values.
  package var isMapping: Bool { node.mapping != nil }

  /// The value as text.
  package func string() throws(InputError) -> String {
    guard let scalar = node.scalar else { throw expected("a single value") }
    return scalar.string
  }

  /// The value as a bare number, finite.
  package func number() throws(InputError) -> Double {
    let text = try string().trimmingSpaces()
    guard let value = decimalNumber(text) else {
      throw expected("a plain number, not '\(text)'")
    }
    return value
  }

  /// The value as a whole number in a range.
  package func integer(in range: ClosedRange<Int>) throws(InputError) -> Int {
    let text = try string().trimmingSpaces()
    guard let value = Int(text) else { throw expected("a whole number, not '\(text)'") }
    guard range.contains(value) else {
      let bounds =
        range.upperBound == Int.max
        ? "at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
      throw expected("\(bounds), not \(value)")
    }
    return value
  }

  /// The value as a whole number from zero to the largest that 64 bits hold.
  package func unsigned() throws(InputError) -> UInt64 {
    let text = try string().trimmingSpaces()
    guard let value = UInt64(text) else {
      throw expected("a whole number from 0 to \(UInt64.max), not '\(text)'")
    }
    return value
  }

  /// The value as a name that can be printed on one line.
  package func name() throws(InputError) -> String {
    let text = try string()
    guard !text.trimmingSpaces().isEmpty else { throw expected("a name, not an empty text") }
    let unprintable = text.unicodeScalars.contains { scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: true
      default: false
      }
    }
    guard !unprintable else {
      throw expected("a name on one line, without control characters")
    }
    return text
  }

  /// The value as a switch.
  package func flag() throws(InputError) -> Bool {
    switch try string().lowercased() {
    case "on", "true", "yes": return true
    case "off", "false", "no": return false
    default: throw expected("on or off")
    }
  }

  /// The value as a quantity with its unit.
  package func quantity<Value: Quantity>(
    _ type: Value.Type = Value.self
  ) throws(InputError) -> Value {
    let text = try string()
    do {
      return try Value(parsing: text)
    } catch {
      throw self.error("'\(path)': \(error)")
    }
  }

  /// The value as a power with its unit.
  package func power() throws(InputError) -> Power {
    let text = try string()
    do {
      return try Power(parsing: text)
    } catch {
      throw self.error("'\(path)': \(error)")
    }
  }

  /// The value as a radar cross-section with its unit.
  package func crossSection() throws(InputError) -> CrossSection {
    let text = try string()
    do {
      return try CrossSection(parsing: text)
    } catch {
      throw self.error("'\(path)': \(error)")
    }
  }

  /// The value as one of a set of words.
  package func choice<Value: RawRepresentable & CaseIterable>(
    _ type: Value.Type = Value.self
  ) throws(InputError) -> Value where Value.RawValue == String {
    let text = try string()
    guard let value = Value(rawValue: text) else {
      let words = Value.allCases.map(\.rawValue)
      throw error(
        "'\(path)' cannot be '\(text)'; use one of \(words.joined(separator: ", "))"
          + suggestion(for: text, among: words))
    }
    return value
  }

  // MARK: Collections

  /// All single values in the value, at any depth, as texts.
  package var texts: [String] { Self.texts(in: node) }

  private static func texts(in node: Node) -> [String] {
    switch node {
    case .scalar(let scalar): [scalar.string]
    case .sequence(let sequence): sequence.flatMap { texts(in: $0) }
    case .mapping(let mapping): mapping.flatMap { texts(in: $0.value) }
    case .alias: []
    }
  }

  /// The values of a list.
  package func list() throws(InputError) -> [InputNode] {
    guard let sequence = node.sequence else {
      guard additions[path] == nil else {
        throw error("the file has no '\(path)', a list, so there is nothing in it to set")
      }
      throw expected("a list, [ ... ]")
    }
    return sequence.enumerated().map { index, element in
      InputNode(
        node: element, file: file, path: "\(path)[\(index)]", origins: origins,
        additions: additions)
    }
  }

  /// The values of a list of plain numbers.
  ///
  /// - Parameter count: How many there must be.
  /// - Returns: The numbers, all finite.
  /// - Throws: `InputError` when the value is not a list of that many bare numbers.
  package func numbers(_ count: Int) throws(InputError) -> [Double] {
    let elements = try list()
    guard elements.count == count else {
      throw expected("a list of \(count) numbers, not of \(elements.count)")
    }
    var values: [Double] = []
    for element in elements { values.append(try element.number()) }
    return values
  }

  /// The value as keys and values.
  package func mapping() throws(InputError) -> InputMapping {
    guard let mapping = node.mapping else { throw expected("keys and values, { key: value }") }
    return try InputMapping(mapping, at: self)
  }
}
