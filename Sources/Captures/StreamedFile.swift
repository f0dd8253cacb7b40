// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A file that bytes are written to one after the other.
///
/// It is written under a name of its own, "NAME.part", and takes its real name only when it is
/// complete; before that, it is removed with its last user.
package final class StreamedFile {
  private let part: PartFile
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var isOpen = true

  /// How many bytes are gathered before they are handed to the system.
  private static let bufferSize = 1 << 18

  /// How many bytes have been written.
  package private(set) var count = 0

  /// Starts a file.
  ///
  /// - Parameter path: Where the finished file will be.
  /// - Throws: `RecordError` when the file cannot be created or another run writes it.
  package init(_ path: String) throws(RecordError) {
    part = try PartFile(for: path)
    part.begin()
    descriptor = unsafe open(
      part.temporaryPath, O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else {
      throw RecordError(file: path, "the file cannot be created: \(systemReason())")
    }
  }

  deinit { abandon() }

  /// Where the finished file will be.
  package var path: String { part.path }

  /// Appends bytes.
  package func write(_ bytes: [UInt8]) throws(RecordError) {
    buffer += bytes
    count += bytes.count
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Writes bytes in the place of others that have been written.
  ///
  /// - Parameters:
  ///   - bytes: As many as they replace.
  ///   - position: How many bytes lie before them.
  /// - Throws: `RecordError` when the system refuses them.
  package func replace(_ bytes: [UInt8], at position: Int) throws(RecordError) {
    precondition(position >= 0 && position + bytes.count <= count, "nothing to replace")
    try flush()
    unsafe try put(bytes) { part, done in
      unsafe pwrite(descriptor, part.baseAddress, part.count, off_t(position + done))
    }
  }

  /// Completes the file and gives it its name.
  package func finish() throws(RecordError) {
    try complete()
    try part.finish()
  }

  /// Completes files that belong together; none gets its name before all are complete.
  package static func finish(_ files: [StreamedFile]) throws(RecordError) {
    for file in files { try file.complete() }
    for file in files { try file.finish() }
  }

  /// Hands all bytes to the system.
  private func complete() throws(RecordError) {
    guard isOpen else { return }
    try flush()
    isOpen = false
    // Some network folders tell only now that they are full.
    guard close(descriptor) == 0 else { throw refused() }
  }

  /// Gives up and removes what was written, unless it is finished.
  package func abandon() {
    if isOpen { close(descriptor) }
    isOpen = false
    part.remove()
  }

  private func flush() throws(RecordError) {
    unsafe try put(buffer) { part, _ in
      unsafe Foundation.write(descriptor, part.baseAddress, part.count)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Hands bytes to the system, which may take them in parts.
  private func put(
    _ bytes: [UInt8], _ write: (UnsafeRawBufferPointer, Int) -> Int
  ) throws(RecordError) {
    let isWritten = unsafe bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = unsafe write(UnsafeRawBufferPointer(rebasing: bytes[done...]), done)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { return false }
        done += count
      }
      return true
    }
    guard isWritten else { throw refused() }
  }

  private func refused() -> RecordError {
    RecordError(file: path, "the file cannot be written: \(systemReason())")
  }
}
