// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Values of tracks that do not change, as they were asked for last.
///
/// What rests is the same from frame to frame, and costs much to work out again.
package final class LatestTrackValues<Key: Equatable & Sendable, Value: Sendable>: Sendable {
  private struct Known {
    var identifiers: [PathIdentifier]
    var key: Key
    var value: Value
  }

  private let latest = Mutex<Known?>(nil)

  package init() {}

  /// The value of some tracks, computed where it was not the one asked for before.
  ///
  /// - Parameters:
  ///   - identifiers: The tracks.
  ///   - key: What else the value depends on.
  ///   - compute: Computes it.
  /// - Returns: The value.
  package func value(
    of identifiers: some Sequence<PathIdentifier>, _ key: Key, compute: () -> Value
  ) -> Value {
    let own = Array(identifiers)
    if let known = latest.withLock({ $0 }), known.identifiers == own, known.key == key {
      return known.value
    }
    let value = compute()
    latest.withLock { $0 = Known(identifiers: own, key: key, value: value) }
    return value
  }
}
