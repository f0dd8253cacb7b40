// SPDX-License-Identifier: Apache-2.0

/// A mistake in something the user supplied.
///
/// It says where the mistake is, what is wrong and what to do, in one sentence.
package struct InputError: Error, Equatable, CustomStringConvertible {
  /// The file, as the user named it.
  package let file: String

  /// The line, counted from one, where one can be named.
  package let line: Int?

  /// What is wrong and what to do about it.
  package let message: String

  /// Whether it is about a key that is not known.
  package let isUnknownKey: Bool

  /// Creates an error.
  package init(
    file: String, line: Int? = nil, _ message: String, isUnknownKey: Bool = false
  ) {
    self.file = file
    self.line = line
    self.message = message
    self.isUnknownKey = isUnknownKey
  }

  package var description: String {
    if let line { return "\(file):\(line): \(message)" }
    return "\(file): \(message)"
  }
}

/// The known word nearest to one that is not known, phrased as a question, or an empty text.
///
/// - Parameters:
///   - word: What was written.
///   - known: What could have been meant.
/// - Returns: For example "; did you mean 'duration'?".
package func suggestion(for word: String, among known: some Sequence<String>) -> String {
  let written = word.lowercased()
  // One letter is near to every other one.
  let limit = written.count < 2 ? 0 : max(1, written.count / 3)
  let ranked = known.compactMap { candidate -> (isPrefix: Bool, distance: Int, word: String)? in
    let other = candidate.lowercased()
    // A word that goes on or breaks off is meant rather than one that differs within.
    let isPrefix =
      min(written.count, other.count) >= 3
      && (written.hasPrefix(other) || other.hasPrefix(written))
    let distance = editDistance(written, other)
    return isPrefix || distance <= limit ? (isPrefix, distance, candidate) : nil
  }.min {
    ($0.isPrefix ? 0 : 1, $0.distance, $0.word) < ($1.isPrefix ? 0 : 1, $1.distance, $1.word)
  }
  return ranked.map { "; did you mean '\($0.word)'?" } ?? ""
}

/// The number of insertions, deletions, substitutions and swaps of neighbours between two words.
func editDistance(_ first: String, _ second: String) -> Int {
  let a = Array(first)
  let b = Array(second)
  var beforePrevious = [Int](repeating: 0, count: b.count + 1)
  var previous = Array(0...b.count)
  for i in a.indices {
    var current = [i + 1]
    for j in b.indices {
      var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        cost = min(cost, beforePrevious[j - 1] + 1)
      }
      current.append(cost)
    }
    (beforePrevious, previous) = (previous, current)
  }
  return previous[b.count]
}
