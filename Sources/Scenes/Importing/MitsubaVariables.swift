// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments

/// The variables that a Mitsuba scene defines with `<default name="..." value="..."/>`.
struct MitsubaVariables {
  private let values: [String: String]
  private let file: String

  init(_ root: XMLElementNode, file: String) {
    var values: [String: String] = [:]
    for element in root.all("default") {
      if let name = element.attributes["name"], let value = element.attributes["value"] {
        values[name] = value
      }
    }
    self.values = values
    self.file = file
  }

  /// The text with the values of its variables in place of each "$name".
  func substituted(_ text: String, line: Int) throws(InputError) -> String {
    guard text.contains("$") else { return text }
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...].dropFirst()
      let name = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
      guard let value = values[name] else {
        throw InputError(
          file: file, line: line,
          "the variable '$\(name)' is not defined; add <default name=\"\(name)\" value=\"...\"/>"
            + suggestion(for: name, among: values.keys.sorted()))
      }
      result += value
      rest = rest.dropFirst(name.count)
    }
    return result + rest
  }
}
