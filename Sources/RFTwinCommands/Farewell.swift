// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// What is said if the program ends before its time.
enum Farewell {
  private static let sentence = Mutex<String?>(nil)

  /// Replaces what would be said; nil for nothing.
  static func say(_ words: String?) { sentence.withLock { $0 = words } }

  /// Says it.
  static func bid() {
    guard let words = sentence.withLock({ $0 }) else { return }
    // On a terminal the cursor stands in the line of the progress.
    display("\r\u{1B}[K", onlyOnTerminal: true)
    complain(words)
  }
}
