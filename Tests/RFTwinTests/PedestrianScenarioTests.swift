// SPDX-License-Identifier: Apache-2.0

import Captures
import Foundation
import Kinematics
import RFTwin
import Scenes
import Spatial
import TestSupport
import Testing

@Suite("The bundled pedestrian")
struct PedestrianScenarioTests {
  private let speed = 1.1

  private func scenario() throws -> Scenario {
    try Scenario.load("\(SharedFiles.project)/Scenes/pedestrian/scenario.yaml")
  }

  /// A series of sines in degrees, at multiples of the rate of strides; angle and rate in radians.
  private func series(
    _ mean: Double, _ sines: [(amplitude: Double, phase: Double)], at time: Double
  ) -> (angle: Double, rate: Double) {
    var (angle, rate) = (mean, 0.0)
    for (index, sine) in sines.enumerated() {
      let angular = 2 * Double.pi * 0.8288 * Double(index + 1)
      let argument = angular * time + sine.phase * .pi / 180
      angle += sine.amplitude * sin(argument)
      rate += sine.amplitude * angular * cos(argument)
    }
    return (angle * .pi / 180, rate * .pi / 180)
  }

  /// The forward velocity of the right ankle: a pendulum on a pendulum that is carried along.
  private func ankleVelocity(at time: Double) -> Double {
    let (thigh, shank) = (0.441, 0.4428)
    let hip = series(5, [(19.58, 108), (2.28, 216)], at: time)
    let knee = series(
      23.1, [(31.48, 190.3), (13.87, 285.5), (2.61, 339.5), (1.6, 357.4)], at: time)
    return speed + thigh * hip.rate * cos(hip.angle)
      + shank * (hip.rate - knee.rate) * cos(hip.angle - knee.angle)
  }

  @Test("an ankle moves as two pendulums do, nearly stands on the ground and swings at 3.8 v")
  func ankle() throws {
    let scene = try scenario().scene
    let group = try #require(scene.groups.first { $0.name == "person/shank-right" })
    var fastest = 0.0
    var slowest = Double.infinity
    for step in 0..<120 {
      let time = Double(step) * 0.01
      let state = scene.motion.states(at: time)[group.node]
      let ankle = state.worldFromBody(Vector3(0, 0, -0.4428))
      let forward = -state.velocity(at: ankle).x
      // Joints are rounded to 0.1 mm, which turn at up to 9 rad/s.
      #expect(isClose(forward, ankleVelocity(at: time), within: 2e-3))
      fastest = max(fastest, forward)
      slowest = min(slowest, abs(forward))
    }
    #expect(isClose(fastest / speed, 3.84, within: 0.02))
    #expect(slowest < 0.1 * speed)
  }

  @Test("the torso is a line at 2 v / lambda, and no echo is faster than the limbs")
  func spectrum() throws {
    var scenario = try scenario()
    scenario.noise = false
    scenario.episode.duration = 1.2
    scenario.episode.framePeriod = 0.1
    let folder = try TemporaryFolder()
    let path = folder.file("record.h5")
    _ = try Simulation(scenario, workers: .init(count: 2)).run(writingTo: path)
    let link = try #require(try Record(path).links.first)
    let wavelength = scenario.waveform.centreFrequency.wavelength
    let cell = link.dopplerShifts[1] - link.dopplerShifts[0]
    var sum = [Double](repeating: 0, count: link.dopplerShifts.count)
    var farthestSwing = 0.0
    for (window, time) in link.mapTimes.enumerated() {
      let map = try link.map(window)
      let spectrum = link.dopplerShifts.indices.map { shift in
        map[shift * link.delays.count..<(shift + 1) * link.delays.count].reduce(0.0) {
          $0 + Double($1)
        }
      }
      let total = spectrum.reduce(0, +)
      for index in sum.indices { sum[index] += spectrum[index] }
      let bounds = shifts(of: scenario.scene, at: time, wavelength: wavelength)
      let inside = zip(link.dopplerShifts, spectrum).reduce(0) {
        $1.0 > bounds.lowerBound - 4 * cell && $1.0 < bounds.upperBound + 4 * cell
          ? $0 + $1.1 : $0
      }
      // Hann's window falls to -60 dB within some cells.
      #expect(inside > (1 - 1e-3) * total, "at \(time) s")
      for (shift, power) in zip(link.dopplerShifts, spectrum) where power > 1e-4 * total {
        farthestSwing = max(farthestSwing, shift)
      }
    }
    let torso = 2 * speed / wavelength
    let peak = try #require(sum.indices.max { sum[$0] < sum[$1] })
    #expect(abs(link.dopplerShifts[peak] - torso) < 2 * cell)
    // Feet are seen at more than twice the speed of the torso, if 40 dB below the whole.
    #expect(farthestSwing > 2.5 * torso)
  }

  /// The smallest and the largest shift of any material point, in hertz.
  private func shifts(
    of scene: Scene, at time: Double, wavelength: Double
  ) -> ClosedRange<Double> {
    let radar = Vector3(0, 0, 1)
    var (low, high) = (Double.infinity, -Double.infinity)
    // A frame of 16 ms; limbs change their speed within it.
    for instant in [time - 8e-3, time, time + 8e-3] {
      let states = scene.motion.states(at: instant)
      for group in scene.groups {
        for vertex in group.mesh.vertices {
          let point = states[group.node].worldFromBody(vertex)
          let closing = states[group.node].velocity(at: point).dot((radar - point).normalized)
          low = min(low, 2 * closing / wavelength)
          high = max(high, 2 * closing / wavelength)
        }
      }
    }
    return low...high
  }
}
