// SPDX-License-Identifier: Apache-2.0

/// Reads numbers and texts from bytes, one after the other, and never past their end.
struct ByteReader {
  /// The bytes ran out.
  struct Exhausted: Error {}

  private let bytes: [UInt8]
  private let isBigEndian: Bool

  /// How many bytes have been read.
  private(set) var position: Int

  init(_ bytes: [UInt8], from position: Int = 0, bigEndian: Bool = false) {
    self.bytes = bytes
    self.position = position
    isBigEndian = bigEndian
  }

  /// How many bytes are left.
  var remaining: Int { bytes.count - position }

  /// The next bytes as an unsigned number, `size` of them.
  private mutating func bits(_ size: Int) throws(Exhausted) -> UInt64 {
    guard remaining >= size else { throw Exhausted() }
    var value: UInt64 = 0
    for offset in 0..<size {
      let byte = UInt64(bytes[position + offset])
      value |= byte << UInt64(8 * (isBigEndian ? size - 1 - offset : offset))
    }
    position += size
    return value
  }

  mutating func number() throws(Exhausted) -> Double { Double(bitPattern: try bits(8)) }
  mutating func number() throws(Exhausted) -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: try bits(4)))
  }
  mutating func number<Value: FixedWidthInteger>() throws(Exhausted) -> Value {
    Value(truncatingIfNeeded: try bits(Value.bitWidth / 8))
  }

  /// A text behind its length.
  mutating func string() throws(Exhausted) -> String {
    let length = Int(try number() as UInt32)
    guard remaining >= length else { throw Exhausted() }
    defer { position += length }
    return String(decoding: bytes[position..<position + length], as: UTF8.self)
  }

  /// Passes over some bytes.
  mutating func skip(_ count: Int) throws(Exhausted) {
    guard count >= 0, remaining >= count else { throw Exhausted() }
    position += count
  }
}
