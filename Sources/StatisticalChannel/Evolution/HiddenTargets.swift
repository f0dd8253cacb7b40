// SPDX-License-Identifier: Apache-2.0

extension StatisticalEpisode {
  /// The targets that neither radio of a link sees at some of the instants, at least in part.
  ///
  /// - Parameters:
  ///   - link: The link's number.
  ///   - times: The instants, in seconds.
  /// - Returns: Their names in the order in which they are listed.
  package func hiddenTargets(link: Int, at times: [Double]) -> [String] {
    let pair = pairs[link]
    func isHidden(_ target: Int, from radio: Int, at time: Double) -> Bool {
      guard let leg = legs[RadioTarget(radio: radio, target: target)] else { return false }
      return leg.moment(at: place(radio, target, at: time)).sight < 1
    }
    return setup.targets.indices.filter { target in
      times.contains {
        isHidden(target, from: pair.first, at: $0) && isHidden(target, from: pair.second, at: $0)
      }
    }.map { setup.targets[$0].name }
  }
}
