// SPDX-License-Identifier: Apache-2.0

internal import CAssimp
internal import Foundation
internal import InputDocuments
internal import Quantities
internal import Spatial

/// Reads a mesh file with Assimp, in a process of its own.
func importThroughAssimp(
  _ path: String, kind: String, options: MeshFileOptions
) throws(InputError) -> ImportedFile {
  let report = unsafe rftwin_import_mesh(path, options.timeout.seconds)
  switch report.outcome {
  case rftwin_import_ok:
    let handle = FileHandle(fileDescriptor: report.descriptor, closeOnDealloc: true)
    guard let data = try? handle.readToEnd() else {
      throw InputError(file: path, "the imported mesh could not be read back")
    }
    return try contents(of: data, path: path, kind: kind, options: options)
  case rftwin_import_crashed:
    throw InputError(
      file: path,
      "the mesh importer crashed on this file (signal \(report.signal)); it is probably damaged,"
        + " try converting it to glTF or PLY with another program")
  case rftwin_import_timed_out:
    throw InputError(
      file: path, "the mesh importer did not finish within \(options.timeout); is the file damaged?"
    )
  default:
    let reason = message(of: report)
    throw InputError(
      file: path, "the mesh cannot be imported: \(reason.isEmpty ? "no reason given" : reason)")
  }
}

/// The importer's own words on one line.
private func message(of report: rftwin_import_report) -> String {
  let bytes = unsafe withUnsafeBytes(of: report.message) { unsafe Array($0.prefix { $0 != 0 }) }
  return String(decoding: bytes, as: UTF8.self)
    .split(whereSeparator: \.isNewline).joined(separator: " ")
}

private func contents(
  of data: Data, path: String, kind: String, options: MeshFileOptions
) throws(InputError) -> ImportedFile {
  var reader = ByteReader(Array(data))
  do {
    let statedUnit: Double = try reader.number()
    let statedUp: Int32 = try reader.number()
    let up = options.up ?? formatUp(kind, stated: statedUp)
    let unit = options.unit?.metres ?? (statedUnit > 0 ? statedUnit : 1)
    let count: UInt32 = try reader.number()
    var found: [ImportedMesh] = []
    for _ in 0..<count { found.append(try mesh(from: &reader, up: up, unit: unit, path: path)) }
    var file = try cleaned(found, file: path)
    file.nodes = try importedNodes(from: &reader)
    file.animations = try importedAnimations(from: &reader)
    if ["gltf", "glb"].contains(kind), !file.animations.isEmpty,
      let written = FileManager.default.contents(atPath: path)
    {
      file.animations.markInterpolation(asIn: written)
    }
    (file.up, file.unit) = (up, unit)
    return file
  } catch let error as InputError {
    throw error
  } catch {
    throw InputError(file: path, "the mesh importer handed over a broken result")
  }
}

/// The up axis of a format, which FBX files state and the others fix.
private func formatUp(_ kind: String, stated: Int32) -> UpAxis {
  switch (kind, stated) {
  case ("fbx", 0): .x
  case ("fbx", 2): .z
  case ("gltf", _), ("glb", _), ("fbx", _): .y
  // Assimp turns COLLADA to y up, whatever the file says.
  case ("dae", _): .y
  default: .z
  }
}

private func mesh(
  from reader: inout ByteReader, up: UpAxis, unit: Double, path: String
) throws(ByteReader.Exhausted) -> ImportedMesh {
  let node = try reader.string()
  let name = try reader.string()
  let material = try reader.string()
  let index: UInt32 = try reader.number()
  let bones: UInt32 = try reader.number()
  var transform: [Double] = []
  for _ in 0..<16 { transform.append(try reader.number()) }
  let vertexCount: UInt32 = try reader.number()
  let triangleCount: UInt32 = try reader.number()
  // The node's own origin stays the origin of the part, so that the part can turn about it.
  let pivot = Vector3(transform[3], transform[7], transform[11])
  var vertices: [Vector3] = []
  vertices.reserveCapacity(Int(vertexCount))
  for _ in 0..<vertexCount {
    let x = Double(try reader.number() as Float)
    let y = Double(try reader.number() as Float)
    let z = Double(try reader.number() as Float)
    let turned = Vector3(
      transform[0] * x + transform[1] * y + transform[2] * z,
      transform[4] * x + transform[5] * y + transform[6] * z,
      transform[8] * x + transform[9] * y + transform[10] * z)
    vertices.append(up.zUp(turned) * unit)
  }
  let mirrors = determinant(transform) < 0
  var triangles: [SIMD3<Int32>] = []
  triangles.reserveCapacity(Int(triangleCount))
  for _ in 0..<triangleCount {
    let a = Int32(truncatingIfNeeded: try reader.number() as UInt32)
    let b = Int32(truncatingIfNeeded: try reader.number() as UInt32)
    let c = Int32(truncatingIfNeeded: try reader.number() as UInt32)
    triangles.append(mirrors ? SIMD3(a, c, b) : SIMD3(a, b, c))
  }
  return ImportedMesh(
    object: node.isEmpty ? (name.isEmpty ? "mesh" : name) : node,
    material: material.isEmpty || material == "DefaultMaterial" ? nil : material,
    mesh: TriangleMesh(vertices: vertices, triangles: triangles), pivot: up.zUp(pivot) * unit,
    node: Int(index), isBent: bones > 0)
}

private func determinant(_ t: [Double]) -> Double {
  Vector3(t[0], t[4], t[8]).cross(Vector3(t[1], t[5], t[9])).dot(Vector3(t[2], t[6], t[10]))
}
