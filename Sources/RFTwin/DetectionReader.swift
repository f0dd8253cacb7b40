// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Quantities
internal import Scenes

/// Reads `detection` of `processing`.
func readDetection(_ node: InputNode) throws(InputError) -> DetectionSettings {
  let entry = try node.mapping()
  var settings = DetectionSettings()
  if let method = entry.optional("method") { settings.method = try method.choice() }
  if let rank = entry.optional("rank") {
    guard settings.method == .orderedStatistic else {
      throw rank.error("'\(rank.path)' goes with 'method: os'")
    }
    settings.rank = try share(rank, in: 0.01...0.99)
  }
  if let rate = entry.optional("false-alarm") {
    settings.falseAlarmRate = try share(rate, in: 1e-12...0.1)
  }
  settings.guards = try entry.optional("guard").map(readCells) ?? settings.guards
  if let node = entry.optional("training") {
    settings.training = try readCells(node)
    guard settings.training != .zero else {
      throw node.error("'\(node.path)' leaves no cells that tell the noise; give some")
    }
  }
  if let angles = entry.optional("angles") { settings.angles = try readAngles(angles) }
  if let sources = entry.optional("sources") {
    guard settings.angles == .music else {
      throw sources.error("'\(sources.path)' goes with 'angles: music'")
    }
    settings.sources = try sources.integer(in: 1...64)
  }
  if let field = entry.optional("field-of-view") { settings.fieldOfView = try readField(field) }
  settings.angleStep =
    try entry.optional("angle-step")?.quantity(in: Angle(degrees: 0.1)...Angle(degrees: 20))
    .radians ?? settings.angleStep
  try entry.finish()
  return settings
}

/// How directions are found, as users name it.
private enum AnglesChoice: String, CaseIterable {
  case beamformer
  case capon
  case music
  case off
}

/// How directions are found; nil for `off`.
private func readAngles(_ node: InputNode) throws(InputError) -> DetectionSettings.Angles? {
  if ["no", "false"].contains(try node.string().lowercased()) { return nil }
  let choice: AnglesChoice = try node.choice()
  return DetectionSettings.Angles(rawValue: choice.rawValue)
}

/// A plain number in a range.
private func share(
  _ node: InputNode, in range: ClosedRange<Double>
) throws(InputError) -> Double {
  let value = try node.number()
  guard range.contains(value) else {
    throw node.error(
      "'\(node.path)' must be from \(shortest(range.lowerBound)) to \(shortest(range.upperBound)),"
        + " not \(shortest(value))")
  }
  return value
}

/// Numbers of cells on each side in delay and in Doppler shift.
private func readCells(_ node: InputNode) throws(InputError) -> SIMD2<Int> {
  let values = try node.list()
  guard values.count == 2 else {
    throw node.error(
      "'\(node.path)' must be numbers of cells in delay and in Doppler shift, [8, 4]")
  }
  return SIMD2(try values[0].integer(in: 0...64), try values[1].integer(in: 0...64))
}

/// Widths in azimuth and elevation.
private func readField(_ node: InputNode) throws(InputError) -> SIMD2<Double> {
  let values = try node.list()
  guard values.count == 2 else {
    throw node.error(
      "'\(node.path)' must be widths in azimuth and in elevation, [120 deg, 60 deg]")
  }
  let range = Angle(degrees: 1)...Angle(degrees: 180)
  return SIMD2(try values[0].quantity(in: range).radians, try values[1].quantity(in: range).radians)
}

/// Complains about angles that no link's elements can tell.
///
/// - Parameters:
///   - scenario: The scenario.
///   - processing: Its `processing`.
/// - Throws: `InputError` at the key.
func checkDetection(
  of scenario: Scenario, processing: InputNode?
) throws(InputError) {
  guard let detection = scenario.processing.detection, detection.angles != nil,
    let node = try processing?.mapping().optional("detection")?.mapping()
  else { return }
  let scene = scenario.scene
  let most = scene.links.map { channels(of: $0, in: scene) }.max() ?? 0
  guard most > 1 else {
    throw try node.required("angles").error(
      "no link has several elements to tell angles with; give a radio an 'array', or leave 'angles'"
        + " out")
  }
  guard detection.angles == .music else { return }
  let fewest = scene.links.map { channels(of: $0, in: scene) }.filter { $0 > 1 }.min() ?? 0
  guard detection.sources < fewest else {
    throw (node.optional("sources") ?? node.place).error(
      "'sources' must be fewer than the \(fewest) channels of each array")
  }
}

/// How many channels tell directions of arrival: within one radio all pairs of elements.
func channels(of link: Link, in scene: Scene) -> Int {
  let receivers = scene.radios[link.receiver].receiveElements.count
  guard link.isMonostatic else { return receivers }
  return receivers * scene.radios[link.transmitter].activeTransmitElements.count
}
