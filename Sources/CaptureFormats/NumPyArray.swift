// SPDX-License-Identifier: Apache-2.0

internal import Captures

/// The start of a file of NumPy's format for one array, version 1.0 (NEP 1), in C order.
enum NumPyArray {
  /// The bytes before those of the elements.
  ///
  /// - Parameters:
  ///   - type: NumPy's name of the elements' type, such as "<c8".
  ///   - shape: The lengths of the axes; none for a single value.
  /// - Returns: The bytes, a multiple of 64.
  static func header(type: String, shape: [Int]) -> [UInt8] {
    let lengths = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let text = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(lengths)), }"
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    // Ten bytes and a line feed beside the text.
    let padding = (64 - (11 + text.utf8.count) % 64) % 64
    bytes.append(littleEndian: UInt16(text.utf8.count + padding + 1))
    bytes += Array(text.utf8) + [UInt8](repeating: 0x20, count: padding) + [0x0A]
    return bytes
  }

  /// NumPy's name of a type of numbers.
  static func type(of kind: HDF5ElementKind) -> String {
    switch kind {
    case .float(let bytes, let isLittle): (isLittle ? "<" : ">") + "f\(bytes)"
    case .complex(let bytes, let isLittle): (isLittle ? "<" : ">") + "c\(bytes)"
    case .signed(let bytes, let isLittle): (isLittle ? "<" : ">") + "i\(bytes)"
    case .unsigned(let bytes, let isLittle): (isLittle ? "<" : ">") + "u\(bytes)"
    case .text: "<U1"
    }
  }

  /// Texts as an array of so many characters each, which NumPy keeps in four bytes a character.
  static func texts(_ values: [String], shape: [Int]) -> [UInt8] {
    let width = max(1, values.map(\.unicodeScalars.count).max() ?? 1)
    var bytes = header(type: "<U\(width)", shape: shape)
    for value in values {
      for scalar in value.unicodeScalars { bytes.append(littleEndian: scalar.value) }
      bytes += [UInt8](repeating: 0, count: 4 * (width - value.unicodeScalars.count))
    }
    return bytes
  }
}
