// SPDX-License-Identifier: Apache-2.0

package import InputDocuments

/// Opens the data of captures.
package enum CaptureFile {
  /// An array in a file of NumPy's.
  ///
  /// - Parameters:
  ///   - path: A `.npy` or `.npz` file.
  ///   - variable: The array's name in an archive; nil for the only one.
  /// - Returns: The array.
  /// - Throws: `InputError` when there is none of that name, or it cannot be read.
  package static func numPy(
    _ path: String, variable: String? = nil
  ) throws(InputError) -> RawSamples {
    let bytes = try RandomAccessFile([path])
    guard bytes.count >= 4, try bytes.read(0..<2) == Array("PK".utf8) else {
      if let variable {
        throw InputError(
          file: path, "the file holds one array without a name; leave out 'variable: \(variable)'")
      }
      return try readNumPyArray(bytes, in: 0..<bytes.count, calling: path)
    }
    let archive = try ZIPReader(bytes)
    let arrays = archive.entries.filter { $0.name.hasSuffix(".npy") }
    let names = arrays.map { String($0.name.dropLast(4)) }
    guard let variable = variable ?? (names.count == 1 ? names[0] : nil) else {
      throw InputError(
        file: path, "the archive holds \(listed(names)); choose one with 'variable'")
    }
    guard let index = names.firstIndex(of: variable) else {
      let near = suggestion(for: variable, among: names)
      throw InputError(
        file: path,
        "no array is named '\(variable)'"
          + (near.isEmpty ? "; the archive holds \(listed(names))" : near))
    }
    let (file, range) = try archive.open(arrays[index])
    return try readNumPyArray(file, in: range, calling: "\(path), \(variable)")
  }

  private static func listed(_ names: [String]) -> String {
    names.isEmpty
      ? "no arrays"
      : names.prefix(12).joined(separator: ", ")
        + (names.count > 12 ? " and \(names.count - 12) more" : "")
  }

  /// Samples as the DCA1000 capture card of Texas Instruments writes them (SWRA581B).
  ///
  /// - Parameters:
  ///   - paths: The files in their order; the card begins a new one each gigabyte.
  ///   - lanes: How many LVDS lanes the device has: two or four.
  ///   - isComplex: Whether samples have a quadrature part.
  ///   - isQuadratureFirst: Whether the device was set to send it first.
  /// - Returns: The samples: of two lanes chirp by chirp and receiver by receiver, of four lanes
  ///   instant by instant, one lane for each of four receivers. What is behind the last whole group of
  ///   words is not among them, see `RawSamples.looseBytes`.
  /// - Throws: `InputError` when a file cannot be read or is empty.
  package static func dca1000(
    _ paths: [String], lanes: Int, isComplex: Bool, isQuadratureFirst: Bool = false
  ) throws(InputError) -> RawSamples {
    let bytes = try RandomAccessFile(paths)
    let layout = SampleLayout(
      .int16, isComplex: isComplex, group: lanes, isQuadratureFirst: isQuadratureFirst)
    guard bytes.count > 0 else { throw InputError(file: bytes.path, "the file is empty") }
    return RawSamples(bytes, layout)
  }
}
