// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import InputDocuments
internal import Quantities
internal import StatisticalChannel

/// How the rays of both legs are joined: the standard's options and the study's cases.
func readJoining(_ node: InputNode) throws(InputError) -> LegJoining {
  let word = try node.string()
  switch word {
  case "option-1": return .option1
  case "option-2": return .option2
  default:
    let prefix = "study-"
    if word.hasPrefix(prefix), let known = StudyCase(rawValue: String(word.dropFirst(prefix.count)))
    {
      return known.joining
    }
    let words = ["option-1", "option-2"] + StudyCase.allCases.map { prefix + $0.rawValue }
    throw node.error(
      "'\(node.path)' cannot be '\(word)'; use one of \(words.joined(separator: ", "))"
        + suggestion(for: word, among: words))
  }
}

/// Reads `fading` of a file of drops.
///
/// - Parameters:
///   - node: The section, or a switch.
///   - root: The file, whose targets and layout it asks for.
///   - scenario: What is dropped.
/// - Returns: Nil where it is switched off.
/// - Throws: `InputError` with the line.
func readFading(
  _ node: InputNode, _ root: InputMapping, of scenario: SensingDropScenario
) throws(InputError) -> DropFading? {
  let section = try readTargetSection(root.required("targets").mapping())
  var fading = DropFading(channels: SensingChannels.Options(section))
  fading.channels.fading.hall = try readHall(root.required("layout").mapping())
  // The calibrations have a sigma_D of one (Table 7.9.6.2-1); several points are nothing without it.
  fading.channels.isDirective = section.pointCount > 1
  if node.isMapping {
    try readFading(node.mapping(), of: scenario, into: &fading)
  } else if try !node.flag() {
    return nil
  }
  do {
    _ = try SensingChannels(SensingDrops(scenario, seed: 1), options: fading.channels)
  } catch {
    throw node.error("'\(node.path)': \(error)")
  }
  return fading
}

private func readFading(
  _ entry: InputMapping, of scenario: SensingDropScenario, into fading: inout DropFading
) throws(InputError) {
  if let word = entry.optional("joining") { fading.channels.joining = try readJoining(word) }
  if let node = entry.optional("directive") {
    fading.channels.isDirective = try node.flag()
    if !fading.channels.isDirective, fading.channels.section.pointCount > 1 {
      throw node.error(
        "'\(node.path)' cannot be off: each point of a target faces its own side; leave it out, or"
          + " ask for one point")
    }
  }
  if let release = entry.optional("release") {
    fading.channels.fading.release = try release.choice()
  }
  fading.channels.fading.hasAbsoluteDelay = try entry.flag("absolute-delay", default: true)
  if let node = entry.optional("paths") { fading.paths = try readPaths(node) }
  if let node = entry.optional("motion") { fading.channels.motion = try readMotion(node, scenario) }
  if let node = entry.optional("detection") { fading.detection = try readDetection(node) }
  if let node = entry.optional("coupling-factor") {
    try requireBackground(node, of: scenario)
    let factor: Decibels = try node.quantity(in: Decibels(si: -300)...Decibels(si: 100))
    fading.channels.combination = .couplingFactor(factor.powerRatio)
  }
  if let node = entry.optional("weak-clusters") {
    try requireBackground(node, of: scenario)
    fading.channels.weakClusters = try readWeakClusters(node)
  }
  try entry.finish()
}

/// Refuses what changes the background where there is none.
private func requireBackground(
  _ node: InputNode, of scenario: SensingDropScenario
) throws(InputError) {
  guard !scenario.hasBackground else { return }
  throw node.error(
    "'\(node.path)' changes the background, and 'background' is off; leave one of them out")
}

/// All paths, none, or so many.
private func readPaths(_ node: InputNode) throws(InputError) -> DropFading.KeptPaths {
  guard Int(try node.string()) == nil else {
    return .strongest(try node.integer(in: 1...1_000_000))
  }
  return try node.flag() ? .all : .none
}

private func readMotion(
  _ node: InputNode, _ scenario: SensingDropScenario
) throws(InputError) -> DropMotion {
  let entry = try node.mapping()
  let speeds = Speed(si: 0)...Speed(si: 1000)
  var motion = DropMotion()
  motion.targetSpeed = try entry.quantity("targets", in: speeds, default: Speed(si: 0)).si
  if let terminals = entry.optional("terminals") {
    guard scenario.terminals != nil else {
      throw terminals.error(
        "'\(terminals.path)' moves terminals, and the file has none; give 'terminals', or leave it"
          + " out")
    }
    motion.terminalSpeed = try terminals.quantity(Speed.self, in: speeds).si
  }
  try entry.finish()
  return motion
}

private func readDetection(_ node: InputNode) throws(InputError) -> DropDetection {
  let entry = try node.mapping()
  let detection = DropDetection(
    noise: try readNoise(entry),
    samples: try entry.integer("samples", in: 1...1_000_000_000, default: 1),
    falseAlarmProbability: try entry.optional("false-alarm")?.number(in: 1e-15...0.5) ?? 1e-6)
  try entry.finish()
  return detection
}

/// Reads the keys of `detection` and `noise` that both have.
func readNoise(_ entry: InputMapping) throws(InputError) -> DropNoise {
  let figures = Decibels(si: 0)...Decibels(si: 100)
  let bandwidth: Frequency = try entry.quantity("bandwidth", in: Frequency.plausible)
  return DropNoise(
    power: try entry.required("power").power(in: Power.plausible).watts,
    bandwidth: bandwidth.hertz,
    noiseFactor: try entry.quantity("noise-figure", in: figures, default: Decibels(si: 0))
      .powerRatio)
}

/// A switch, or the level that they have.
private func readWeakClusters(_ node: InputNode) throws(InputError) -> WeakClusters? {
  if let isOn = try? node.flag() { return isOn ? WeakClusters() : nil }
  return WeakClusters(
    level: try node.quantity(Decibels.self, in: Decibels(si: -100)...Decibels(si: 0)).decibels)
}

/// The hall of a layout, which the delay spreads of factories follow from.
private func readHall(_ layout: InputMapping) throws(InputError) -> HallSize? {
  guard let size = layout.optional("size") else { return nil }
  let lengths = try size.list()
  guard lengths.count == 2 else { return nil }
  let (length, width): (Distance, Distance) = (
    try lengths[0].quantity(), try lengths[1].quantity()
  )
  let ceiling: Distance = try layout.quantity("ceiling", default: Distance(si: 10))
  return HallSize(length: length.metres, width: width.metres, height: ceiling.metres)
}
