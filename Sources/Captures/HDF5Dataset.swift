// SPDX-License-Identifier: Apache-2.0

internal import CHDF5

/// Data sets as the library knows them; to be called in calls of the library.
extension HDF5File {
  /// Calls a closure with an open data set.
  ///
  /// - Returns: What the closure returns, or nil where there is no such data set.
  func withDataset<Result>(_ name: String, _ body: (hid_t) -> Result?) -> Result? {
    let dataset = unsafe H5Dopen2(handle, name, rftwin_h5_default)
    guard dataset >= 0 else { return nil }
    defer { H5Dclose(dataset) }
    return body(dataset)
  }

  /// Calls a closure with the spaces, in memory and in the file, of some rows of a data set.
  ///
  /// - Parameters:
  ///   - rows: Positions of the first axis.
  ///   - dataset: The data set, with one axis at least.
  ///   - body: Its result is negative when it failed.
  /// - Returns: The closure's result.
  func withRows(
    _ rows: Range<Int>, of dataset: hid_t, _ body: (_ memory: hid_t, _ file: hid_t) -> herr_t
  ) -> herr_t {
    var extent = dimensions(of: dataset)
    guard !extent.isEmpty else { return -1 }
    extent[0] = hsize_t(rows.count)
    var start = [hsize_t](repeating: 0, count: extent.count)
    start[0] = hsize_t(rows.lowerBound)
    let fileSpace = H5Dget_space(dataset)
    defer { H5Sclose(fileSpace) }
    unsafe H5Sselect_hyperslab(fileSpace, H5S_SELECT_SET, start, nil, extent, nil)
    let memorySpace = unsafe H5Screate_simple(Int32(extent.count), extent, nil)
    defer { H5Sclose(memorySpace) }
    return body(memorySpace, fileSpace)
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
}
