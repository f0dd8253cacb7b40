// SPDX-License-Identifier: Apache-2.0

import Foundation
import Spatial
import TestSupport
import Testing
import ToyScenes

@Suite("Doppler from first principles: mirrors")
struct MirrorDopplerTests {
  @Test("a mirror that approaches aslant shows 2 v cos(theta) / lambda of its normal")
  func approaching() throws {
    for angle in [0.0, 0.4, 1.2, .pi / 2] {
      let velocity = 6 * Vector3(-cos(angle), sin(angle), 0)
      var toy = try ToyScene()
      // Upright and across the ray, 4 m wide.
      let panel = ToyScene.panel(Vector3(0, -2, -2), Vector3(0, 4, 0), Vector3(0, 0, 4))
      try toy.add(
        panel, "mirror", of: "bare-metal", moving: .passing(Vector3(20, 0, 0), velocity: velocity))
      toy.link(from: Vector3.zero, to: nil)
      let scene = try DopplerScene(toy, depth: 1)
      #expect(scene.tracks.count == 1)
      let expected = 2 * 6 * cos(angle) / scene.wavelength
      // 3 kHz in double precision.
      for shift in scene.shifts(at: 0.005) { #expect(isClose(shift, expected, within: 1e-8)) }
      // The slow-time phase in the middle of the episode: polynomials and gridding leave 1e-4
      // cycles over 16 ms, and the range that the sent frequency hangs on changes by 10 cm.
      let middle = 20 - 6 * cos(angle) * Double(scene.chirps) / 2 * scene.waveform.chirpPeriod
      let seen = scene.meanShift(scene.slowTime())
      let sent = scene.sentFrequency(range: middle) / scene.centre
      #expect(isClose(seen, expected * sent, within: 0.02))
    }
  }

  @Test("a car that drives away shows -2 v / lambda by its rear")
  func receding() throws {
    var toy = try ToyScene()
    let body = ToyScene.box(Vector3(-2, -0.9, 0.2), Vector3(2, 0.9, 1.5))
    try toy.add(
      body, "car", of: "bare-metal", moving: .passing(Vector3(15, 0, 0), velocity: 10 * .unitX))
    toy.link(from: Vector3(0, 0, 1), to: nil)
    let scene = try DopplerScene(toy, depth: 1)
    #expect(scene.tracks.count == 1)
    let range = { (time: Double) in 13 + 10 * time }
    // As documented, tracks are followed within 1e-4 cycles, -64 dB.
    #expect(scene.phaseResidual(of: scene.slowTime(), range: range) < -64)
    for shift in scene.shifts(at: 0) {
      #expect(isClose(shift, -20 / scene.wavelength, within: 1e-8))
    }
  }
}
