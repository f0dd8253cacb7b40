// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Kinematics
internal import Quantities
internal import Spatial

/// The moving bodies that radios may ride on.
struct ActorTable {
  var actors: [Actor] = []

  /// The actor of a name.
  subscript(name: String) -> Actor? { actors.first { $0.name == name } }
}

/// Reads one entry of `actors`: a body, how it moves, and its moving parts.
func readActor(
  _ node: InputNode, covering interval: ClosedRange<Double>, from meshes: MeshStore,
  into builder: inout SceneBuilder, actors: inout ActorTable
) throws(InputError) {
  let entry = try node.mapping()
  let nameNode = try entry.required("name")
  let name = try nameNode.name()
  guard actors[name] == nil else { throw nameNode.error("two actors are named '\(name)'") }
  let motion = try readMotion(entry)
  try check(motion, of: name, covers: interval, at: entry.optional("trajectory"))
  let root = builder.addNode(motion)
  actors.actors.append(.init(name: name, node: root))

  let options = try readMeshOptions(entry)
  let parts = try readParts(entry.optional("parts"))
  if let mesh = entry.optional("mesh") {
    let (path, file) = try meshes.file(mesh, shared: options)
    for warning in file.warnings { builder.warn(warning) }
    let body = ActorBody(name: name, node: root, motion: motion, parts: parts)
    try body.add(file, from: path, to: &builder)
  } else if let idle = ["parts", "up", "unit"].lazy.compactMap(entry.optional).first {
    throw idle.error("'\(idle.path)' needs a 'mesh' that it is about")
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

/// A part of an actor that moves on its own.
private struct Part {
  enum Movement {
    case rolls(radius: Double?)
    case spins(axis: Vector3, rate: Double)
  }

  var pattern: String
  var movement: Movement
  var node: InputNode
}

private struct ActorBody {
  let name: String
  let node: Int
  let motion: NodeMotion
  let parts: [Part]

  func add(
    _ file: ImportedFile, from path: String, to builder: inout SceneBuilder
  ) throws(InputError) {
    var groups: [String: Int] = [:]
    func group(_ key: String, make: () throws(InputError) -> Int) throws(InputError) -> Int {
      if let known = groups[key] { return known }
      let new = try make()
      groups[key] = new
      return new
    }
    for part in parts
    where !file.meshes.contains(where: { matches($0.object, pattern: part.pattern) }) {
      throw part.node.error(
        "no object of '\(path)' fits '\(part.pattern)'; it has "
          + Set(file.meshes.map(\.object)).sorted().prefix(8).joined(separator: ", "))
    }
    for mesh in file.meshes {
      if let part = parts.first(where: { matches(mesh.object, pattern: $0.pattern) }) {
        let siblings = file.meshes.filter { $0.object == mesh.object }
        let index = try group(mesh.object) { () throws(InputError) in
          let child = builder.addNode(try movement(of: part, siblings), to: node)
          return builder.addGroup("\(name)/\(mesh.object)", node: child)
        }
        try builder.add(
          mesh, to: index, prefix: name + "/", from: path, relativeToPivot: true)
      } else {
        let index = try group("") { () throws(InputError) in builder.addGroup(name, node: node) }
        try builder.add(mesh, to: index, prefix: name + "/", from: path)
      }
    }
  }

  private func movement(
    of part: Part, _ meshes: [ImportedMesh]
  ) throws(InputError) -> NodeMotion {
    let pivot = meshes[0].pivot
    switch part.movement {
    case .spins(let axis, let rate):
      return .spins(pivot: pivot, axis: axis, rate: rate)
    case .rolls(let radius):
      guard case .follows(let vehicle) = motion else {
        throw part.node.error("'\(part.pattern)' cannot roll: the actor has no trajectory")
      }
      // A wheel reaches down to the ground, so its lowest point tells the rolling radius.
      let lowest = meshes.flatMap(\.mesh.vertices).map(\.z).min() ?? 0
      let found = radius ?? -lowest
      guard found >= Distance.plausibleRadii.lowerBound.metres else {
        throw part.node.error(
          "the rolling radius of '\(part.pattern)' is unclear: the mesh does not reach below its"
            + " own origin; say 'radius'")
      }
      return .rolls(pivot: pivot, radius: found, vehicle: vehicle)
    }
  }
}

private func readParts(_ node: InputNode?) throws(InputError) -> [Part] {
  guard let node else { return [] }
  var parts: [Part] = []
  for element in try node.list() {
    let entry = try element.mapping()
    let pattern = try entry.required("name").string()
    let rolls = try entry.flag("rolls", default: false)
    let spins = entry.optional("spins")
    switch (rolls, spins) {
    case (true, nil):
      let written = entry.optional("radius")
      let radius: Distance? = try written?.quantity()
      if let radius, radius.metres <= 0 {
        throw (written ?? element).error("the radius of '\(pattern)' must be above zero")
      }
      _ = try written?.quantity(in: Distance.plausibleRadii)
      parts.append(Part(pattern: pattern, movement: .rolls(radius: radius?.metres), node: element))
    case (false, let spins?):
      if let radius = entry.optional("radius") {
        throw radius.error("'\(radius.path)' goes with 'rolls: on', not with 'spins'")
      }
      let spin = try spins.mapping()
      let axis = try readVector(spin.required("axis"))
      guard axis.length > 0 else { throw spins.error("'\(spins.path).axis' must not be zero") }
      let rate = try spin.quantity("rate", in: AngularVelocity.plausible)
      try spin.finish()
      parts.append(
        Part(
          pattern: pattern, movement: .spins(axis: axis.normalized, rate: rate.si), node: element))
    case (true, .some):
      throw element.error("'\(element.path)' has 'rolls' and 'spins'; keep one")
    default:
      throw element.error(
        "'\(element.path)' must say how the part moves: 'rolls: on' or 'spins: { axis, rate }'")
    }
    try entry.finish()
  }
  return parts
}

/// Reads a point: a list of three plain numbers in metres.
func readPoint(_ node: InputNode) throws(InputError) -> Vector3 {
  let point = try readVector(node)
  let reach = Distance.plausibleCoordinates.upperBound
  guard pointwiseMax(point, -point).max() <= reach.metres else {
    throw node.error(
      "'\(node.path)' lies beyond the \(reach) from the origin that are handled; coordinates are in"
        + " metres")
  }
  return point
}

/// Reads a direction: a list of three plain numbers.
func readVector(_ node: InputNode) throws(InputError) -> Vector3 {
  let numbers = try node.numbers(3)
  return Vector3(numbers[0], numbers[1], numbers[2])
}

/// Reads a list of yaw, pitch and roll with their units.
func readOrientation(_ node: InputNode) throws(InputError) -> Rotation {
  let angles = try node.list()
  guard angles.count == 3 else {
    throw node.error("'\(node.path)' must be yaw, pitch and roll, such as [90 deg, 0 deg, 0 deg]")
  }
  var radians: [Double] = []
  for angle in angles { radians.append(try angle.quantity(in: Angle.plausible).radians) }
  return Rotation(yaw: radians[0], pitch: radians[1], roll: radians[2])
}
