// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A number that differs with what the files hold that a document names.
///
/// The hash is 64-bit FNV-1a (Fowler, Noll, Vo, 1991), here also over words of 8 bytes: it tells
/// slips apart, not forgeries.
package struct InputsDigest: Hashable, Sendable {
  package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Reads the files that a document names in any of its values, as seen from its own folder.
  ///
  /// - Parameter root: The document.
  /// - Throws: `InputError` when a file is there but cannot be read.
  package init(of root: InputNode) throws(InputError) {
    for text in Set(root.texts).sorted() {
      let path = TextFile.path(text, besideFile: root.file)
      guard isPlainFile(path) else { continue }
      for byte in try TextFile.data(path) { add(UInt64(byte)) }
      // Bytes must not wander from one file to the next unnoticed.
      add(UInt64.max)
    }
  }

  /// Takes in a word of something else.
  package mutating func add(_ word: UInt64) {
    value = (value ^ word) &* 0x100_0000_01B3
  }
}

/// Whether there is a file of a name, which is no folder, pipe or device.
private func isPlainFile(_ path: String) -> Bool {
  // A text that is no name may be longer than names can be.
  guard !path.isEmpty, path.utf8.count < 4096 else { return false }
  var status = stat()
  return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}
