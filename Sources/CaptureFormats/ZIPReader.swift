// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments

/// The directory of a ZIP archive (APPNOTE.TXT 6.3, PKWARE).
struct ZIPReader {
  struct Entry {
    var name: String
    var isDeflated: Bool
    var sum: UInt
    var packed: Int
    var size: Int
    var header: Int
  }

  let bytes: RandomAccessFile
  private(set) var entries: [Entry] = []

  init(_ bytes: RandomAccessFile) throws(InputError) {
    self.bytes = bytes
    let (start, size) = try Self.directory(bytes)
    let directory = Fields(try bytes.read(start..<start + size))
    var place = 0
    while place + 46 <= size, directory.number(place, 4) == 0x0201_4B50 {
      let method = directory.number(place + 10, 2)
      let (name, extra) = (directory.number(place + 28, 2), directory.number(place + 30, 2))
      let end = place + 46 + name + extra + directory.number(place + 32, 2)
      guard end <= size else { break }
      guard method == 0 || method == 8 else {
        throw InputError(
          file: bytes.path,
          "the archive is packed by method \(method), which is not handled; save it with"
            + " numpy.savez")
      }
      var entry = Entry(
        name: String(
          decoding: directory.bytes[place + 46..<place + 46 + name], as: UTF8.self),
        isDeflated: method == 8, sum: UInt(max(0, directory.number(place + 16, 4))),
        packed: directory.number(place + 20, 4),
        size: directory.number(place + 24, 4), header: directory.number(place + 42, 4))
      let more = place + 46 + name
      entry.widen(directory, in: more..<more + extra)
      entries.append(entry)
      place = end
    }
  }

  /// Where the directory lies.
  private static func directory(
    _ bytes: RandomAccessFile
  ) throws(InputError) -> (start: Int, size: Int) {
    let damaged = InputError(
      file: bytes.path,
      "the archive has no directory at its end; it is truncated or no archive, copy it again")
    // A comment behind the end of the directory may have 65535 bytes.
    let first = max(0, bytes.count - 22 - 65_535)
    let tail = Fields(try bytes.read(first..<bytes.count))
    guard
      let end = stride(from: tail.bytes.count - 22, through: 0, by: -1).first(where: {
        tail.number($0, 4) == 0x0605_4B50
      })
    else { throw damaged }
    var (size, start) = (tail.number(end + 12, 4), tail.number(end + 16, 4))
    if end >= 20, tail.number(end - 20, 4) == 0x0706_4B50 {
      let place = tail.number(end - 12, 8)
      guard place >= 0, place <= bytes.count - 56 else { throw damaged }
      let wide = Fields(try bytes.read(place..<place + 56))
      (size, start) = (wide.number(40, 8), wide.number(48, 8))
    }
    guard start >= 0, size >= 0, start <= bytes.count, size <= bytes.count - start else {
      throw damaged
    }
    return (start, size)
  }

  /// The bytes of an entry, unpacked where they are packed.
  ///
  /// - Returns: A file, and where in it the bytes lie.
  func open(_ entry: Entry) throws(InputError) -> (file: RandomAccessFile, range: Range<Int>) {
    let damaged = InputError(
      file: bytes.path, "the archive's array '\(entry.name)' is damaged; copy the file again")
    guard entry.header >= 0, entry.header <= bytes.count - 30 else { throw damaged }
    let head = Fields(try bytes.read(entry.header..<entry.header + 30))
    let start = entry.header + 30 + head.number(26, 2) + head.number(28, 2)
    guard head.number(0, 4) == 0x0403_4B50, entry.packed >= 0, entry.size >= 0,
      start <= bytes.count, entry.packed <= bytes.count - start
    else { throw damaged }
    let range = start..<start + entry.packed
    guard entry.isDeflated else { return (bytes, range) }
    return (
      try inflated(bytes, range, size: entry.size, sum: entry.sum, name: entry.name), 0..<entry.size
    )
  }
}

extension ZIPReader.Entry {
  /// Takes numbers that have no room in 32 bits from the 64-bit field of the directory.
  fileprivate mutating func widen(_ fields: Fields, in range: Range<Int>) {
    var place = range.lowerBound
    while place + 4 <= range.upperBound {
      let length = fields.number(place + 2, 2)
      var value = place + 4
      let end = min(value + length, range.upperBound)
      func take(_ number: inout Int) {
        guard number == 0xFFFF_FFFF, value + 8 <= end else { return }
        number = fields.number(value, 8)
        value += 8
      }
      if fields.number(place, 2) == 1 {
        take(&size)
        take(&packed)
        take(&header)
      }
      place += 4 + length
    }
  }
}

/// Little-endian numbers in bytes.
private struct Fields {
  var bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// A number of so many bytes; -1 beyond the end or beyond what there can be.
  func number(_ place: Int, _ size: Int) -> Int {
    guard place >= 0, place + size <= bytes.count else { return -1 }
    let value = bytes[place..<place + size].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int(exactly: value) ?? -1
  }
}
