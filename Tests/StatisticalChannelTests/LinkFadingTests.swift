// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import Randomness
import RealModule
import Spatial
import StatisticalChannel
import TestSupport
import Testing

@Suite("Fast fading of the links of clause 7.9.3")
struct LinkFadingTests {
  private let base = Vector3(0, 0, 25)
  private let terminal = Vector3(150, 0, 1.5)

  private func links(
    _ model: LinkModel, _ sight: SightState, options: LinkFading.Options = .init(), count: Int
  ) throws -> [ClusteredLink] {
    let fading = try LinkFading(
      model, frequency: CarrierFrequency(hertz: 6e9), options: options)
    return try (0..<count).map { index in
      var stream = RandomStream(seed: 6, stage: .linkClusters, index: UInt64(index))
      return try fading.draw(sight, base: base, terminal: terminal, from: &stream).link
    }
  }

  @Test("aerial links in sight have 15 dB of Rician factor, every one of them")
  func aerial() throws {
    for link in try links(LinkModel(formulas: .aerial(.urbanMacro)), .lineOfSight, count: 20) {
      let line = try #require(link.lineOfSight).power
      #expect(isClose(line / (1 - line), Double.exp10(1.5), relative: 1e-9))
    }
  }

  @Test("between base stations arrivals spread like departures, between terminals the other way")
  func exchangedSpreads() throws {
    let ground = LinkModel.Formulas.ground(Surroundings(.urbanMacro))
    func logRatio(_ rule: LinkModel.SpreadRule) throws -> SampleMean {
      let links = try links(LinkModel(formulas: ground, spreads: rule), .obstructed, count: 400)
      return SampleMean(
        links.map { link in
          Double.log10(
            link.angularSpread { $0.arrival.angles.phi }
              / link.angularSpread { $0.departure.angles.phi })
        })
    }
    // UMa has 1.09 for departure and 1.85 for arrival at 6 GHz; clusters' own spreads and the wrap
    // around the circle take part of what differs.
    let plain = try logRatio(.tabulated)
    #expect(plain.mean > 0.4, "\(plain)")
    // Rays within clusters keep their own spreads, 15 degrees at arrival and 1.8 at departure.
    #expect(abs(try logRatio(.departure).mean) < plain.mean / 1.5)
    #expect(abs(try logRatio(.arrival).mean) < 0.1)
  }

  @Test("links between base stations have no offset of their zenith angles")
  func offset() throws {
    let ground = LinkModel.Formulas.ground(Surroundings(.urbanMacro))
    let sight = RayDirection(terminal - base).angles.theta
    func mean(_ rule: LinkModel.SpreadRule) throws -> SampleMean {
      SampleMean(
        try links(LinkModel(formulas: ground, spreads: rule), .obstructed, count: 400).map { link in
          link.rays.reduce(0) { $0 + $1.departure.angles.theta } / Double(link.rays.count)
        })
    }
    #expect(try mean(.departure).agrees(with: sight))
    #expect(!(try mean(.tabulated).agrees(with: sight)))
  }

  @Test("halls limit excess delays to twice their longest side")
  func halls() throws {
    var options = LinkFading.Options()
    options.hall = HallSize(length: 12, width: 6, height: 3)
    let model = LinkModel(formulas: .ground(Surroundings(.denseFactoryLow)))
    let links = try links(model, .obstructed, options: options, count: 200)
    let longest = 24 / 299_792_458.0
    #expect(links.allSatisfy { $0.excessDelay <= longest })
    #expect(links.contains { $0.excessDelay == longest })
    #expect(throws: ChannelStandardError.hallMissing(.denseFactoryLow)) {
      try LinkFading(model, frequency: CarrierFrequency(hertz: 6e9))
    }
  }

  @Test("a state of sight that the surroundings do not have is refused")
  func refused() throws {
    #expect(throws: ChannelStandardError.noColumn(.openOffice, .outdoorToIndoor)) {
      try links(LinkModel(formulas: .ground(Surroundings(.openOffice))), .outdoorToIndoor, count: 1)
    }
  }

  @Test("a radio's own background comes back from where it went, with the same powers")
  func echoed() throws {
    let model = LinkModel(formulas: .ground(Surroundings(.urbanMacro)))
    let link = try #require(try links(model, .obstructed, count: 1).first)
    let echo = link.echoed
    #expect(echo.rays.allSatisfy { $0.arrival == $0.departure })
    #expect(echo.rays.map(\.departure) == link.rays.map(\.departure))
    #expect(echo.rays.map(\.power) == link.rays.map(\.power))
  }
}
