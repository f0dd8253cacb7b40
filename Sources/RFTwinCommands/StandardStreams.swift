// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import Foundation

/// Prints a line of a result.
///
/// - Throws: `DataError` when it cannot be written.
func printResult(_ line: String) throws(DataError) {
  try writeResult(Data((line + "\n").utf8))
}

/// Writes a part of a result to standard output.
///
/// - Throws: `DataError` when it cannot be written.
func writeResult(_ data: Data) throws(DataError) {
  guard write(data, to: STDOUT_FILENO) else {
    throw DataError("standard output: the result cannot be written: \(systemReason())")
  }
}

/// Prints a line about the run to standard error, if that takes it.
func complain(_ line: String) { display(line + "\n") }

/// Writes to standard error, if that takes it, or only if it is a terminal.
func display(_ text: String, onlyOnTerminal: Bool = false) {
  if onlyOnTerminal, isatty(STDERR_FILENO) != 1 { return }
  _ = write(Data(text.utf8), to: STDERR_FILENO)
}

/// Writes all bytes; false means that the system refused, for the reason in `errno`.
private func write(_ data: Data, to descriptor: Int32) -> Bool {
  unsafe data.withUnsafeBytes { bytes in
    var rest = unsafe bytes[...]
    while unsafe !rest.isEmpty {
      let part = unsafe UnsafeRawBufferPointer(rebasing: rest)
      let count = unsafe Foundation.write(descriptor, part.baseAddress, part.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return false }
      unsafe rest = rest.dropFirst(count)
    }
    return true
  }
}
