// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kinematics
import Spatial
import TestSupport
import Testing
import ToyScenes

@Suite("Doppler from first principles: a walking limb")
struct LimbDopplerTests {
  private let speed = 1.4
  private let length = 0.85
  private let hip = 0.9
  private let amplitude = 0.45
  private let frequency = 0.9

  /// The foot of a stiff leg that swings on a body which walks towards the radar.
  private func scene() throws -> DopplerScene {
    let way = Trajectory(
      times: [0, 1], positionsAlongWay: [.zero, Vector3(speed, 0, 0)])
    let swing = Swing(
      mean: 0, frequency: frequency, harmonics: [.init(amplitude: amplitude, phase: 0.4)])
    var toy = try ToyScene()
    try toy.add(
      centres: [Vector3(0, 0, -length): squareMetre], "leg", moving: .follows(way),
      part: .swings(pivot: hip * .unitZ, axis: .unitY, swing: swing))
    toy.link(from: Vector3(20, 1, 1), to: nil)
    return try DopplerScene(toy, chirps: 2048)
  }

  private func angle(_ time: Double) -> Double {
    amplitude * sin(2 * .pi * frequency * time + 0.4)
  }

  /// A turn about y (left) carries what hangs down backwards.
  private func foot(_ time: Double) -> Vector3 {
    Vector3(speed * time - length * sin(angle(time)), 0, hip - length * cos(angle(time)))
  }

  @Test("its foot has the shift of a pendulum on a walking body, in rate and in phase")
  func pendulum() throws {
    let scene = try scene()
    for time in [0.0, 0.05, 0.13, 0.21] {
      let rate =
        amplitude * 2 * .pi * frequency * cos(2 * .pi * frequency * time + 0.4)
      let velocity = Vector3(
        speed - length * cos(angle(time)) * rate, 0, length * sin(angle(time)) * rate)
      let ray = (Vector3(20, 1, 1) - foot(time)).normalized
      // 2 kHz in double precision.
      for shift in scene.shifts(at: time) {
        #expect(isClose(shift, 2 * velocity.dot(ray) / scene.wavelength, within: 1e-8))
      }
    }
    let residual = scene.phaseResidual(of: scene.slowTime()) {
      (foot($0) - Vector3(20, 1, 1)).length
    }
    // As documented, tracks are followed within 1e-4 cycles, -64 dB.
    #expect(residual < -64)
  }
}
