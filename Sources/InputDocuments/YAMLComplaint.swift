// SPDX-License-Identifier: Apache-2.0

internal import Yams

/// Turns the YAML reader's complaint into ours.
func syntaxError(_ error: any Error, text: String, file: String) -> InputError {
  switch error {
  case YamlError.scanner(_, let problem, let mark, _),
    YamlError.parser(_, let problem, let mark, _),
    YamlError.composer(_, let problem, let mark, _):
    return InputError(file: file, line: mark.line, "this is not valid YAML: \(problem)")
  case YamlError.duplicatedKeysInMapping(let duplicates, let context):
    let key = duplicates.first ?? ""
    let first = context.mark
    guard let second = lineOfDuplicate(of: key, after: first, in: text) else {
      return InputError(
        file: file, line: first.line, "the key '\(key)' stands twice; keep one")
    }
    return InputError(
      file: file, line: second,
      "the key '\(key)' stands twice, first in line \(first.line); keep one")
  default:
    return InputError(file: file, "this is not valid YAML: \(error)")
  }
}

/// The line in which a key of a block stands again, in the same column, if it can be found.
private func lineOfDuplicate(of key: String, after mark: Mark, in text: String) -> Int? {
  let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
  for index in lines.indices.dropFirst(mark.line) {
    let line = lines[index]
    let indent = line.prefix { $0 == " " }.count
    guard indent < line.count, line.dropFirst(indent).first != "#" else { continue }
    guard indent >= mark.column - 1 else { return nil }
    guard indent == mark.column - 1 else { continue }
    var tail = line.dropFirst(indent)
    if let quote = tail.first, quote == "\"" || quote == "'" { tail = tail.dropFirst() }
    guard tail.hasPrefix(key) else { continue }
    tail = tail.dropFirst(key.count).drop { $0 == "\"" || $0 == "'" || $0 == " " }
    if tail.first == ":" { return index + 1 }
  }
  return nil
}
