// SPDX-License-Identifier: Apache-2.0

internal import CHDF5
package import ComplexModule

/// How numbers are kept in a file, little-endian on any machine.
package enum HDF5Storage: Sendable {
  case float32
  case float64
  case int32
  case uint64
  /// A pair r, i of 32-bit floats, which h5py reads as complex64.
  case complex64

  /// The size of a number in bytes.
  var bytes: Int {
    switch self {
    case .float32, .int32: 4
    case .float64, .uint64, .complex64: 8
    }
  }

  /// The type in the file, to be closed by the caller.
  func make() -> hid_t {
    switch self {
    case .float32: H5Tcopy(rftwin_h5_le_float())
    case .float64: H5Tcopy(rftwin_h5_le_double())
    case .int32: H5Tcopy(rftwin_h5_le_int32())
    case .uint64: H5Tcopy(rftwin_h5_le_uint64())
    case .complex64: compound(rftwin_h5_le_float(), size: 4)
    }
  }
}

/// Something that HDF5 can take from memory.
package protocol HDF5Element: Sendable {
  /// What unread memory is filled with.
  static var zeroElement: Self { get }
}

extension HDF5Element {
  /// Calls a closure with the HDF5 type of the values in memory.
  static func withMemoryType(_ body: (hid_t) -> herr_t) -> herr_t {
    switch self {
    case is Double.Type: return body(rftwin_h5_native_double())
    case is Float.Type: return body(rftwin_h5_native_float())
    case is Int32.Type: return body(rftwin_h5_native_int32())
    case is UInt64.Type: return body(rftwin_h5_native_uint64())
    default:
      let type = compound(rftwin_h5_native_double(), size: 8)
      defer { H5Tclose(type) }
      return body(type)
    }
  }
}

extension Double: HDF5Element {
  package static var zeroElement: Double { 0 }
}
extension Float: HDF5Element {
  package static var zeroElement: Float { 0 }
}
extension Int32: HDF5Element {
  package static var zeroElement: Int32 { 0 }
}
extension UInt64: HDF5Element {
  package static var zeroElement: UInt64 { 0 }
}
extension Complex<Double>: HDF5Element {
  package static var zeroElement: Complex<Double> { .zero }
}

/// A compound of two numbers named r and i.
private func compound(_ part: hid_t, size: Int) -> hid_t {
  let type = H5Tcreate(H5T_COMPOUND, 2 * size)
  unsafe H5Tinsert(type, "r", 0, part)
  unsafe H5Tinsert(type, "i", size, part)
  return type
}
