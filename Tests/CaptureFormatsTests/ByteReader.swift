// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Numbers in the bytes of a file, read without help of what wrote them.
struct ByteReader {
  let bytes: [UInt8]

  init(_ path: String) throws {
    bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// A whole number of some bytes, the least significant one first.
  func unsigned(at position: Int, bytes count: Int) -> UInt64 {
    (0..<count).reduce(0) { $0 | UInt64(bytes[position + $1]) << UInt64(8 * $1) }
  }

  /// A 16-bit number in two's complement.
  func int16(at position: Int) -> Int {
    let value = Int(unsigned(at: position, bytes: 2))
    return value >= 32_768 ? value - 65_536 : value
  }

  /// A 32-bit float.
  func float32(at position: Int) -> Float {
    Float(bitPattern: UInt32(unsigned(at: position, bytes: 4)))
  }
}
