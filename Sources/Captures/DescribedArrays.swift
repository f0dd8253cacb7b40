// SPDX-License-Identifier: Apache-2.0

extension HDF5File {
  /// Makes room for an array, and says what is in it.
  func reserve(
    _ name: String, _ shape: [Int], _ storage: HDF5Storage, _ units: String, _ dimensions: String
  ) throws(RecordError) {
    try reserve(name, shape: shape, as: storage)
    try describe(name, units: units, dimensions: dimensions)
  }

  /// Says of an array in which units its values are, and what its axes count.
  func describe(_ name: String, units: String, dimensions: String) throws(RecordError) {
    try setAttribute("units", of: name, to: units)
    try setAttribute("dimensions", of: name, to: dimensions)
  }
}
