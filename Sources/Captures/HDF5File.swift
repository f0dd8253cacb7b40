// SPDX-License-Identifier: Apache-2.0

internal import CHDF5
internal import Foundation
internal import Synchronization

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

  package var description: String { "\(file): \(message)" }
}

/// HDF5 as Debian builds it serves one thread at a time.
private let library = Mutex<Bool>(false)

/// An open HDF5 file: the one owner of the HDF5 library.
///
/// Names are paths within the file, "/links/mono/delay"; the groups on the way must exist.
@safe package final class HDF5File {
  /// The file's path.
  package let path: String
  private(set) var handle: hid_t

  /// Creates a file, replacing one that is there.
  package init(creating path: String) throws(RecordError) {
    self.path = path
    handle = Self.locked {
      unsafe H5Fcreate(path, rftwin_h5_truncate, rftwin_h5_default, rftwin_h5_default)
    }
    guard handle >= 0 else {
      throw RecordError(file: path, "the file cannot be created: \(reason())")
    }
  }

  /// Opens a file for reading.
  package init(opening path: String) throws(RecordError) {
    self.path = path
    guard FileManager.default.fileExists(atPath: path) else {
      throw RecordError(file: path, "there is no such file; check the path")
    }
    handle = Self.locked { unsafe H5Fopen(path, rftwin_h5_read_only, rftwin_h5_default) }
    guard handle >= 0 else { throw RecordError(file: path, "this is not an HDF5 file") }
  }

  deinit { try? close() }

  /// Closes the file; nothing may be read or written any more.
  package func close() throws(RecordError) {
    guard handle >= 0 else { return }
    let status = Self.locked { H5Fclose(handle) }
    handle = -1
    guard status >= 0 else {
      throw RecordError(file: path, "the file cannot be completed: \(reason())")
    }
  }

  /// Hands what has been written to the system.
  package func flush() throws(RecordError) {
    try check(Self.locked { H5Fflush(handle, H5F_SCOPE_LOCAL) }, writing: "/")
  }

  /// Runs what calls HDF5, which prints nothing of its own.
  static func locked<Result: Sendable>(_ body: () -> Result) -> Result {
    library.withLock { isQuiet in
      if !isQuiet {
        rftwin_h5_silence()
        isQuiet = true
      }
      return body()
    }
  }

  /// Throws when HDF5 says that something was not written.
  func check(_ status: some BinaryInteger, writing name: String) throws(RecordError) {
    guard status >= 0 else {
      throw RecordError(file: path, "'\(name)' cannot be written: \(reason())")
    }
  }

  /// What to say where something is not there.
  func missing(_ name: String) -> RecordError {
    RecordError(file: path, "the record has no '\(name)'; was it written by another program?")
  }

  /// The lengths of an open data set's axes; to be called inside the lock.
  func dimensions(of dataset: hid_t) -> [hsize_t] {
    let space = H5Dget_space(dataset)
    defer { H5Sclose(space) }
    var extent = [hsize_t](repeating: 0, count: max(0, Int(H5Sget_simple_extent_ndims(space))))
    unsafe H5Sget_simple_extent_dims(space, &extent, nil)
    return extent
  }
}

/// What the system says about the latest failure.
private func reason() -> String {
  errno == 0 ? "is the disk full?" : unsafe String(cString: strerror(errno))
}
