// SPDX-License-Identifier: Apache-2.0

internal import RealModule
package import Spatial

/// The sector that a terminal hears best, and what comes from all others.
package struct ServingSector: Hashable, Sendable {
  package let site: Int
  package let sector: Int
  /// The linear power gain between sector and terminal, with that of antennas.
  package let gain: Double
  /// The sum of the gains of all other sectors; zero where there is none.
  package let interference: Double

  /// In decibels, positive.
  package var loss: Double { -10 * Double.log10(gain) }

  /// The serving sector's power over that of all others, in decibels.
  package var geometry: Double { ratio(noise: 0) }

  /// The serving sector's power over that of all others and of noise, in decibels.
  ///
  /// - Parameter noise: Over the power that each sector sends, linear.
  /// - Returns: Infinity where there is neither.
  package func ratio(noise: Double) -> Double {
    10 * Double.log10(gain / (interference + noise))
  }
}

/// Chooses the sector with the largest gain, of equal ones the first.
struct SectorChoice {
  private var best = (site: 0, sector: 0, gain: 0.0)
  private var others = 0.0

  mutating func consider(site: Int, sector: Int, gain: Double) {
    if gain > best.gain {
      others += best.gain
      best = (site, sector, gain)
    } else {
      others += gain
    }
  }

  var serving: ServingSector {
    ServingSector(
      site: best.site, sector: best.sector, gain: best.gain, interference: others)
  }
}

/// A terminal with the sector that serves it.
package struct ServedTerminal: Sendable {
  package let place: Vector3
  /// By large-scale losses and the gains of antennas along the straight way.
  package let serving: ServingSector
  /// nil where clusters were not asked for.
  package let faded: Faded?

  /// What clusters and rays make of it.
  package struct Faded: Sendable {
    /// By the powers of all rays, each with the gain of the antenna towards it.
    package let serving: ServingSector
    /// The gain between one port of the sector and one of two crossed ones of the terminal, on the mean,
    /// linear.
    package let portGain: Double
    /// The serving site's link, without antennas.
    package let link: ClusteredLink
  }
}
