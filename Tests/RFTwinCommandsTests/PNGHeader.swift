// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What a PNG file says of itself at its start.
struct PNGHeader: Equatable {
  var width: Int
  var height: Int

  /// Reads the signature and the first chunk of a file, and looks whether the last chunk is there.
  init(_ path: String) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    try #require(bytes.count > 100, "\(path)")
    #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), "\(path)")
    #expect(bytes[12..<16].elementsEqual("IHDR".utf8), "\(path)")
    // The last chunk has no data: its length, its name, its checksum.
    #expect(bytes[(bytes.count - 8)..<(bytes.count - 4)].elementsEqual("IEND".utf8), "\(path)")
    func word(at offset: Int) -> Int { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
    (width, height) = (word(at: 16), word(at: 20))
  }
}
