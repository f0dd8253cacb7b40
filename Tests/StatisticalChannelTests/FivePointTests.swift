// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import Execution
import Quantities
import RealModule
import Spatial
import StatisticalChannel
import TestSupport
import Testing

@Suite("Dropped targets of five points")
struct FivePointTests {
  private let place = Vector3(60, 20, 0.8)
  private let sites = [Vector3(0, 0, 25), Vector3(150, 0, 25)]

  /// A vehicle near two base stations of UMa, over ways that are shorter than the breakpoint.
  private func drops(at place: Vector3 = Vector3(60, 20, 0.8)) throws -> SensingDrops {
    let scenario = SensingDropScenario(
      .urbanMacro, frequency: try CarrierFrequency(hertz: 28e9),
      layout: SiteLayout(sites),
      targets: .init(kind: .vehicle, crossSection: 11.25, placement: .given([place])),
      modes: [.pointMonostatic, .pointToPoint], bestPairs: 1)
    return try SensingDrops(scenario, seed: 13)
  }

  private func channels(_ target: SensingTarget, _ count: Int) throws -> [[SensingChannel]] {
    try SensingChannels(drops(), options: .init(.of(target)))
      .channels(0..<count, workers: Workers())
  }

  @Test("a box of five points stands on the ground; half of its height is 0.8 m")
  func ground() throws {
    let low = try drops(at: Vector3(60, 20, 0.7))
    #expect(throws: DropError.belowGround(what: "the bottom of a target's box", height: 0.7 - 0.8))
    {
      try SensingChannels(low, options: .init(.of(.vehicleFivePoints)))
    }
    _ = try SensingChannels(low, options: .init(.of(.vehicle)))
    _ = try SensingChannels(drops(), options: .init(.of(.vehicleFivePoints)))
  }

  @Test("each point has its own ways, and lines of sight come after these alone")
  func geometry() throws {
    let section = TargetCrossSection.of(.vehicleFivePoints)
    for drop in try channels(.vehicleFivePoints, 40) {
      #expect(drop.count == 10)
      let mono = drop.prefix(5)
      #expect(mono.map(\.point) == [0, 1, 2, 3, 4])
      for own in mono {
        let distance = own.channel.transmitLeg.distance
        let site = sites[own.pair.transmitter]
        // Within half the vehicle's length of the middle's distance.
        #expect(abs(distance - site.distance(to: place)) <= 2.5 + 1e-9)
        guard own.channel.transmitLeg.lineOfSight != nil else { continue }
        let first = try #require(own.channel.paths.first)
        #expect(
          isClose(
            first.delay, 2 * distance / PhysicalConstants.speedOfLight, relative: 1e-12))
      }
      // Opposite points lie the box's length and width apart, seen from afar on either side.
      let distances = mono.map { $0.channel.transmitLeg.distance }
      let points = section.points
      #expect(Set(distances.map { ($0 * 1e6).rounded() }).count == points.count)
    }
  }

  @Test("the points of a target share sight and shadow fading, and differ by their ways' path loss")
  func losses() throws {
    var seen = 0
    for drop in try channels(.vehicleFivePoints, 60) {
      let mono = drop.filter { $0.mode == .pointMonostatic }
      let states = Set(mono.map { $0.channel.transmitLeg.lineOfSight == nil })
      #expect(states.count == 1)
      guard states == [false] else { continue }
      seen += 1
      for own in mono {
        // 22 lg d on either way (TR 38.901 Table 7.4.1-1, before the breakpoint).
        let site = sites[own.pair.transmitter]
        let ratio = own.channel.transmitLeg.distance / site.distance(to: place)
        let expected = 2 * 22 * Double.log10(ratio)
        #expect(isClose(own.loss - own.pair.loss, expected, within: 1e-9))
      }
    }
    #expect(seen > 10)
  }

  @Test("the points of a target have the same clusters, each about its own line of sight")
  func clusters() throws {
    for drop in try channels(.vehicleFivePoints, 10) {
      let legs = drop.prefix(5).map { $0.channel.transmitLeg }
      for leg in legs.dropFirst() {
        #expect(leg.rays.map(\.power) == legs[0].rays.map(\.power))
        #expect(leg.rays.map(\.delay) == legs[0].rays.map(\.delay))
        #expect(leg.rays.map(\.transfer) == legs[0].rays.map(\.transfer))
        #expect(leg.rays.map(\.departure) != legs[0].rays.map(\.departure))
      }
    }
  }

  @Test("on average over headings five points scatter as much as their patterns say")
  func power() throws {
    // Direct paths alone: the sum over points of sigma_D sigma_S, whose mean over sigma_S is that of
    // sigma_D over headings but for the cap of sigma_S, which takes 2.4 % (three deviations of 3.41 dB).
    let section = TargetCrossSection.of(.vehicleFivePoints)
    var (found, square, count) = (0.0, 0.0, 0)
    for drop in try channels(.vehicleFivePoints, 4000) {
      let mono = drop.filter { $0.mode == .pointMonostatic && $0.pair.transmitter == 0 }
      guard let factor = mono.first?.channel.transmitLeg.lineOfSight?.power else { continue }
      let power = mono.reduce(0) { $0 + ($1.channel.paths.first?.power ?? 0) } / (factor * factor)
      found += power
      square += power * power
      count += 1
    }
    found /= Double(count)
    let error = ((square / Double(count) - found * found) / Double(count)).squareRoot()
    var expected = 0.0
    let steps = 3600
    for step in 0..<steps {
      let heading = 2 * Double.pi * Double(step) / Double(steps)
      let turn = Rotation(axis: .unitZ, angle: heading)
      for (index, point) in section.points.enumerated() {
        let away = turn.inverse((sites[0] - place - turn(point)).normalized)
        expected += section.directivity(point: index, transmitter: away, receiver: away)
      }
    }
    expected /= Double(steps)
    #expect(count > 1000)
    // Four standard errors, and the cap.
    let bound = 4 * error + 0.03 * expected
    #expect(isClose(found, expected, within: bound), "\(found) \(expected) \(error)")
  }
}
