// SPDX-License-Identifier: Apache-2.0

/// The contents of a glTF file while it is put together.
struct GLTFDocument {
  /// Component types and buffer targets by their numbers in glTF 2.0.
  private enum Code {
    static let unsignedShort = 5123
    static let unsignedInt = 5125
    static let float = 5126
    static let vertices = 34962
    static let indices = 34963
  }

  /// The binary buffer: for each primitive its positions, then its indices.
  private(set) var buffer: [UInt8] = []

  /// How many triangles the buffer holds.
  private(set) var triangleCount = 0

  private var bufferViews: [JSONValue] = []
  private var accessors: [JSONValue] = []
  private var meshes: [JSONValue] = []
  private var nodes: [JSONValue] = []
  private var materials: [SurfaceMaterial] = []

  /// Adds an object with all below it and returns the index of its node.
  mutating func append(_ node: SceneNode) -> Int {
    let index = nodes.count
    // The place is taken before the children's, so that parents come first in the file.
    nodes.append([:])
    var members: [(key: String, value: JSONValue)] = [("name", .string(node.name))]
    if node.translation != .zero {
      members.append(("translation", JSONValue(StoredMesh.translation(node.translation))))
    }
    if !node.parts.isEmpty {
      members.append(("mesh", .integer(appendMesh(of: node))))
    }
    if !node.children.isEmpty {
      members.append(("children", .array(node.children.map { .integer(append($0)) })))
    }
    nodes[index] = .object(members)
    return index
  }

  /// The JSON part of the file.
  func json(roots: [Int]) -> JSONValue {
    [
      "asset": ["version": "2.0", "generator": "rftwin generate-scenes"],
      "scene": 0,
      "scenes": [["nodes": .array(roots.map { .integer($0) })]],
      "nodes": .array(nodes),
      "meshes": .array(meshes),
      "materials": .array(materials.map(description(of:))),
      "accessors": .array(accessors),
      "bufferViews": .array(bufferViews),
      "buffers": [["byteLength": .integer(buffer.count)]],
    ]
  }

  private mutating func appendMesh(of node: SceneNode) -> Int {
    let primitives = node.parts.map { appendPrimitive($0) }
    meshes.append(["name": .string(node.name), "primitives": .array(primitives)])
    return meshes.count - 1
  }

  private mutating func appendPrimitive(_ part: SurfacePart) -> JSONValue {
    let mesh = StoredMesh(part.mesh)
    triangleCount += mesh.triangles.count
    return [
      "attributes": ["POSITION": .integer(appendPositions(of: mesh))],
      "indices": .integer(appendIndices(of: mesh)),
      "material": .integer(index(of: part.material)),
    ]
  }

  private mutating func appendPositions(of mesh: StoredMesh) -> Int {
    let start = buffer.count
    for position in mesh.positions {
      for coordinate in [position.x, position.y, position.z] {
        buffer.append(littleEndian: coordinate.bitPattern)
      }
    }
    let bounds = mesh.bounds
    accessors.append([
      "bufferView": .integer(appendView(from: start, target: Code.vertices)),
      "componentType": .integer(Code.float),
      "count": .integer(mesh.positions.count),
      "type": "VEC3",
      "min": JSONValue(bounds.lower),
      "max": JSONValue(bounds.upper),
    ])
    return accessors.count - 1
  }

  private mutating func appendIndices(of mesh: StoredMesh) -> Int {
    let start = buffer.count
    // The highest value of a type is reserved for restarting primitives.
    let fitsShort = mesh.positions.count < Int(UInt16.max)
    for triangle in mesh.triangles {
      for index in [triangle.x, triangle.y, triangle.z] {
        if fitsShort {
          buffer.append(littleEndian: UInt16(index))
        } else {
          buffer.append(littleEndian: index)
        }
      }
    }
    accessors.append([
      "bufferView": .integer(appendView(from: start, target: Code.indices)),
      "componentType": .integer(fitsShort ? Code.unsignedShort : Code.unsignedInt),
      "count": .integer(3 * mesh.triangles.count),
      "type": "SCALAR",
    ])
    return accessors.count - 1
  }

  private mutating func appendView(from start: Int, target: Int) -> Int {
    bufferViews.append([
      "buffer": 0,
      "byteOffset": .integer(start),
      "byteLength": .integer(buffer.count - start),
      "target": .integer(target),
    ])
    buffer.pad(with: 0)
    return bufferViews.count - 1
  }

  private mutating func index(of material: SurfaceMaterial) -> Int {
    if let known = materials.firstIndex(of: material) { return known }
    materials.append(material)
    return materials.count - 1
  }

  private func description(of material: SurfaceMaterial) -> JSONValue {
    let colour = material.displayColour
    let finish = material.displayFinish
    return [
      "name": .string(material.rawValue),
      "pbrMetallicRoughness": [
        "baseColorFactor": .array([colour.x, colour.y, colour.z, 1].map { .number($0) }),
        "metallicFactor": .number(finish.metallic),
        "roughnessFactor": .number(finish.roughness),
      ],
    ]
  }
}
