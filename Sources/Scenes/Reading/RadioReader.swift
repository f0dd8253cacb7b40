// SPDX-License-Identifier: Apache-2.0

internal import Electromagnetics
internal import InputDocuments
internal import Kinematics
internal import Quantities
internal import Spatial

/// Reads the list `radios` into a scene.
///
/// - Returns: For each radio whether it is told where it is; those that are not stay at the origin.
/// - Throws: `InputError` with file and line, also about a place that is not told but must be.
@discardableResult
func readRadios(
  _ node: InputNode, into scene: inout Scene, actors: ActorTable, start: Double,
  bandCentre: Frequency, placesMayBeUnknown: Bool = false
) throws(InputError) -> [Bool] {
  var drafts: [RadioDraft] = []
  for element in try node.list() {
    let draft = try RadioDraft(
      element, actors: actors, bandCentre: bandCentre, placeMayBeUnknown: placesMayBeUnknown)
    guard !drafts.contains(where: { $0.name == draft.name }) else {
      throw element.error("two radios are named '\(draft.name)'")
    }
    drafts.append(draft)
  }
  guard !drafts.isEmpty else { throw node.error("there must be at least one radio") }
  let states = scene.motion.states(at: start)
  let places = drafts.map { $0.position(states) }
  for draft in drafts {
    scene.warnings += draft.warnings
    let pose = try draft.pose(among: drafts, places: places, states: states)
    let radioNode = scene.motion.add(.fixed(pose), to: draft.parent)
    scene.radios.append(
      Radio(
        name: draft.name, node: radioNode, antenna: draft.antenna,
        transmitElements: draft.array.transmit, receiveElements: draft.array.receive,
        emission: draft.array.emission, power: draft.power, noiseFigure: draft.noiseFigure))
  }
  return drafts.map(\.isPlaced)
}

/// A radio as written, before it is known where the others are.
private struct RadioDraft {
  enum Aim {
    case orientation(Rotation)
    case point(Vector3)
    case radio(String, InputNode)
  }

  let name: String
  let parent: Int?
  let offset: Vector3
  let isPlaced: Bool
  let aim: Aim
  let antenna: Antenna

  /// Sentences about what is allowed but hardly meant.
  let warnings: [String]
  let array: RadioArray
  let power: Power
  let noiseFigure: Decibels
  let node: InputNode

  init(
    _ node: InputNode, actors: ActorTable, bandCentre: Frequency, placeMayBeUnknown: Bool
  ) throws(InputError) {
    let entry = try node.mapping()
    self.node = node
    name = try entry.required("name").name()
    let place =
      ["position", "attached-to", "offset", "look-at"].lazy.compactMap(entry.optional).first
    isPlaced = !placeMayBeUnknown || place != nil
    (parent, offset) = isPlaced ? try Self.readPlace(entry, actors: actors) : (nil, .zero)
    aim = try Self.readAim(entry)
    var warnings: [String] = []
    if let node = entry.optional("antenna") {
      antenna = try readAntenna(node, frequency: bandCentre, warnings: &warnings)
    } else {
      antenna = Antenna()
    }
    array = try readArray(
      entry.optional("array"), antenna: antenna, bandCentre: bandCentre, warnings: &warnings)
    self.warnings = warnings
    power = try Self.readPower(entry.optional("power"), of: name)
    noiseFigure = try Self.readNoiseFigure(entry.optional("noise-figure"), of: name)
    try entry.finish()
  }

  private static func readPower(_ node: InputNode?, of name: String) throws(InputError) -> Power {
    guard let node else { return Power(dBm: 12) }
    let power = try node.power()
    guard power.watts > 0 else {
      throw node.error("the power of '\(name)' must be above zero, not \(shortest(power.watts)) W")
    }
    return try node.power(in: Power.plausible)
  }

  private static func readNoiseFigure(
    _ node: InputNode?, of name: String
  ) throws(InputError) -> Decibels {
    guard let node else { return Decibels(si: 15) }
    let noiseFigure: Decibels = try node.quantity()
    guard noiseFigure.decibels >= 0 else {
      throw node.error("the noise figure of '\(name)' is below 0 dB, which no receiver reaches")
    }
    return try node.quantity(in: Decibels.plausibleNoiseFigures)
  }

  private static func readPlace(
    _ entry: InputMapping, actors: ActorTable
  ) throws(InputError) -> (parent: Int?, offset: Vector3) {
    let position = entry.optional("position")
    let attached = entry.optional("attached-to")
    let offset = entry.optional("offset")
    switch (position, attached) {
    case (let position?, nil):
      if let offset {
        throw offset.error("'\(offset.path)' goes with 'attached-to', not with 'position'")
      }
      return (nil, try readPoint(position))
    case (nil, let attached?):
      let name = try attached.string()
      guard !actors.disabled.contains(name) else {
        throw attached.error(
          "the actor '\(name)' is not enabled; give the radio a 'position', or enable the actor")
      }
      guard let actor = actors[name] else {
        let names = actors.actors.map(\.name)
        throw attached.error(
          "no actor is named '\(name)'\(suggestion(for: name, among: names))")
      }
      return (actor.node, try offset.map(readPoint) ?? .zero)
    case (nil, nil):
      throw entry.place.error("'\(entry.place.path)' needs a 'position' or 'attached-to' an actor")
    default:
      throw entry.place.error(
        "'\(entry.place.path)' has a 'position' and is 'attached-to' an actor; keep one")
    }
  }

  private static func readAim(_ entry: InputMapping) throws(InputError) -> Aim {
    let target = entry.optional("look-at")
    let orientation = entry.optional("orientation")
    if let target, orientation != nil {
      throw target.error("'\(entry.place.path)' has 'look-at' and 'orientation'; keep one")
    }
    if let target {
      return target.isScalar
        ? .radio(try target.string(), target) : .point(try readPoint(target))
    }
    return .orientation(try orientation.map(readOrientation) ?? .identity)
  }

  /// Where the radio is in the world.
  func position(_ states: [RigidState]) -> Vector3 {
    parent.map { states[$0].worldFromBody(offset) } ?? offset
  }

  /// The radio's pose relative to what carries it.
  func pose(
    among drafts: [RadioDraft], places: [Vector3], states: [RigidState]
  ) throws(InputError) -> RigidTransform {
    let target: Vector3
    switch aim {
    case .orientation(let rotation):
      return RigidTransform(rotation: rotation, translation: offset)
    case .point(let point):
      target = point
    case .radio(let other, let node):
      guard let index = drafts.firstIndex(where: { $0.name == other }) else {
        throw node.error(
          "no radio is named '\(other)'\(suggestion(for: other, among: drafts.map(\.name)))")
      }
      target = places[index]
    }
    let direction = target - position(states)
    guard direction.length > 0 else {
      throw node.error("'\(name)' looks at the place where it is itself")
    }
    let world = Rotation(boresight: direction)
    let carrier = parent.map { states[$0].worldFromBody.rotation } ?? .identity
    return RigidTransform(rotation: carrier.inverse * world, translation: offset)
  }
}
