// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Kinematics
internal import Quantities
internal import Spatial

/// Complains about radios inside solid objects and about links without length.
///
/// An object that holds all radios at the first instant is taken for a room from then on.
///
/// - Parameters:
///   - scene: The scene with its radios and links.
///   - radios: The list `radios`.
///   - links: The list `links`.
///   - instants: When to look, in seconds.
/// - Returns: One sentence for each object that is taken for a room.
/// - Throws: `InputError` at the radio or the link.
func checkRadios(
  _ scene: Scene, radios: InputNode, links: InputNode, instants: [Double]
) throws(InputError) -> [String] {
  let radioEntries = try radios.list()
  let linkEntries = try links.list()
  let someRadioMoves = scene.radios.contains { !scene.motion.isAtRest($0.node) }
  var solids = SolidObjects(scene)
  var rooms: Set<Int> = []
  var warnings: [String] = []
  for (index, time) in instants.enumerated() {
    let isFirst = index == 0
    let moment = isFirst ? "" : " at \(TimeSpan(si: time))"
    let states = scene.motion.states(at: time)
    let places = scene.radios.map { states[$0.node].worldFromBody.translation }
    for (link, entry) in zip(scene.links, linkEntries) where !link.isMonostatic {
      guard (places[link.transmitter] - places[link.receiver]).length < smallestDistance else {
        continue
      }
      throw entry.error(
        "the radios '\(scene.radios[link.transmitter].name)' and"
          + " '\(scene.radios[link.receiver].name)' of the link '\(link.name)' are at the same"
          + " place\(moment); move one, or use one radio for both ends")
    }
    let found = solids.enclosures(
      of: places, at: time, onlyMoving: !isFirst && !someRadioMoves)
    for enclosure in found where !rooms.contains(enclosure.object) {
      let object = scene.objects[enclosure.object].name
      guard isFirst, enclosure.isRoom else {
        let radio = enclosure.points[0]
        throw radioEntries[radio].error(
          "radio '\(scene.radios[radio].name)' is inside the object '\(object)'\(moment);"
            + " move it out")
      }
      rooms.insert(enclosure.object)
      let names = scene.radios.map { "'\($0.name)'" }.joined(separator: ", ")
      warnings.append(
        "\(scene.radios.count == 1 ? "the radio \(names) is" : "the radios \(names) are") inside"
          + " the object '\(object)', which is taken for a room")
    }
  }
  return warnings
}

/// Nearer than this two antennas are at the same place, in metres.
private let smallestDistance = 1e-3
