// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments

/// Which materials the user gave to which objects.
///
/// It holds patterns in order, of which the last that fits wins. A pattern is matched with the
/// object's name, with or without its actor's name before it, and with the name of its material in
/// the mesh file, alone or as "brick of house"; "*" stands for any text, "?" for any one character.
package struct MaterialAssignment: Sendable {
  package struct Rule: Sendable {
    package var pattern: String
    package var material: String

    package init(pattern: String, material: String) {
      self.pattern = pattern
      self.material = material
    }
  }

  package var rules: [Rule]

  package init(rules: [Rule] = []) { self.rules = rules }

  /// The rule that holds for an object, if any fits: the last one.
  ///
  /// - Parameter names: What the object may be called.
  /// - Returns: The number of the rule.
  package func rule(for names: [String]) -> Int? {
    rules.lastIndex { rule in names.contains { matches($0, pattern: rule.pattern) } }
  }
}

/// Whether a text fits a pattern with "*" and "?".
package func matches(_ text: String, pattern: String) -> Bool {
  let text = Array(text)
  let pattern = Array(pattern)
  var (t, p) = (0, 0)
  // Where to resume when what follows the last star does not fit.
  var star: (pattern: Int, text: Int)?
  while t < text.count {
    if p < pattern.count, pattern[p] == "*" {
      star = (p, t)
      p += 1
    } else if p < pattern.count, pattern[p] == "?" || pattern[p] == text[t] {
      t += 1
      p += 1
    } else if let last = star {
      star = (last.pattern, last.text + 1)
      t = last.text + 1
      p = last.pattern + 1
    } else {
      return false
    }
  }
  return pattern[p...].allSatisfy { $0 == "*" }
}
