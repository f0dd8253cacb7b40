// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Kinematics
internal import Quantities
internal import Spatial

/// A part of an actor that moves on its own, as written.
struct Part {
  enum Movement {
    case rolls(radius: Double?)
    case spins(axis: Vector3, rate: Double)
    case swings(axis: Vector3, swing: Swing)
  }

  /// Fits the names of objects; the name of the part itself where it has no object.
  var pattern: String

  /// The part that carries this one, or nil for the actor itself.
  var parent: InputNode?

  /// What it turns about, in the actor's frame, or nil for the origin of its object.
  var pivot: Vector3?
  var movement: Movement
  var node: InputNode
}

/// Reads the list `parts` of an actor.
func readParts(_ node: InputNode?) throws(InputError) -> [Part] {
  guard let node else { return [] }
  var parts: [Part] = []
  for element in try node.list() {
    let entry = try element.mapping()
    let pattern = try entry.required("name").string()
    let movement = try readMovement(entry, of: pattern)
    let pivot = try entry.optional("pivot").map(readPoint)
    parts.append(
      Part(
        pattern: pattern, parent: entry.optional("parent"), pivot: pivot, movement: movement,
        node: element))
    try entry.finish()
  }
  return parts
}

private func readMovement(
  _ entry: InputMapping, of pattern: String
) throws(InputError) -> Part.Movement {
  let place = entry.place
  let rolls = try entry.flag("rolls", default: false)
  let (spins, swings) = (entry.optional("spins"), entry.optional("swings"))
  if !rolls, let radius = entry.optional("radius") {
    throw radius.error(
      "'\(radius.path)' goes with 'rolls: on', not with 'spins' or 'swings'")
  }
  switch (rolls, spins, swings) {
  case (true, nil, nil): return .rolls(radius: try readRadius(entry, of: pattern))
  case (false, let spins?, nil): return try readSpin(spins)
  case (false, nil, let swings?): return try readSwing(swings)
  case (false, nil, nil):
    throw place.error(
      "'\(place.path)' must say how the part moves: 'rolls: on', 'spins: { axis, rate }' or"
        + " 'swings: { axis, frequency, amplitude }'")
  default:
    let both = [
      rolls ? "'rolls'" : nil, spins.map { _ in "'spins'" }, swings.map { _ in "'swings'" },
    ]
    .compactMap(\.self)
    throw place.error("'\(place.path)' has \(both.joined(separator: " and ")); keep one")
  }
}

private func readRadius(
  _ entry: InputMapping, of pattern: String
) throws(InputError) -> Double? {
  guard let written = entry.optional("radius") else { return nil }
  let radius: Distance = try written.quantity()
  guard radius.metres > 0 else {
    throw written.error("the radius of '\(pattern)' must be above zero")
  }
  return try written.quantity(in: Distance.plausibleRadii).metres
}

private func readSpin(_ node: InputNode) throws(InputError) -> Part.Movement {
  let entry = try node.mapping()
  let axis = try readAxis(entry)
  let rate = try entry.quantity("rate", in: AngularVelocity.plausible)
  try entry.finish()
  return .spins(axis: axis, rate: rate.si)
}

private func readSwing(_ node: InputNode) throws(InputError) -> Part.Movement {
  let entry = try node.mapping()
  let axis = try readAxis(entry)
  let frequency = try entry.positive("frequency", in: Frequency.plausibleSwings)
  let mean = try entry.quantity("mean", in: Angle.plausible, default: Angle(si: 0))
  var harmonics = [try readHarmonic(entry)]
  for harmonic in try entry.optional("harmonics")?.list() ?? [] {
    let further = try harmonic.mapping()
    harmonics.append(try readHarmonic(further))
    try further.finish()
  }
  try entry.finish()
  let swing = Swing(mean: mean.radians, frequency: frequency.hertz, harmonics: harmonics)
  guard swing.fastestRate <= AngularVelocity.plausible.upperBound.si else {
    throw node.error(
      "'\(node.path)' turns at up to \(AngularVelocity(si: swing.fastestRate)), more than is handled;"
        + " check 'frequency' and 'amplitude'")
  }
  return .swings(axis: axis, swing: swing)
}

private func readHarmonic(_ entry: InputMapping) throws(InputError) -> Swing.Harmonic {
  Swing.Harmonic(
    amplitude: try entry.quantity("amplitude", in: Angle.plausible).radians,
    phase: try entry.quantity("phase", in: Angle.plausible, default: Angle(si: 0)).radians)
}

private func readAxis(_ entry: InputMapping) throws(InputError) -> Vector3 {
  let node = try entry.required("axis")
  let axis = try readVector(node)
  guard axis.length > 0 else { throw node.error("'\(node.path)' must not be zero") }
  return axis.normalized
}
