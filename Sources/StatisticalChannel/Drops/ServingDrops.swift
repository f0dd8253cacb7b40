// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
package import Execution
internal import Randomness
internal import RealModule
internal import Spatial

/// The drops of terminals with the sectors that serve them; each is a pure function of the seed and its
/// number, and each terminal has random numbers of its own.
package struct ServingDrops: Sendable {
  package let scenario: ServingDropScenario
  package let seed: UInt64
  private let fading: LinkFading?

  /// Prepares the drops.
  ///
  /// - Throws: `DropError` where something lies below the ground or there are too many links,
  ///   `ChannelStandardError` where the tables have no clusters for the links.
  package init(_ scenario: ServingDropScenario, seed: UInt64) throws {
    if let low = scenario.layout.sites.map(\.z).min(), low < 0 {
      throw DropError.belowGround(what: "a base station", height: low)
    }
    guard scenario.terminalHeight >= 0 else {
      throw DropError.belowGround(what: "a terminal", height: scenario.terminalHeight)
    }
    if scenario.release == .release14, scenario.surroundings.environment == .urbanMacro {
      // Its path loss in sight was another one, too.
      throw ChannelStandardError.noEarlierTables(.urbanMacro)
    }
    guard scenario.terminals * scenario.layout.sites.count < 1 << SensingDrops.legBits else {
      throw DropError.tooMany(
        what: "links of terminals with base stations", limit: 1 << SensingDrops.legBits)
    }
    self.scenario = scenario
    self.seed = seed
    var options = LinkFading.Options()
    options.release = scenario.release
    // No delay but a spread is told, which a common one leaves alone.
    options.hasAbsoluteDelay = false
    fading = try scenario.fading.map { _ in
      try LinkFading(
        LinkModel(formulas: .ground(scenario.surroundings)), frequency: scenario.frequency,
        options: options)
    }
  }

  /// The terminals of many drops, spread over threads.
  ///
  /// - Throws: `DropError.noRoom` where no place far enough from base stations is found,
  ///   `ChannelStandardError.noColumn` where a link's state of sight has no clusters.
  package func terminals(_ numbers: Range<Int>, workers: Workers) throws -> [ServedTerminal] {
    let count = scenario.terminals
    return try workers.map(numbers.count * count, chunk: fading == nil ? 64 : 4) { index in
      Result { try served(index % count, drop: numbers.lowerBound + index / count) }
    }.map { try $0.get() }
  }

  private func served(_ number: Int, drop: Int) throws -> ServedTerminal {
    var stream = RandomStream(
      seed: seed, stage: .servingLinks,
      index: UInt64(drop) << UInt64(SensingDrops.legBits) | UInt64(number))
    let point = try place(&stream)
    let building = Building(scenario, &stream)
    let terminal = Vector3(point.x, point.y, building.height)
    let links = scenario.layout.sites.map { link($0, terminal, building, &stream) }
    var choice = SectorChoice()
    for (site, link) in links.enumerated() {
      let (gain, direction) = (link.gain, link.way.normalized)
      for sector in scenario.sectors.boresights.indices {
        choice.consider(
          site: site, sector: sector,
          gain: gain * scenario.sectors.gain(sector: sector, towards: direction))
      }
    }
    return ServedTerminal(
      place: terminal, serving: choice.serving,
      faded: try faded(links, drop: drop, terminal: number))
  }

  private func place(_ stream: inout RandomStream) throws(DropError) -> SIMD2<Double> {
    // From the very place of a base station there is no way to it.
    let metres = max(scenario.leastSiteDistance, 0.01)
    let limit = DistanceLimit(
      metres: metres, isHorizontal: true, places: scenario.layout.sites)
    for _ in 0..<10_000 {
      let point = scenario.region.point(&stream)
      if limit.allows(Vector3(point.x, point.y, 0), others: []) { return point }
    }
    throw .noRoom(what: "a terminal", metres: metres)
  }
}

// MARK: Links

/// The large-scale link between a site and a terminal without antennas: all sectors share it.
private struct SiteLink {
  let site: Vector3
  /// From the site, or its nearest copy, to the terminal in metres.
  let way: Vector3
  /// Of the way outdoors.
  let outdoorSight: SightState
  let isIndoor: Bool
  /// Path loss, shadow fading and what walls take, in decibels.
  let loss: Double
  /// Shadow fading in standard deviations; positive means more loss.
  let fading: Double

  var sight: SightState { isIndoor ? .outdoorToIndoor : outdoorSight }
  var gain: Double { Double.exp10(-loss / 10) }
}

extension ServingDrops {
  private func link(
    _ site: Vector3, _ terminal: Vector3, _ building: Building, _ stream: inout RandomStream
  ) -> SiteLink {
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
    let path = surroundings.pathLoss(state, geometry, scenario.frequency)
    return SiteLink(
      site: site, way: Vector3(way.x, way.y, terminal.z - site.z), outdoorSight: state,
      isIndoor: building.isIndoor, loss: path + fading * deviation + building.penetration,
      fading: fading)
  }

  /// Draws the rays of all links, and chooses the sector anew by their powers (clause 7.8.2); nil
  /// where they are not asked for.
  private func faded(
    _ links: [SiteLink], drop: Int, terminal: Int
  ) throws(ChannelStandardError) -> ServedTerminal.Faded? {
    guard let fading else { return nil }
    var choice = SectorChoice()
    var best: (site: Int, link: ClusteredLink)?
    for (site, link) in links.enumerated() {
      var stream = BulkRandomStream(
        seed: seed, stage: .linkClusters,
        index: UInt64(drop) << UInt64(SensingDrops.legBits)
          | UInt64(terminal * links.count + site))
      let drawn = try fading.draw(
        link.sight, base: link.site, terminal: link.site + link.way,
        outdoorSight: link.outdoorSight,
        shadowFading: scenario.fading == .joint ? -link.fading : nil, from: &stream
      ).link
      for sector in scenario.sectors.boresights.indices {
        choice.consider(
          site: site, sector: sector, gain: link.gain * gain(of: drawn, sector: sector) { _ in 1 })
      }
      if choice.serving.site == site { best = (site, drawn) }
    }
    guard let best else { return nil }
    let serving = choice.serving
    let ports = gain(of: best.link, sector: serving.sector) { $0.transfer.portMean }
    return ServedTerminal.Faded(
      serving: serving, portGain: links[best.site].gain * ports, link: best.link)
  }

  /// The gain of a sector over all rays, each weighed.
  private func gain(
    of link: ClusteredLink, sector: Int, weight: (LinkRay) -> Double
  ) -> Double {
    link.allRays.reduce(0) { sum, ray in
      let antenna = scenario.sectors.gain(sector: sector, towards: ray.departure.unit)
      return sum + ray.power * antenna * weight(ray)
    }
  }
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
