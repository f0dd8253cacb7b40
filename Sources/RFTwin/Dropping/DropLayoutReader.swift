// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Quantities
internal import Spatial
internal import StatisticalChannel

/// How base stations are laid out.
private enum LayoutKind: String, CaseIterable {
  case hexagonal
  case urbanGrid = "urban-grid"
  case office
  case hall
  case given
}

/// Reads `layout` of a file of drops.
///
/// - Parameter node: The section.
/// - Returns: The layout with the honeycomb or the room that it has.
/// - Throws: `InputError` with the line.
func readLayout(
  _ node: InputNode
) throws(InputError) -> (SiteLayout, grid: HexagonalGrid?, hall: SIMD2<Double>?) {
  let entry = try node.mapping()
  let kind: LayoutKind = try entry.required("kind").choice()
  let result: (SiteLayout, HexagonalGrid?, SIMD2<Double>?)
  switch kind {
  case .hexagonal, .urbanGrid:
    let grid = HexagonalGrid(
      interSiteDistance: try entry.positive(
        "inter-site-distance", in: Distance(si: 1)...Distance(si: 1e5)
      ).metres, rings: try readRings(entry.optional("sites")))
    let layout = SiteLayout(
      grid, height: try readHeight(entry.required("height")),
      wrapsAround: try entry.flag("wrap-around", default: false),
      hasStreets: kind == .urbanGrid)
    result = (layout, grid, nil)
  case .office:
    result = (
      .office(height: try entry.optional("height").map(readHeight) ?? 3), nil, SIMD2(120, 50)
    )
  case .hall:
    let size = try readLengths(entry.required("size"))
    // The fading of factories asks for it.
    let ceiling = entry.optional("ceiling")
    _ = try ceiling?.quantity(in: Distance(si: 1)...Distance(si: 300))
    let spacingNode = try entry.required("spacing")
    let spacing: Distance = try entry.positive(
      "spacing", in: Distance(si: 1)...Distance(si: 1e4))
    guard spacing.metres <= min(size.x, size.y) else {
      throw spacingNode.error(
        "'\(spacingNode.path)' of \(spacing) is larger than the hall; choose less")
    }
    result = (
      SiteLayout(
        hall: size, spacing: spacing.metres, height: try readHeight(entry.required("height"))),
      nil, size
    )
  case .given:
    let node = try entry.required("sites")
    let sites = try readPlaces(node)
    try refuseSharedPlaces(node, sites)
    result = (SiteLayout(sites), nil, nil)
  }
  try entry.finish()
  return result
}

private func readRings(_ node: InputNode?) throws(InputError) -> Int {
  guard let node else { return 2 }
  let sites = try node.integer(in: 1...19)
  guard let rings = [1, 7, 19].firstIndex(of: sites) else {
    throw node.error("'\(node.path)' can be 1, 7 or 19, not \(sites)")
  }
  return rings
}

/// A height above the ground in metres; the models end at 300 m.
func readHeight(_ node: InputNode) throws(InputError) -> Double {
  let height: Distance = try node.quantity()
  guard height.metres >= 0 else {
    throw node.error(
      "'\(node.path)' of \(height) is below the ground; give a height of zero or more")
  }
  return try node.quantity(in: Distance(si: 0)...Distance(si: 300)).metres
}

/// A list of points [x, y, z] in metres.
func readPlaces(_ node: InputNode) throws(InputError) -> [Vector3] {
  var places: [Vector3] = []
  let limit = Distance.plausibleCoordinates.upperBound.metres
  for entry in try node.list() {
    let numbers = try entry.numbers(3)
    guard numbers.allSatisfy({ abs($0) <= limit }) else {
      throw entry.error("'\(entry.path)' lies more than \(limit) m away; is it in metres?")
    }
    guard numbers[2] >= 0 else {
      throw entry.error(
        "'\(entry.path)' is at \(numbers[2]) m, below the ground; give a height of zero or more")
    }
    guard numbers[2] <= 300 else {
      throw entry.error(
        "'\(entry.path)' is at \(numbers[2]) m, above the 300 m that the models of TR 38.901 hold for"
      )
    }
    places.append(Vector3(numbers[0], numbers[1], numbers[2]))
  }
  guard !places.isEmpty else { throw node.error("'\(node.path)' is empty; give a place") }
  return places
}

/// Refuses radios and targets at one place, between which and as seen from which nothing differs.
///
/// - Parameters:
///   - node: Their list.
///   - places: In metres, as it has them.
///   - others: Places of other radios, with what they are called.
/// - Throws: `InputError` with the line of the second one.
func refuseSharedPlaces(
  _ node: InputNode, _ places: [Vector3], others: [(place: Vector3, name: String)] = []
) throws(InputError) {
  let entries = try node.list()
  for (index, place) in places.enumerated() {
    let before = places[..<index].enumerated().map { ($1, "'\(node.path)[\($0)]'") }
    for (other, name) in before + others where other.distance(to: place) < 0.01 {
      throw entries[index].error(
        "'\(entries[index].path)' is at the place of \(name); move it, or leave it out")
    }
  }
}

/// A list of two lengths.
private func readLengths(_ node: InputNode) throws(InputError) -> SIMD2<Double> {
  let entries = try node.list()
  guard entries.count == 2 else {
    throw node.error("'\(node.path)' must be a list of two lengths, such as [300 m, 150 m]")
  }
  let range = Distance(si: 1)...Distance(si: 1e5)
  return SIMD2(try entries[0].quantity(in: range).metres, try entries[1].quantity(in: range).metres)
}
