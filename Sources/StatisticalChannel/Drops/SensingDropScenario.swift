// SPDX-License-Identifier: Apache-2.0

package import ChannelStandards

/// What is dropped: base stations, terminals and targets, and what is asked of them.
package struct SensingDropScenario: Hashable, Sendable {
  package var scenario: SensingScenario
  package var frequency: CarrierFrequency
  package var layout: SiteLayout
  package var targets: Targets
  /// None where only base stations sense.
  package var terminals: Terminals?
  package var modes: [SensingMode]
  /// How many pairs of sender and receiver with the least loss are taken for a target.
  package var bestPairs: Int
  /// Other numbers of pairs for some modes, as highways have.
  package var bestPairsOfModes: [SensingMode: Int] = [:]
  /// Whether the background of the pairs is dropped, too.
  package var hasBackground = true
  /// Whether links that are near to each other are alike (clause 7.6.3); calibrations draw each for
  /// itself.
  package var isConsistent = false
  /// The hall's clutter, nil for that of the scenario.
  package var clutter: FactoryClutter?
  /// What mirrors the waves to and from targets (clause 7.9.5.2).
  package var walls: [ReflectingWall] = []
  /// Whether walls take the lines of sight that they stand in, option 1 of the clause; otherwise
  /// probabilities stay what they are.
  package var wallsBlockSight = false

  /// Targets of one kind.
  package struct Targets: Hashable, Sendable {
    package var kind: TargetKind
    /// 10 lg sigma_M in dBsm.
    package var crossSection: Double
    package var placement: Placement
    /// The least distance from base stations in metres, over ground or straight.
    package var leastSiteDistance: (metres: Double, isHorizontal: Bool) {
      get { (siteDistance, isSiteDistanceHorizontal) }
      set { (siteDistance, isSiteDistanceHorizontal) = newValue }
    }
    private var siteDistance = 0.0
    private var isSiteDistanceHorizontal = true
    /// The least distance over ground from terminals in metres.
    package var leastTerminalDistance = 0.0
    /// The least distance of targets from each other in metres.
    package var leastSpacing = 0.0

    /// Creates targets.
    package init(kind: TargetKind, crossSection: Double, placement: Placement) {
      self.kind = kind
      self.crossSection = crossSection
      self.placement = placement
    }
  }

  /// Terminals of one kind.
  package struct Terminals: Hashable, Sendable {
    package var node: SensingNode
    package var placement: Placement
    /// The least distance over ground from base stations in metres.
    package var leastSiteDistance = 0.0

    /// Creates terminals.
    package init(node: SensingNode, placement: Placement) {
      self.node = node
      self.placement = placement
    }
  }

  /// Creates a scenario with the calibrations' four best pairs.
  package init(
    _ scenario: SensingScenario, frequency: CarrierFrequency, layout: SiteLayout,
    targets: Targets, terminals: Terminals? = nil, modes: [SensingMode], bestPairs: Int = 4
  ) {
    self.scenario = scenario
    self.frequency = frequency
    self.layout = layout
    self.targets = targets
    self.terminals = terminals
    self.modes = modes
    self.bestPairs = bestPairs
  }
}
