// SPDX-License-Identifier: Apache-2.0

internal import CHDF5

/// Texts and numbers that are attached to objects.
extension HDF5File {
  /// Attaches a text to an object.
  package func setAttribute(_ key: String, of name: String, to text: String) throws(RecordError) {
    let bytes = Array(text.utf8)
    try call("'\(name)@\(key)' cannot be written") { () -> herr_t in
      let type = hdf5StringType(max(1, bytes.count))
      defer { H5Tclose(type) }
      return withNewAttribute(key, of: name, type) { attribute in
        unsafe H5Awrite(attribute, type, bytes.isEmpty ? [0] : bytes)
      }
    }
  }

  /// Attaches a number to an object.
  package func setAttribute<Element: HDF5Element>(
    _ key: String, of name: String, to value: Element, as storage: HDF5Storage
  ) throws(RecordError) {
    try call("'\(name)@\(key)' cannot be written") { () -> herr_t in
      let type = storage.make()
      defer { H5Tclose(type) }
      return withNewAttribute(key, of: name, type) { write(value, to: $0) }
    }
  }

  /// Gives a number that is attached to an object another value.
  package func changeAttribute<Element: HDF5Element>(
    _ key: String, of name: String, to value: Element
  ) throws(RecordError) {
    try call("'\(name)@\(key)' cannot be written") { () -> herr_t in
      // Opened through the file, HDF5 1.10 does not find again where the attribute of a group is.
      let object = unsafe H5Oopen(handle, name, rftwin_h5_default)
      guard object >= 0 else { return -1 }
      defer { H5Oclose(object) }
      let attribute = unsafe H5Aopen(object, key, rftwin_h5_default)
      guard attribute >= 0 else { return -1 }
      let status = write(value, to: attribute)
      return H5Aclose(attribute) < 0 ? -1 : status
    }
  }

  /// The text attached to an object, or nil where there is none or something else.
  package func textAttribute(_ key: String, of name: String) -> String? {
    withAttribute(key, of: name) { attribute, type in
      guard H5Tget_class(type) == H5T_STRING else { return nil }
      if H5Tis_variable_str(type) > 0 {
        var pointer: UnsafeMutablePointer<CChar>?
        guard unsafe H5Aread(attribute, type, &pointer) >= 0, let start = unsafe pointer else {
          return nil
        }
        defer { unsafe H5free_memory(start) }
        return unsafe String(cString: start)
      }
      var bytes = [UInt8](repeating: 0, count: max(1, H5Tget_size(type)))
      return unsafe H5Aread(attribute, type, &bytes) >= 0 ? hdf5Text(bytes[...]) : nil
    }
  }

  /// The number attached to an object, or nil where there is none or something else.
  package func numberAttribute<Element: HDF5Element>(
    _ key: String, of name: String, as type: Element.Type = Element.self
  ) -> Element? {
    withAttribute(key, of: name) { attribute, type in
      guard [H5T_INTEGER, H5T_FLOAT].contains(H5Tget_class(type)) else { return nil }
      var value = Element.zeroElement
      let status = Element.withMemoryType { memoryType in
        unsafe withUnsafeMutableBytes(of: &value) {
          unsafe H5Aread(attribute, memoryType, $0.baseAddress)
        }
      }
      return status >= 0 ? value : nil
    }
  }

  /// Calls a closure with an attribute that holds a single value, and with its type.
  private func withAttribute<Result: Sendable>(
    _ key: String, of name: String, _ body: (hid_t, hid_t) -> Result?
  ) -> Result? {
    guard name == "/" || has(name) else { return nil }
    return HDF5Library.run {
      guard unsafe H5Aexists_by_name(handle, name, key, rftwin_h5_default) > 0 else { return nil }
      let attribute = unsafe H5Aopen_by_name(
        handle, name, key, rftwin_h5_default, rftwin_h5_default)
      guard attribute >= 0 else { return nil }
      defer { H5Aclose(attribute) }
      let space = H5Aget_space(attribute)
      defer { H5Sclose(space) }
      // More values than one would be written beyond the place that waits for one.
      guard H5Sget_simple_extent_npoints(space) == 1 else { return nil }
      let type = H5Aget_type(attribute)
      defer { H5Tclose(type) }
      return body(attribute, type)
    }
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

  private func write<Element: HDF5Element>(_ value: Element, to attribute: hid_t) -> herr_t {
    Element.withMemoryType { type in
      unsafe withUnsafeBytes(of: value) { unsafe H5Awrite(attribute, type, $0.baseAddress) }
    }
  }
}

/// The type of texts of so many bytes, to be closed by the caller.
func hdf5StringType(_ width: Int) -> hid_t {
  let type = H5Tcopy(rftwin_h5_c_string())
  H5Tset_size(type, width)
  H5Tset_cset(type, H5T_CSET_UTF8)
  H5Tset_strpad(type, H5T_STR_NULLPAD)
  return type
}

/// The bytes up to the first zero as text.
func hdf5Text(_ bytes: ArraySlice<UInt8>) -> String {
  String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
}
