// SPDX-License-Identifier: Apache-2.0

/// The check sum of ZIP archives: CRC-32 with the reflected polynomial 0xEDB88320 (ISO 3309).
struct CyclicRedundancy {
  private var register: UInt32 = 0xFFFF_FFFF

  /// The sum of all bytes so far.
  var value: UInt32 { ~register }

  /// Takes in more bytes.
  mutating func update(_ bytes: [UInt8]) {
    for byte in bytes {
      register = Self.table[Int(UInt8(truncatingIfNeeded: register) ^ byte)] ^ (register >> 8)
    }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
    }
  }
}
