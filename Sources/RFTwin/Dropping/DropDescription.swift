// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
package import InputDocuments
internal import Quantities
package import StatisticalChannel

/// What is drawn of channels, and what of it is kept.
package struct DropFading: Sendable {
  package var channels: SensingChannels.Options
  /// Which paths the record keeps.
  package var paths = KeptPaths.none
  /// How echoes are detected; nil where that is not asked for.
  package var detection: DropDetection?

  package enum KeptPaths: Hashable, Sendable {
    case none
    case all
    /// So many of those by way of the target, and as many of the background.
    case strongest(Int)
  }

  /// Whether the record keeps paths.
  var keepsPaths: Bool { paths != .none }
}

/// What a file asks for.
package enum DropContent: Sendable {
  /// Targets and the radios that sense them; without fading large-scale losses are all.
  case sensing(SensingDropScenario, DropFading?)
  /// Terminals and the sectors that serve them, with the noise that they hear, if any.
  case serving(ServingDropScenario, DropNoise?)
}

/// What is dropped, as a file says it.
package struct DropDescription: Sendable {
  package var name: String
  /// The file, as the user named it, and its text.
  package var file: String
  package var text: String
  /// What replaced values of the file, as KEY=VALUE.
  package var overrides: [String]
  package var content: DropContent
  package var seed: UInt64
  /// Whether the record keeps the places of targets and terminals.
  package var keepsPlaces: Bool

  /// Sentences about what lies beyond the models.
  package var warnings: [String] {
    switch content {
    case .sensing(let scenario, _): return scenario.heightWarnings
    case .serving(let scenario, _): return scenario.heightWarnings
    }
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: A YAML (or JSON) file.
  ///   - overrides: What replaces values of it.
  /// - Returns: What is dropped.
  /// - Throws: `InputError` with file and line, or with the option that replaced a value.
  package static func load(
    _ path: String, overrides: [Override] = []
  ) throws(InputError) -> DropDescription {
    let text = try TextFile.text(path)
    let root = try InputNode.parse(text, file: path).overridden(by: overrides).mapping()
    let name = try root.required("name").name()
    let seed = try root.optional("seed")?.unsigned() ?? 1
    let keepsPlaces = try root.flag("places", default: false)
    let content =
      try asksForServing(root.required("modes")) ? readServing(root) : readSensing(root)
    try root.finish()
    return DropDescription(
      name: name, file: path, text: text, overrides: overrides.map(\.text), content: content,
      seed: seed, keepsPlaces: keepsPlaces)
  }
}

/// Whether a file is of terminals with the sectors that serve them, which is a file's only mode.
private func asksForServing(_ node: InputNode) throws(InputError) -> Bool {
  let modes = try node.list()
  for mode in modes where try readMode(mode) == nil {
    guard modes.count == 1 else {
      throw mode.error(
        "the mode '\(ServingSource.linkName)' has terminals of its own and no targets; give it a file"
          + " of its own")
    }
    return true
  }
  return false
}

private func readSensing(_ root: InputMapping) throws(InputError) -> DropContent {
  let scenario = try readDropScenario(root)
  let fading = try root.optional("fading").map { (node) throws(InputError) in
    try readFading(node, root, of: scenario)
  }
  if let node = root.optional("objects") { try checkObjects(node, scenario, fading ?? nil) }
  if fading.flatMap({ $0 }) == nil { try refusePoints(root) }
  return .sensing(scenario, fading ?? nil)
}

/// Refuses several points of targets where nothing is computed of them.
private func refusePoints(_ root: InputMapping) throws(InputError) {
  let targets = try root.required("targets").mapping()
  guard let node = targets.optional("points"), try node.integer(in: 1...5) > 1 else { return }
  throw node.error("'\(node.path)' needs the clusters of their legs; switch 'fading' on")
}

/// Reads what is dropped, and tries whether it can be.
private func readDropScenario(_ root: InputMapping) throws(InputError) -> SensingDropScenario {
  let scenarioNode = try root.required("scenario")
  let scenario: SensingScenario = try scenarioNode.choice()
  let frequency = try readCarrier(root.required("frequency"))
  let (layout, grid, hall) = try readLayout(root.required("layout"))
  let regions = DropRegionReader(grid: grid, hall: hall, layout: layout)
  let targets = try readTargets(root.required("targets"), regions)
  let sites = layout.sites.enumerated().map { ($1, "base station \($0)") }
  if case .given(let places) = targets.placement {
    try refuseSharedPlaces(
      root.required("targets").mapping().required("positions"), places, others: sites)
  }
  let terminals = try root.optional("terminals").map { (node) throws(InputError) in
    let terminals = try readTerminals(node, regions)
    if case .given(let places) = terminals.placement {
      try refuseSharedPlaces(node.mapping().required("positions"), places, others: sites)
    }
    return terminals
  }
  let modesNode = try root.required("modes")
  let modes = try readModes(modesNode)
  var result = SensingDropScenario(
    scenario, frequency: frequency, layout: layout, targets: targets, terminals: terminals,
    modes: modes)
  try readBestPairs(root.optional("best-pairs"), into: &result)
  result.hasBackground = try root.flag("background", default: true)
  result.isConsistent = try root.flag("consistency", default: false)
  if let node = root.optional("clutter") {
    guard scenario.rawValue.hasPrefix("InF") else {
      throw node.error(
        "'clutter' is what stands in a factory, and \(scenario.rawValue) is none; leave it out")
    }
    result.clutter = try readClutter(node)
  }
  if let node = root.optional("objects") { try readObjects(node, into: &result) }
  if let mode = modes.first(where: \.needsTerminals), terminals == nil {
    throw modesNode.error(
      "the mode '\(mode.rawValue)' needs terminals, and the file has none; give 'terminals'")
  }
  do {
    _ = try SensingDrops(result, seed: 1)
  } catch {
    throw scenarioNode.error("\(error)")
  }
  return result
}

func readCarrier(_ node: InputNode) throws(InputError) -> CarrierFrequency {
  let frequency: Frequency = try node.quantity()
  do {
    return try CarrierFrequency(hertz: frequency.hertz)
  } catch {
    throw node.error("'\(node.path)': \(error)")
  }
}

/// A sensing mode, nil for serving links.
private func readMode(_ node: InputNode) throws(InputError) -> SensingMode? {
  let word = try node.string()
  if word == ServingSource.linkName { return nil }
  if let mode = SensingMode(rawValue: word) { return mode }
  let words = SensingMode.allCases.map(\.rawValue) + [ServingSource.linkName]
  throw node.error(
    "'\(node.path)' cannot be '\(word)'; use one of \(words.joined(separator: ", "))"
      + suggestion(for: word, among: words))
}

private func readModes(_ node: InputNode) throws(InputError) -> [SensingMode] {
  var modes: [SensingMode] = []
  for entry in try node.list() {
    guard let mode = try readMode(entry) else { continue }
    guard !modes.contains(mode) else {
      throw entry.error("the mode '\(mode.rawValue)' is named twice; leave one out")
    }
    modes.append(mode)
  }
  guard !modes.isEmpty else {
    throw node.error("'modes' is empty; name one, such as TRP-mono")
  }
  return modes
}

/// One number of pairs for all modes, or numbers by the names of modes.
private func readBestPairs(
  _ node: InputNode?, into scenario: inout SensingDropScenario
) throws(InputError) {
  guard let node else { return }
  guard node.isMapping else {
    scenario.bestPairs = try node.integer(in: 1...1_000_000)
    return
  }
  for (name, line, value) in try node.mapping().named() {
    guard let mode = scenario.modes.first(where: { $0.rawValue == name }) else {
      throw value.error(
        "'\(name)' is none of the modes that the file asks for"
          + suggestion(for: name, among: scenario.modes.map(\.rawValue)), line: line)
    }
    scenario.bestPairsOfModes[mode] = try value.integer(in: 1...1_000_000)
  }
}

private func readClutter(_ node: InputNode) throws(InputError) -> FactoryClutter {
  let entry = try node.mapping()
  let clutter = FactoryClutter(
    density: try entry.required("density").number(in: 0.01...0.99),
    size: try entry.positive("size", in: Distance.plausibleLengths).metres,
    height: try entry.positive("height", in: Distance.plausibleLengths).metres)
  try entry.finish()
  return clutter
}
