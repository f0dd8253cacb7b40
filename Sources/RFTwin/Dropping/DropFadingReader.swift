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
) throws(InputError) -> SensingChannels.Options? {
  let targets = try root.required("targets").mapping()
  var options = SensingChannels.Options(try targetCrossSection(targets.required("kind")))
  options.fading.hall = try readHall(root.required("layout").mapping())
  // The calibrations have a sigma_D of one (Table 7.9.6.2-1).
  options.isDirective = false
  if node.isMapping {
    let entry = try node.mapping()
    if let word = entry.optional("joining") { options.joining = try readJoining(word) }
    options.isDirective = try entry.flag("directive", default: false)
    if let release = entry.optional("release") { options.fading.release = try release.choice() }
    options.fading.hasAbsoluteDelay = try entry.flag("absolute-delay", default: true)
    try entry.finish()
  } else if try !node.flag() {
    return nil
  }
  do {
    _ = try SensingChannels(SensingDrops(scenario, seed: 1), options: options)
  } catch {
    throw node.error("'\(node.path)': \(error)")
  }
  return options
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
