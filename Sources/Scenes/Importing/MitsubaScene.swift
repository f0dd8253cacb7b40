// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import InputDocuments
internal import Spatial

/// Reads the shapes of a Mitsuba 3 scene with the materials their BSDFs name.
///
/// Sionna RT uses scenes of this format. Cameras, lights and what else concerns
/// pictures is passed over.
///
/// - Parameters:
///   - root: The outermost element, `scene`.
///   - path: The file.
/// - Returns: The objects.
/// - Throws: `InputError` with the line of the first mistake.
func readMitsubaScene(
  _ root: XMLElementNode, file path: String
) throws(InputError) -> ImportedFile {
  for element in root.all("include") {
    throw InputError(
      file: path, line: element.line,
      "'include' is not read; copy what is in '\(element.attributes["filename"] ?? "the other file")'"
        + " to its place")
  }
  let reader = try MitsubaReader(root, file: path)
  var meshes: [ImportedMesh] = []
  for shape in root.all("shape") { meshes += try reader.shape(shape) }
  guard !meshes.isEmpty else { throw InputError(file: path, "the scene has no shapes") }
  return try cleaned(meshes, file: path)
}

private struct MitsubaReader {
  let file: String
  private let variables: MitsubaVariables
  private var materials: [String: MitsubaMaterial] = [:]

  init(_ root: XMLElementNode, file: String) throws(InputError) {
    self.file = file
    variables = MitsubaVariables(root, file: file)
    for element in root.all("bsdf") {
      let material = try MitsubaMaterial(element, file: file, variables: variables)
      materials[material.identifier] = material
    }
  }

  /// The objects a shape stands for.
  func shape(_ element: XMLElementNode) throws(InputError) -> [ImportedMesh] {
    let material = try material(of: element)
    let transform = try MitsubaTransform(
      element.all("transform").first { $0.attributes["name"] == "to_world" }, file: file,
      variables: variables)
    var name = element.attributes["id"] ?? "shape-line-\(element.line)"
    if name.hasPrefix("mesh-") { name = String(name.dropFirst(5)) }
    return try triangles(of: element).map { mesh in
      ImportedMesh(
        object: name, material: material?.name, mesh: transform(mesh),
        radioMaterial: material?.stated)
    }
  }

  private func material(of shape: XMLElementNode) throws(InputError) -> MitsubaMaterial? {
    if let own = shape.all("bsdf").first {
      return try MitsubaMaterial(own, file: file, variables: variables)
    }
    for reference in shape.all("ref") {
      guard let identifier = reference.attributes["id"] else { continue }
      if let known = materials[identifier] { return known }
      if reference.attributes["name"] == "bsdf" {
        throw InputError(
          file: file, line: reference.line,
          "no bsdf has the id '\(identifier)'" + suggestion(for: identifier, among: materials.keys))
      }
    }
    return nil
  }

  private func triangles(of shape: XMLElementNode) throws(InputError) -> [TriangleMesh] {
    let type = shape.attributes["type"] ?? ""
    switch type {
    case "ply", "obj":
      guard let name = shape.value(named: "filename") else {
        throw InputError(file: file, line: shape.line, "this shape names no file")
      }
      let path = TextFile.path(
        try variables.substituted(name, line: shape.line), besideFile: file)
      guard FileManager.default.fileExists(atPath: path) else {
        throw InputError(
          file: file, line: shape.line,
          "there is no such file as '\(path)', which a shape names; check the path")
      }
      if type == "ply" { return [try readPLY(path)] }
      return try importMeshes(path, options: .init(up: .z)).meshes.map(\.mesh)
    case "rectangle":
      return [
        TriangleMesh(
          vertices: [(-1, -1), (1, -1), (1, 1), (-1, 1)].map { Vector3($0.0, $0.1, 0) },
          triangles: [SIMD3(0, 1, 2), SIMD3(0, 2, 3)])
      ]
    case "cube":
      return [unitCube]
    default:
      throw InputError(
        file: file, line: shape.line,
        "shapes of type '\(type)' are not read; use ply, obj, rectangle or cube")
    }
  }
}

/// The cube from -1 to 1 on each axis.
private let unitCube: TriangleMesh = {
  let corners = (0..<8).map { index in
    Vector3(index & 1 == 0 ? -1 : 1, index & 2 == 0 ? -1 : 1, index & 4 == 0 ? -1 : 1)
  }
  let faces: [[Int32]] = [
    [0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5],
  ]
  return TriangleMesh(
    vertices: corners,
    triangles: faces.flatMap { [SIMD3($0[0], $0[1], $0[2]), SIMD3($0[0], $0[2], $0[3])] })
}()
