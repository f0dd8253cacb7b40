// SPDX-License-Identifier: Apache-2.0

internal import CHDF5

extension HDF5File {
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
}

/// The bytes up to the first zero as text.
private func text(_ bytes: ArraySlice<UInt8>) -> String {
  String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
}
