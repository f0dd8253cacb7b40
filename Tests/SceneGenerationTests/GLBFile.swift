// SPDX-License-Identifier: Apache-2.0

import Foundation
import SceneGeneration
import Spatial

/// What a binary glTF file holds, read independently of the code that wrote it.
struct GLBFile: Sendable {
  /// One primitive of the file with its node.
  struct Surface: Sendable {
    /// Names of the node and those above it, joined by slashes.
    var path: String

    /// Name of the material.
    var material: String

    /// The triangles in the world frame, z up, in metres.
    var mesh: TriangleMesh
  }

  /// The whole file.
  let bytes: [UInt8]

  /// The JSON part.
  let document: Document

  /// The primitives in the order of the nodes.
  let surfaces: [Surface]

  /// Translations of all nodes by their paths, in their parents' frames, z up, in metres.
  let translations: [String: Vector3]

  /// Encodes a scene and reads it back.
  init(_ scene: SceneFile) throws {
    bytes = BinaryGLTF(scene).bytes
    let textLength = Int(Self.word(in: bytes, at: 12))
    let text = Data(bytes[20..<(20 + textLength)])
    document = try JSONDecoder().decode(Document.self, from: text)
    var reader = NodeReader(
      document: document, buffer: Array(bytes[(20 + textLength + 8)...]))
    for root in document.scenes[document.scene].nodes {
      reader.read(root, below: nil, origin: .zero)
    }
    surfaces = reader.surfaces
    translations = reader.translations
  }

  /// The union of the surfaces whose paths fit.
  func mesh(where isIncluded: (String) -> Bool) -> TriangleMesh {
    surfaces.filter { isIncluded($0.path) }.reduce(into: TriangleMesh()) { $0.append($1.mesh) }
  }

  /// A little-endian word.
  static func word(in bytes: [UInt8], at offset: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * UInt32($1)) }
  }
}

extension GLBFile {
  /// The members of a glTF document that these scenes use.
  struct Document: Decodable, Sendable {
    struct Asset: Decodable, Sendable {
      var version: String
      var generator: String
    }
    struct Scene: Decodable, Sendable { var nodes: [Int] }
    struct Node: Decodable, Sendable {
      var name: String
      var mesh: Int?
      var children: [Int]?
      var translation: [Double]?
    }
    struct Primitive: Decodable, Sendable {
      var attributes: [String: Int]
      var indices: Int
      var material: Int
    }
    struct Mesh: Decodable, Sendable { var primitives: [Primitive] }
    struct Material: Decodable, Sendable { var name: String }
    struct Accessor: Decodable, Sendable {
      var bufferView: Int
      var componentType: Int
      var count: Int
      var type: String
      var min: [Double]?
      var max: [Double]?
    }
    struct BufferView: Decodable, Sendable {
      var buffer: Int
      var byteOffset: Int
      var byteLength: Int
      var target: Int
    }
    struct Buffer: Decodable, Sendable { var byteLength: Int }

    var asset: Asset
    var scene: Int
    var scenes: [Scene]
    var nodes: [Node]
    var meshes: [Mesh]
    var materials: [Material]
    var accessors: [Accessor]
    var bufferViews: [BufferView]
    var buffers: [Buffer]
  }
}

/// Walks through the nodes of a document and collects their triangles.
private struct NodeReader {
  let document: GLBFile.Document
  let buffer: [UInt8]
  var surfaces: [GLBFile.Surface] = []
  var translations: [String: Vector3] = [:]

  mutating func read(_ index: Int, below parent: String?, origin: Vector3) {
    let node = document.nodes[index]
    let path = parent.map { "\($0)/\(node.name)" } ?? node.name
    let translation = node.translation.map { Vector3($0[0], -$0[2], $0[1]) } ?? .zero
    translations[path] = translation
    if let mesh = node.mesh {
      for primitive in document.meshes[mesh].primitives {
        surfaces.append(
          GLBFile.Surface(
            path: path, material: document.materials[primitive.material].name,
            mesh: triangles(of: primitive, origin: origin + translation)))
      }
    }
    for child in node.children ?? [] {
      read(child, below: path, origin: origin + translation)
    }
  }

  private func triangles(
    of primitive: GLBFile.Document.Primitive, origin: Vector3
  ) -> TriangleMesh {
    let coordinates = words(of: primitive.attributes["POSITION"] ?? -1, perElement: 3)
      .map { Double(Float(bitPattern: $0)) }
    let indices = words(of: primitive.indices, perElement: 1).map { Int32($0) }
    let vertices = stride(from: 0, to: coordinates.count, by: 3).map {
      origin + Vector3(coordinates[$0], -coordinates[$0 + 2], coordinates[$0 + 1])
    }
    let triangles = stride(from: 0, to: indices.count, by: 3).map {
      SIMD3(indices[$0], indices[$0 + 1], indices[$0 + 2])
    }
    return TriangleMesh(vertices: vertices, triangles: triangles)
  }

  private func words(of index: Int, perElement: Int) -> [UInt32] {
    let accessor = document.accessors[index]
    let view = document.bufferViews[accessor.bufferView]
    let size = accessor.componentType == 5123 ? 2 : 4
    return (0..<(accessor.count * perElement)).map { element in
      let start = view.byteOffset + element * size
      return (0..<size).reduce(UInt32(0)) { word, byte in
        word | UInt32(buffer[start + byte]) << UInt32(8 * byte)
      }
    }
  }
}
