// SPDX-License-Identifier: Apache-2.0

internal import CHDF5

/// What a file holds, whatever it is, with the bytes as they are kept.
extension HDF5File {
  /// The names of all arrays, and of all groups, the root among them, in alphabetical order.
  func contents() throws(RecordError) -> (groups: [String], arrays: [String]) {
    var (groups, arrays) = (["/"], [String]())
    var open = ["/"]
    while let group = open.popLast() {
      for entry in try self.groups(in: group) {
        let name = group == "/" ? "/" + entry : "\(group)/\(entry)"
        if isGroup(name) {
          groups.append(name)
          open.append(name)
        } else {
          arrays.append(name)
        }
      }
    }
    return (groups.sorted(), arrays.sorted())
  }

  private func isGroup(_ name: String) -> Bool {
    HDF5Library.run {
      let object = unsafe H5Oopen(handle, name, rftwin_h5_default)
      guard object >= 0 else { return false }
      defer { H5Oclose(object) }
      return H5Iget_type(object) == H5I_GROUP
    }
  }

  /// The kind of an array's elements.
  func kind(of name: String) throws(RecordError) -> HDF5ElementKind {
    let kind = HDF5Library.run {
      withDataset(name) { dataset -> HDF5ElementKind? in
        let type = H5Dget_type(dataset)
        defer { H5Tclose(type) }
        return HDF5ElementKind(type)
      }
    }
    guard let kind else { throw damaged(name, "has elements of a kind that records do not have") }
    return kind
  }

  /// The bytes of a run of an array's rows, as the file keeps them, in row-major order.
  ///
  /// - Parameters:
  ///   - name: The array, not of texts.
  ///   - rows: Which positions of the first axis, within its length.
  ///   - shape: The lengths of all its axes.
  ///   - size: The size of an element in bytes.
  /// - Returns: The bytes.
  /// - Throws: `RecordError` when they cannot be read.
  func bytes(
    of name: String, rows: Range<Int>, shape: [Int], elementSize size: Int
  ) throws(RecordError) -> [UInt8] {
    var bytes = [UInt8](
      repeating: 0, count: rows.count * shape.dropFirst().reduce(1, *) * size)
    guard !bytes.isEmpty else { return [] }
    let failure = HDF5Library.failure { () -> herr_t in
      withDataset(name) { dataset in
        let type = H5Dget_type(dataset)
        defer { H5Tclose(type) }
        guard H5Tget_size(type) == size else { return -1 }
        return unsafe bytes.withUnsafeMutableBytes {
          unsafe read(rows, of: dataset, as: type, into: $0)
        }
      } ?? -1
    }
    if let failure { throw damaged(name, "cannot be read: \(failure)") }
    return bytes
  }

  /// The names of what is attached to an object, in alphabetical order.
  func attributes(of name: String) -> [String] {
    HDF5Library.run {
      var names: [String] = []
      var bytes = [CChar](repeating: 0, count: 1024)
      while true {
        let length = unsafe H5Aget_name_by_idx(
          handle, name, H5_INDEX_NAME, H5_ITER_INC, hsize_t(names.count), &bytes, bytes.count,
          rftwin_h5_default)
        guard length > 0, length < bytes.count else { return names }
        names.append(
          String(decoding: bytes[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self))
      }
    }
  }

  /// The kind and the bytes of a single number that is attached to an object.
  ///
  /// - Returns: Nil where there is something else.
  func numberBytes(
    ofAttribute key: String, of name: String
  ) -> (kind: HDF5ElementKind, bytes: [UInt8])? {
    HDF5Library.run {
      let attribute = unsafe H5Aopen_by_name(
        handle, name, key, rftwin_h5_default, rftwin_h5_default)
      guard attribute >= 0 else { return nil }
      defer { H5Aclose(attribute) }
      let (type, space) = (H5Aget_type(attribute), H5Aget_space(attribute))
      defer {
        H5Tclose(type)
        H5Sclose(space)
      }
      guard H5Sget_simple_extent_npoints(space) == 1, let kind = HDF5ElementKind(type),
        kind != .text
      else { return nil }
      var bytes = [UInt8](repeating: 0, count: kind.bytes)
      return unsafe H5Aread(attribute, type, &bytes) >= 0 ? (kind, bytes) : nil
    }
  }
}
