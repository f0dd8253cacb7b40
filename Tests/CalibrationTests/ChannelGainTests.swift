// SPDX-License-Identifier: Apache-2.0

import Calibration
import ComplexModule
import Randomness
import RealModule
import TestSupport
import Testing

@Suite("Gains of channels")
struct ChannelGainTests {
  /// Gains of eight channels, levels in dB and phases in radians, whose means are zero.
  private static let levels = [1.5, -0.5, 0.25, -1.25, 0.75, -0.25, -1.5, 1.0]
  private static let phases = [0.3, -0.2, 0.1, 0.4, -0.35, 0.05, -0.1, -0.2]
  private static let gains = zip(levels, phases).map {
    Complex(length: Double.pow(10, $0 / 20), phase: $1)
  }

  private func steering(_ slope: Double) -> [Complex<Double>] {
    Self.gains.indices.map { Complex(length: 1, phase: slope * Double($0)) }
  }

  private func complexNormal(_ random: inout RandomStream, variance: Double) -> Complex<Double> {
    let (a, b) = random.normalPair()
    return Complex(a, b) * Complex((variance / 2).squareRoot())
  }

  /// What windows of a reflector show, each with a phase and a level of its own.
  private func windows(
    _ slope: Double, count: Int, noise: Double, clutter: [Complex<Double>],
    _ random: inout RandomStream
  ) -> [[Complex<Double>]] {
    (0..<count).map { window in
      let factor = Complex(length: 1 + 0.1 * Double(window), phase: 2 * Double(window))
      return zip(zip(Self.gains, steering(slope)), clutter).map { own, clutter in
        factor * own.0 * (own.1 + clutter) + complexNormal(&random, variance: noise)
      }
    }
  }

  @Test("reflectors in any directions give them exactly, whatever the phase of each window")
  func exact() throws {
    var random = RandomStream(seed: 1, stage: .thermalNoise, index: 0)
    let silence = [Complex<Double>](repeating: .zero, count: 8)
    let observations = try [0.4, -1.9].map { slope in
      let expected = try #require(ExpectedChannels(paths: [steering(slope)]))
      let windows = windows(slope, count: 3, noise: 0, clutter: silence, &random)
      return try #require(ChannelObservation(windows: windows, expected: expected, noise: 0))
    }
    for used in [Array(observations.prefix(1)), observations] {
      let found = try #require(ChannelGains(used))
      // Rounding, and the power method's end at 1e-15 of squared sines.
      for channel in 0..<8 {
        #expect(isClose(found.levels[channel], Self.levels[channel], within: 1e-6))
        #expect(isClose(found.phases[channel], Self.phases[channel], within: 1e-7))
      }
      #expect((found.disagreement == nil) == (used.count == 1))
    }
  }

  @Test("standard errors are the spread of what is found, with noise and other echoes in the bin")
  func errors() throws {
    var (squares, count, disagreements) = (0.0, 0, 0.0)
    let trials = 200
    for trial in 0..<trials {
      var random = RandomStream(seed: 7, stage: .thermalNoise, index: UInt64(trial))
      let observations = try [0.4, -1.9, 1.1].map { slope in
        // Two others in the bin of 1 % of the power each, whose phases the twin does not know.
        let others = [slope + 0.9, slope - 1.3].map { steering($0).map { $0 * Complex(0.1) } }
        let turns = others.map { _ in
          Complex(length: 1, phase: 2 * .pi * Double.random(in: 0..<1, using: &random))
        }
        let clutter = (0..<8).map { others[0][$0] * turns[0] + others[1][$0] * turns[1] }
        let expected = try #require(ExpectedChannels(paths: [steering(slope)] + others))
        #expect(expected.dominance > 0.97)
        let windows = windows(slope, count: 4, noise: 0.02, clutter: clutter, &random)
        return try #require(ChannelObservation(windows: windows, expected: expected, noise: 0.02))
      }
      let found = try #require(ChannelGains(observations))
      disagreements += try #require(found.disagreement) / Double(trials)
      for channel in 0..<8 {
        let level = (found.levels[channel] - Self.levels[channel]) / found.levelErrors[channel]
        let phase = (found.phases[channel] - Self.phases[channel]) / found.phaseErrors[channel]
        squares += level * level + phase * phase
        count += 2
      }
    }
    // 3200 squares of which those of a trial depend on each other: their mean strays by 5 %; where
    // reflectors disagree by chance errors grow, and others in the bin pull the principal vector along.
    let mean = squares / Double(count)
    #expect(mean > 0.6 && mean < 1.25, "\(mean)")
    // chi over its degrees of freedom, 14 of complex numbers, is one less 2 %.
    #expect(disagreements > 0.75 && disagreements < 1.15, "\(disagreements)")
  }

  @Test("paths from one direction are one reflector, paths from two are none")
  func dominance() throws {
    let one = try #require(
      ExpectedChannels(paths: [steering(0.5), steering(0.5).map { $0 * Complex(0, 2) }]))
    #expect(isClose(one.dominance, 1, within: 1e-12))
    // Of strays only rounding is left.
    #expect(one.strays.allSatisfy { $0 < 1e-12 })
    // Orthogonal over eight channels, the second 0.9 times as strong: 0.81 of the power of the first.
    let weaker = steering(0.5 + Double.pi / 4).map { $0 * Complex(0.9) }
    let two = try #require(ExpectedChannels(paths: [steering(0.5), weaker]))
    #expect(isClose(two.dominance, 1 / 1.81, within: 1e-9))
    // 0.1 rad from channel to channel: 0.7 rad from end to end.
    let other = try #require(ExpectedChannels(paths: [steering(0.6)]))
    #expect(one.isAlike(one) && !one.isAlike(other))
    // A channel in the null of its pattern tells nothing.
    #expect(ExpectedChannels(paths: [[.one, .zero]]) == nil)
    #expect(ExpectedChannels(paths: []) == nil)
  }

  @Test("nothing is told without reflectors, or of a single or a silent channel")
  func nothing() throws {
    #expect(ChannelGains([]) == nil)
    func observation(_ values: [Complex<Double>]) throws -> ChannelObservation {
      let flat = [Complex<Double>](repeating: .one, count: values.count)
      let expected = try #require(ExpectedChannels(paths: [flat]))
      return try #require(ChannelObservation(windows: [values], expected: expected, noise: 0))
    }
    #expect(try ChannelGains([observation([.one])]) == nil)
    #expect(try ChannelGains([observation([.one, .zero])]) == nil)
    #expect(try ChannelGains([observation([.one, .one])]) != nil)
  }
}
