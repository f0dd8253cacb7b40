// SPDX-License-Identifier: Apache-2.0

import SceneGeneration
import Spatial
import Testing

@Suite("Scene files")
struct FileFormatTests {
  @Test("Generating twice gives identical bytes")
  func reproducible() {
    for (first, second) in zip(BundledScenes.all, BundledScenes.all) {
      #expect(BinaryGLTF(first).bytes == BinaryGLTF(second).bytes, "\(first.path)")
    }
  }

  @Test("The lengths of the file and of its two chunks are right and multiples of four")
  func chunkLengths() throws {
    for (path, file) in try GLBFile.all() {
      let bytes = file.bytes
      let textLength = Int(GLBFile.word(in: bytes, at: 12))
      let dataLength = Int(GLBFile.word(in: bytes, at: 20 + textLength))
      #expect(Array(bytes[0..<4]) == Array("glTF".utf8), "\(path)")
      #expect(GLBFile.word(in: bytes, at: 4) == 2, "\(path)")
      #expect(Int(GLBFile.word(in: bytes, at: 8)) == bytes.count, "\(path)")
      #expect(Array(bytes[16..<20]) == Array("JSON".utf8), "\(path)")
      #expect(Array(bytes[(24 + textLength)..<(28 + textLength)]) == Array("BIN\0".utf8))
      #expect(12 + 8 + textLength + 8 + dataLength == bytes.count, "\(path)")
      #expect(textLength.isMultiple(of: 4) && dataLength.isMultiple(of: 4), "\(path)")
      #expect(file.document.buffers.map(\.byteLength) == [dataLength], "\(path)")
    }
  }

  @Test("Every view of the buffer is aligned and lies in the buffer after the one before")
  func bufferViews() throws {
    for (path, file) in try GLBFile.all() {
      var end = 0
      for view in file.document.bufferViews {
        #expect(view.byteOffset.isMultiple(of: 4) && view.byteOffset >= end, "\(path)")
        end = view.byteOffset + view.byteLength
      }
      #expect(end <= file.document.buffers[0].byteLength, "\(path)")
    }
  }

  @Test("The bounds of the positions are those that the accessors state")
  func accessorBounds() throws {
    for (path, file) in try GLBFile.all() {
      let stated = file.document.accessors.filter { $0.type == "VEC3" }
      // Positions are stored in the order of the surfaces, y up.
      for (accessor, surface) in zip(stated, file.surfaces) {
        let bounds = surface.mesh.bounds
        // Parts that turn have places of their own; all other nodes are at the origin.
        let place = file.translations[surface.path] ?? .zero
        let (lower, upper) = (bounds.lower - place, bounds.upper - place)
        // Adding and taking off a place rounds to single precision, without one nothing does.
        let tolerance = place == .zero ? 0 : 1e-6
        for (stated, found) in [
          (accessor.min, [lower.x, lower.z, -upper.y]),
          (accessor.max, [upper.x, upper.z, -lower.y]),
        ] {
          let differences = zip(stated ?? [], found).map { abs($0 - $1) }
          #expect(differences.count == 3, "\(path)")
          #expect(differences.allSatisfy { $0 <= tolerance }, "\(path): \(surface.path)")
        }
      }
    }
  }

  @Test("Every material is one that the engine's library has")
  func materials() throws {
    let library: Set = [
      "brick", "plaster", "concrete", "window-glass", "wood", "paving", "asphalt", "bare-metal",
      "vegetation", "car-paint", "car-glass", "tyre-rubber",
    ]
    for (path, file) in try GLBFile.all() {
      #expect(library.isSuperset(of: file.document.materials.map(\.name)), "\(path)")
    }
  }

  @Test("No two objects of a scene have the same name")
  func uniqueNames() throws {
    for (path, file) in try GLBFile.all() {
      #expect(Set(file.document.nodes.map(\.name)).count == file.document.nodes.count, "\(path)")
    }
  }
}
