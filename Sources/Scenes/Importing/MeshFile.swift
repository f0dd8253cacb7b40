// SPDX-License-Identifier: Apache-2.0

internal import Foundation
package import InputDocuments
package import Quantities
internal import Spatial

/// How to read a mesh file whose format leaves something open.
package struct MeshFileOptions: Hashable, Sendable {
  /// The axis that points up, or nil for the format's own.
  ///
  /// That is y for glTF and FBX unless the file says otherwise, z for all others; COLLADA files
  /// always say.
  package var up: UpAxis?

  /// How long one unit is, or nil for the format's own.
  ///
  /// That is what an FBX file states, and a metre for others; STL has none.
  package var unit: Distance?

  /// How long the importer may take before it is stopped.
  package var timeout: TimeSpan = .init(si: 300)

  package init(up: UpAxis? = nil, unit: Distance? = nil) {
    self.up = up
    self.unit = unit
  }
}

/// Reads a mesh file of any format that Assimp knows, PLY, AMF, or a Mitsuba scene.
///
/// - Parameters:
///   - path: The file; its extension tells the format.
///   - options: What the format leaves open.
/// - Returns: The objects, cleaned of triangles without area.
/// - Throws: `InputError` when the file cannot be read or holds no usable surface.
package func importMeshes(
  _ path: String, options: MeshFileOptions = .init()
) throws(InputError) -> ImportedFile {
  let kind = (path as NSString).pathExtension.lowercased()
  guard !kind.isEmpty else {
    throw InputError(file: path, "the file's name has no extension to tell its format by")
  }
  // A missing file should be called missing, whatever the format.
  let size = try TextFile.size(path)
  guard size > 0 else { throw InputError(file: path, "the file is empty") }
  switch kind {
  case "xml" where options.up != nil || options.unit != nil:
    throw InputError(
      file: path,
      "Mitsuba scenes are in metres with z up, and AMF files state their unit and have z up; leave"
        + " out the up axis and the unit")
  case "amf" where options.up != nil || options.unit != nil:
    throw InputError(
      file: path, "AMF files state their unit and have z up; leave out the up axis and the unit")
  case "dae" where options.up != nil:
    throw InputError(file: path, "COLLADA files state which axis points up; leave it out")
  case "xml", "amf":
    return try readXMLMeshes(path)
  case "ply":
    let mesh = try readPLY(path)
    let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    let up = options.up ?? .z
    let unit = options.unit?.metres ?? 1
    let placed = TriangleMesh(
      vertices: mesh.vertices.map { up.zUp($0) * unit }, triangles: mesh.triangles)
    return try cleaned([ImportedMesh(object: name, material: nil, mesh: placed)], file: path)
  case "stl" where options.unit == nil:
    throw InputError(
      file: path,
      "STL files do not state their unit; say, for example, 'unit: 1 mm' in a scenario or --unit"
        + " \"1 mm\" on the command line")
  default:
    return try importThroughAssimp(path, kind: kind, options: options)
  }
}

/// Reads a mesh file in XML, which its outermost element tells the format of.
private func readXMLMeshes(_ path: String) throws(InputError) -> ImportedFile {
  let root = try readXML(path)
  switch root.name {
  case "scene": return try readMitsubaScene(root, file: path)
  case "amf": return try readAMF(root, file: path)
  default:
    throw InputError(
      file: path, line: root.line,
      "this is neither a Mitsuba scene nor an AMF file: its outermost element is '\(root.name)', not"
        + " 'scene' or 'amf'")
  }
}
