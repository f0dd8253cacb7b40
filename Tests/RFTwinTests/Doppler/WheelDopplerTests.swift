// SPDX-License-Identifier: Apache-2.0

import DelayDoppler
import Foundation
import Kinematics
import Spatial
import TestSupport
import Testing
import ToyScenes

@Suite("Doppler from first principles: a rolling wheel")
struct WheelDopplerTests {
  private static let radius = 0.3
  /// In 1024 chirps it turns by three sixteenths of a turn.
  private static let speed =
    radius * 2 * .pi * 3 / 16 / (1024 * DopplerScene.sounder.chirpPeriod)

  /// A wheel that rolls towards a radar far ahead, with points on its rim.
  private func scene(points: Int, chirps: Int) throws -> DopplerScene {
    let way = Trajectory(
      times: [0, 1], positionsAlongWay: [.zero, Vector3(Self.speed, 0, 0)])
    var toy = try ToyScene()
    let rim = (0..<points).map { index -> Vector3 in
      let angle = 2 * Double.pi * Double(index) / Double(points)
      return Self.radius * Vector3(cos(angle), 0, -sin(angle))
    }
    try toy.add(
      centres: Dictionary(uniqueKeysWithValues: rim.map { ($0, squareMetre) }), "wheel",
      moving: .follows(way),
      part: .rolls(pivot: Self.radius * .unitZ, radius: Self.radius, vehicle: way))
    toy.link(from: Vector3(60, 0, 0), to: nil)
    return try DopplerScene(toy, chirps: chirps)
  }

  @Test("a point of its rim follows a cycloid, in rate and in phase")
  func cycloid() throws {
    let scene = try scene(points: 1, chirps: 512)
    func place(_ time: Double) -> Vector3 {
      let turn = Self.speed * time / Self.radius
      return Vector3(
        Self.speed * time + Self.radius * cos(turn), 0, Self.radius * (1 - sin(turn)))
    }
    func range(_ time: Double) -> Double { (place(time) - Vector3(60, 0, 0)).length }
    for time in [0.0, 0.02, 0.06] {
      let turn = Self.speed * time / Self.radius
      let velocity = Self.speed * Vector3(1 - sin(turn), 0, -cos(turn))
      let ray = (Vector3(60, 0, 0) - place(time)).normalized
      // 3 kHz in double precision.
      for shift in scene.shifts(at: time) {
        #expect(isClose(shift, 2 * velocity.dot(ray) / scene.wavelength, within: 1e-8))
      }
    }
    // As documented, tracks are followed within 1e-4 cycles, -64 dB.
    #expect(scene.phaseResidual(of: scene.slowTime(), range: range) < -64)
  }

  @Test("points all round spread from 0 to 4 v / lambda, by the arc sine's law")
  func spread() throws {
    let scene = try scene(points: 16, chirps: 1024)
    let profiles = DelayTransform(
      waveform: scene.waveform, window: .hann, workers: DopplerScene.workers)(scene.frame())
    let transform = DopplerTransform(
      window: 128, hop: 32, taper: .hann, chirpPeriod: scene.waveform.chirpPeriod,
      workers: DopplerScene.workers)
    let top = 4 * Self.speed / scene.wavelength
    let cell = transform.dopplerShifts[1] - transform.dopplerShifts[0]
    var spectrum = [Double](repeating: 0, count: 128)
    for map in transform(profiles) {
      for (index, power) in map.power.enumerated() {
        spectrum[index / profiles.delays.count] += power
      }
    }
    let total = spectrum.reduce(0, +)
    func share(_ low: Double, _ high: Double) -> Double {
      zip(transform.dopplerShifts, spectrum).reduce(0) {
        $1.0 > low && $1.0 < high ? $0 + $1.1 : $0
      } / total
    }
    // Hann's window falls to -60 dB within some cells.
    #expect(share(-4 * cell, top + 4 * cell) > 1 - 1e-4)
    // f = 2 v / lambda (1 + sin(angle)) lies below a quarter of the span for a third of all angles,
    // between a quarter and the middle for a sixth. Points three delay cells apart hardly interfere,
    // and as each takes the places of three others all angles count alike but for the ends:
    // 0.012 are left.
    for (low, high, expected) in [
      (-4 * cell, top / 4, 1.0 / 3), (top / 4, top / 2, 1.0 / 6), (top / 2, 0.75 * top, 1.0 / 6),
      (0.75 * top, top + 4 * cell, 1.0 / 3),
    ] {
      #expect(isClose(share(low, high), expected, within: 0.02))
    }
  }
}
