// SPDX-License-Identifier: Apache-2.0

internal import CHDF5

extension HDF5File {
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

  // MARK: Inside the lock

  private func makeSpace(_ shape: [Int], growing: Bool = false) -> hid_t {
    let extent = shape.map { hsize_t($0) }
    guard growing else { return unsafe H5Screate_simple(Int32(extent.count), extent, nil) }
    var limit = extent
    limit[0] = rftwin_h5_unlimited
    return unsafe H5Screate_simple(Int32(extent.count), extent, limit)
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
