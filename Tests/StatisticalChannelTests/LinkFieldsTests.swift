// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import Execution
import Randomness
import RealModule
import Spatial
import StatisticalChannel
import TestSupport
import Testing

@Suite("Links that are alike where they are near")
struct LinkFieldsTests {
  private let model = LinkModel(formulas: .ground(Surroundings(.urbanMicro)))
  private let base = Vector3(0, 0, 10)
  private let terminal = Vector3(60, 80, 1.5)

  private func place(_ offset: Vector3 = .zero) -> LinkPlace {
    LinkPlace(base: base, terminal: terminal + offset)
  }

  private func fields(_ key: UInt64) -> LinkFields { LinkFields(model, key: key) }

  @Test(
    "large-scale parameters of a place have the table's correlations with each other",
    arguments: [SightState.lineOfSight, .obstructed])
  func crossCorrelation(sight: SightState) throws {
    let parameters = try FastFadingParameters(
      .urbanMicro, sight, frequency: CarrierFrequency(hertz: 79e9))
    let large = try LargeScaleModel(parameters)
    let departure = ZenithDeparture(
      spread: .init(mean: -1, deviation: 0.35), offset: 0)
    let count = 3000
    let values = (0..<count).map { key -> LargeScaleValues in
      var numbers = fields(UInt64(key)).numbers(sight, at: place())
      return large.draw(departure: departure, from: &numbers)
    }
    let fading = values.map(\.shadowFading)
    let spread = values.map { Double.log10($0.delaySpread) }
    let expected = parameters.correlations[.shadowFading, .delaySpread]
    // Four standard errors of a correlation.
    let error = (1 - expected * expected) / Double(count).squareRoot()
    #expect(isClose(correlation(fading, spread), expected, within: 4 * error))
    // Mean and standard deviation of the decimal logarithm as the table has them.
    let law = parameters.delaySpread
    let mean = SampleMean(spread)
    #expect(mean.agrees(with: law.mean, errors: 4))
    #expect(
      isClose(
        mean.standardError * Double(count).squareRoot() / law.deviation, 1,
        within: 4 / (2 * Double(count)).squareRoot()))
  }

  @Test("weak clusters have numbers of their own beside the strong ones' at the same place")
  func sets() {
    var numbers = fields(1).numbers(.obstructed, at: place())
    func drawn(_ set: Int) -> [Double] {
      numbers.begin(set: set)
      let head = (0..<3000).map { _ in numbers.normal() }
      return head
        + (0..<400).flatMap { cluster -> [Double] in
          numbers.begin(cluster: cluster)
          return (0..<5).map { _ in numbers.normal() }
        }
    }
    let (strong, weak) = (drawn(0), drawn(1))
    // Four standard errors of the correlation of 5000 pairs.
    #expect(abs(correlation(strong, weak)) < 4 / Double(strong.count).squareRoot())
    #expect(Set(strong + weak).count == strong.count + weak.count)
  }

  @Test(
    "shadow fading loses its correlation over the distance of its state's table",
    arguments: [(SightState.lineOfSight, 10.0), (.obstructed, 13.0)])
  func shadowFading(sight: SightState, distance: Double) {
    let count = 4000
    let first = (0..<count).map { fields(UInt64($0)).shadowFading(sight, at: place()) }
    for metres in [1.0, 5, 20] {
      let other = place(Vector3(0, metres, 0))
      let second = (0..<count).map { fields(UInt64($0)).shadowFading(sight, at: other) }
      let expected = Double.exp(-metres / distance)
      let error = (1 - expected * expected) / Double(count).squareRoot()
      #expect(isClose(correlation(first, second), expected, within: 4 * error))
    }
  }

  @Test("two places see alike with the share that normal numbers of that correlation have")
  func sight() {
    let (count, metres) = (4000, 10.0)
    let other = place(Vector3(metres, 0, 0))
    let alike = (0..<count).filter { key in
      let fields = fields(UInt64(key))
      return (fields.sight(at: place()) < 0) == (fields.sight(at: other) < 0)
    }.count
    // Half of all see (Sheppard, 1899); D is 50 m. Four standard errors of a share.
    let expected = 0.5 + Double.asin(Double.exp(-metres / 50)) / .pi
    let error = (expected * (1 - expected) / Double(count)).squareRoot()
    #expect(isClose(Double(alike) / Double(count), expected, within: 4 * error))
  }

  /// The rays of a link at some place.
  private func link(
    _ fading: LinkFading, _ key: UInt64, _ sight: SightState, _ offset: Vector3 = .zero
  ) throws -> ClusteredLink {
    var numbers = fields(key).numbers(sight, at: place(offset))
    return try fading.draw(sight, base: base, terminal: terminal + offset, from: &numbers).link
  }

  @Test(
    "links drawn from fields have the delay and angular spreads of those drawn one by one",
    arguments: [SightState.lineOfSight, .obstructed])
  func distribution(sight: SightState) throws {
    let fading = try LinkFading(model, frequency: CarrierFrequency(hertz: 79e9))
    let count = 600
    let consistent = try (0..<count).map { try link(fading, UInt64($0), sight) }
    let drawn = try (0..<count).map { seed in
      var stream = BulkRandomStream(seed: UInt64(seed), stage: .linkClusters, index: 0)
      return try fading.draw(sight, base: base, terminal: terminal, from: &stream).link
    }
    // One in a thousand exceeds it.
    let limit = kolmogorovLimit(count, count, probability: 0.001)
    let figures: [(ClusteredLink) -> Double] = [
      \.delaySpread, { $0.angularSpread(\.arrival.angles.phi) },
      { $0.angularSpread(\.departure.angles.theta) }, { Double($0.clusterCount) },
      { $0.rays.first?.transfer.thetaFromPhi.length ?? 0 },
    ]
    for figure in figures {
      #expect(kolmogorovDistance(consistent.map(figure), drawn.map(figure)) < limit)
    }
  }

  @Test("a link is the same at the same place, much alike a centimetre on, another one far away")
  func nearness() throws {
    let fading = try LinkFading(model, frequency: CarrierFrequency(hertz: 79e9))
    func delays(_ offset: Double) throws -> [Double] {
      try (0..<40).map { try link(fading, $0, .obstructed, Vector3(offset, 0, 0)).delaySpread }
    }
    let here = try delays(0)
    #expect(try delays(0) == here)
    // A centimetre of 10 m and more leaves a correlation above 0.99.
    #expect(correlation(here, try delays(0.01)) > 0.95)
    #expect(abs(correlation(here, try delays(500))) < 4 / 40.0.squareRoot())
  }

  @Test(
    "signs of angles and the coupling of rays stay: a centimetre on all rays go where they went")
  func directions() throws {
    let fading = try LinkFading(model, frequency: CarrierFrequency(hertz: 79e9))
    var (sum, count) = (0.0, 0)
    for key in 0..<UInt64(40) {
      let here = try link(fading, key, .obstructed)
      let there = try link(fading, key, .obstructed, Vector3(0.01, 0, 0))
      // A cluster at the threshold of 25 dB may come or go, so those that all have.
      for (first, second) in zip(here.rays, there.rays) where first.cluster == 0 {
        sum += first.departure.unit.dot(second.departure.unit)
        sum += first.arrival.unit.dot(second.arrival.unit)
        count += 2
      }
    }
    // Normal parts of angles change by sqrt(2 / 1500) = 0.04 of a seventh of the spread and of their
    // cluster's level, a degree or two; opposite signs or other rays make tens of degrees.
    #expect(sum / Double(count) > 0.99)
  }

  /// Two targets in sight of one base station.
  private func drops(isConsistent: Bool, spacing: Double) throws -> [[Double]] {
    var scenario = SensingDropScenario(
      .urbanMicro, frequency: try CarrierFrequency(hertz: 6e9),
      layout: SiteLayout([base]),
      targets: .init(
        kind: .human, crossSection: 0,
        placement: .given([Vector3(12, 0, 1.5), Vector3(12, spacing, 1.5)])),
      modes: [.pointMonostatic])
    scenario.hasBackground = false
    scenario.isConsistent = isConsistent
    let drops = try SensingDrops(scenario, seed: 3).drops(0..<2000, workers: Workers(count: 2))
    return [0, 1].map { target in
      drops.compactMap { $0.coupled[target].pairs.first?.loss }
    }
  }

  @Test("targets that are near to each other have losses that are alike, if that is asked for")
  func dropped() throws {
    let together = try drops(isConsistent: true, spacing: 5)
    let apart = try drops(isConsistent: false, spacing: 5)
    #expect(together[0].count == 2000)
    // Both are nearer than 18 m, so in sight, where D is 10 m. Four standard errors.
    let expected = Double.exp(-0.5)
    let error = (1 - expected * expected) / 2000.0.squareRoot()
    #expect(isClose(correlation(together[0], together[1]), expected, within: 4 * error))
    #expect(abs(correlation(apart[0], apart[1])) < 4 / 2000.0.squareRoot())
    // Each alone is distributed as before; one in a thousand exceeds the limit.
    let limit = kolmogorovLimit(2000, 2000, probability: 0.001)
    for target in [0, 1] {
      #expect(kolmogorovDistance(together[target], apart[target]) < limit)
    }
  }
}
