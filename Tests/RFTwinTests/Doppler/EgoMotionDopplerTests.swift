// SPDX-License-Identifier: Apache-2.0

import DelayDoppler
import Foundation
import Spatial
import TestSupport
import Testing
import ToyScenes

@Suite("Doppler from first principles: a radar that drives along a wall")
struct EgoMotionDopplerTests {
  private static let speed = 2.0
  private static let distance = 5.0

  /// A strip of wall, so narrow that range tells the angle.
  private func scene() throws -> DopplerScene {
    var toy = try ToyScene(materials: [ToyScene.metal("rough", scattering: 1)])
    let strip = ToyScene.panel(
      Vector3(-25, Self.distance, -0.05), Vector3(50, 0, 0), Vector3(0, 0, 0.1))
    try toy.add(strip, "wall", of: "rough")
    toy.link(from: .passing(.zero, velocity: Self.speed * .unitX), to: nil)
    return try DopplerScene(toy, chirps: 256, scatterers: 3000)
  }

  @Test("clutter at an angle theta to the way has 2 v cos(theta) / lambda")
  func angles() throws {
    let scene = try scene()
    let time = 0.01
    for track in 0..<scene.tracks.count {
      let path = scene.tracks.path(track, at: time)
      let expected = 2 * Self.speed * path.state.departure.x / scene.wavelength
      let shift = path.dopplerShift(at: scene.waveform.centreFrequency).hertz
      // 1 kHz in double precision.
      #expect(isClose(shift, expected, within: 1e-9))
    }
    #expect(scene.tracks.count > 2000)
  }

  @Test("in the map it lies on f = +-2 v / lambda sqrt(1 - (d / R)^2)")
  func ridge() throws {
    let scene = try scene()
    let profiles = DelayTransform(
      waveform: scene.waveform, window: .blackmanHarris, workers: DopplerScene.workers)(
        scene.frame())
    let transform = DopplerTransform(
      window: 256, hop: 256, taper: .hann, chirpPeriod: scene.waveform.chirpPeriod,
      workers: DopplerScene.workers)
    let map = try #require(transform(profiles).first)
    let cell = transform.dopplerShifts[1] - transform.dopplerShifts[0]
    var (total, off) = (0.0, 0.0)
    for (bin, delay) in profiles.delays.enumerated() {
      let range = delay * lightSpeed / 2
      // From 5.5 m on, where the shift no longer changes by more than two cells from one bin to the
      // next, to where the strip ends.
      guard range > 5.5, range < 24 else { continue }
      let cosine = (1 - pow(Self.distance / range, 2)).squareRoot()
      let expected = 2 * Self.speed * cosine / scene.wavelength
      for (row, shift) in transform.dopplerShifts.enumerated() {
        let power = map.power[row * profiles.delays.count + bin]
        total += power
        // Two cells of Hann's window, and two of walking through range while the window lasts.
        if abs(abs(shift) - expected) > 4 * cell { off += power }
      }
    }
    // What Hann's window leaves beyond its main lobe is -31 dB and falls by 18 dB an octave.
    #expect(total > 0 && off < 3e-3 * total, "\(off / total)")
  }
}
