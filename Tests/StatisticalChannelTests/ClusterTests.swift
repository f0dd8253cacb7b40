// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import ComplexModule
import Randomness
import RealModule
import Spatial
import StatisticalChannel
import TestSupport
import Testing

private let degree = Double.pi / 180

@Suite("Clusters and rays of a link")
struct ClusterTests {
  @Test("the powers of a link add up to one, and the line of sight has K times the rest")
  func powers() throws {
    for seed in 0..<50 {
      let (values, link) = try StandardLink(.urbanMicro, .lineOfSight).draw(seed: UInt64(seed))
      let rest = link.rays.reduce(0) { $0 + $1.power }
      let line = try #require(link.lineOfSight).power
      // Rounding of some hundred additions.
      #expect(isClose(line + rest, 1, within: 1e-12))
      let rician = Double.exp10(try #require(values.ricianFactor) / 10)
      #expect(isClose(line / rest, rician, relative: 1e-12))
      let hidden = try StandardLink(.urbanMacro, .obstructed).draw(seed: UInt64(seed)).link
      #expect(hidden.lineOfSight == nil)
      #expect(isClose(hidden.rays.reduce(0) { $0 + $1.power }, 1, within: 1e-12))
    }
  }

  @Test("no cluster is weaker than -25 dB of the strongest, and clusters come in order of delay")
  func removal() throws {
    let model = try StandardLink(.urbanMacro, .obstructed)
    var counts: [Int] = []
    for seed in 0..<200 {
      let link = model.draw(seed: UInt64(seed)).link
      let firsts = stride(from: 0, to: link.rays.count, by: link.raysPerCluster).map {
        link.rays[$0]
      }
      let strongest = firsts.map(\.power).max() ?? 0
      #expect(firsts.allSatisfy { $0.power >= strongest * Double.exp10(-2.5) * (1 - 1e-12) })
      #expect(firsts.map(\.delay) == firsts.map(\.delay).sorted())
      #expect(firsts.first?.delay ?? -1 >= 0)
      counts.append(link.clusterCount)
    }
    // Some clusters fall away of the table's twenty, most stay.
    #expect(counts.max() ?? 0 <= 20)
    #expect(counts.min() ?? 0 >= 5)
  }

  @Test("with very many clusters the delay spread is the one that was told")
  func manyClusters() throws {
    // Delays are exponential with mean r DS and powers fall with r DS / (r - 1), so power over delay
    // falls with DS, whose rms delay spread is DS but for what falls below -25 dB: past
    // T = 2.5 ln 10 r / (r - 1) in units of DS.
    let model = try StandardLink(.urbanMicro, .obstructed) {
      $0.clusters = 4000
      $0.raysPerCluster = 1
      $0.clusterShadowing = 0
      $0.delayScaling = 3
    }
    let limit = 2.5 * Double.log(10) * 1.5
    let tail = Double.exp(-limit)
    let mean = 1 - limit * tail / (1 - tail)
    let square = (2 - tail * (limit * limit + 2 * limit + 2)) / (1 - tail)
    let expected = (square - mean * mean).squareRoot()
    let ratios = (0..<60).map { seed -> Double in
      let (values, link) = model.draw(seed: UInt64(seed))
      return link.delaySpread / values.delaySpread
    }
    let sample = SampleMean(ratios)
    #expect(sample.agrees(with: expected), "\(sample) \(expected)")
    #expect(sample.standardError < 0.005)
  }

  @Test(
    "measured spreads are on average what the procedure makes of the told ones",
    arguments: SpreadExpectation.all)
  func spreads(_ expectation: SpreadExpectation) throws {
    // One told set of spreads, so that only the procedure varies.
    let model = try StandardLink(expectation.environment, expectation.sight)
    let values = LargeScaleValues(
      shadowFading: 0, ricianFactor: expectation.ricianFactor, delaySpread: 100e-9,
      departureAzimuthSpread: 20 * degree, arrivalAzimuthSpread: 40 * degree,
      departureZenithSpread: 3 * degree, arrivalZenithSpread: 10 * degree)
    let links = (0..<1500).map { model.draw(values, seed: UInt64($0)) }
    let delay = SampleMean(links.map { $0.delaySpread / 100e-9 })
    let azimuth = SampleMean(
      links.map { $0.angularSpread { $0.departure.angles.phi } / (20 * degree) })
    let arrival = SampleMean(
      links.map { $0.angularSpread { $0.arrival.angles.phi } / (40 * degree) })
    // Both sides have sampling errors; 4 of their sum for six numbers.
    for (found, expected) in [
      (delay, expectation.delay), (azimuth, expectation.departureAzimuth),
      (arrival, expectation.arrivalAzimuth),
    ] {
      let error = Double.hypot(found.standardError, expected.error)
      #expect(isClose(found.mean, expected.ratio, within: 4 * error), "\(found) \(expected)")
    }
  }

  @Test("with a line of sight the first cluster lies around it")
  func lineOfSight() throws {
    let model = try StandardLink(.urbanMicro, .lineOfSight)
    let towards = RayDirection(model.terminal - model.base)
    let back = RayDirection(model.base - model.terminal)
    for seed in 0..<20 {
      let (_, link) = model.draw(seed: UInt64(seed))
      let line = try #require(link.lineOfSight)
      #expect(line.departure == towards)
      #expect(line.arrival == back)
      guard link.rays[0].delay == 0 else { continue }
      let first = link.rays.prefix(20)
      // Offsets within a cluster have zero mean; the table's are of four decimals.
      let azimuth = first.reduce(0) { $0 + $1.departure.angles.phi } / 20
      #expect(isClose(azimuth, towards.angles.phi, within: 1e-9))
      let zenith = first.reduce(0) { $0 + $1.arrival.angles.theta } / 20
      #expect(isClose(zenith, back.angles.theta, within: 1e-9))
    }
  }

  @Test("each cluster has all offsets of each kind of angle once")
  func coupling() throws {
    let (_, link) = try StandardLink(.urbanMacro, .obstructed).draw(seed: 3)
    for cluster in 0..<link.clusterCount {
      let rays = link.rays[cluster * 20..<(cluster + 1) * 20]
      let middle = rays.reduce(0) { $0 + $1.departure.angles.phi } / 20
      for ray in rays where abs(middle) < 2 {
        let offset = (ray.departure.angles.phi - middle) / (1.8 * degree)
        #expect(RayTables.offsets.contains { isClose($0, offset, within: 1e-9) })
      }
    }
  }

  @Test("the two strongest clusters fall into three parts by delay, with their shares of rays")
  func subclusters() throws {
    let (_, link) = try StandardLink(.urbanMicro, .obstructed).draw(seed: 5)
    var split = 0
    for cluster in 0..<link.clusterCount {
      let rays = link.rays[cluster * 20..<(cluster + 1) * 20]
      let delays = rays.map { $0.delay }
      let first = delays.min() ?? 0
      guard delays.contains(where: { $0 > first }) else { continue }
      split += 1
      // UMi NLOS: 11 ns.
      let parts = Dictionary(grouping: delays) { (($0 - first) / 11e-9 * 100).rounded() }
      #expect(parts.mapValues(\.count) == [0: 10, 128: 6, 256: 4])
    }
    #expect(split == 2)
    var whole = try StandardLink(.urbanMicro, .obstructed)
    whole.clusters.hasSubclusters = false
    let plain = whole.draw(seed: 5).link
    #expect(Set(plain.rays.map(\.delay)).count == plain.clusterCount)
  }

  @Test("without a line of sight zenith angles of departure are shifted by the table's offset")
  func zenithOffset() throws {
    let model = try StandardLink(.urbanMicro, .obstructed, distance: 60)
    let expected = RayDirection(model.terminal - model.base).angles.theta + model.departure.offset
    let means = (0..<400).map { seed in
      let link = model.draw(seed: UInt64(seed)).link
      return link.rays.reduce(0) { $0 + $1.departure.angles.theta } / Double(link.rays.count)
    }
    let sample = SampleMean(means)
    #expect(sample.agrees(with: expected), "\(sample) \(expected)")
    // The offset is far more than the error.
    #expect(abs(model.departure.offset) > 10 * sample.standardError)
  }

  @Test("to indoors waves come in level on average")
  func indoors() throws {
    var model = try StandardLink(.urbanMicro, .outdoorToIndoor, distance: 60, baseHeight: 40)
    model.clusters.isIndoorTerminal = true
    let means = (0..<400).map { seed in
      let link = model.draw(seed: UInt64(seed)).link
      return link.rays.reduce(0) { $0 + $1.arrival.angles.theta } / Double(link.rays.count)
    }
    #expect(SampleMean(means).agrees(with: .pi / 2))
  }

  @Test("the ratio of co-polar to cross-polar power is log-normal as the table has it")
  func crossPolarization() throws {
    let model = try StandardLink(.openOffice, .obstructed)
    var ratios: [Double] = []
    for seed in 0..<10 {
      for ray in model.draw(seed: UInt64(seed)).link.rays {
        let cross = ray.transfer.thetaFromPhi.length
        #expect(isClose(ray.transfer.thetaFromTheta.length, 1, within: 1e-12))
        #expect(isClose(ray.transfer.phiFromPhi.length, 1, within: 1e-12))
        #expect(isClose(ray.transfer.phiFromTheta.length, cross, relative: 1e-12))
        ratios.append(-20 * Double.log10(cross))
      }
    }
    let sample = SampleMean(ratios)
    #expect(sample.agrees(with: 10))
    let deviation = sample.standardError * Double(ratios.count).squareRoot()
    // The standard error of a deviation of 4 dB over some 3000 rays is 0.05 dB.
    #expect(isClose(deviation, 4, within: 0.2))
  }

  @Test("excess delays are log-normal without a line of sight, zero with one, and end at 2 L / c")
  func excessDelay() throws {
    var model = try StandardLink(.urbanMicro, .obstructed)
    model.clusters.absoluteDelay = try AbsoluteDelay(
      .urbanMicro, frequency: CarrierFrequency(hertz: 6e9))
    let links = (0..<600).map { model.draw(seed: UInt64($0)).link }
    let sample = SampleMean(links.map { Double.log10($0.excessDelay) })
    #expect(sample.agrees(with: -7.5))
    #expect(
      links.allSatisfy {
        isClose($0.rays[0].delay, $0.excessDelay, within: 1e-15)
          || $0.rays[0].delay > $0.excessDelay
      })
    model.clusters.longestExcessDelay = 10e-9
    #expect((0..<50).allSatisfy { model.draw(seed: UInt64($0)).link.excessDelay <= 10e-9 })
    var seen = try StandardLink(.urbanMicro, .lineOfSight)
    seen.clusters.absoluteDelay = try AbsoluteDelay(
      .urbanMicro, frequency: CarrierFrequency(hertz: 6e9))
    #expect(seen.draw(seed: 1).link.excessDelay == 0)
  }

  @Test("from its other end a link has the same rays, turned about")
  func reversed() throws {
    let (_, link) = try StandardLink(.urbanMicro, .lineOfSight).draw(seed: 8)
    let mirror = link.reversed
    for (ray, other) in zip(link.allRays, mirror.allRays) {
      #expect(ray.departure == other.arrival)
      #expect(ray.arrival == other.departure)
      #expect(ray.transfer.thetaFromPhi == other.transfer.phiFromTheta)
      #expect((ray.delay, ray.power) == (other.delay, other.power))
    }
    #expect(mirror.reversed == link)
  }

  @Test("a link is the same whenever its numbers are drawn again")
  func determinism() throws {
    let model = try StandardLink(.urbanMacro, .obstructed)
    #expect(model.draw(seed: 4).link == model.draw(seed: 4).link)
    #expect(model.draw(seed: 4).link != model.draw(seed: 5).link)
  }

  @Test("zenith angles past straight down count back, azimuths are of one turn")
  func folding() throws {
    let model = try StandardLink(.urbanMicro, .obstructed, distance: 2, baseHeight: 60)
    for seed in 0..<50 {
      for ray in model.draw(seed: UInt64(seed)).link.rays {
        #expect((0...Double.pi).contains(ray.departure.angles.theta))
        #expect(abs(ray.departure.angles.phi) <= .pi)
        #expect(isClose(ray.departure.unit.length, 1, within: 1e-12))
      }
    }
  }
}

/// What an independent program finds of the ratio of measured to told spreads.
///
/// It has the same equations in another language, other random numbers and a search over the circle's
/// cuts instead of our sum: 6000 links with told spreads of 100 ns, 20 and 40 degrees.
struct SpreadExpectation: Sendable, CustomTestStringConvertible {
  typealias Ratio = (ratio: Double, error: Double)

  let environment: RadioEnvironment
  let sight: SightState
  let ricianFactor: Double?
  let delay: Ratio
  let departureAzimuth: Ratio
  let arrivalAzimuth: Ratio

  var testDescription: String { "\(environment.rawValue) \(sight.rawValue)" }

  static let all = [
    SpreadExpectation(
      environment: .urbanMicro, sight: .obstructed, ricianFactor: nil, delay: (0.9630, 0.0023),
      departureAzimuth: (1.1421, 0.0014), arrivalAzimuth: (1.1659, 0.0014)),
    SpreadExpectation(
      environment: .urbanMicro, sight: .lineOfSight, ricianFactor: 9, delay: (1.0325, 0.0033),
      departureAzimuth: (0.9769, 0.0010), arrivalAzimuth: (0.9814, 0.0010)),
  ]
}
