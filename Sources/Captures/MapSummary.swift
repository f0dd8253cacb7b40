// SPDX-License-Identifier: Apache-2.0

/// What stands out in the delay-Doppler maps of a link: the strongest echo at rest, and a moving one over time.
package struct MapSummary: Sendable {
  /// A cell of a map.
  package struct Echo: Sendable {
    /// The middle of the map's window, in seconds.
    package let time: Double
    /// In seconds.
    package let delay: Double
    /// In hertz, positive while the path shortens.
    package let dopplerShift: Double
    /// In watts.
    package let power: Double
    /// The power over the mean noise of a cell; nothing when the record is free of noise.
    package let aboveNoise: Double?
  }

  /// The strongest echo within a Doppler cell of zero, of all maps.
  package var atRest: Echo?

  /// Of the first and of the last map that has one, the strongest echo at more than four Doppler
  /// cells from zero.
  package var firstMoving: Echo?
  package var lastMoving: Echo?

  /// Looks through all maps of a link, one at a time.
  ///
  /// A cell counts as an echo from 13 dB above the mean noise: the power of noise is exponentially
  /// distributed, so that a map of 128 x 2000 cells holds a false one with a probability of
  /// 256000 exp(-20), once in two thousand maps.
  /// Without noise a cell counts from 80 dB below the strongest of its map.
  ///
  /// - Parameter link: The link.
  /// - Throws: `RecordError` when a map cannot be read.
  package init(_ link: RecordedLink) throws(RecordError) {
    guard let zero = link.dopplerShifts.firstIndex(where: { $0 >= 0 }), !link.delays.isEmpty else {
      return
    }
    for window in link.mapTimes.indices {
      let map = try link.map(window)
      let noise = link.noisePerMapCell
      let strongest = Double(map.max() ?? 0)
      let threshold = noise > 0 ? 20 * noise : strongest * 1e-8
      func echo(where isWanted: (_ row: Int) -> Bool) -> Echo? {
        // Compared in double precision: rounded to single, the threshold could pass itself.
        var (best, power) = (Int?.none, threshold)
        for row in link.dopplerShifts.indices where isWanted(row) {
          let start = row * link.delays.count
          for cell in start..<start + link.delays.count where Double(map[cell]) > power {
            (best, power) = (cell, Double(map[cell]))
          }
        }
        guard let best else { return nil }
        return Echo(
          time: link.mapTimes[window], delay: link.delays[best % link.delays.count],
          dopplerShift: link.dopplerShifts[best / link.delays.count], power: power,
          aboveNoise: noise > 0 ? power / noise : nil)
      }
      // The widest main lobe of the windows offered reaches to four cells on either side.
      if let still = echo(where: { abs($0 - zero) <= 1 }), still.power > atRest?.power ?? 0 {
        atRest = still
      }
      if let moving = echo(where: { abs($0 - zero) > 4 }) {
        firstMoving = firstMoving ?? moving
        lastMoving = moving
      }
    }
  }
}
