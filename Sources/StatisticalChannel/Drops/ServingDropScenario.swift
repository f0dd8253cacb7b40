// SPDX-License-Identifier: Apache-2.0

package import ChannelStandards

/// What is dropped where terminals are served by the sector they hear best, as communication has them.
///
/// The calibrations of TR 38.901 clauses 7.8.1 and 7.8.2.
package struct ServingDropScenario: Hashable, Sendable {
  package var surroundings: Surroundings
  package var frequency: CarrierFrequency
  package var layout: SiteLayout
  package var sectors: SectorPanel
  /// How many terminals a drop has.
  package var terminals: Int
  package var region: DropRegion
  /// The share of terminals in buildings, which the environments outdoors have.
  package var indoorShare = 0.8
  /// The height of terminals that are not on a floor of a building, in metres.
  package var terminalHeight = 1.5
  /// The share of buildings of low loss; the others are of high loss.
  package var lowLossShare = 0.5
  /// Whose glass buildings have, and whose clusters links.
  package var release = StandardRelease.release19
  /// The least distance from base stations over ground in metres.
  package var leastSiteDistance = 0.0
  /// Whether clusters and rays of all links are drawn, too; nil leaves them out.
  package var fading: Fading?

  /// How the spreads of a link go with its shadow fading, by which the sector that serves is chosen.
  package enum Fading: Hashable, Sendable {
    /// As the tables correlate them; positive fading is more power.
    case joint
    /// Not at all, with which companies' curves come out.
    case apart
  }

  /// The surroundings whose terminals and buildings clause 7.2 tells; other ones have terminals in cars,
  /// streets or halls.
  package static let environments: [RadioEnvironment] = [
    .urbanMicro, .urbanMacro, .mixedOffice, .openOffice,
  ]

  /// Creates a scenario.
  package init(
    _ environment: RadioEnvironment, frequency: CarrierFrequency, layout: SiteLayout,
    sectors: SectorPanel, terminals: Int, region: DropRegion
  ) {
    surroundings = Surroundings(environment)
    self.frequency = frequency
    self.layout = layout
    self.sectors = sectors
    self.terminals = terminals
    self.region = region
  }
}
