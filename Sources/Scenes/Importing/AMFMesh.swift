// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Quantities
internal import Spatial

/// Reads the objects of an Additive Manufacturing File (ISO/ASTM 52915), z up.
///
/// NIST's quasi-deterministic channel models keep their scenes so, each volume with the name of its
/// material.
///
/// - Parameters:
///   - root: The outermost element, `amf`.
///   - file: The file, as messages name it.
/// - Returns: A mesh for each volume.
/// - Throws: `InputError` with the line of the first mistake.
func readAMF(_ root: XMLElementNode, file: String) throws(InputError) -> ImportedFile {
  let reader = try AMFReader(root, file: file)
  if let element = root.all("constellation").first {
    throw InputError(
      file: file, line: element.line,
      "'constellation' is not read; write each object where it stands")
  }
  var meshes: [ImportedMesh] = []
  for object in root.all("object") { meshes += try reader.meshes(of: object) }
  guard !meshes.isEmpty else { throw InputError(file: file, "the file has no volumes") }
  return try cleaned(meshes, file: file)
}

private struct AMFReader {
  let file: String

  /// The length of a unit in metres.
  private let unit: Double
  private var materials: [String: String] = [:]

  private static let units = [
    "millimeter": 1e-3, "meter": 1.0, "micron": 1e-6, "inch": 0.0254, "feet": 0.3048,
  ]

  init(_ root: XMLElementNode, file: String) throws(InputError) {
    self.file = file
    // The standard's own where none is stated.
    let name = root.attributes["unit"] ?? "millimeter"
    guard let unit = Self.units[name] else {
      throw InputError(
        file: file, line: root.line,
        "the unit '\(name)' is not known; write millimeter, meter, micron, inch or feet")
    }
    self.unit = unit
    for element in root.all("material") {
      guard let identifier = element.attributes["id"] else { continue }
      materials[identifier] = Self.name(of: element) ?? identifier
    }
  }

  private static func name(of element: XMLElementNode) -> String? {
    element.all("metadata").first { $0.attributes["type"] == "name" }
      .map { $0.text.trimmingSpaces() }
  }

  private func error(_ element: XMLElementNode, _ message: String) -> InputError {
    InputError(file: file, line: element.line, message)
  }

  /// The volumes of an object.
  func meshes(of object: XMLElementNode) throws(InputError) -> [ImportedMesh] {
    let name = Self.name(of: object) ?? "object-\(object.attributes["id"] ?? "\(object.line)")"
    var meshes: [ImportedMesh] = []
    for mesh in object.all("mesh") {
      var vertices: [Vector3] = []
      for vertex in mesh.all("vertices").flatMap({ $0.all("vertex") }) {
        vertices.append(try point(vertex))
      }
      for volume in mesh.all("volume") {
        meshes.append(
          ImportedMesh(
            object: name, material: try material(of: volume),
            mesh: try triangles(of: volume, vertices)))
      }
    }
    return meshes
  }

  private func material(of volume: XMLElementNode) throws(InputError) -> String? {
    guard let identifier = volume.attributes["materialid"] else { return nil }
    guard let name = materials[identifier] else {
      throw error(
        volume,
        "no material has the id '\(identifier)'"
          + suggestion(for: identifier, among: materials.keys))
    }
    return name
  }

  private func point(_ vertex: XMLElementNode) throws(InputError) -> Vector3 {
    guard let coordinates = vertex.all("coordinates").first else {
      throw error(vertex, "this vertex has no coordinates")
    }
    func coordinate(_ axis: String) throws(InputError) -> Double {
      guard let element = coordinates.all(axis).first else {
        throw error(coordinates, "the coordinate '\(axis)' is missing")
      }
      guard let value = decimalNumber(element.text.trimmingSpaces()) else {
        throw error(element, "'\(element.text.trimmingSpaces())' is not a finite number")
      }
      return value * unit
    }
    return Vector3(try coordinate("x"), try coordinate("y"), try coordinate("z"))
  }

  /// The triangles of a volume with those of the object's vertices that they use.
  private func triangles(
    of volume: XMLElementNode, _ vertices: [Vector3]
  ) throws(InputError) -> TriangleMesh {
    var places: [Int: Int32] = [:]
    var used: [Vector3] = []
    var triangles: [SIMD3<Int32>] = []
    for triangle in volume.all("triangle") {
      var corners = SIMD3<Int32>()
      for (corner, name) in ["v1", "v2", "v3"].enumerated() {
        let text = triangle.all(name).first?.text.trimmingSpaces() ?? ""
        guard let index = Int(text), vertices.indices.contains(index) else {
          throw error(
            triangle, "'\(name)' is '\(text)' and must be a vertex from 0 to \(vertices.count - 1)")
        }
        let place = places[index] ?? Int32(used.count)
        if place == used.count {
          places[index] = place
          used.append(vertices[index])
        }
        corners[corner] = place
      }
      triangles.append(corners)
    }
    return TriangleMesh(vertices: used, triangles: triangles)
  }
}
