// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import InputDocuments
internal import Quantities
internal import StatisticalChannel

/// How spreads go with shadow fading, by the words of files.
private enum ShadowFadingWord: String, CaseIterable {
  case joint, apart
}

/// What files of serving links may have where sensing is told, and what they have.
private let sensingKeys = [
  "targets", "best-pairs", "background", "objects", "clutter", "consistency",
]

/// Reads a file of terminals with the sectors that serve them.
///
/// - Parameter root: The file.
/// - Returns: What is dropped.
/// - Throws: `InputError` with the line.
func readServing(_ root: InputMapping) throws(InputError) -> DropContent {
  for key in sensingKeys {
    guard let node = root.optional(key) else { continue }
    throw node.error(
      "'\(key)' is of sensing, and the file asks for the mode '\(ServingSource.linkName)'; leave it"
        + " out")
  }
  let scenarioNode = try root.required("scenario")
  let name: SensingScenario = try scenarioNode.choice()
  let frequency = try readCarrier(root.required("frequency"))
  let environment = name.environment(frequency)
  guard name.aerial == nil, ServingDropScenario.environments.contains(environment),
    name.rawValue == environment.rawValue
  else {
    let known = ServingDropScenario.environments.map(\.rawValue).joined(separator: ", ")
    throw scenarioNode.error(
      "'\(scenarioNode.path)' of serving links can be one of \(known), not \(name.rawValue)")
  }
  let (layout, grid, hall) = try readLayout(root.required("layout"))
  let terminals = try root.required("terminals").mapping()
  let regions = DropRegionReader(grid: grid, hall: hall, layout: layout)
  var scenario = ServingDropScenario(
    environment, frequency: frequency, layout: layout,
    sectors: try readSectors(root.required("sectors")),
    terminals: try terminals.integer("count", in: 1...10_000, default: 1),
    region: try regions.region(terminals.required("region")))
  try readTerminals(terminals, into: &scenario)
  if let node = root.optional("release") { scenario.release = try node.choice() }
  if let node = root.optional("fading") { scenario.fading = try readServingFading(node) }
  let noise = try root.optional("noise").map { (node) throws(InputError) in
    let entry = try node.mapping()
    let noise = try readNoise(entry)
    try entry.finish()
    return noise
  }
  do {
    _ = try ServingDrops(scenario, seed: 1)
  } catch {
    throw scenarioNode.error("\(error)")
  }
  return .serving(scenario, noise)
}

/// Reads `terminals` but for how many there are and where.
private func readTerminals(
  _ entry: InputMapping, into scenario: inout ServingDropScenario
) throws(InputError) {
  let isOutdoors = [.urbanMicro, .urbanMacro].contains(scenario.surroundings.environment)
  scenario.indoorShare = isOutdoors ? 0.8 : 0
  if let node = entry.optional("indoor") {
    guard isOutdoors else {
      throw node.error(
        "'\(node.path)' puts terminals into buildings off the streets, and the scenario is a room;"
          + " leave it out")
    }
    scenario.indoorShare = try node.number(in: 0...1)
  }
  if let node = entry.optional("low-loss") {
    guard isOutdoors else {
      throw node.error(
        "'\(node.path)' is of buildings that waves go into, and the scenario is a room; leave it out"
      )
    }
    scenario.lowLossShare = try node.number(in: 0...1)
  }
  scenario.terminalHeight =
    try entry.optional("height").map(readHeight) ?? (isOutdoors ? 1.5 : 1)
  scenario.leastSiteDistance =
    try entry.quantity(
      "site-distance-2d", in: Distance(si: 0)...Distance(si: 1e5), default: Distance(si: 0)
    ).metres
  try entry.finish()
}

/// Reads `sectors`: the antennas of base stations.
private func readSectors(_ node: InputNode) throws(InputError) -> SectorPanel {
  let entry = try node.mapping()
  let angle = Angle(si: -2 * .pi)...Angle(si: 2 * .pi)
  let tilt: Angle = try entry.quantity("tilt", in: Angle(si: 0)...Angle(si: .pi))
  var panel = SectorPanel(tilt: tilt.si)
  if let elements = entry.optional("elements") {
    let counts = try elements.list()
    guard counts.count == 2 else {
      throw elements.error(
        "'\(elements.path)' must be a list of two numbers, rows and columns, such as [10, 1]")
    }
    panel.rows = try counts[0].integer(in: 1...256)
    panel.columns = try counts[1].integer(in: 1...256)
  }
  if let azimuths = entry.optional("azimuths") {
    panel.boresights = []
    for azimuth in try azimuths.list() {
      let boresight = try azimuth.quantity(Angle.self, in: angle).si
      let isKnown = panel.boresights.contains {
        abs(($0 - boresight).remainder(dividingBy: 2 * .pi)) < 1e-9
      }
      guard !isKnown else {
        throw azimuth.error("'\(azimuths.path)' names one direction twice; leave one out")
      }
      panel.boresights.append(boresight)
    }
    guard (1...12).contains(panel.boresights.count) else {
      throw azimuths.error("'\(azimuths.path)' must name one to twelve azimuths")
    }
  }
  try entry.finish()
  return panel
}

/// A switch, or how spreads go with shadow fading.
private func readServingFading(
  _ node: InputNode
) throws(InputError) -> ServingDropScenario.Fading? {
  guard node.isMapping else { return try node.flag() ? .joint : nil }
  let entry = try node.mapping()
  let word: ShadowFadingWord = try entry.optional("shadow-fading")?.choice() ?? .joint
  try entry.finish()
  return word == .joint ? .joint : .apart
}
