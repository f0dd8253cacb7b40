// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import Execution
import RealModule
import StatisticalChannel
import TestSupport
import Testing

@Suite("Channels of dropped pairs")
struct SensingChannelsTests {
  private let modes: [SensingMode] = [
    .pointMonostatic, .pointToPoint, .pointToTerminal, .terminalToTerminal,
  ]

  private func channels(
    _ drops: SensingDrops, _ target: SensingTarget = .smallUAV, isDirective: Bool = false,
    numbers: Range<Int> = 0..<20, workers: Workers = Workers(count: 1)
  ) throws -> [[SensingChannel]] {
    var options = SensingChannels.Options(.of(target))
    options.isDirective = isDirective
    return try SensingChannels(drops, options: options).channels(numbers, workers: workers)
  }

  @Test("each pair of a drop has a channel over the distances of its ends, its losses in front")
  func pairs() throws {
    let scenario = try CalibrationCases.uav(gigahertz: 6, modes: modes)
    let drops = try SensingDrops(scenario, seed: 3)
    for (number, channels) in try channels(drops).enumerated() {
      let drop = try drops.drop(number)
      let pairs = drop.coupled.flatMap { coupled in coupled.pairs.map { (coupled, $0) } }
      #expect(channels.count == pairs.count)
      for (channel, (coupled, pair)) in zip(channels, pairs) {
        #expect(channel.pair == pair)
        #expect(channel.mode == coupled.mode)
        let loss = -20 * Double.log10(channel.amplitude)
        #expect(isClose(loss, pair.loss, within: 1e-9))
        if channel.mode.isMonostatic || channel.mode == .pointToPoint {
          let sites = scenario.layout.sites
          let target = drop.targets[coupled.target]
          let outward = sites[pair.transmitter].distance(to: target)
          let back = sites[pair.receiver].distance(to: target)
          #expect(isClose(channel.channel.transmitLeg.distance, outward, within: 1e-9))
          #expect(isClose(channel.channel.receiveLeg.distance, back, within: 1e-9))
        }
      }
    }
  }

  @Test("modes that share a leg share its clusters, and threads change nothing")
  func sharedLegs() throws {
    let drops = try SensingDrops(CalibrationCases.uav(gigahertz: 6, modes: modes), seed: 4)
    let once = try channels(drops)
    let again = try channels(drops, workers: Workers(count: 2))
    var shared = 0
    for (first, second) in zip(once, again) {
      for (a, b) in zip(first, second) { #expect(a.channel == b.channel) }
      for mono in first where mono.mode == .pointMonostatic {
        for other in first
        where other.mode == .pointToTerminal && other.pair.transmitter == mono.pair.transmitter {
          #expect(other.channel.transmitLeg == mono.channel.transmitLeg)
          shared += 1
        }
      }
    }
    #expect(shared > 0)
  }

  @Test("a terminal that sends to a base station has the channel of the way back, turned round")
  func reciprocity() throws {
    let scenario = try CalibrationCases.uav(
      gigahertz: 6, modes: [.pointToTerminal, .terminalToPoint])
    for channels in try channels(SensingDrops(scenario, seed: 8), numbers: 0..<5) {
      let there = channels.filter { $0.mode == .pointToTerminal }
      let back = channels.filter { $0.mode == .terminalToPoint }
      #expect(!there.isEmpty && there.count == back.count)
      for channel in there {
        let other = try #require(
          back.first {
            $0.target == channel.target && $0.pair.transmitter == channel.pair.receiver
              && $0.pair.receiver == channel.pair.transmitter
          })
        #expect(other.channel == channel.channel.reversed)
        #expect(isClose(other.gain, channel.gain, within: 1e-9))
      }
    }
  }

  @Test("full couplings of UAVs are the companies', from the drops of the large-scale calibration")
  func coupling() throws {
    let drops = try SensingDrops(
      CalibrationCases.uav(gigahertz: 6, modes: [.pointMonostatic]), seed: 5)
    let gains = try channels(drops, numbers: 0..<400, workers: Workers())
      .flatMap { $0 }.map(\.portGain).sorted()
    let row = try #require(
      FixtureTable("uav-full.csv").rows([
        "link": "TRPmo(t)", "gigahertz": "6", "figure": "coupling", "percentile": "50",
      ]).first)
    let expected = try #require(row.number("value"))
    #expect(isClose(CouplingStatistics.quantile(gains, 50), expected, within: 1.4))
  }

  @Test("where hardly anything is seen, joining rays one by one loses most of the power")
  func humans() throws {
    // Of N M rays on each leg without line of sight N M pairs remain of (N M)^2, so a power of some
    // 1 / 400: 26 dB. Where both legs are seen the loss is that of the fluctuation alone.
    var scenario = try CalibrationCases.urbanHuman(.urbanMacro, gigahertz: 6)
    scenario.hasBackground = false
    let drops = try SensingDrops(scenario, seed: 6)
    let all = try channels(drops, .human, numbers: 0..<60, workers: Workers()).flatMap { $0 }
    let hidden = all.filter { $0.channel.transmitLeg.lineOfSight == nil }
    let seen = all.filter { $0.channel.transmitLeg.lineOfSight != nil }
    #expect(hidden.count > 20)
    let median = CouplingStatistics.quantile(
      hidden.map { 10 * Double.log10($0.channel.power) }.sorted(), 50)
    #expect((-29.0 ... -22).contains(median), "\(median)")
    // With a Rician factor of 9 dB the direct path has most of the power.
    #expect(seen.allSatisfy { 10 * Double.log10($0.channel.power) > -20 })
  }

  @Test("the directivity of a target changes its channels, and nothing else that is drawn")
  func orientation() throws {
    let drops = try SensingDrops(
      CalibrationCases.uav(gigahertz: 6, modes: [.pointMonostatic]), seed: 7)
    let plain = try channels(drops, .largeUAV).flatMap { $0 }
    let directive = try channels(drops, .largeUAV, isDirective: true).flatMap { $0 }
    #expect(plain.count == directive.count)
    #expect(zip(plain, directive).contains { $0.channel.power != $1.channel.power })
    for (a, b) in zip(plain, directive) {
      #expect(a.channel.transmitLeg == b.channel.transmitLeg)
      // Both lines of sight are never dropped, so they come first in both.
      #expect(a.channel.paths.first?.transfer == b.channel.paths.first?.transfer)
      let factor = (b.channel.paths.first?.power ?? 0) / (a.channel.paths.first?.power ?? 1)
      // The strongest lobe over the mean: 13.55 dBsm over -5.85 dBsm; the weakest floor -6.87 dBsm.
      #expect((-1.03...19.41).contains(10 * Double.log10(factor)))
    }
  }
}
