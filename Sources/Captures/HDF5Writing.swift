// SPDX-License-Identifier: Apache-2.0

internal import CHDF5

/// Writing of arrays.
extension HDF5File {
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
    try call("'\(name)' cannot be written") { () -> herr_t in
      let space = makeSpace(shape)
      defer { H5Sclose(space) }
      let type = storage.make()
      defer { H5Tclose(type) }
      return withNewDataset(name, type, space) { dataset in
        guard !values.isEmpty else { return 0 }
        return Element.withMemoryType { type in
          unsafe values.withUnsafeBytes { bytes in
            unsafe H5Dwrite(
              dataset, type, rftwin_h5_all, rftwin_h5_all, rftwin_h5_default, bytes.baseAddress)
          }
        }
      }
    }
  }

  /// Writes a list of texts.
  package func write(strings: [String], to name: String) throws(RecordError) {
    let width = max(1, strings.map(\.utf8.count).max() ?? 1)
    let bytes = strings.flatMap { text in
      Array(text.utf8) + [UInt8](repeating: 0, count: width - text.utf8.count)
    }
    try call("'\(name)' cannot be written") { () -> herr_t in
      let space = makeSpace([strings.count])
      defer { H5Sclose(space) }
      let type = hdf5StringType(width)
      defer { H5Tclose(type) }
      return withNewDataset(name, type, space) { dataset in
        guard !bytes.isEmpty else { return 0 }
        return unsafe H5Dwrite(
          dataset, type, rftwin_h5_all, rftwin_h5_all, rftwin_h5_default, bytes)
      }
    }
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
    try call("'\(name)' cannot be written") { () -> herr_t in
      let space = makeSpace([0] + row, growing: true)
      defer { H5Sclose(space) }
      let type = storage.make()
      defer { H5Tclose(type) }
      return withNewDataset(name, type, space, chunk: chunk(row, bytes: storage.bytes)) { _ in 0 }
    }
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
    try call("'\(name)' cannot be written") { () -> herr_t in
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
  }

  /// The lengths of a data set's axes, none for what is no data set.
  func dimensions(of dataset: hid_t) -> [hsize_t] {
    let space = H5Dget_space(dataset)
    guard space >= 0 else { return [] }
    defer { H5Sclose(space) }
    var extent = [hsize_t](repeating: 0, count: max(0, Int(H5Sget_simple_extent_ndims(space))))
    unsafe H5Sget_simple_extent_dims(space, &extent, nil)
    return extent
  }

  private func makeSpace(_ shape: [Int], growing: Bool = false) -> hid_t {
    let extent = shape.map { hsize_t($0) }
    guard growing else { return unsafe H5Screate_simple(Int32(extent.count), extent, nil) }
    var limit = extent
    limit[0] = rftwin_h5_unlimited
    return unsafe H5Screate_simple(Int32(extent.count), extent, limit)
  }

  private func withNewDataset(
    _ name: String, _ type: hid_t, _ space: hid_t, chunk: [Int]? = nil, _ body: (hid_t) -> herr_t
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
}

/// The lengths of the axes of the pieces that a growing data set is kept in.
private func chunk(_ row: [Int], bytes: Int) -> [Int] {
  var row = row.map { max(1, $0) }
  // In floating point, since what is too large for a file may be too large for a whole number too.
  func size() -> Double { row.reduce(Double(bytes)) { $0 * Double($1) } }
  // HDF5 takes no chunk of 4 GB; smaller ones by far are easier to read.
  for axis in row.indices {
    while size() > 67_108_864, row[axis] > 1 { row[axis] = (row[axis] + 1) / 2 }
  }
  // Chunks of a quarter of a megabyte: few enough to index, small enough to read alone.
  return [max(1, Int(min(4096, 262_144 / size())))] + row
}
