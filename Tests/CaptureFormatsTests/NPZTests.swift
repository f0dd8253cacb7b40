// SPDX-License-Identifier: Apache-2.0

import CaptureFormats
import Captures
import ComplexModule
import Foundation
import TestSupport
import Testing

/// An archive of stored entries, read from its directory.
private struct StoredEntries {
  /// Each entry's bytes by its name.
  var entries: [String: [UInt8]] = [:]

  init(_ file: ByteReader) throws {
    let end = file.bytes.count - 22
    try #require(file.unsigned(at: end, bytes: 4) == 0x0605_4B50)
    var place = Int(file.unsigned(at: end + 16, bytes: 4))
    for _ in 0..<file.unsigned(at: end + 10, bytes: 2) {
      try #require(file.unsigned(at: place, bytes: 4) == 0x0201_4B50)
      func field(_ offset: Int, _ bytes: Int) -> Int {
        Int(file.unsigned(at: place + offset, bytes: bytes))
      }
      let (size, header) = (field(20, 4), field(42, 4))
      let name = String(
        decoding: file.bytes[place + 46..<place + 46 + field(28, 2)], as: UTF8.self)
      try #require(file.unsigned(at: header, bytes: 4) == 0x0403_4B50)
      let start =
        header + 30 + Int(file.unsigned(at: header + 26, bytes: 2))
        + Int(file.unsigned(at: header + 28, bytes: 2))
      let content = Array(file.bytes[start..<start + size])
      // Bit by bit, where the writer goes byte by byte.
      var sum: UInt32 = .max
      for byte in content {
        sum ^= UInt32(byte)
        for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1 }
      }
      #expect(~sum == UInt32(field(16, 4)), "\(name)")
      entries[name] = content
      place += 46 + field(28, 2) + field(30, 2) + field(32, 2)
    }
  }

  /// The header of an array without its spaces, and its elements' bytes.
  func array(_ name: String) throws -> (header: String, bytes: [UInt8]) {
    let bytes = try #require(entries[name + ".npy"], "\(name)")
    #expect(Array(bytes[..<8]) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0])
    let length = Int(bytes[8]) + 256 * Int(bytes[9])
    #expect((10 + length).isMultiple(of: 64) && bytes[9 + length] == 0x0A)
    let header = String(decoding: bytes[10..<9 + length], as: UTF8.self)
    return (header.filter { $0 != " " }, Array(bytes[(10 + length)...]))
  }
}

/// Whether there is a Python with NumPy on this machine.
private let hasNumPy: Bool = {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["python3", "-c", "import numpy"]
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return false }
  process.waitUntilExit()
  return process.terminationStatus == 0
}()

@Suite("NPZ archives")
struct NPZTests {
  private let folder: TemporaryFolder
  private let record = SampleRecord()

  init() throws {
    folder = try TemporaryFolder()
    try record.write(to: folder.file("record.h5")) { chirp, channel, sample in
      Complex(Double(chirp), Double(10 * channel + sample))
    }
    let opened = try Record(folder.file("record.h5"))
    _ = try NPZArchive(opened, links: opened.links, path: folder.file("record.npz")).write()
  }

  @Test("arrays keep names, types, shapes and bytes")
  func arrays() throws {
    let archive = try StoredEntries(ByteReader(folder.file("record.npz")))
    let samples = try archive.array("links/link/if_samples")
    #expect(samples.header == "{'descr':'<c8','fortran_order':False,'shape':(12,3,8),}")
    var expected: [UInt8] = []
    for chirp in 0..<12 {
      for channel in 0..<3 {
        for sample in 0..<8 {
          for part in [Float(chirp), Float(10 * channel + sample)] {
            expected += (0..<4).map { UInt8(truncatingIfNeeded: part.bitPattern >> (8 * $0)) }
          }
        }
      }
    }
    #expect(samples.bytes == expected)
    let delays = try archive.array("links/link/delay")
    #expect(delays.header == "{'descr':'<f8','fortran_order':False,'shape':(2,),}")
    // One nanosecond in IEEE 754.
    #expect(
      delays.bytes
        == [0, 0, 0, 0, 0, 0, 0, 0] + [0x95, 0xD6, 0x26, 0xE8, 0x0B, 0x2E, 0x11, 0x3E])
    #expect(try archive.array("links/link/paths/count").header.contains("'<i4'"))
    // No movers: an array without cells.
    let positions = try archive.array("movers/position")
    #expect(positions.header.contains("(0,0,3)") || positions.header.contains("(2,0,3)"))
    #expect(positions.bytes == [])
  }

  @Test("what is attached to groups is there as single values, texts in four bytes a character")
  func attributes() throws {
    let archive = try StoredEntries(ByteReader(folder.file("record.npz")))
    let seed = try archive.array("@seed")
    #expect(seed.header == "{'descr':'<u8','fortran_order':False,'shape':(),}")
    #expect(seed.bytes == [0, 0, 0, 0, 0, 0, 0, 0x10])
    #expect(try archive.array("links/link@schedule_cycle").bytes == [2, 0, 0, 0])
    let transmitter = try archive.array("links/link@transmitter")
    #expect(transmitter.header == "{'descr':'<U1','fortran_order':False,'shape':(),}")
    #expect(transmitter.bytes == [0x61, 0, 0, 0])
    let objects = try archive.array("names/objects")
    #expect(objects.header == "{'descr':'<U5','fortran_order':False,'shape':(2,),}")
    #expect(objects.bytes[24..<28] == [0xE9, 0, 0, 0])
  }

  @Test("links that are not wanted are left out, and only they")
  func links() throws {
    let opened = try Record(folder.file("record.h5"))
    _ = try NPZArchive(opened, links: [], path: folder.file("none.npz")).write()
    let all = try StoredEntries(ByteReader(folder.file("record.npz"))).entries.keys
    let few = try StoredEntries(ByteReader(folder.file("none.npz"))).entries.keys
    #expect(all.filter { !$0.hasPrefix("links/") }.sorted() == few.sorted())
    #expect(few.contains("scenario.npy") && all.count > few.count)
  }

  @Test("an archive beyond 4 GB, or of many entries, ends with 64-bit numbers")
  func large() {
    let start = 5 << 32
    let end = ZIPArchive.end(entries: 70_000, size: 9_000_000, start: start)
    func number(_ position: Int, _ count: Int) -> Int {
      (0..<count).reduce(0) { $0 | Int(end[position + $1]) << (8 * $1) }
    }
    // 64-bit numbers, what tells where they are, and the end that old readers look for.
    #expect(end.count == 56 + 20 + 22)
    #expect(number(0, 4) == 0x0606_4B50 && number(4, 8) == 44)
    #expect(number(24, 8) == 70_000 && number(32, 8) == 70_000)
    #expect(number(40, 8) == 9_000_000 && number(48, 8) == start)
    #expect(number(56, 4) == 0x0706_4B50 && number(64, 8) == start + 9_000_000)
    #expect(number(76, 4) == 0x0605_4B50 && number(86, 2) == 0xFFFF)
    #expect(number(88, 4) == 9_000_000 && number(92, 4) == 0xFFFF_FFFF)
    #expect(ZIPArchive.end(entries: 3, size: 200, start: 1000).count == 22)
  }

  @Test("NumPy reads it", .enabled(if: hasNumPy, "there is no Python with NumPy on this machine"))
  func numpy() throws {
    let script = """
      import sys, zipfile, numpy as np
      assert zipfile.ZipFile(sys.argv[1]).testzip() is None
      z = np.load(sys.argv[1])
      x = z["links/link/if_samples"]
      c, r, n = np.indices((12, 3, 8))
      assert x.dtype == np.complex64 and np.array_equal(x, c + 1j * (10 * r + n))
      assert z["@seed"] == 2**60 and z["@seed"].dtype == np.uint64
      assert str(z["@name"]) == "samples \\u221e" and z["names/objects"][1] == "b\\u00e9ton"
      assert z["links/link/delay_doppler_map"].shape == (2, 2, 2)
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, folder.file("record.npz")]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
