// SPDX-License-Identifier: Apache-2.0

package import ChannelStandards
package import Execution
internal import Randomness
internal import RealModule
internal import Spatial

/// Drops of terminals that are served by the sector they hear best, as communication has them.
///
/// The large-scale calibration of TR 38.901 clause 7.8.1.
package struct ServingDropScenario: Hashable, Sendable {
  package var surroundings: Surroundings
  package var frequency: CarrierFrequency
  package var layout: SiteLayout
  package var sectors: SectorColumn
  /// How many terminals a drop has.
  package var terminals: Int
  package var region: DropRegion
  /// The share of terminals in buildings, which the environments outdoors have.
  package var indoorShare = 0.8
  /// The height of terminals that are not on a floor of a building, in metres.
  package var terminalHeight = 1.5
  /// The share of buildings of low loss; the others are of high loss.
  package var lowLossShare = 0.5
  /// Whose glass buildings have.
  package var release = StandardRelease.release19
  /// The least distance from base stations over ground in metres.
  package var leastSiteDistance = 0.0

  /// Creates a scenario.
  package init(
    _ environment: RadioEnvironment, frequency: CarrierFrequency, layout: SiteLayout,
    sectors: SectorColumn, terminals: Int, region: DropRegion
  ) {
    surroundings = Surroundings(environment)
    self.frequency = frequency
    self.layout = layout
    self.sectors = sectors
    self.terminals = terminals
    self.region = region
  }
}

/// A terminal with the sector that serves it.
package struct ServedTerminal: Hashable, Sendable {
  package let site: Int
  package let sector: Int
  /// The coupling loss to the serving sector with the gains of antennas, in decibels, positive.
  package let loss: Double
  /// The serving sector's power over that of all others, in decibels.
  package let geometry: Double
}

/// The drops of a scenario; each is a pure function of the seed and its number.
package struct ServingDrops: Sendable {
  package let scenario: ServingDropScenario
  package let seed: UInt64

  /// Prepares the drops.
  package init(_ scenario: ServingDropScenario, seed: UInt64) {
    self.scenario = scenario
    self.seed = seed
  }

  /// The terminals of many drops, spread over threads.
  ///
  /// - Throws: `DropError.noRoom` where no place far enough from base stations is found.
  package func terminals(_ numbers: Range<Int>, workers: Workers) throws -> [ServedTerminal] {
    let count = scenario.terminals
    return try workers.map(numbers.count * count) { index in
      let drop = numbers.lowerBound + index / count
      return Result {
        try served(
          RandomStream(
            seed: seed, stage: .servingLinks,
            index: UInt64(drop) << UInt64(SensingDrops.legBits) | UInt64(index % count)))
      }
    }.map { try $0.get() }
  }

  private func served(_ numbers: RandomStream) throws(DropError) -> ServedTerminal {
    var stream = numbers
    let point = try place(&stream)
    let building = Building(scenario, &stream)
    let terminal = Vector3(point.x, point.y, building.height)
    var (best, total) = ((site: 0, sector: 0, loss: Double.infinity), 0.0)
    for (index, site) in scenario.layout.sites.enumerated() {
      let loss = loss(site, terminal, building, &stream)
      let way = scenario.layout.displacement(from: site, to: terminal)
      for sector in scenario.sectors.boresights.indices {
        let coupling =
          loss - scenario.sectors.gain(sector: sector, way: way, rise: terminal.z - site.z)
        total += Double.exp10(-coupling / 10)
        if coupling < best.loss { best = (index, sector, coupling) }
      }
    }
    let own = Double.exp10(-best.loss / 10)
    return ServedTerminal(
      site: best.site, sector: best.sector, loss: best.loss,
      geometry: 10 * Double.log10(own / (total - own)))
  }

  private func place(_ stream: inout RandomStream) throws(DropError) -> SIMD2<Double> {
    let limit = DistanceLimit(
      metres: scenario.leastSiteDistance, isHorizontal: true, places: scenario.layout.sites)
    for _ in 0..<10_000 {
      let point = scenario.region.point(&stream)
      if limit.allows(Vector3(point.x, point.y, 0), others: []) { return point }
    }
    throw .noRoom(what: "a terminal", metres: scenario.leastSiteDistance)
  }

  /// The loss between a site and a terminal without antennas: its three sectors share it.
  private func loss(
    _ site: Vector3, _ terminal: Vector3, _ building: Building, _ stream: inout RandomStream
  ) -> Double {
    let way = scenario.layout.displacement(from: site, to: terminal)
    var geometry = LargeScaleGeometry(
      horizontalDistance: (way * way).sum().squareRoot(), baseHeight: site.z,
      terminalHeight: terminal.z, indoorDistance: building.indoorDistance)
    let surroundings = scenario.surroundings
    let (sight, fading) = (stream.uniform(), stream.normalPair().0)
    if surroundings.environment == .urbanMacro {
      geometry.environmentHeight = EnvironmentHeights(
        horizontalDistance: geometry.horizontalDistance, terminalHeight: terminal.z
      ).height(stream.uniform(), stream.uniform())
    }
    let state: SightState =
      sight < surroundings.sightProbability(geometry) ? .lineOfSight : .obstructed
    let deviation = surroundings.shadowFadingDeviation(
      building.isIndoor ? .outdoorToIndoor : state, geometry, scenario.frequency)
    return surroundings.pathLoss(state, geometry, scenario.frequency) + fading * deviation
      + building.penetration
  }

  /// Where in a building a terminal is, if it is in one.
  private struct Building {
    var isIndoor = false
    var height: Double
    var indoorDistance = 0.0
    var penetration = 0.0

    /// Draws the building of a terminal (Tables 7.2-1, 7.8-1 and clause 7.4.3.1).
    init(_ scenario: ServingDropScenario, _ stream: inout RandomStream) {
      height = scenario.terminalHeight
      guard stream.uniform() < scenario.indoorShare else { return }
      isIndoor = true
      let floors = 4 + (stream.uniform() * 5).rounded(.down)
      height = 3 * (stream.uniform() * floors).rounded(.down) + 1.5
      indoorDistance = 25 * min(stream.uniform(), stream.uniform())
      let wall: PenetrationLoss =
        stream.uniform() < scenario.lowLossShare ? .lowLoss : .highLoss
      penetration =
        wall.decibels(
          scenario.frequency, indoorDistance: indoorDistance, release: scenario.release)
        + wall.deviation * stream.normalPair().0
    }
  }
}
