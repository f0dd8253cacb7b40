// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import ComplexModule
internal import InputDocuments
internal import Quantities
internal import StatisticalChannel

/// What walls do to lines of sight (TR 38.901 clause 7.9.5.2).
private enum SightRule: String, CaseIterable {
  /// Option 1: none goes through a wall.
  case blocked
  /// Option 2: probabilities are what they are without walls.
  case unchanged
}

/// Reads `objects` of a file of drops.
///
/// - Parameters:
///   - node: The section.
///   - scenario: What is dropped; takes the walls.
/// - Throws: `InputError` with the line.
func readObjects(
  _ node: InputNode, into scenario: inout SensingDropScenario
) throws(InputError) {
  guard scenario.layout.copies.isEmpty else {
    throw node.error(
      "'\(node.path)' stand where they are, and the layout wraps around; switch 'wrap-around' off")
  }
  let entry = try node.mapping()
  let material: EnvironmentMaterial = try entry.optional("material")?.choice() ?? .concrete
  let permittivity: Complex<Double>
  do {
    permittivity = try material.permittivity(scenario.frequency)
  } catch {
    throw (entry.optional("material") ?? node).error("\(error)")
  }
  if let walls = entry.optional("walls") {
    for wall in try walls.list() {
      scenario.walls.append(try readWall(wall, permittivity))
    }
  }
  if let buildings = entry.optional("buildings"), try buildings.flag() {
    guard scenario.layout.hasStreets else {
      throw buildings.error(
        "'\(buildings.path)' are those of the urban grid; its layout must be of kind urban-grid")
    }
    scenario.walls += StreetGrid.walls(permittivity: permittivity)
  }
  guard !scenario.walls.isEmpty else {
    throw node.error("'\(node.path)' has no wall; give 'walls', or 'buildings: on'")
  }
  let rule: SightRule = try entry.optional("sight")?.choice() ?? .unchanged
  scenario.wallsBlockSight = rule == .blocked
  try entry.finish()
}

/// Refuses walls that would change nothing, and ways of joining that do not know their rays.
func checkObjects(
  _ node: InputNode, _ scenario: SensingDropScenario, _ fading: DropFading?
) throws(InputError) {
  guard let fading else {
    guard scenario.wallsBlockSight else {
      throw node.error(
        "'\(node.path)' mirror paths, which are drawn with fading; switch 'fading' on, or let the"
          + " walls block ('sight: blocked')")
    }
    return
  }
  guard [.everyRay, .raysAtRandom].contains(fading.channels.joining.pairing) else {
    throw node.error(
      "'\(node.path)' have rays in no cluster, and the joining pairs clusters; choose option-1 or"
        + " option-2")
  }
}

private func readWall(
  _ node: InputNode, _ permittivity: Complex<Double>
) throws(InputError) -> ReflectingWall {
  let entry = try node.mapping()
  let (start, end) = (
    try entry.required("from").numbers(2), try entry.required("to").numbers(2)
  )
  let bottom = try entry.optional("bottom").map(readHeight) ?? 0
  let topNode = try entry.required("height")
  let top = try readHeight(topNode)
  try entry.finish()
  guard start != end else {
    throw node.error("'\(node.path)' begins where it ends; give two places")
  }
  guard top > bottom else {
    throw topNode.error("'\(topNode.path)' is not above the wall's bottom; exchange them")
  }
  return ReflectingWall(
    from: SIMD2(start[0], start[1]), to: SIMD2(end[0], end[1]), heights: bottom...top,
    permittivity: permittivity)
}
