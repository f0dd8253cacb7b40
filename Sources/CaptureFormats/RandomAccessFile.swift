// SPDX-License-Identifier: Apache-2.0

internal import Foundation
package import InputDocuments

/// The bytes of one file, or of several that go on where the former ends, read where they are asked
/// for.
package final class RandomAccessFile {
  private struct Part {
    var descriptor: Int32
    var range: Range<Int>
  }

  private var parts: [Part] = []

  /// The first file, as messages name it.
  package let path: String

  /// How many bytes there are.
  package private(set) var count = 0

  /// Opens files.
  ///
  /// - Parameter paths: One at least.
  /// - Throws: `InputError` when one is missing, no plain file or unreadable.
  package init(_ paths: [String]) throws(InputError) {
    path = paths.first ?? ""
    for path in paths {
      let size = try TextFile.size(path)
      let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else {
        throw InputError(file: path, "the file cannot be read; check its permissions")
      }
      parts.append(Part(descriptor: descriptor, range: count..<count + size))
      count += size
    }
  }

  /// Takes over an open file.
  init(descriptor: Int32, count: Int, path: String) {
    self.path = path
    self.count = count
    parts = [Part(descriptor: descriptor, range: 0..<count)]
  }

  deinit { for part in parts { close(part.descriptor) } }

  /// Reads bytes.
  ///
  /// - Parameter range: Within zero to `count`.
  /// - Returns: As many bytes.
  /// - Throws: `InputError` when the file has become shorter or cannot be read.
  package func read(_ range: Range<Int>) throws(InputError) -> [UInt8] {
    var bytes: [UInt8] = []
    for part in parts where part.range.overlaps(range) {
      let piece = part.range.clamped(to: range)
      let read = unsafe [UInt8](unsafeUninitializedCapacity: piece.count) { buffer, count in
        while count < piece.count {
          let place = off_t(piece.lowerBound - part.range.lowerBound + count)
          let got = unsafe pread(
            part.descriptor, buffer.baseAddress.map { unsafe $0 + count }, piece.count - count,
            place)
          if got < 0, errno == EINTR { continue }
          guard got > 0 else { return }
          count += got
        }
      }
      bytes = bytes.isEmpty ? read : bytes + read
    }
    guard bytes.count == range.count else {
      throw InputError(
        file: path,
        "the file ends \(range.count - bytes.count) bytes too early; copy it again, it may be"
          + " truncated")
    }
    return bytes
  }
}
