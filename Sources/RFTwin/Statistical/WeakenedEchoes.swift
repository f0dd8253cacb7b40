// SPDX-License-Identifier: Apache-2.0

internal import Scenes
internal import StatisticalChannel

/// A sentence about echoes that the joining of their legs makes weaker than their large-scale loss.
///
/// - Parameters:
///   - scenario: A scenario with a statistical channel.
///   - seed: The run's seed.
/// - Returns: Nil where joining keeps powers, or a radio of each link sees each target at all times.
func weakenedEchoes(of scenario: Scenario, seed: UInt64) -> String? {
  guard let setup = scenario.statistical, setup.joining.losesPower,
    let channel = try? StatisticalEpisode(setup, seed: seed)
  else { return nil }
  let times = scenario.episode.frameMiddles(atMost: 50)
  let hidden = scenario.scene.links.indices.compactMap { link -> String? in
    let names = channel.hiddenTargets(link: link, at: times).map { "'\($0)'" }
    let radios = scenario.scene.links[link].isMonostatic ? "the radio" : "both radios"
    return names.isEmpty
      ? nil
      : "\(names.joined(separator: ", ")) of \(radios) of the link '\(scenario.scene.links[link].name)'"
  }
  guard !hidden.isEmpty else { return nil }
  return
    "at times out of sight are \(hidden.joined(separator: ", and ")); 'joining' then joins rays one by"
    + " one without normalising, as TR 38.901 does, and leaves the echo weaker than its large-scale"
    + " loss, by some 26 dB with option-2; 'channel: joining: study-3N' keeps its power"
}
