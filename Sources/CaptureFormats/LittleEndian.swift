// SPDX-License-Identifier: Apache-2.0

/// Numbers as bytes, the least significant one first.
extension [UInt8] {
  /// Appends a whole number.
  mutating func append(littleEndian value: some FixedWidthInteger) {
    unsafe Swift.withUnsafeBytes(of: value.littleEndian) { unsafe append(contentsOf: $0) }
  }

  /// The bytes of whole numbers.
  static func littleEndian(_ values: [some FixedWidthInteger]) -> [UInt8] {
    unsafe values.map(\.littleEndian).withUnsafeBytes { unsafe Array($0) }
  }
}
