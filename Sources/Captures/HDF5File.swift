// SPDX-License-Identifier: Apache-2.0

internal import CHDF5
internal import Foundation

/// An open HDF5 file.
///
/// Names are paths within the file, "/links/mono/delay"; the groups on the way must exist.
@safe package final class HDF5File {
  /// The file's path, as messages name it.
  package let path: String
  private(set) var handle: hid_t

  /// Creates a file, replacing one that is there.
  ///
  /// - Parameters:
  ///   - path: Where it is created.
  ///   - name: What messages call it, where that is not its path.
  /// - Throws: `RecordError` when the file cannot be created.
  package init(creating path: String, calling name: String? = nil) throws(RecordError) {
    self.path = name ?? path
    do {
      handle = try HDF5Library.call {
        withAccess { unsafe H5Fcreate(path, rftwin_h5_truncate, rftwin_h5_default, $0) }
      }
    } catch {
      throw RecordError(file: self.path, "the file cannot be created: \(error.reason)")
    }
  }

  /// Opens a file for reading.
  package init(opening path: String) throws(RecordError) {
    self.path = path
    try checkSignature(path)
    do {
      handle = try HDF5Library.call {
        withAccess { unsafe H5Fopen(path, rftwin_h5_read_only, $0) }
      }
    } catch {
      if path.hasSuffix(".part") { throw .unfinished(path) }
      let what =
        error.reason.hasPrefix("truncated file")
        ? "the file is truncated; was it copied whole?" : "the file is damaged: \(error.reason)"
      throw RecordError(file: path, what)
    }
  }

  /// Opens a file whose values are changed in place.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - name: What messages call it, where that is not its path.
  /// - Throws: `RecordError` when the file cannot be opened.
  package init(changing path: String, calling name: String? = nil) throws(RecordError) {
    self.path = name ?? path
    do {
      handle = try HDF5Library.call {
        withAccess { unsafe H5Fopen(path, rftwin_h5_read_write, $0) }
      }
    } catch {
      throw RecordError(file: self.path, "the file cannot be gone on with: \(error.reason)")
    }
  }

  deinit { try? close() }

  /// Closes the file; nothing may be read or written any more.
  package func close() throws(RecordError) {
    guard handle >= 0 else { return }
    defer { handle = -1 }
    try call("the file cannot be completed") { H5Fclose(handle) }
  }

  /// Hands what has been written to the system.
  package func flush() throws(RecordError) {
    try call("the file cannot be written") { H5Fflush(handle, H5F_SCOPE_LOCAL) }
  }

  /// Calls the library and turns its failure into an error of this file.
  @discardableResult func call<Status: BinaryInteger & Sendable>(
    _ failure: @autoclosure () -> String, _ body: () -> Status
  ) throws(RecordError) -> Status {
    do {
      return try HDF5Library.call(body)
    } catch {
      throw RecordError(file: path, "\(failure()): \(error.reason)")
    }
  }

  /// The error of an object that is not there.
  func missing(_ name: String) -> RecordError {
    RecordError(file: path, "the record has no '\(name)'; was it written by another program?")
  }

  /// The error of an object that is not as it should be.
  func damaged(_ name: String, _ what: String) -> RecordError {
    RecordError(file: path, "'\(name)' \(what); is the file damaged?")
  }

  // MARK: Groups

  /// Makes a group.
  package func makeGroup(_ name: String) throws(RecordError) {
    try call("'\(name)' cannot be written") {
      let properties = H5Pcreate(rftwin_h5_group_create())
      H5Pset_obj_track_times(properties, false)
      defer { H5Pclose(properties) }
      let group = unsafe H5Gcreate2(handle, name, rftwin_h5_default, properties, rftwin_h5_default)
      return group >= 0 ? H5Gclose(group) : -1
    }
  }

  /// Whether there is an object of a name.
  package func has(_ name: String) -> Bool {
    HDF5Library.run {
      // Each group on the way must be asked for, or HDF5 takes a missing one for an error.
      var partial = ""
      for part in name.split(separator: "/") {
        partial += "/" + part
        guard unsafe H5Lexists(handle, partial, rftwin_h5_default) > 0 else { return false }
      }
      return true
    }
  }

  /// The names of what is in a group, in alphabetical order.
  package func groups(in name: String) throws(RecordError) -> [String] {
    guard has(name) else { throw missing(name) }
    let names = HDF5Library.run { () -> [String]? in
      let group = unsafe H5Gopen2(handle, name, rftwin_h5_default)
      guard group >= 0 else { return nil }
      defer { H5Gclose(group) }
      var information = H5G_info_t()
      guard unsafe H5Gget_info(group, &information) >= 0 else { return nil }
      return (0..<information.nlinks).compactMap { index in
        var bytes = [CChar](repeating: 0, count: 1024)
        let length = unsafe H5Lget_name_by_idx(
          group, ".", H5_INDEX_NAME, H5_ITER_INC, index, &bytes, bytes.count, rftwin_h5_default)
        guard length > 0, length < bytes.count else { return nil }
        return String(decoding: bytes[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      }
    }
    guard let names else { throw damaged(name, "is not a group") }
    return names
  }
}

/// Calls a closure with how files are opened: without the library's locks.
///
/// Some network folders refuse them, and who writes a record holds one of our own.
private func withAccess(_ body: (hid_t) -> hid_t) -> hid_t {
  let access = H5Pcreate(rftwin_h5_file_access())
  defer { H5Pclose(access) }
  H5Pset_file_locking(access, false, true)
  return body(access)
}

/// Tells apart why a path is no HDF5 file.
private func checkSignature(_ path: String) throws(RecordError) {
  // A pipe would wait for its writer.
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else {
    let number = errno
    throw RecordError(
      file: path,
      number == ENOENT
        ? "there is no such file; check the path"
        : "the file cannot be opened: \(systemReason(number))")
  }
  defer { close(descriptor) }
  var status = stat()
  unsafe fstat(descriptor, &status)
  switch status.st_mode & S_IFMT {
  case S_IFREG: break
  case S_IFDIR: throw RecordError(file: path, "this is a folder; name a file in it")
  default: throw RecordError(file: path, "this is no regular file")
  }
  // A file may begin with a block of its own, as MATLAB's do; the sizes are HDF5's (format
  // specification 3.0, II.A).
  var start = 0
  while start < max(1, status.st_size) {
    if try hasSignature(descriptor, at: start, of: path) { return }
    start = max(512, 2 * start)
  }
  if path.hasSuffix(".part") { throw .unfinished(path) }
  throw RecordError(
    file: path, status.st_size == 0 ? "the file is empty" : "this is not an HDF5 file")
}

/// Whether what every HDF5 file begins with stands at a place.
private func hasSignature(
  _ descriptor: Int32, at start: Int, of path: String
) throws(RecordError) -> Bool {
  let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
  var bytes = [UInt8](repeating: 0, count: signature.count)
  guard unsafe pread(descriptor, &bytes, bytes.count, off_t(start)) >= 0 else {
    throw RecordError(file: path, "the file cannot be read: \(systemReason())")
  }
  return bytes == signature
}
