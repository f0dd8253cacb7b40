// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import InputDocuments
internal import Quantities

/// The mesh files of a scenario, each read once.
final class MeshStore {
  private struct Key: Hashable {
    var path: String
    var options: MeshFileOptions
  }

  private var files: [Key: ImportedFile] = [:]

  /// Reads a mesh that is named by its file alone, or by `file` with its own `up` and `unit`.
  func file(
    _ node: InputNode, shared: MeshFileOptions
  ) throws(InputError) -> (path: String, file: ImportedFile) {
    var options = shared
    var name = node
    if node.isMapping {
      let entry = try node.mapping()
      options = try readMeshOptions(entry, over: shared)
      name = try entry.required("file")
      try entry.finish()
    }
    let path = TextFile.path(try name.string(), besideFile: node.file)
    guard FileManager.default.fileExists(atPath: path) else {
      throw name.error("there is no mesh file '\(path)'; check the path")
    }
    let key = Key(path: path, options: options)
    if let known = files[key] { return (path, known) }
    let file = try importMeshes(path, options: options)
    files[key] = file
    return (path, file)
  }

  /// The names of objects and materials in all meshes that a scenario names.
  func names(in root: InputMapping) throws(InputError) -> MeshNames {
    var names = MeshNames()
    if let scene = root.optional("scene") {
      let entry = try scene.mapping()
      let shared = try readMeshOptions(entry)
      for mesh in try entry.required("meshes").list() {
        names.insert(try file(mesh, shared: shared).file, prefix: "")
      }
    }
    for actor in try root.optional("actors")?.list() ?? [] {
      let entry = try actor.mapping()
      let isEnabled = try entry.flag("enabled", default: true)
      guard let mesh = entry.optional("mesh") else {
        if !isEnabled { names.areComplete = false }
        continue
      }
      let name = try entry.required("name").string()
      do {
        names.insert(try file(mesh, shared: readMeshOptions(entry)).file, prefix: name + "/")
      } catch {
        guard !isEnabled else { throw error }
        names.areComplete = false
      }
    }
    return names
  }
}

/// The names that assignments of materials can refer to.
struct MeshNames {
  private var names: Set<String> = []

  /// The same and those of an object's surfaces of one material.
  private var assignable: Set<String> = []

  /// Whether all meshes could be read; those of actors that are not enabled need not be
  /// there, nor named.
  var areComplete = true

  mutating func insert(_ file: ImportedFile, prefix: String) {
    for mesh in file.meshes {
      let name = prefix + mesh.object
      names.formUnion([name, mesh.object] + (mesh.material.map { [$0] } ?? []))
      assignable.formUnion(mesh.assignableNames(as: name))
    }
  }

  /// Complains about a rule that fits nothing, which is a slip of the pen rather than a wish.
  func check(_ assignment: MaterialAssignment, at node: InputNode?) throws(InputError) {
    guard areComplete, let node, let assign = try node.mapping().optional("assign") else { return }
    for rule in try assign.mapping().named()
    where !assignable.contains(where: { matches($0, pattern: rule.name) }) {
      let near = suggestion(for: rule.name, among: names)
      let some = names.sorted().prefix(8).joined(separator: ", ")
      throw rule.value.error(
        "'\(rule.name)' fits no object and no material of the meshes"
          + (near.isEmpty ? "; there are \(some)" : near), line: rule.line)
    }
  }
}

/// Reads `up` and `unit`.
func readMeshOptions(
  _ entry: InputMapping, over base: MeshFileOptions = .init()
) throws(InputError) -> MeshFileOptions {
  var options = base
  if let up = entry.optional("up") { options.up = try up.choice() }
  if let unit = entry.optional("unit") {
    let size: Distance = try unit.quantity()
    guard size.metres > 0 else { throw unit.error("'\(unit.path)' must be above zero") }
    options.unit = try unit.quantity(in: Distance.plausibleUnits)
  }
  return options
}
