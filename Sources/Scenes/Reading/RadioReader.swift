// SPDX-License-Identifier: Apache-2.0

internal import Electromagnetics
internal import InputDocuments
internal import Kinematics
internal import Quantities
internal import Spatial

/// Reads the list `radios` into a scene.
func readRadios(
  _ node: InputNode, into scene: inout Scene, actors: ActorTable, start: Double,
  bandCentre: Frequency
) throws(InputError) {
  var drafts: [RadioDraft] = []
  for element in try node.list() {
    let draft = try RadioDraft(element, actors: actors, bandCentre: bandCentre)
    guard !drafts.contains(where: { $0.name == draft.name }) else {
      throw element.error("two radios are named '\(draft.name)'")
    }
    drafts.append(draft)
  }
  guard !drafts.isEmpty else { throw node.error("there must be at least one radio") }
  let states = scene.motion.states(at: start)
  let places = drafts.map { $0.position(states) }
  for draft in drafts {
    let pose = try draft.pose(among: drafts, places: places, states: states)
    let radioNode = scene.motion.add(.fixed(pose), to: draft.parent)
    scene.radios.append(
      Radio(
        name: draft.name, node: radioNode, antenna: draft.antenna,
        receiveElements: draft.receiveElements, power: draft.power, noiseFigure: draft.noiseFigure))
  }
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
  let aim: Aim
  let antenna: Antenna
  let receiveElements: [Vector3]
  let power: Power
  let noiseFigure: Decibels
  let node: InputNode

  init(_ node: InputNode, actors: ActorTable, bandCentre: Frequency) throws(InputError) {
    let entry = try node.mapping()
    self.node = node
    name = try entry.required("name").string()
    (parent, offset) = try Self.readPlace(entry, actors: actors)
    aim = try Self.readAim(entry)
    antenna = try entry.optional("antenna").map(readAntenna) ?? Antenna()
    receiveElements = try readArray(entry.optional("array"), bandCentre: bandCentre)
    power = try entry.optional("power")?.power() ?? Power(dBm: 12)
    guard power.watts > 0 else {
      throw node.error("the power of '\(name)' must be above zero, not \(shortest(power.watts)) W")
    }
    noiseFigure = try entry.quantity("noise-figure", default: Decibels(si: 15))
    guard noiseFigure.decibels >= 0 else {
      throw (entry.optional("noise-figure") ?? node).error(
        "the noise figure of '\(name)' is below 0 dB, which no receiver reaches")
    }
    try entry.finish()
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
      return (nil, try readVector(position))
    case (nil, let attached?):
      let name = try attached.string()
      guard let actor = actors[name] else {
        let names = actors.actors.map(\.name)
        throw attached.error(
          "no actor is named '\(name)'\(suggestion(for: name, among: names))")
      }
      return (actor.node, try offset.map(readVector) ?? .zero)
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
        ? .radio(try target.string(), target) : .point(try readVector(target))
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

/// The antenna patterns as they are written.
private enum PatternName: String, CaseIterable {
  case isotropic
  case dipole
  case halfWaveDipole = "half-wave-dipole"
  case tr38901
  case sector
}

private func readAntenna(_ node: InputNode) throws(InputError) -> Antenna {
  let entry = try node.mapping()
  let pattern: AntennaPattern
  switch try entry.required("pattern").choice(PatternName.self) {
  case .isotropic: pattern = .isotropic
  case .dipole: pattern = .shortDipole
  case .halfWaveDipole: pattern = .halfWaveDipole
  case .tr38901: pattern = .tr38901
  case .sector: pattern = .sector(try readSector(entry))
  }
  let polarization: Polarization = try entry.optional("polarization")?.choice() ?? .vertical
  try entry.finish()
  return Antenna(pattern: pattern, polarization: polarization)
}

private func readSector(_ entry: InputMapping) throws(InputError) -> AntennaPattern.Sector {
  let node = try entry.required("beamwidth")
  let widths = try node.list()
  guard widths.count == 2 else {
    throw node.error("'\(node.path)' must be the widths in azimuth and elevation")
  }
  let azimuth: Angle = try widths[0].quantity()
  let elevation: Angle = try widths[1].quantity()
  for width in [azimuth, elevation] where width.radians <= 0 || width.radians > 2 * .pi {
    throw node.error("'\(node.path)' must lie between 0 and 360 deg")
  }
  let floor = try entry.quantity("floor", default: Decibels(si: 30))
  guard floor.decibels > 0 else {
    throw entry.place.error(
      "'\(entry.place.path).floor' must be above 0 dB: it lies below the peak")
  }
  return AntennaPattern.Sector(
    gain: try entry.quantity("gain"), azimuthBeamwidth: azimuth, elevationBeamwidth: elevation,
    floor: floor)
}

/// Reads a row of receive elements around the radio's place.
///
/// They stand across the boresight from left to right, half a wavelength apart by default.
private func readArray(
  _ node: InputNode?, bandCentre: Frequency
) throws(InputError) -> [Vector3] {
  guard let node else { return [.zero] }
  let entry = try node.mapping()
  let transmit = try entry.integer("tx", in: 1...64, default: 1)
  guard transmit == 1 else {
    throw node.error(
      "'\(node.path)': several transmit elements need a schedule, which is not modelled yet; use"
        + " 'tx: 1'")
  }
  let count = try entry.integer("rx", in: 1...256, default: 1)
  let spacing = try entry.quantity("spacing", default: Distance(si: bandCentre.wavelength / 2))
  try entry.finish()
  return (0..<count).map { element in
    Vector3(0, (Double(count - 1) / 2 - Double(element)) * spacing.metres, 0)
  }
}

/// Reads the list `links` into a scene.
func readLinks(_ node: InputNode, into scene: inout Scene) throws(InputError) {
  let names = scene.radios.map(\.name)
  func radio(_ node: InputNode) throws(InputError) -> Int {
    let name = try node.string()
    guard let index = names.firstIndex(of: name) else {
      throw node.error("no radio is named '\(name)'\(suggestion(for: name, among: names))")
    }
    return index
  }
  for element in try node.list() {
    let entry = try element.mapping()
    let link = Link(
      name: try entry.required("name").string(), transmitter: try radio(entry.required("tx")),
      receiver: try radio(entry.required("rx")))
    try entry.finish()
    guard !scene.links.contains(where: { $0.name == link.name }) else {
      throw element.error("two links are named '\(link.name)'")
    }
    guard isPlainName(link.name) else {
      throw element.error(
        "a link's name may hold letters, digits, '-' and '_' only, not '\(link.name)'")
    }
    scene.links.append(link)
  }
  guard !scene.links.isEmpty else { throw node.error("there must be at least one link") }
}

private func isPlainName(_ name: String) -> Bool {
  !name.isEmpty
    && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
}
