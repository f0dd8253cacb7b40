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
  private var handle: hid_t

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

  private static func locked<Result: Sendable>(_ body: () -> Result) -> Result {
    library.withLock { isQuiet in
      if !isQuiet {
        rftwin_h5_silence()
        isQuiet = true
      }
      return body()
    }
  }

  private func check(_ status: some BinaryInteger, writing name: String) throws(RecordError) {
    guard status >= 0 else {
      throw RecordError(file: path, "'\(name)' cannot be written: \(reason())")
    }
  }

  private func missing(_ name: String) -> RecordError {
    RecordError(file: path, "the record has no '\(name)'; was it written by another program?")
  }

  // MARK: Writing

  /// Makes a group.
  package func makeGroup(_ name: String) throws(RecordError) {
    let status = Self.locked {
      let properties = H5Pcreate(rftwin_h5_group_create())
      H5Pset_obj_track_times(properties, false)
      defer { H5Pclose(properties) }
      let group = unsafe H5Gcreate2(handle, name, rftwin_h5_default, properties, rftwin_h5_default)
      return group >= 0 ? H5Gclose(group) : -1
    }
    try check(status, writing: name)
  }

  /// Writes a whole data set.
  ///
  /// - Parameters:
  ///   - values: In row-major order.
  ///   - shape: The lengths of the axes.
  ///   - name: Where it goes.
  ///   - storage: How it is kept in the file.
  /// - Throws: `RecordError` when the data set cannot be written.
  package func write<Element: HDF5Element>(
    _ values: [Element], shape: [Int], to name: String, as storage: HDF5Storage
  ) throws(RecordError) {
    precondition(shape.reduce(1, *) == values.count)
    let status = Self.locked { () -> herr_t in
      let space = makeSpace(shape)
      defer { H5Sclose(space) }
      return withDataset(name, storage, space, chunk: nil) { dataset in
        guard !values.isEmpty else { return 0 }
        return Element.withMemoryType { type in
          unsafe values.withUnsafeBytes { bytes in
            unsafe H5Dwrite(
              dataset, type, rftwin_h5_all, rftwin_h5_all, rftwin_h5_default, bytes.baseAddress)
          }
        }
      }
    }
    try check(status, writing: name)
  }

  /// Makes an empty data set whose first axis grows.
  ///
  /// - Parameters:
  ///   - name: Where it goes.
  ///   - row: The lengths of the other axes.
  ///   - storage: How it is kept in the file.
  /// - Throws: `RecordError` when the data set cannot be made.
  package func makeGrowing(
    _ name: String, row: [Int], as storage: HDF5Storage
  ) throws(RecordError) {
    let status = Self.locked { () -> herr_t in
      let rowBytes = max(1, row.reduce(1, *)) * storage.bytes
      // Chunks of a quarter of a megabyte: few enough to index, small enough to read alone.
      let rows = max(1, min(4096, 262_144 / rowBytes))
      let space = makeSpace([0] + row, growing: true)
      defer { H5Sclose(space) }
      return withDataset(name, storage, space, chunk: [rows] + row.map { max(1, $0) }) { _ in 0 }
    }
    try check(status, writing: name)
  }

  /// Appends rows to a growing data set.
  ///
  /// - Parameters:
  ///   - values: Whole rows in row-major order.
  ///   - name: The data set.
  /// - Throws: `RecordError` when there is no such data set or it cannot be written.
  package func append<Element: HDF5Element>(
    _ values: [Element], to name: String
  ) throws(RecordError) {
    guard !values.isEmpty else { return }
    let status = Self.locked { () -> herr_t in
      let dataset = unsafe H5Dopen2(handle, name, rftwin_h5_default)
      guard dataset >= 0 else { return -1 }
      defer { H5Dclose(dataset) }
      var extent = dimensions(of: dataset)
      let rowCount = extent.dropFirst().reduce(1) { $0 * Int($1) }
      guard rowCount > 0 else { return 0 }
      let first = extent[0]
      let added = hsize_t(values.count / rowCount)
      precondition(Int(added) * rowCount == values.count)
      extent[0] += added
      guard unsafe H5Dset_extent(dataset, extent) >= 0 else { return -1 }
      var start = [hsize_t](repeating: 0, count: extent.count)
      start[0] = first
      var count = extent
      count[0] = added
      let fileSpace = H5Dget_space(dataset)
      defer { H5Sclose(fileSpace) }
      unsafe H5Sselect_hyperslab(fileSpace, H5S_SELECT_SET, start, nil, count, nil)
      let memorySpace = unsafe H5Screate_simple(Int32(count.count), count, nil)
      defer { H5Sclose(memorySpace) }
      return Element.withMemoryType { type in
        unsafe values.withUnsafeBytes { bytes in
          unsafe H5Dwrite(
            dataset, type, memorySpace, fileSpace, rftwin_h5_default, bytes.baseAddress)
        }
      }
    }
    try check(status, writing: name)
  }

  /// Writes a list of texts.
  package func write(strings: [String], to name: String) throws(RecordError) {
    let width = max(1, strings.map(\.utf8.count).max() ?? 1)
    let bytes = strings.flatMap { text in
      Array(text.utf8) + [UInt8](repeating: 0, count: width - text.utf8.count)
    }
    let status = Self.locked { () -> herr_t in
      let space = makeSpace([strings.count])
      defer { H5Sclose(space) }
      let type = stringType(width)
      defer { H5Tclose(type) }
      return withDataset(name, type, space, chunk: nil) { dataset in
        guard !bytes.isEmpty else { return 0 }
        return unsafe H5Dwrite(
          dataset, type, rftwin_h5_all, rftwin_h5_all, rftwin_h5_default, bytes)
      }
    }
    try check(status, writing: name)
  }

  /// Attaches a text to an object.
  package func setAttribute(_ key: String, of name: String, to text: String) throws(RecordError) {
    let bytes = Array(text.utf8)
    let status = Self.locked { () -> herr_t in
      let type = stringType(max(1, bytes.count))
      defer { H5Tclose(type) }
      return withNewAttribute(key, of: name, type) { attribute in
        unsafe H5Awrite(attribute, type, bytes.isEmpty ? [0] : bytes)
      }
    }
    try check(status, writing: "\(name)@\(key)")
  }

  /// Attaches a number to an object.
  package func setAttribute<Element: HDF5Element>(
    _ key: String, of name: String, to value: Element, as storage: HDF5Storage
  ) throws(RecordError) {
    let status = Self.locked { () -> herr_t in
      let type = storage.make()
      defer { H5Tclose(type) }
      return withNewAttribute(key, of: name, type) { attribute in
        Element.withMemoryType { type in
          unsafe withUnsafeBytes(of: value) { unsafe H5Awrite(attribute, type, $0.baseAddress) }
        }
      }
    }
    try check(status, writing: "\(name)@\(key)")
  }

  // MARK: Reading

  /// Whether there is an object of a name.
  package func has(_ name: String) -> Bool {
    Self.locked {
      // Each group on the way must be asked for, or HDF5 takes a missing one for an error.
      var partial = ""
      for part in name.split(separator: "/") {
        partial += "/" + part
        guard unsafe H5Lexists(handle, partial, rftwin_h5_default) > 0 else { return false }
      }
      return true
    }
  }

  /// The names of the groups in a group, in alphabetical order.
  package func groups(in name: String) throws(RecordError) -> [String] {
    guard has(name) else { throw missing(name) }
    return Self.locked {
      let group = unsafe H5Gopen2(handle, name, rftwin_h5_default)
      guard group >= 0 else { return [] }
      defer { H5Gclose(group) }
      var information = H5G_info_t()
      guard unsafe H5Gget_info(group, &information) >= 0 else { return [] }
      return (0..<information.nlinks).compactMap { index in
        var bytes = [CChar](repeating: 0, count: 1024)
        let length = unsafe H5Lget_name_by_idx(
          group, ".", H5_INDEX_NAME, H5_ITER_INC, index, &bytes, bytes.count, rftwin_h5_default)
        guard length > 0, length < bytes.count else { return nil }
        return String(decoding: bytes[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      }
    }
  }

  /// The lengths of a data set's axes.
  package func shape(of name: String) throws(RecordError) -> [Int] {
    guard has(name) else { throw missing(name) }
    return Self.locked {
      let dataset = unsafe H5Dopen2(handle, name, rftwin_h5_default)
      defer { H5Dclose(dataset) }
      return dimensions(of: dataset).map { Int($0) }
    }
  }

  /// The values of a data set, or of a run of its rows, in row-major order.
  ///
  /// - Parameters:
  ///   - name: The data set.
  ///   - rows: Which positions of the first axis, or nil for all.
  ///   - type: The type of the elements; HDF5 converts what is stored to it.
  /// - Returns: The values, as many as the rows times the lengths of the other axes.
  /// - Throws: `RecordError` when the data set or a row is missing, or it cannot be read.
  package func read<Element: HDF5Element>(
    _ name: String, rows: Range<Int>? = nil, of type: Element.Type = Element.self
  ) throws(RecordError) -> [Element] {
    let shape = try shape(of: name)
    guard let length = shape.first else { throw missing(name) }
    let rows = rows ?? 0..<length
    guard rows.lowerBound >= 0, rows.upperBound <= length else {
      throw RecordError(file: path, "'\(name)' has \(length) rows, not \(rows.upperBound)")
    }
    let count = rows.count * shape.dropFirst().reduce(1, *)
    guard count > 0 else { return [] }
    var values = [Element](repeating: .zeroElement, count: count)
    let status = Self.locked { () -> herr_t in
      let dataset = unsafe H5Dopen2(handle, name, rftwin_h5_default)
      guard dataset >= 0 else { return -1 }
      defer { H5Dclose(dataset) }
      let fileSpace = H5Dget_space(dataset)
      defer { H5Sclose(fileSpace) }
      var start = [hsize_t](repeating: 0, count: shape.count)
      start[0] = hsize_t(rows.lowerBound)
      var extent = shape.map { hsize_t($0) }
      extent[0] = hsize_t(rows.count)
      unsafe H5Sselect_hyperslab(fileSpace, H5S_SELECT_SET, start, nil, extent, nil)
      let memorySpace = unsafe H5Screate_simple(Int32(extent.count), extent, nil)
      defer { H5Sclose(memorySpace) }
      return Element.withMemoryType { type in
        unsafe values.withUnsafeMutableBytes { bytes in
          unsafe H5Dread(
            dataset, type, memorySpace, fileSpace, rftwin_h5_default, bytes.baseAddress)
        }
      }
    }
    guard status >= 0 else {
      throw RecordError(file: path, "'\(name)' cannot be read; is the file damaged?")
    }
    return values
  }

  /// A list of texts.
  package func strings(_ name: String) throws(RecordError) -> [String] {
    guard has(name) else { throw missing(name) }
    return Self.locked {
      let dataset = unsafe H5Dopen2(handle, name, rftwin_h5_default)
      defer { H5Dclose(dataset) }
      let type = H5Dget_type(dataset)
      defer { H5Tclose(type) }
      let width = H5Tget_size(type)
      let count = dimensions(of: dataset).reduce(1) { $0 * Int($1) }
      guard width > 0, count > 0, H5Tget_class(type) == H5T_STRING else { return [] }
      var bytes = [UInt8](repeating: 0, count: width * count)
      guard
        unsafe H5Dread(dataset, type, rftwin_h5_all, rftwin_h5_all, rftwin_h5_default, &bytes) >= 0
      else { return [] }
      return (0..<count).map { text(bytes[$0 * width..<($0 + 1) * width]) }
    }
  }

  /// The text attached to an object, or nil.
  package func textAttribute(_ key: String, of name: String) -> String? {
    withAttribute(key, of: name) { attribute, type in
      guard H5Tget_class(type) == H5T_STRING else { return nil }
      var bytes = [UInt8](repeating: 0, count: max(1, H5Tget_size(type)))
      return unsafe H5Aread(attribute, type, &bytes) >= 0 ? text(bytes[...]) : nil
    }
  }

  /// The number attached to an object, or nil.
  package func numberAttribute<Element: HDF5Element>(
    _ key: String, of name: String, as type: Element.Type = Element.self
  ) -> Element? {
    withAttribute(key, of: name) { attribute, type in
      guard H5Tget_class(type) != H5T_STRING else { return nil }
      var value = Element.zeroElement
      let status = Element.withMemoryType { memoryType in
        unsafe withUnsafeMutableBytes(of: &value) {
          unsafe H5Aread(attribute, memoryType, $0.baseAddress)
        }
      }
      return status >= 0 ? value : nil
    }
  }

  private func withAttribute<Result: Sendable>(
    _ key: String, of name: String, _ body: (hid_t, hid_t) -> Result?
  ) -> Result? {
    guard name == "/" || has(name) else { return nil }
    return Self.locked {
      guard
        unsafe H5Aexists_by_name(handle, name, key, rftwin_h5_default) > 0
      else { return nil }
      let attribute = unsafe H5Aopen_by_name(
        handle, name, key, rftwin_h5_default, rftwin_h5_default)
      guard attribute >= 0 else { return nil }
      defer { H5Aclose(attribute) }
      let type = H5Aget_type(attribute)
      defer { H5Tclose(type) }
      return body(attribute, type)
    }
  }

  // MARK: Inside the lock

  private func makeSpace(_ shape: [Int], growing: Bool = false) -> hid_t {
    let extent = shape.map { hsize_t($0) }
    guard growing else { return unsafe H5Screate_simple(Int32(extent.count), extent, nil) }
    var limit = extent
    limit[0] = rftwin_h5_unlimited
    return unsafe H5Screate_simple(Int32(extent.count), extent, limit)
  }

  private func dimensions(of dataset: hid_t) -> [hsize_t] {
    let space = H5Dget_space(dataset)
    defer { H5Sclose(space) }
    var extent = [hsize_t](repeating: 0, count: max(0, Int(H5Sget_simple_extent_ndims(space))))
    unsafe H5Sget_simple_extent_dims(space, &extent, nil)
    return extent
  }

  private func withDataset(
    _ name: String, _ storage: HDF5Storage, _ space: hid_t, chunk: [Int]?,
    _ body: (hid_t) -> herr_t
  ) -> herr_t {
    let type = storage.make()
    defer { H5Tclose(type) }
    return withDataset(name, type, space, chunk: chunk, body)
  }

  private func withDataset(
    _ name: String, _ type: hid_t, _ space: hid_t, chunk: [Int]?, _ body: (hid_t) -> herr_t
  ) -> herr_t {
    let properties = H5Pcreate(rftwin_h5_dataset_create())
    defer { H5Pclose(properties) }
    // Times in the file would make equal runs differ.
    H5Pset_obj_track_times(properties, false)
    if let chunk {
      unsafe H5Pset_chunk(properties, Int32(chunk.count), chunk.map { hsize_t($0) })
    }
    let dataset = unsafe H5Dcreate2(
      handle, name, type, space, rftwin_h5_default, properties, rftwin_h5_default)
    guard dataset >= 0 else { return -1 }
    let status = body(dataset)
    return H5Dclose(dataset) < 0 ? -1 : status
  }

  private func withNewAttribute(
    _ key: String, of name: String, _ type: hid_t, _ body: (hid_t) -> herr_t
  ) -> herr_t {
    let space = unsafe H5Screate_simple(0, [hsize_t](), nil)
    defer { H5Sclose(space) }
    let attribute = unsafe H5Acreate_by_name(
      handle, name, key, type, space, rftwin_h5_default, rftwin_h5_default, rftwin_h5_default)
    guard attribute >= 0 else { return -1 }
    let status = body(attribute)
    return H5Aclose(attribute) < 0 ? -1 : status
  }

  private func stringType(_ width: Int) -> hid_t {
    let type = H5Tcopy(rftwin_h5_c_string())
    H5Tset_size(type, width)
    H5Tset_cset(type, H5T_CSET_UTF8)
    H5Tset_strpad(type, H5T_STR_NULLPAD)
    return type
  }
}

/// The bytes up to the first zero as text.
private func text(_ bytes: ArraySlice<UInt8>) -> String {
  String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
}

/// What the system says about the latest failure.
private func reason() -> String {
  errno == 0 ? "is the disk full?" : unsafe String(cString: strerror(errno))
}
