// SPDX-License-Identifier: Apache-2.0

internal import Foundation
package import InputDocuments
internal import Kinematics
package import Materials
package import Quantities
internal import Spatial

/// What the scene's part of a scenario file says about materials.
package struct MaterialSettings: Sendable {
  /// What to do at a frequency outside the range a material is known for.
  package enum Extrapolation: String, CaseIterable, Sendable {
    case warn
    case error
  }

  package var library: MaterialLibrary
  package var assignment: MaterialAssignment
  package var extrapolation: Extrapolation

  /// The bundled materials, nothing assigned, and warnings for what is extrapolated.
  package static func bundled() throws(InputError) -> MaterialSettings {
    MaterialSettings(
      library: try MaterialLibrary.bundled(), assignment: .init(), extrapolation: .warn)
  }
}

/// Reads the keys `scene`, `materials`, `actors`, `radios` and `links` of a scenario.
///
/// - Parameters:
///   - root: The scenario's outermost keys.
///   - interval: The span in seconds that trajectories must cover; radios that look at something
///     are aimed at its start.
///   - instants: When to look for radios inside of solids, in seconds; the first is the start.
///   - bandCentre: The frequency whose half wavelength spaces the elements of arrays.
/// - Returns: The scene, and what was said about materials.
/// - Throws: `InputError` with file and line.
package func readScene(
  _ root: InputMapping, interval: ClosedRange<Double>, instants: [Double], bandCentre: Frequency
) throws(InputError) -> (scene: Scene, materials: MaterialSettings) {
  let settings = try readMaterialSettings(root.optional("materials"))
  let meshes = MeshStore()
  // A slip in a pattern should be called that, not a missing material.
  try meshes.names(in: root).check(settings.assignment, at: root.optional("materials"))
  var builder = SceneBuilder(library: settings.library, assignment: settings.assignment)
  if let node = root.optional("scene") {
    try readStaticMeshes(node, from: meshes, into: &builder)
  }
  var actors = ActorTable()
  if let node = root.optional("actors") {
    for entry in try node.list() {
      try readActor(entry, covering: interval, from: meshes, into: &builder, actors: &actors)
    }
  }
  var scene = builder.finished()
  (scene.actors, scene.disabledActors) = (actors.actors, actors.disabled)
  let radios = try root.required("radios")
  try readRadios(
    radios, into: &scene, actors: actors, start: interval.lowerBound, bandCentre: bandCentre)
  let links = try root.required("links")
  try readLinks(links, into: &scene)
  scene.warnings += try checkRadios(scene, radios: radios, links: links, instants: instants)
  return (scene, settings)
}

private func readMaterialSettings(_ node: InputNode?) throws(InputError) -> MaterialSettings {
  var settings = try MaterialSettings.bundled()
  guard let node else { return settings }
  let entry = try node.mapping()
  if let files = entry.optional("library") {
    let list = files.isList ? try files.list() : [files]
    for file in list {
      let path = TextFile.path(try file.string(), besideFile: file.file)
      try settings.library.add(file: path, namedBy: file)
    }
  }
  if let assign = entry.optional("assign") {
    for rule in try assign.mapping().named() {
      let material = try rule.value.string()
      guard settings.library[name: material] != nil else {
        throw rule.value.error(settings.library.complaint(about: material))
      }
      settings.assignment.rules.append(.init(pattern: rule.name, material: material))
    }
  }
  if let extrapolation = entry.optional("extrapolate") {
    settings.extrapolation = try extrapolation.choice()
  }
  try entry.finish()
  return settings
}

extension MaterialLibrary {
  /// Adds a library file; when it is missing the complaint points at the line that names it.
  fileprivate mutating func add(file: String, namedBy node: InputNode) throws(InputError) {
    guard FileManager.default.fileExists(atPath: file) else {
      throw node.error("there is no materials file '\(file)'; check the path")
    }
    try add(file: file)
  }
}

private func readStaticMeshes(
  _ node: InputNode, from meshes: MeshStore, into builder: inout SceneBuilder
) throws(InputError) {
  let entry = try node.mapping()
  let shared = try readMeshOptions(entry)
  var removal = try ObjectRemoval(entry.optional("remove"))
  for mesh in try entry.required("meshes").list() {
    var (path, file) = try meshes.file(mesh, shared: shared)
    for mesh in removal.apply(to: &file) { builder.countRule(for: mesh, prefix: "") }
    try builder.addStatic(file, from: path)
  }
  try removal.finish()
  try entry.finish()
}
