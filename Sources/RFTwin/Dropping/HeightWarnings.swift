// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import Channels
internal import Quantities
internal import StatisticalChannel

/// Sentences about heights that the path losses of a scenario are not given for.
struct HeightWarnings {
  private let scenario: SensingScenario
  private let ranges: HeightRanges?
  private(set) var sentences: [String] = []

  init(_ scenario: SensingScenario) {
    self.scenario = scenario
    ranges = HeightRanges.of(scenario)
  }

  /// Looks at base stations, of which the one that is farthest off is told.
  mutating func check(bases heights: [Double], _ what: String = "a base station") {
    guard let ranges else { return }
    for height in [heights.max(), heights.min()].compactMap(\.self)
    where !ranges.holds(base: height) {
      let (low, high) = (ranges.base.lowerBound, ranges.base.upperBound)
      let range =
        low == high
        ? "\(Distance(si: low))" : "\(Distance(si: low)) to \(Distance(si: high))"
      tell(what, height, range)
      return
    }
  }

  /// Looks at terminals or targets, of which the highest is told.
  mutating func check(others highest: Double?, _ what: String) {
    guard let ranges, let highest, !ranges.holds(terminal: highest) else { return }
    tell(what, highest, "\(Distance(si: ranges.terminal.upperBound)) at most")
  }

  private mutating func tell(_ what: String, _ height: Double, _ range: String) {
    sentences.append(
      "\(what) is at a height of \(Distance(si: height)), and the path losses of"
        + " \(scenario.rawValue) are given for \(range) (TR 38.901 Table 7.4.1-1); they are taken as if"
        + " they held")
  }
}

extension SensingDropScenario {
  /// Sentences about heights that no path loss is given for.
  var heightWarnings: [String] {
    var warnings = HeightWarnings(scenario)
    warnings.check(bases: layout.sites.map(\.z))
    warnings.check(others: terminals?.placement.highest, "a terminal")
    warnings.check(others: targets.placement.highest, "a target")
    return warnings.sentences
  }
}

extension ServingDropScenario {
  /// Sentences about heights that no path loss is given for.
  var heightWarnings: [String] {
    let name = surroundings.environment.rawValue
    guard let scenario = SensingScenario(rawValue: name) else { return [] }
    var warnings = HeightWarnings(scenario)
    warnings.check(bases: layout.sites.map(\.z))
    warnings.check(others: terminalHeight, "a terminal")
    return warnings.sentences
  }
}

extension EpisodeSetup {
  /// Sentences about heights that no path loss is given for at an instant.
  ///
  /// - Parameters:
  ///   - time: In seconds.
  ///   - names: Those of the radios.
  /// - Returns: None where all heights are.
  func heightWarnings(at time: Double, names: [String]) -> [String] {
    var warnings = HeightWarnings(scenario)
    let used = Set(links.flatMap { [$0.transmitter, $0.receiver] }).sorted()
    for radio in used {
      let (height, what) = (
        radios[radio].pose(time).position.z, "the radio '\(names[radio])'"
      )
      if radios[radio].node == .transmissionPoint {
        warnings.check(bases: [height], what)
      } else {
        warnings.check(others: height, what)
      }
    }
    warnings.check(others: targets.map { $0.motion(time).position.z }.max(), "a target")
    return warnings.sentences
  }
}
