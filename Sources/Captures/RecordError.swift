// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Why a record cannot be written or read.
package struct RecordError: Error, Equatable, CustomStringConvertible {
  /// The file.
  package let file: String

  /// What is wrong and what to do.
  package let message: String

  package init(file: String, _ message: String) {
    self.file = file
    self.message = message
  }

  /// A run was stopped before its end, or has not come to it.
  static func unfinished(_ file: String) -> RecordError {
    RecordError(
      file: file,
      "this is an unfinished record: the run that writes it has not ended, or was stopped before"
        + " its end; run the scenario again")
  }

  /// The same of drops.
  static func unfinishedDrops(_ file: String) -> RecordError {
    RecordError(
      file: file,
      "this is an unfinished record of drops: the run that writes it has not ended, or was killed; drop"
        + " the scenario again")
  }

  /// A run was stopped before its end; what was simulated can be gone on with.
  static func unfinished(
    _ file: String, after frame: Int, of frames: Int, isCapture: Bool
  ) -> RecordError {
    let remedy =
      isCapture
      ? "convert the capture again"
      : "finish it with 'rftwin simulate SCENARIO --output FOLDER --resume'"
    return RecordError(
      file: file,
      "this is an unfinished record, complete up to frame \(frame) of \(frames); \(remedy)")
  }

  package var description: String { "\(file): \(message)" }
}

/// What the system says about the latest failure of one of its functions.
package func systemReason(_ number: Int32 = errno) -> String {
  unsafe String(cString: strerror(number))
}
