// SPDX-License-Identifier: Apache-2.0

internal import CHDF5

/// Reading of arrays.
extension HDF5File {
  /// The lengths of a data set's axes.
  package func shape(of name: String) throws(RecordError) -> [Int] {
    guard has(name) else { throw missing(name) }
    let found = HDF5Library.run {
      withDataset(name) { dataset -> (shape: [Int], isWhole: Bool)? in
        let shape = dimensions(of: dataset).compactMap { Int(exactly: $0) }
        return shape.isEmpty ? nil : (shape, holds(shape, dataset))
      }
    }
    guard let (shape, isWhole) = found else { throw damaged(name, "is not an array") }
    guard isWhole else { throw damaged(name, "has more cells than the file has room for") }
    return shape
  }

  /// Whether a file has the bytes of all the cells that a data set claims to have.
  ///
  /// Room is made for all of them before they are read. Compressed ones are taken at their word.
  private func holds(_ shape: [Int], _ dataset: hid_t) -> Bool {
    let type = H5Dget_type(dataset)
    defer { H5Tclose(type) }
    let properties = H5Dget_create_plist(dataset)
    defer { H5Pclose(properties) }
    var bytes = H5Tget_size(type)
    for length in shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: length)
      guard !overflow else { return false }
      bytes = product
    }
    return H5Pget_nfilters(properties) > 0 || bytes <= H5Dget_storage_size(dataset)
  }

  /// Makes sure that a data set has certain lengths, nil standing for any.
  func expect(_ name: String, shape wanted: [Int?]) throws(RecordError) {
    let shape = try shape(of: name)
    guard shape.count == wanted.count, zip(shape, wanted).allSatisfy({ $1 == nil || $0 == $1 })
    else {
      func words(_ lengths: [Int?]) -> String {
        lengths.map { $0.map { "\($0)" } ?? "any" }.joined(separator: " x ")
      }
      throw damaged(name, "has the shape \(words(shape)) and should have \(words(wanted))")
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
    let length = shape[0]
    let rows = rows ?? 0..<length
    guard rows.lowerBound >= 0, rows.upperBound <= length else {
      throw RecordError(file: path, "'\(name)' has \(length) rows, not \(rows.upperBound)")
    }
    let count = rows.count * shape.dropFirst().reduce(1, *)
    guard count > 0 else { return [] }
    var values = [Element](repeating: .zeroElement, count: count)
    let failure = HDF5Library.failure { () -> herr_t in
      withDataset(name) { dataset in
        Element.withMemoryType { type in
          unsafe values.withUnsafeMutableBytes {
            unsafe read(rows, of: dataset, as: type, into: $0)
          }
        }
      } ?? -1
    }
    if let failure { throw damaged(name, "cannot be read: \(failure)") }
    return values
  }

  /// A list of texts.
  package func strings(_ name: String) throws(RecordError) -> [String] {
    let count = try shape(of: name).reduce(1, *)
    let texts = HDF5Library.run { withDataset(name) { self.texts(count, in: $0) } }
    guard let texts else { throw damaged(name, "is not a list of texts of fixed length") }
    return texts
  }

  private func texts(_ count: Int, in dataset: hid_t) -> [String]? {
    let type = H5Dget_type(dataset)
    defer { H5Tclose(type) }
    guard H5Tget_class(type) == H5T_STRING, H5Tis_variable_str(type) == 0 else { return nil }
    guard count > 0 else { return [] }
    let width = H5Tget_size(type)
    var bytes = [UInt8](repeating: 0, count: width * count)
    guard
      unsafe H5Dread(dataset, type, rftwin_h5_all, rftwin_h5_all, rftwin_h5_default, &bytes) >= 0
    else { return nil }
    return (0..<count).map { hdf5Text(bytes[$0 * width..<($0 + 1) * width]) }
  }

  /// Reads rows of a data set in the form of a type.
  ///
  /// - Parameters:
  ///   - rows: Positions of the first axis, within its length.
  ///   - dataset: The data set.
  ///   - type: What the elements have in memory.
  ///   - memory: Has room for all rows.
  /// - Returns: A negative number where that fails.
  func read(
    _ rows: Range<Int>, of dataset: hid_t, as type: hid_t,
    into memory: UnsafeMutableRawBufferPointer
  ) -> herr_t {
    withRows(rows, of: dataset) { memorySpace, fileSpace in
      unsafe H5Dread(
        dataset, type, memorySpace, fileSpace, rftwin_h5_default, memory.baseAddress)
    }
  }
}
