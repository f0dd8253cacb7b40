// SPDX-License-Identifier: Apache-2.0

internal import CHDF5

/// An array of numbers in an HDF5 file of any program.
package struct HDF5Numbers: Sendable {
  /// The lengths of the axes in the order of the file; none for a single number.
  package var shape: [Int]

  /// The numbers in row-major order; of complex ones the real parts.
  package var real: [Double]

  /// The imaginary parts of complex numbers.
  package var imaginary: [Double]?
}

/// Numbers of files that are no records.
extension HDF5File {
  /// What complex numbers call their parts: h5py, MATLAB, and others.
  private static let complexParts = [("r", "i"), ("real", "imag"), ("re", "im")]

  /// How many names are looked at, and how deep, for a group may lie within itself.
  private static let mostNames = 10_000
  private static let deepest = 8

  /// The names of all arrays, such as "/sweeps/s21", in alphabetical order.
  ///
  /// Groups whose names begin with "#" are MATLAB's own and left out.
  package func arrayNames() throws(RecordError) -> [String] {
    var (arrays, open, seen) = ([String](), ["/"], 0)
    while let group = open.popLast() {
      for entry in try groups(in: group) where !entry.hasPrefix("#") {
        let name = group == "/" ? "/" + entry : "\(group)/\(entry)"
        seen += 1
        guard seen <= Self.mostNames else { return arrays.sorted() }
        switch kindOfObject(name) {
        case H5I_GROUP:
          if name.count(where: { $0 == "/" }) < Self.deepest { open.append(name) }
        case H5I_DATASET: arrays.append(name)
        default: break
        }
      }
    }
    return arrays.sorted()
  }

  private func kindOfObject(_ name: String) -> H5I_type_t {
    HDF5Library.run {
      let object = unsafe H5Oopen(handle, name, rftwin_h5_default)
      guard object >= 0 else { return H5I_BADID }
      defer { H5Oclose(object) }
      return H5Iget_type(object)
    }
  }

  /// An array of numbers of any type, real or complex.
  ///
  /// Complex ones are compounds of two parts named r and i, real and imag, or re and im.
  ///
  /// - Parameter name: The array.
  /// - Returns: The numbers.
  /// - Throws: `RecordError` when there is no such array, it holds something else or cannot be read.
  package func numbers(_ name: String) throws(RecordError) -> HDF5Numbers {
    let shape = try shapeOfNumbers(name)
    guard let parts = partsOfNumbers(name) else {
      throw RecordError(
        file: path,
        "'\(name)' holds neither numbers nor pairs of numbers named r and i, or real and imag")
    }
    let count = shape.reduce(1, *)
    switch parts {
    case .single:
      return HDF5Numbers(
        shape: shape, real: try part(nil, of: name, count: count), imaginary: nil)
    case .pair(let real, let imaginary):
      return HDF5Numbers(
        shape: shape, real: try part(real, of: name, count: count),
        imaginary: try part(imaginary, of: name, count: count))
    }
  }

  private enum Parts {
    case single
    case pair(String, String)
  }

  private func shapeOfNumbers(_ name: String) throws(RecordError) -> [Int] {
    guard has(name), kindOfObject(name) == H5I_DATASET else {
      throw RecordError(file: path, "there is no array '\(name)'")
    }
    let isScalar = HDF5Library.run {
      withDataset(name) { dataset -> Bool in
        let space = H5Dget_space(dataset)
        defer { H5Sclose(space) }
        return H5Sget_simple_extent_type(space) == H5S_SCALAR
      }
    }
    return isScalar == true ? [] : try shape(of: name)
  }

  private func partsOfNumbers(_ name: String) -> Parts? {
    HDF5Library.run {
      withDataset(name) { dataset -> Parts? in
        let type = H5Dget_type(dataset)
        defer { H5Tclose(type) }
        switch H5Tget_class(type) {
        case H5T_INTEGER, H5T_FLOAT: return .single
        case H5T_COMPOUND:
          let pair = Self.complexParts.first {
            isNumber($0.0, of: type) && isNumber($0.1, of: type)
          }
          return pair.map { .pair($0.0, $0.1) }
        default: return nil
        }
      }
    }
  }

  /// Whether a compound has a member of a name that is a number.
  private func isNumber(_ member: String, of type: hid_t) -> Bool {
    let index = unsafe H5Tget_member_index(type, member)
    guard index >= 0 else { return false }
    let kind = H5Tget_member_class(type, UInt32(index))
    return kind == H5T_FLOAT || kind == H5T_INTEGER
  }

  /// The numbers of an array, or of one member of its compounds.
  private func part(
    _ member: String?, of name: String, count: Int
  ) throws(RecordError) -> [Double] {
    guard count > 0 else { return [] }
    var values = [Double](repeating: 0, count: count)
    let failure = HDF5Library.failure { () -> herr_t in
      withDataset(name) { dataset in
        withType(ofMember: member) { type in
          unsafe H5Dread(
            dataset, type, rftwin_h5_all, rftwin_h5_all, rftwin_h5_default, &values)
        }
      } ?? -1
    }
    if let failure { throw damaged(name, "cannot be read: \(failure)") }
    return values
  }

  /// Calls a closure with the type in memory of a number, or of a compound of that member alone.
  private func withType(ofMember member: String?, _ body: (hid_t) -> herr_t) -> herr_t {
    guard let member else { return body(rftwin_h5_native_double()) }
    let type = H5Tcreate(H5T_COMPOUND, 8)
    defer { H5Tclose(type) }
    unsafe H5Tinsert(type, member, 0, rftwin_h5_native_double())
    return body(type)
  }
}
