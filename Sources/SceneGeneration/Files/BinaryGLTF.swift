// SPDX-License-Identifier: Apache-2.0

/// A scene in the binary form of glTF 2.0 (.glb).
package struct BinaryGLTF: Sendable {
  /// The bytes of the file.
  package let bytes: [UInt8]

  /// How many triangles the file holds.
  package let triangleCount: Int

  /// Encodes a scene; the same scene gives the same bytes on every run.
  package init(_ scene: SceneFile) {
    var document = GLTFDocument()
    let roots = scene.nodes.map { document.append($0) }
    bytes = Self.container(json: document.json(roots: roots), binary: document.buffer)
    triangleCount = document.triangleCount
  }

  /// The two chunks in their container (glTF 2.0, section 4.4).
  private static func container(json: JSONValue, binary: [UInt8]) -> [UInt8] {
    var text = Array(json.text.utf8)
    text.pad(with: UInt8(ascii: " "))
    var data = binary
    data.pad(with: 0)

    let headerLength = 12
    let chunkHeaderLength = 8
    let length = headerLength + 2 * chunkHeaderLength + text.count + data.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(length)
    bytes.append(contentsOf: Array("glTF".utf8))
    bytes.append(littleEndian: UInt32(2))
    bytes.append(littleEndian: UInt32(length))
    bytes.append(littleEndian: UInt32(text.count))
    bytes.append(contentsOf: Array("JSON".utf8))
    bytes.append(contentsOf: text)
    bytes.append(littleEndian: UInt32(data.count))
    bytes.append(contentsOf: Array("BIN\0".utf8))
    bytes.append(contentsOf: data)
    return bytes
  }
}

extension [UInt8] {
  /// Appends the bytes of an integer, lowest first.
  mutating func append(littleEndian value: some FixedWidthInteger) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// Appends a filler until the length is a multiple of four.
  mutating func pad(with filler: UInt8) {
    while !count.isMultiple(of: 4) { append(filler) }
  }
}
