// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Kinematics
internal import Quantities
internal import Spatial

/// The moving bodies that radios may ride on.
struct ActorTable {
  var actors: [Actor] = []

  /// The names of those that the scenario has but leaves out.
  var disabled: Set<String> = []

  /// The actor of a name.
  subscript(name: String) -> Actor? { actors.first { $0.name == name } }

  /// Complains about a name that an earlier actor has, enabled or not.
  func check(isNew name: String, at node: InputNode) throws(InputError) {
    guard self[name] == nil, !disabled.contains(name) else {
      throw node.error("two actors are named '\(name)'")
    }
  }
}

/// Reads one entry of `actors` unless it is not enabled.
func readActor(
  _ node: InputNode, covering interval: ClosedRange<Double>, from meshes: MeshStore,
  into builder: inout SceneBuilder, actors: inout ActorTable
) throws(InputError) {
  let entry = try node.mapping()
  guard try !entry.flag("enabled", default: true) else {
    return try readEnabledActor(
      entry, covering: interval, from: meshes, into: &builder, actors: &actors)
  }
  for key in keysOfActor { _ = entry.optional(key) }
  try entry.finish()
  let nameNode = try entry.required("name")
  let name = try nameNode.name()
  try actors.check(isNew: name, at: nameNode)
  var (otherBuilder, otherActors) = (builder, actors)
  do {
    try readEnabledActor(
      entry, covering: interval, from: meshes, into: &otherBuilder, actors: &otherActors)
    builder.countRules(usedBy: otherBuilder)
  } catch  where error.isUnknownKey {
    throw error
  } catch {
    // Who leaves an actor out need not have all that it takes, such as its mesh.
  }
  actors.disabled.insert(name)
}

/// All keys that an actor may have.
private let keysOfActor = [
  "name", "enabled", "mesh", "up", "unit", "trajectory", "position", "orientation", "parts",
  "animation", "scattering-centres",
]

/// Reads one entry of `actors`: a body, how it moves, and its moving parts.
private func readEnabledActor(
  _ entry: InputMapping, covering interval: ClosedRange<Double>, from meshes: MeshStore,
  into builder: inout SceneBuilder, actors: inout ActorTable
) throws(InputError) {
  let nameNode = try entry.required("name")
  let name = try nameNode.name()
  try actors.check(isNew: name, at: nameNode)
  let motion = try readMotion(entry)
  try check(motion, of: name, covers: interval, at: entry.optional("trajectory"))
  let root = builder.addNode(motion)
  actors.actors.append(.init(name: name, node: root))

  let options = try readMeshOptions(entry)
  var body = ActorBody(
    name: name, node: root, motion: motion, parts: try readParts(entry.optional("parts")))
  if let mesh = entry.optional("mesh") {
    let (path, file) = try meshes.file(mesh, shared: options)
    for warning in file.warnings { builder.warn(warning) }
    let animated = try readAnimation(entry.optional("animation"), of: file, from: path)
    for warning in animated.warnings { builder.warn(warning) }
    try body.add(file, from: path, moved: animated, to: &builder)
  } else if let idle = ["up", "unit", "animation"].lazy.compactMap(entry.optional).first {
    throw idle.error("'\(idle.path)' needs a 'mesh' that it is about")
  }
  try body.checkParts()
  if let centres = entry.optional("scattering-centres") {
    try readScatteringCentres(centres, of: &body, into: &builder)
  }
  try entry.finish()
}

/// Complains about a trajectory that does not span the episode.
///
/// Nobody said where the body is outside of its trajectory.
private func check(
  _ motion: NodeMotion, of name: String, covers interval: ClosedRange<Double>, at node: InputNode?
) throws(InputError) {
  guard case .follows(let trajectory) = motion, let node else { return }
  let given = trajectory.interval
  // Rounding of the episode's end must not count.
  let slack = 1e-9
  guard
    given.lowerBound <= interval.lowerBound + slack,
    given.upperBound >= interval.upperBound - slack
  else {
    throw node.error(
      "the trajectory of '\(name)' runs from \(TimeSpan(si: given.lowerBound)) to"
        + " \(TimeSpan(si: given.upperBound)), but the episode from"
        + " \(TimeSpan(si: interval.lowerBound)) to \(TimeSpan(si: interval.upperBound))")
  }
}
