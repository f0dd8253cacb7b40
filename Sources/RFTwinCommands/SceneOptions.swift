// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import InputDocuments
internal import Kinematics
internal import Materials
internal import RFTwin
internal import Scenes
internal import Spatial

/// Whether a file is a scenario rather than a mesh or a Mitsuba scene.
func isScenario(_ path: String) -> Bool {
  ["yaml", "yml", "json"].contains((path as NSString).pathExtension.lowercased())
}

/// Reads a scene from a mesh file or a Mitsuba scene.
///
/// - Parameters:
///   - path: The file.
///   - options: What the file's format leaves open.
///   - settings: Where materials are looked up, and which objects have which.
///   - velocities: Objects that move in a straight line, in metres per second.
///   - time: The instant in seconds at which they are where the file says.
/// - Returns: The scene.
/// - Throws: `InputError` when the file cannot be read, a material is missing or no
///   object has a given name.
func loadScene(
  _ path: String, options: MeshFileOptions, settings: MaterialSettings,
  velocities: [String: Vector3] = [:], time: Double = 0
) throws(InputError) -> Scene {
  var builder = SceneBuilder(library: settings.library, assignment: settings.assignment)
  var file = try importMeshes(path, options: options)
  let names = Set(file.meshes.flatMap { [$0.object] + ($0.material.map { [$0] } ?? []) })
  for rule in settings.assignment.rules {
    guard names.contains(where: { matches($0, pattern: rule.pattern) }) else {
      throw InputError(
        file: path,
        "'\(rule.pattern)' fits no object and no material of the file"
          + suggestion(for: rule.pattern, among: names))
    }
    guard settings.library[name: rule.material] != nil else {
      throw InputError(file: path, settings.library.complaint(about: rule.material))
    }
  }
  for (name, velocity) in velocities.sorted(by: { $0.key < $1.key }) {
    let moving = file.meshes.filter { $0.object == name }
    guard !moving.isEmpty else {
      let names = Set(file.meshes.map(\.object))
      throw InputError(
        file: path, "no object is named '\(name)'\(suggestion(for: name, among: names))")
    }
    file.meshes.removeAll { $0.object == name }
    let node = builder.addNode(.uniform(.identity, velocity: velocity, at: time))
    let group = builder.addGroup(name, node: node)
    for mesh in moving { try builder.add(mesh, to: group, prefix: "", from: path) }
  }
  try builder.addStatic(file, from: path)
  return builder.finished()
}
