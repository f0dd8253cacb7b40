// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import Electromagnetics
import RealModule
import Spatial
import StatisticalChannel
import TestSupport
import Testing

@Suite("Targets and background together")
struct BackgroundCombinationTests {
  @Test("a coupling factor of one is the plain sum, and of zero leaves the targets alone")
  func ends() {
    let (targets, background) = (2e-18, 5e-12)
    let sum = BackgroundCombination.plainSum.gain(targets: targets, background: background)
    #expect(sum == targets + background)
    let one = BackgroundCombination.couplingFactor(1)
    #expect(one.gain(targets: targets, background: background) == sum)
    let none = BackgroundCombination.couplingFactor(0)
    #expect(none.gain(targets: targets, background: background) == targets)
  }

  @Test("a coupling factor of -10 dB takes 10 dB off the background's paths, not off the target's")
  func paths() throws {
    let combination = BackgroundCombination.couplingFactor(0.1)
    let echo = try TargetLink(.lineOfSight, .lineOfSight).channel(21, .option2)
    let background = try StandardLink(.urbanMicro, .obstructed).draw(seed: 22).link
    func power(_ combination: BackgroundCombination) -> Double {
      var tracks = StatisticalTracks(over: 0...1) { _ in
        let pose = AntennaPose(antenna: Antenna(), position: .zero)
        return LinkEnds(transmitter: pose, receiver: pose)
      }
      tracks.add(echo, amplitude: 1e-6, number: 1) { _ in PointMotion(position: .unitX * 80) }
      tracks.add(background, amplitude: 1e-5 * combination.backgroundAmplitude, number: 2)
      return tracks.states(of: Array(0..<tracks.count), at: 0).reduce(0) { sum, state in
        let transfer = state.transfer
        return sum
          + (transfer.thetaFromTheta.lengthSquared + transfer.phiFromPhi.lengthSquared) / 2
      }
    }
    let target = power(.couplingFactor(0))
    let whole = power(.plainSum)
    #expect(target > 0 && whole > target)
    // Sums of a thousand terms in double precision.
    #expect(
      isClose(
        power(combination), combination.gain(targets: target, background: whole - target),
        relative: 1e-12))
    #expect(isClose(10 * Double.log10(combination.backgroundPower), -10, within: 1e-12))
  }
}
