// SPDX-License-Identifier: Apache-2.0

internal import CHDF5

/// What kind of elements an array of a file has, as it keeps them.
package enum HDF5ElementKind: Hashable, Sendable {
  /// So many bytes each, of a complex number in both parts together.
  case float(bytes: Int, isLittleEndian: Bool)
  case complex(bytes: Int, isLittleEndian: Bool)
  case signed(bytes: Int, isLittleEndian: Bool)
  case unsigned(bytes: Int, isLittleEndian: Bool)
  case text

  /// The kind of a type, or nil of one that has no name here.
  init?(_ type: hid_t) {
    let (size, isLittle) = (H5Tget_size(type), H5Tget_order(type) == H5T_ORDER_LE)
    switch H5Tget_class(type) {
    case H5T_FLOAT: self = .float(bytes: size, isLittleEndian: isLittle)
    case H5T_INTEGER where H5Tget_sign(type) == H5T_SGN_NONE:
      self = .unsigned(bytes: size, isLittleEndian: isLittle)
    case H5T_INTEGER: self = .signed(bytes: size, isLittleEndian: isLittle)
    case H5T_STRING: self = .text
    case H5T_COMPOUND:
      guard let part = Self.partOfComplex(type), case .float(let bytes, let isLittle) = part,
        size == 2 * bytes
      else { return nil }
      self = .complex(bytes: size, isLittleEndian: isLittle)
    default: return nil
    }
  }

  /// The kind of both parts of a compound of r and i, nil of other compounds.
  private static func partOfComplex(_ type: hid_t) -> HDF5ElementKind? {
    guard H5Tget_nmembers(type) == 2, unsafe H5Tget_member_index(type, "r") == 0,
      unsafe H5Tget_member_index(type, "i") == 1, H5Tget_member_offset(type, 0) == 0
    else { return nil }
    let (real, imaginary) = (H5Tget_member_type(type, 0), H5Tget_member_type(type, 1))
    defer {
      H5Tclose(real)
      H5Tclose(imaginary)
    }
    guard H5Tequal(real, imaginary) > 0, H5Tget_member_offset(type, 1) == H5Tget_size(real) else {
      return nil
    }
    return HDF5ElementKind(real)
  }

  /// The size of an element in bytes; nothing is said of texts.
  package var bytes: Int {
    switch self {
    case .float(let bytes, _), .complex(let bytes, _), .signed(let bytes, _),
      .unsigned(let bytes, _):
      bytes
    case .text: 0
    }
  }
}
