// SPDX-License-Identifier: Apache-2.0

internal import Captures

/// A ZIP archive whose entries are stored as they are, written one after the other.
///
/// Entries and the archive may be larger than 4 GB (APPNOTE.TXT 6.3, PKWARE; 4.5.3 for the 64-bit
/// sizes, which every local header holds since the size is not known when it is written).
package struct ZIPArchive {
  private struct Entry {
    var name: [UInt8]
    var offset: Int
    var size: Int
    var sum: UInt32
  }

  private let file: StreamedFile
  private var entries: [Entry] = []

  init(_ file: StreamedFile) { self.file = file }

  /// What stands in 32 bits for a number that is found in 64 bits elsewhere.
  private static let elsewhere = UInt32.max

  /// Version 4.5, the first with 64-bit sizes; names in UTF-8; 1 January 1980, for equal records
  /// shall become equal archives.
  private static let version: UInt16 = 45
  private static let flags: UInt16 = 1 << 11
  private static let date: UInt16 = 1 << 5 | 1

  /// Adds an entry.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - content: Called with a function that takes the entry's bytes, part by part.
  /// - Throws: `RecordError` when the file cannot be written, or what the closure throws.
  mutating func add(
    _ name: String,
    _ content: ((([UInt8]) throws(RecordError) -> Void)) throws(RecordError) -> Void
  ) throws(RecordError) {
    let start = file.count
    let name = Array(name.utf8)
    try file.write(Self.localHeader(name, size: 0, sum: 0))
    let dataStart = file.count
    var sum = CyclicRedundancy()
    try content { bytes throws(RecordError) in
      sum.update(bytes)
      try file.write(bytes)
    }
    let size = file.count - dataStart
    try file.replace(Self.localHeader(name, size: size, sum: sum.value), at: start)
    entries.append(Entry(name: name, offset: start, size: size, sum: sum.value))
  }

  /// Writes the directory, which ends the archive.
  func writeDirectory() throws(RecordError) {
    let start = file.count
    for entry in entries { try file.write(Self.directoryEntry(entry)) }
    let size = file.count - start
    try file.write(Self.end(entries: entries.count, size: size, start: start))
  }

  private static func localHeader(_ name: [UInt8], size: Int, sum: UInt32) -> [UInt8] {
    var bytes: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
    appendCommon(sum: sum, to: &bytes)
    for _ in 0..<2 { bytes.append(littleEndian: elsewhere) }
    bytes.append(littleEndian: UInt16(name.count))
    bytes.append(littleEndian: UInt16(20))
    bytes += name
    appendWide([size, size], to: &bytes)
    return bytes
  }

  private static func directoryEntry(_ entry: Entry) -> [UInt8] {
    let (size, offset) = (narrow(entry.size), narrow(entry.offset))
    // Those that do not fit into 32 bits, in the order that the format gives them.
    let wide =
      (size == elsewhere ? [entry.size, entry.size] : [])
      + (offset == elsewhere ? [entry.offset] : [])
    var bytes: [UInt8] = [0x50, 0x4B, 0x01, 0x02]
    bytes.append(littleEndian: version)
    appendCommon(sum: entry.sum, to: &bytes)
    for _ in 0..<2 { bytes.append(littleEndian: size) }
    bytes.append(littleEndian: UInt16(entry.name.count))
    bytes.append(littleEndian: UInt16(wide.isEmpty ? 0 : 4 + 8 * wide.count))
    // No comment, the first disk, no attributes.
    bytes += [UInt8](repeating: 0, count: 10)
    bytes.append(littleEndian: offset)
    bytes += entry.name
    if !wide.isEmpty { appendWide(wide, to: &bytes) }
    return bytes
  }

  /// What local headers and the directory have in common, up to the check sum.
  private static func appendCommon(sum: UInt32, to bytes: inout [UInt8]) {
    bytes.append(littleEndian: version)
    bytes.append(littleEndian: flags)
    // Stored, at midnight.
    for _ in 0..<2 { bytes.append(littleEndian: UInt16(0)) }
    bytes.append(littleEndian: date)
    bytes.append(littleEndian: sum)
  }

  private static func appendWide(_ values: [Int], to bytes: inout [UInt8]) {
    bytes.append(littleEndian: UInt16(1))
    bytes.append(littleEndian: UInt16(8 * values.count))
    for value in values { bytes.append(littleEndian: UInt64(value)) }
  }

  private static func narrow(_ value: Int) -> UInt32 { UInt32(exactly: value) ?? elsewhere }

  /// The end of an archive, with 64-bit numbers before it where they are needed.
  ///
  /// - Parameters:
  ///   - entries: How many there are.
  ///   - size: Of the directory in bytes.
  ///   - start: How many bytes lie before the directory.
  /// - Returns: The bytes.
  package static func end(entries: Int, size: Int, start: Int) -> [UInt8] {
    let count = UInt16(exactly: entries) ?? .max
    var bytes: [UInt8] = []
    if count == .max || narrow(size) == elsewhere || narrow(start) == elsewhere {
      bytes += [0x50, 0x4B, 0x06, 0x06]
      bytes.append(littleEndian: UInt64(44))
      for _ in 0..<2 { bytes.append(littleEndian: version) }
      for _ in 0..<2 { bytes.append(littleEndian: UInt32(0)) }
      for value in [entries, entries, size, start] { bytes.append(littleEndian: UInt64(value)) }
      bytes += [0x50, 0x4B, 0x06, 0x07]
      bytes.append(littleEndian: UInt32(0))
      bytes.append(littleEndian: UInt64(start + size))
      bytes.append(littleEndian: UInt32(1))
    }
    bytes += [0x50, 0x4B, 0x05, 0x06]
    for _ in 0..<2 { bytes.append(littleEndian: UInt16(0)) }
    for _ in 0..<2 { bytes.append(littleEndian: count) }
    bytes.append(littleEndian: narrow(size))
    bytes.append(littleEndian: narrow(start))
    bytes.append(littleEndian: UInt16(0))
    return bytes
  }
}
