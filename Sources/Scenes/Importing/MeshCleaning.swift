// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Quantities
internal import Spatial

/// Checks the meshes of a file and drops triangles that have no area or stand twice.
///
/// - Throws: `InputError` for vertices that are not finite, indices out of range and files without
///   any triangle left.
func cleaned(_ meshes: [ImportedMesh], file: String) throws(InputError) -> ImportedFile {
  var kept: [ImportedMesh] = []
  var flat = 0
  var repeated = 0
  for imported in meshes {
    try check(imported, file: file)
    let (mesh, lost) = withoutUselessTriangles(imported.mesh)
    flat += lost.flat
    repeated += lost.repeated
    guard !mesh.triangles.isEmpty else { continue }
    var imported = imported
    imported.mesh = mesh
    kept.append(imported)
  }
  guard !kept.isEmpty else {
    let reason = flat > 0 ? "all \(flat) triangles are without area" : "it holds no triangles"
    throw InputError(file: file, "the file has no usable surface: \(reason)")
  }
  var warnings: [String] = []
  if flat > 0 {
    warnings.append("\(file): left out \(counted(flat, "triangle")) without area")
  }
  if repeated > 0 {
    warnings.append("\(file): left out \(counted(repeated, "triangle")) that stood twice")
  }
  return ImportedFile(meshes: kept, warnings: warnings)
}

/// "1 triangle", "3 triangles".
package func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

private func check(_ imported: ImportedMesh, file: String) throws(InputError) {
  let mesh = imported.mesh
  if let bad = mesh.vertices.firstIndex(where: { !$0.isFinite }) {
    throw InputError(
      file: file,
      "vertex \(bad) of object '\(imported.object)' is not a finite point; repair the mesh")
  }
  let reach = Distance.plausibleCoordinates.upperBound
  let box = BoundingBox(around: mesh.vertices.map { $0 + imported.pivot })
  let farthest = max(-box.lower.min(), box.upper.max())
  guard box.isEmpty || farthest <= reach.metres else {
    throw InputError(
      file: file,
      "object '\(imported.object)' reaches \(Distance(si: farthest)) from the origin, beyond the"
        + " \(reach) that are handled; check the unit, or move the mesh to the origin")
  }
  let count = Int32(clamping: mesh.vertices.count)
  for (index, triangle) in mesh.triangles.enumerated() {
    guard all(triangle .>= 0), all(triangle .< count) else {
      throw InputError(
        file: file,
        "triangle \(index) of object '\(imported.object)' uses a vertex that is not there"
          + " (it has \(mesh.vertices.count)); repair the mesh")
    }
  }
}

/// The smallest height of a triangle that is kept, in metres.
private let smallestHeight = 1e-6

private func withoutUselessTriangles(
  _ mesh: TriangleMesh
) -> (TriangleMesh, (flat: Int, repeated: Int)) {
  let welded = mesh.weldedVertexIndices()
  var seen: Set<SIMD3<Int32>> = []
  var kept: [SIMD3<Int32>] = []
  var flat = 0
  var repeated = 0
  for index in mesh.triangles.indices {
    let (a, b, c) = mesh.corners(index)
    let longest = max((b - a).length, (c - b).length, (a - c).length)
    guard 2 * mesh.vectorArea(index).length > smallestHeight * longest else {
      flat += 1
      continue
    }
    let corners = mesh.triangles[index]
    let sorted = [welded[Int(corners.x)], welded[Int(corners.y)], welded[Int(corners.z)]].sorted()
    guard seen.insert(SIMD3(sorted[0], sorted[1], sorted[2])).inserted else {
      repeated += 1
      continue
    }
    kept.append(corners)
  }
  return (TriangleMesh(vertices: mesh.vertices, triangles: kept), (flat, repeated))
}
