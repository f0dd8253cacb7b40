// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Synchronization

/// What a run has made and that is of no use unless the run ends well.
///
/// Who ends the process before its time removes it.
package enum UnfinishedFiles {
  private static let paths = Mutex<[String]>([])

  /// Notes a file, or a folder, which is removed only if it is empty.
  package static func add(_ path: String) {
    paths.withLock { $0.append(path) }
  }

  /// Forgets a file that is finished or removed.
  package static func forget(_ path: String) {
    paths.withLock { paths in
      if let index = paths.lastIndex(of: path) { paths.remove(at: index) }
    }
  }

  /// Removes all of it, the latest first, so that folders are empty when their turn comes.
  package static func removeAll() {
    paths.withLock { paths in
      for path in paths.reversed() { unsafe remove(path) }
      paths = []
    }
  }
}
