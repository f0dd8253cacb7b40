// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import RealModule
import Spatial
import StatisticalChannel
import TestSupport
import Testing

/// What a target channel is told by: power in decibels, delay spread, angular spreads.
private enum Metric: CaseIterable {
  case power, delay, departureAzimuth, departureZenith, arrivalAzimuth, arrivalZenith

  func value(_ channel: TargetChannel) -> Double {
    switch self {
    case .power: 10 * Double.log10(channel.power)
    case .delay: channel.distribution.delaySpread
    case .departureAzimuth: channel.distribution.departureSpread { $0.phi }
    case .departureZenith: channel.distribution.departureSpread { $0.theta }
    case .arrivalAzimuth: channel.distribution.arrivalSpread { $0.phi }
    case .arrivalZenith: channel.distribution.arrivalSpread { $0.theta }
    }
  }

  static let spreads: [Metric] = [
    .delay, .departureAzimuth, .departureZenith, .arrivalAzimuth, .arrivalZenith,
  ]
}

/// The study of concatenation options (arXiv 2409.14441), in UMi with 12 clusters in sight and 19
/// without.
@Suite("The study of joining two legs")
struct StudyTests {
  /// All metrics over drops of obstructed legs under full convolution, which takes longest.
  private static let full = Result {
    samples(try TargetLink(.obstructed, .obstructed), .option0, drops: 0..<100)
  }

  /// All metrics over drops; a case's own drops where it is to be independent of another one.
  private static func samples(
    _ link: TargetLink, _ study: StudyCase, drops: Range<UInt64>
  ) -> [Metric: [Double]] {
    var samples: [Metric: [Double]] = [:]
    for drop in drops {
      let channel = link.channel(drop, study.joining)
      for metric in Metric.allCases { samples[metric, default: []].append(metric.value(channel)) }
    }
    return samples
  }

  @Test("cases 1, 2O and 2R lose power against full convolution in every state of sight")
  func powerLoss() throws {
    for (first, second) in TargetLink.states {
      let link = try TargetLink(first, second)
      for study in [StudyCase.option1, .case2O, .case2R] {
        for drop in 0..<20 as Range<UInt64> {
          let legs = link.legs(drop)
          let scattered = { (leg: ClusteredLink) in leg.rays.reduce(0) { $0 + $1.power } }
          let all = scattered(legs.transmit) * scattered(legs.receive)
          let channel = link.channel(drop, study.joining)
          let rest = channel.paths.filter { $0.transmitRay >= 0 && $0.receiveRay >= 0 }
            .reduce(0) { $0 + $1.power }
          // A twentieth of the power in case 1: rays of equal power, one of twenty partners each.
          if study == .option1 { #expect(isClose(rest, all / 20, relative: 1e-9)) }
          #expect(rest < all / 19)
          #expect(channel.power < 1)
        }
      }
    }
  }

  @Test(
    "of what full convolution joins cases 1, 2O and 2R keep ever less, 2R the mean of all orders")
  func orderOfPowers() throws {
    for (first, second) in TargetLink.states {
      let link = try TargetLink(first, second)
      var (chance, gain): ([Double], [Double]) = ([], [])
      for drop in 0..<400 as Range<UInt64> {
        let legs = link.legs(drop)
        let scattered = { (leg: ClusteredLink) in leg.rays.reduce(0) { $0 + $1.power } }
        let all = scattered(legs.transmit) * scattered(legs.receive)
        func share(_ study: StudyCase) -> Double {
          link.channel(drop, study.joining).paths
            .filter { $0.transmitRay >= 0 && $0.receiveRay >= 0 }.reduce(0) { $0 + $1.power } / all
        }
        let (ordered, random) = (share(.case2O), share(.case2R))
        // A matching has each pair of clusters with a probability of one over the larger number, and
        // of such a pair a twentieth of the power: 1 / (20 max(N, N')) on the mean.
        let clusters = max(legs.transmit.clusterCount, legs.receive.clusterCount)
        chance.append(random * 20 * Double(clusters))
        gain.append(10 * Double.log10(ordered / random))
        #expect(ordered < 1.0 / 20)
      }
      // 3.5 standard errors: 0.2 % for all four states together.
      let mean = SampleMean(chance)
      #expect(mean.agrees(with: 1), "\(first) \(second) \(mean)")
      // In order strong clusters, which come first, meet strong ones: more than at random by the
      // rearrangement inequality, one-sided at 0.1 % (3.1 standard errors).
      let excess = SampleMean(gain)
      #expect(excess.mean > 3.1 * excess.standardError, "\(first) \(second) \(excess)")
    }
  }

  @Test("case 1N has the distributions of full convolution")
  func normalizedClusters() throws {
    let link = try TargetLink(.obstructed, .obstructed)
    let full = try Self.full.get()
    let paired = Self.samples(link, .case1N, drops: 1000..<1300)
    // Five distributions at a level of 1 % together. Power is one in both, up to rounding.
    let limit = kolmogorovLimit(100, 300, probability: 0.01 / 5)
    for metric in Metric.spreads {
      let distance = kolmogorovDistance(full[metric] ?? [], paired[metric] ?? [])
      #expect(distance < limit, "\(metric) \(distance) \(limit)")
    }
    for metric in [full[.power], paired[.power]] {
      #expect(metric?.allSatisfy { isClose($0, 0, within: 1e-8) } == true)
    }
  }

  @Test("clusters at random are nearer to full convolution in their spreads than those in order")
  func randomClusters() throws {
    let link = try TargetLink(.obstructed, .obstructed)
    let drops = 0..<600 as Range<UInt64>
    let full = try Self.full.get()
    for (ordered, random) in [(StudyCase.case2O, StudyCase.case2R), (.case2ON, .case2RN)] {
      let a = Self.samples(link, ordered, drops: drops)
      let b = Self.samples(link, random, drops: drops)
      for metric in Metric.spreads {
        let reference = full[metric] ?? []
        let far = kolmogorovDistance(reference, a[metric] ?? [])
        let near = kolmogorovDistance(reference, b[metric] ?? [])
        #expect(near < far, "\(ordered) \(metric) \(far) \(near)")
        // In order the spreads are too small: strong clusters meet strong ones. Drop by drop the
        // mean of what is missing is larger than at random, by 2.6 standard errors (0.5 %) at least.
        let missing = SampleMean(
          zip(b[metric] ?? [], a[metric] ?? []).map { ($0 - $1) })
        #expect(missing.mean > 2.6 * missing.standardError, "\(ordered) \(metric) \(missing)")
      }
    }
  }

  @Test("case A leaves no angular spread on the side whose leg is in sight")
  func linesOfSightOnly() throws {
    let forward = try TargetLink(.lineOfSight, .obstructed)
    let backward = try TargetLink(.obstructed, .lineOfSight)
    for drop in 0..<20 as Range<UInt64> {
      for study in [StudyCase.caseA, .option0A, .option1A, .option2A, .option3A] {
        let first = forward.channel(drop, study.joining)
        #expect(first.distribution.departureSpread { $0.phi } == 0)
        #expect(first.distribution.departureSpread { $0.theta } == 0)
        #expect(first.distribution.arrivalSpread { $0.phi } > 0.01)
        let second = backward.channel(drop, study.joining)
        #expect(second.distribution.arrivalSpread { $0.phi } == 0)
        #expect(second.distribution.departureSpread { $0.phi } > 0.01)
      }
      // Full convolution has spread on both sides.
      let full = forward.channel(drop, StudyCase.option3.joining)
      #expect(full.distribution.departureSpread { $0.phi } > 1e-3)
    }
    let seen = try TargetLink(.lineOfSight, .lineOfSight).channel(1, StudyCase.caseA.joining)
    #expect(seen.paths.count == 1)
  }

  @Test("with both legs in sight cases 1N, 2ON, 2RN and 3N nearly coincide")
  func coincidence() throws {
    let link = try TargetLink(.lineOfSight, .lineOfSight)
    let drops = 0..<300 as Range<UInt64>
    let cases: [StudyCase] = [.case1N, .case2ON, .case2RN, .case3N]
    let all = cases.map { Self.samples(link, $0, drops: drops) }
    // The same drops, so that what differs is the joining alone. Two samples of one distribution
    // would come within this distance in 99 % of cases for each metric.
    let limit = kolmogorovLimit(300, 300, probability: 0.01 / 5)
    for metric in Metric.spreads {
      for (index, other) in cases.enumerated().dropFirst() {
        let distance = kolmogorovDistance(all[0][metric] ?? [], all[index][metric] ?? [])
        #expect(distance < limit, "\(other) \(metric) \(distance) \(limit)")
      }
    }
    for sample in all {
      #expect(sample[.power]?.allSatisfy { isClose($0, 0, within: 1e-8) } == true)
    }
  }

  @Test("every option and case of the study has its own joining")
  func names() {
    #expect(StudyCase(rawValue: "2ON")?.joining == LegJoining(.clustersInOrder, keepsPower: true))
    #expect(StudyCase(rawValue: "4") == nil)
    // A stands for 0A, and 2R for 2: all others differ.
    #expect(Set(StudyCase.allCases.map(\.joining)).count == StudyCase.allCases.count - 2)
  }
}
