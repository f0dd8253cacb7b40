// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import ComplexModule
import Electromagnetics
import Execution
import RealModule
import Spatial
import StatisticalChannel
import TestSupport
import Testing

@Suite("Pairs of radios with their background")
struct SensedPairTests {
  private func scenario(_ modes: [SensingMode]) throws -> SensingDropScenario {
    try CalibrationCases.uav(gigahertz: 6, modes: modes)
  }

  private func pairs(
    _ scenario: SensingDropScenario, _ numbers: Range<Int> = 0..<10,
    _ change: (inout SensingChannels.Options) -> Void = { _ in }
  ) throws -> [(drop: SensingDrop, pairs: [SensedPair])] {
    let drops = try SensingDrops(scenario, seed: 12)
    var options = SensingChannels.Options(.of(.smallUAV))
    options.isDirective = false
    change(&options)
    let channels = try SensingChannels(drops, options: options)
    return try numbers.map { number in
      let drop = try drops.drop(number)
      return (drop, try channels.pairs(of: drop))
    }
  }

  @Test("the rays of a background carry the losses that the drop has for it")
  func losses() throws {
    let modes = SensingMode.allCases
    for (drop, pairs) in try pairs(scenario(modes)) {
      var rest = pairs[...]
      for coupled in drop.coupled {
        let own = rest.prefix(coupled.pairs.count)
        rest = rest.dropFirst(coupled.pairs.count)
        let losses = own.flatMap { ($0.background?.parts ?? []).map(\.loss) }
        #expect(losses == coupled.background)
        for pair in own {
          let background = try #require(pair.background)
          let sum = background.parts.reduce(0) { $0 + Double.exp10(-$1.loss / 10) }
          // The powers of a link's rays add up to one.
          #expect(isClose(background.gain, 10 * Double.log10(sum), within: 1e-9))
        }
      }
      #expect(rest.isEmpty)
    }
  }

  @Test("a radio hears its background from where it sent, no part of it in a line of sight")
  func echoes() throws {
    for (_, pairs) in try pairs(scenario([.pointMonostatic, .terminalMonostatic])) {
      for pair in pairs {
        let parts = try #require(pair.background).parts
        #expect(parts.count == 3)
        for part in parts {
          #expect(part.link.lineOfSight == nil)
          #expect(part.link.rays.allSatisfy { $0.departure == $0.arrival })
        }
      }
    }
  }

  @Test("the reference points of a background lie a third of a turn apart")
  func thirds() throws {
    var sum = Complex<Double>.zero
    var count = 0
    for (_, pairs) in try pairs(scenario([.pointMonostatic]), 0..<60) {
      for pair in pairs {
        let directions = try #require(pair.background).parts.map { part in
          part.link.rays.reduce(Complex<Double>.zero) { total, ray in
            total + Complex(length: ray.power, phase: ray.departure.angles.phi)
          }
        }
        for point in 0..<3 {
          let turn = directions[(point + 1) % 3].phase - directions[point].phase
          sum += Complex(length: 1, phase: turn - 2 * Double.pi / 3)
          count += 1
        }
      }
    }
    // Clusters of a point lie about its direction with the azimuth spread, at most some 60 degrees;
    // the mean of 720 differences of two such is known to sqrt(2) * 60 / sqrt(240) = 5.5 degrees,
    // the points of a radio taken as one.
    #expect(abs(sum.phase) < 3 * 5.5 * Double.pi / 180, "\(sum.phase)")
    #expect(sum.length / Double(count) > 0.3)
  }

  @Test(
    "a background from terminal to base station is that from base station to terminal, reversed")
  func reciprocal() throws {
    var compared = 0
    for (_, pairs) in try pairs(scenario([.pointToTerminal, .terminalToPoint])) {
      for there in pairs where there.mode == .pointToTerminal {
        let back = pairs.first {
          $0.mode == .terminalToPoint
            && $0.points[0].pair.transmitter == there.points[0].pair.receiver
            && $0.points[0].pair.receiver == there.points[0].pair.transmitter
        }
        guard let first = there.background?.parts.first, let back,
          let second = back.background?.parts.first
        else { continue }
        #expect(first.loss == second.loss)
        #expect(first.link == second.link.reversed)
        compared += 1
      }
    }
    #expect(compared > 10)
  }

  @Test("target and background together have the sum of both powers, the latter times the factor")
  func combined() throws {
    for factor in [1, 0.1, 0] {
      for (_, pairs) in try pairs(
        scenario([.pointMonostatic, .pointToPoint]), 0..<3,
        { $0.combination = .couplingFactor(factor) })
      {
        for pair in pairs {
          let background = Double.exp10(try #require(pair.background).gain / 10)
          let target = pair.points.reduce(0) { $0 + Double.exp10($1.gain / 10) }
          let whole = try #require(pair.combined).power
          // Sums of some thousand powers.
          #expect(isClose(whole, target + factor * background, relative: 1e-11))
          #expect(isClose(pair.echo.power, target, relative: 1e-11))
          let paths = pair.paths().reduce(0) { $0 + $1.gain }
          #expect(isClose(paths, whole, relative: 1e-11))
        }
      }
    }
  }

  @Test("the mean over the ports of dual-polarised antennas is the same whatever their slant")
  func ports() throws {
    for (_, pairs) in try pairs(scenario([.pointToTerminal]), 0..<1) {
      for path in pairs.flatMap({ $0.paths() }).prefix(200) {
        let transfer = path.state.transfer
        for (a, b) in [(0.0, 0.0), (0.7853981633974483, 0.2), (1.1, -0.4)] {
          var sum = 0.0
          for first in [a, a + Double.pi / 2] {
            for second in [b, b + Double.pi / 2] {
              let theta =
                transfer.thetaFromTheta * Complex(Double.cos(first))
                + transfer.thetaFromPhi * Complex(Double.sin(first))
              let phi =
                transfer.phiFromTheta * Complex(Double.cos(first))
                + transfer.phiFromPhi * Complex(Double.sin(first))
              let received =
                theta * Complex(Double.cos(second)) + phi * Complex(Double.sin(second))
              sum += received.lengthSquared / 4
            }
          }
          #expect(isClose(transfer.portMean, sum, relative: 1e-12))
        }
      }
      for pair in pairs {
        // Paths, some of whose power crosses polarisations, add up.
        let echo = pair.paths().filter { $0.point != nil }
        let sum = echo.reduce(0) { $0 + $1.state.transfer.portMean }
        #expect(isClose(pair.echo.portPower, sum, relative: 1e-11))
        #expect(isClose(pair.points[0].portGain, 10 * Double.log10(sum), within: 1e-9))
      }
    }
  }

  @Test("the strongest paths are the strongest ones of target and of background")
  func strongest() throws {
    for (_, pairs) in try pairs(scenario([.pointMonostatic]), 0..<3) {
      for pair in pairs {
        let (all, few) = (pair.paths(), pair.paths(limit: 7))
        #expect(few.count == 14)
        for isEcho in [true, false] {
          let gains = few.filter { ($0.point != nil) == isEcho }.map(\.gain)
          let best = all.filter { ($0.point != nil) == isEcho }.map(\.gain).sorted(by: >)
          #expect(gains == Array(best.prefix(7)))
        }
      }
    }
  }

  @Test(
    "weak clusters have together 25 dB less power than the strongest one, and leave the rest alone")
  func weakClusters() throws {
    let modes: [SensingMode] = [.pointMonostatic, .pointToTerminal]
    let plain = try pairs(scenario(modes)).flatMap(\.pairs)
    let filled = try pairs(scenario(modes), 0..<10) { $0.weakClusters = WeakClusters() }
      .flatMap(\.pairs)
    var (spread, count) = (0.0, 0)
    for (first, second) in zip(plain, filled) {
      #expect(first.points.map(\.channel) == second.points.map(\.channel))
      let (parts, others) = (first.background?.parts ?? [], second.background?.parts ?? [])
      #expect(parts.count == others.count)
      for (part, other) in zip(parts, others) {
        #expect(part.link.lineOfSight == other.link.lineOfSight)
        // A reference point comes before the next one is drawn, so that the first parts are the same.
        let strong = other.link.rays.prefix(part.link.rays.count)
        #expect(part.link.rays == Array(strong))
        let added = other.link.rays.dropFirst(strong.count)
        #expect((200...360).contains(added.count), "\(added.count)")
        var powers: [Int32: Double] = [0: part.link.lineOfSight?.power ?? 0]
        for ray in part.link.rays { powers[ray.cluster, default: 0] += ray.power }
        let strongest = powers.values.max() ?? 0
        let sum = added.reduce(0) { $0 + $1.power }
        #expect(isClose(10 * Double.log10(sum / strongest), -25, within: 1e-9))
        guard part.link.lineOfSight == nil else { continue }
        spread +=
          Double.log10(
            Spreads.rootMeanSquare(added.map(\.delay), powers: added.map(\.power))
              / part.link.delaySpread)
        count += 1
      }
    }
    // Both sets have one delay spread on average. Twenty clusters of exponential delays and 3 dB to
    // 6 dB of shadowing scatter by about 0.15 decades and lie below by some; many lie closer.
    #expect(isClose(spread / Double(count), 0, within: 0.15), "\(spread / Double(count)) \(count)")
  }

  @Test(
    "an echo in sight has twice the Doppler shift of the target's way, a background at rest none")
  func doppler() throws {
    let speed = 30.0
    let all = try pairs(scenario([.pointMonostatic, .terminalMonostatic])) {
      $0.motion = DropMotion(targetSpeed: speed, terminalSpeed: 2)
    }
    for (drop, pairs) in all {
      for pair in pairs {
        let velocity = pair.velocities.target
        #expect(isClose(velocity.length, speed, within: 1e-9) && velocity.z == 0)
        let isSite = pair.mode == .pointMonostatic
        let own = pair.velocities.transmitter
        #expect(isClose(own.length, isSite ? 0 : 2, within: 1e-9))
        let radio = pair.points[0].pair.transmitter
        let place =
          isSite
          ? CalibrationCases.sites(ofUAV: radio) : drop.terminals[radio]
        let way = (drop.targets[0] - place).normalized
        let expected = 2 * (own - velocity).dot(way) * 6e9 / 299_792_458
        if pair.points[0].channel.transmitLeg.lineOfSight != nil {
          let found = try #require(pair.paths().first).dopplerShift
          #expect(isClose(found, expected, within: 1e-6), "\(found) \(expected)")
        }
        for path in pair.paths() where path.reference != nil {
          // Out and back along the same direction.
          let shift = 2 * own.dot(path.state.departure) * 6e9 / 299_792_458
          #expect(isClose(path.dopplerShift, shift, within: 1e-6))
        }
      }
    }
  }
}

extension CalibrationCases {
  /// A base station of the UAV's calibration.
  fileprivate static func sites(ofUAV index: Int) -> Vector3 {
    SiteLayout(HexagonalGrid(interSiteDistance: 500, rings: 2), height: 25).sites[index]
  }
}
