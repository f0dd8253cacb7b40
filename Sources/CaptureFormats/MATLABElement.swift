// SPDX-License-Identifier: Apache-2.0

/// Bytes of a MATLAB file of level 5, taken apart element by element (MathWorks, MAT-File Format,
/// 2023, "Level 5 MAT-File Data Element Format").
struct MATLABElements {
  /// What an element's tag says that it holds.
  enum Kind: UInt32 {
    case int8 = 1
    case uint8 = 2
    case int16 = 3
    case uint16 = 4
    case int32 = 5
    case uint32 = 6
    case single = 7
    case double = 9
    case int64 = 12
    case uint64 = 13
    case matrix = 14
    case compressed = 15
    case utf8 = 16
    case utf16 = 17
    case utf32 = 18
  }

  let isLittle: Bool
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>, isLittle: Bool) {
    rest = bytes
    self.isLittle = isLittle
  }

  /// The next element, or nil where there is no whole one.
  mutating func next() -> (kind: Kind, bytes: ArraySlice<UInt8>)? {
    guard let first = word(at: 0), let second = word(at: 4) else { return nil }
    // Up to four bytes stand in the tag itself, their number in the upper half of its first word.
    if first >> 16 != 0 {
      let size = Int(first >> 16)
      guard size <= 4, let kind = Kind(rawValue: first & 0xFFFF) else { return nil }
      let start = rest.startIndex + 4
      defer { rest = rest.dropFirst(8) }
      return (kind, rest[start..<start + size])
    }
    guard let kind = Kind(rawValue: first), Int(second) <= rest.count - 8 else { return nil }
    let start = rest.startIndex + 8
    defer { rest = rest.dropFirst(8 + (Int(second) + 7) / 8 * 8) }
    return (kind, rest[start..<start + Int(second)])
  }

  /// The bytes of the next element where it is of a kind.
  mutating func next(_ kind: Kind) -> ArraySlice<UInt8>? {
    guard let element = next(), element.kind == kind else { return nil }
    return element.bytes
  }

  private func word(at offset: Int) -> UInt32? {
    guard rest.count >= offset + 4 else { return nil }
    return words(rest.dropFirst(offset).prefix(4)).first
  }

  /// Bytes as whole numbers of 32 bits.
  func words(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
    numbers(bytes, UInt32.self)
  }

  private func numbers<Word: FixedWidthInteger>(
    _ bytes: ArraySlice<UInt8>, _ type: Word.Type
  ) -> [Word] {
    unsafe bytes.withUnsafeBytes { memory in
      (0..<memory.count / MemoryLayout<Word>.size).map { index in
        let word = unsafe memory.loadUnaligned(
          fromByteOffset: index * MemoryLayout<Word>.size, as: type)
        return isLittle ? Word(littleEndian: word) : Word(bigEndian: word)
      }
    }
  }

  /// The numbers of an element, or nil where it holds none.
  func numbers(_ element: (kind: Kind, bytes: ArraySlice<UInt8>)) -> [Double]? {
    switch element.kind {
    case .int8: numbers(element.bytes, Int8.self).map { Double($0) }
    case .uint8: numbers(element.bytes, UInt8.self).map { Double($0) }
    case .int16: numbers(element.bytes, Int16.self).map { Double($0) }
    case .uint16: numbers(element.bytes, UInt16.self).map { Double($0) }
    case .int32: numbers(element.bytes, Int32.self).map { Double($0) }
    case .uint32: numbers(element.bytes, UInt32.self).map { Double($0) }
    case .int64: numbers(element.bytes, Int64.self).map { Double($0) }
    case .uint64: numbers(element.bytes, UInt64.self).map { Double($0) }
    case .single:
      numbers(element.bytes, UInt32.self).map { Double(Float(bitPattern: $0)) }
    case .double: numbers(element.bytes, UInt64.self).map { Double(bitPattern: $0) }
    case .matrix, .compressed, .utf8, .utf16, .utf32: nil
    }
  }
}
