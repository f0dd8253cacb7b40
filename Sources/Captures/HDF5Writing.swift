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

  /// Makes a data set that is filled later, row by row; until then it reads as zeros.
  ///
  /// It has its place in the file at once, so that nothing but its values is written later: whoever
  /// stops the program meanwhile cannot damage the file.
  ///
  /// - Parameters:
  ///   - name: Where it goes.
  ///   - shape: The lengths of the axes.
  ///   - storage: How it is kept in the file.
  /// - Throws: `RecordError` when the data set cannot be made.
  package func reserve(
    _ name: String, shape: [Int], as storage: HDF5Storage
  ) throws(RecordError) {
    try call("'\(name)' cannot be written") { () -> herr_t in
      let space = makeSpace(shape)
      defer { H5Sclose(space) }
      let type = storage.make()
      defer { H5Tclose(type) }
      return withNewDataset(name, type, space, isFilledLater: true) { _ in 0 }
    }
  }

  /// Makes an empty data set that grows with what is written to its end.
  ///
  /// - Parameters:
  ///   - name: Where it goes.
  ///   - row: The lengths of the axes but the first, which grows.
  ///   - storage: How it is kept in the file.
  /// - Throws: `RecordError` when the data set cannot be made.
  func makeGrowing(
    _ name: String, row: [Int], as storage: HDF5Storage
  ) throws(RecordError) {
    try call("'\(name)' cannot be written") { () -> herr_t in
      let extent = [0] + row.map { hsize_t($0) }
      // Without an upper end.
      let limits = [hsize_t.max] + row.map { hsize_t($0) }
      let space = unsafe H5Screate_simple(Int32(extent.count), extent, limits)
      defer { H5Sclose(space) }
      let type = storage.make()
      defer { H5Tclose(type) }
      return withNewDataset(name, type, space, chunk: [Self.grownRows] + row) { _ in 0 }
    }
  }

  /// How many rows a growing data set grows by in the file.
  private static let grownRows = 8192

  /// Writes rows to the end of a growing data set.
  ///
  /// - Parameters:
  ///   - values: Whole rows in row-major order.
  ///   - name: The data set.
  ///   - length: How many rows it has.
  /// - Throws: `RecordError` when there is no such data set or it cannot be written.
  func append<Element: HDF5Element>(
    _ values: [Element], to name: String, after length: Int
  ) throws(RecordError) {
    guard !values.isEmpty else { return }
    try call("'\(name)' cannot be written") { () -> herr_t in
      withDataset(name) { dataset in
        var extent = dimensions(of: dataset)
        let row = extent.dropFirst().reduce(1) { $0 * Int($1) }
        precondition(values.count.isMultiple(of: row))
        extent[0] = hsize_t(length + values.count / row)
        return unsafe H5Dset_extent(dataset, extent)
      } ?? -1
    }
    try write(values, to: name, at: length)
  }

  /// Writes rows of a data set that has its place.
  ///
  /// - Parameters:
  ///   - values: Whole rows in row-major order.
  ///   - name: The data set.
  ///   - first: The position of the first of them along the first axis.
  /// - Throws: `RecordError` when there is no such data set, it has no such rows or cannot be
  ///   written.
  package func write<Element: HDF5Element>(
    _ values: [Element], to name: String, at first: Int
  ) throws(RecordError) {
    guard !values.isEmpty else { return }
    try call("'\(name)' cannot be written") { () -> herr_t in
      withDataset(name) { dataset in
        let rowCount = dimensions(of: dataset).dropFirst().reduce(1) { $0 * Int($1) }
        guard rowCount > 0 else { return 0 }
        precondition(values.count.isMultiple(of: rowCount))
        let rows = first..<first + values.count / rowCount
        return withRows(rows, of: dataset) { memorySpace, fileSpace in
          Element.withMemoryType { type in
            unsafe values.withUnsafeBytes { bytes in
              unsafe H5Dwrite(
                dataset, type, memorySpace, fileSpace, rftwin_h5_default, bytes.baseAddress)
            }
          }
        }
      } ?? -1
    }
  }

  private func makeSpace(_ shape: [Int]) -> hid_t {
    let extent = shape.map { hsize_t($0) }
    return unsafe H5Screate_simple(Int32(extent.count), extent, nil)
  }

  private func withNewDataset(
    _ name: String, _ type: hid_t, _ space: hid_t, isFilledLater: Bool = false,
    chunk: [Int] = [], _ body: (hid_t) -> herr_t
  ) -> herr_t {
    let properties = H5Pcreate(rftwin_h5_dataset_create())
    defer { H5Pclose(properties) }
    // Times in the file would make equal runs differ.
    H5Pset_obj_track_times(properties, false)
    if isFilledLater {
      H5Pset_alloc_time(properties, H5D_ALLOC_TIME_EARLY)
      H5Pset_fill_time(properties, H5D_FILL_TIME_NEVER)
    }
    if !chunk.isEmpty {
      unsafe H5Pset_chunk(properties, Int32(chunk.count), chunk.map { hsize_t($0) })
    }
    let dataset = unsafe H5Dcreate2(
      handle, name, type, space, rftwin_h5_default, properties, rftwin_h5_default)
    guard dataset >= 0 else { return -1 }
    let status = body(dataset)
    return H5Dclose(dataset) < 0 ? -1 : status
  }
}
