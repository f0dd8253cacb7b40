// SPDX-License-Identifier: Apache-2.0

import Foundation
import Spatial
import TestSupport
import Testing
import ToyScenes

@Suite("Doppler from first principles: rough surfaces")
struct PlateDopplerTests {
  private func rough(
    _ panel: TriangleMesh, moving velocity: Vector3, radar: Vector3
  ) throws -> ToyScene {
    var toy = try ToyScene(materials: [ToyScene.metal("rough", scattering: 0.5)])
    try toy.add(panel, "wall", of: "rough", moving: .passing(.zero, velocity: velocity))
    toy.link(from: .passing(.zero, velocity: radar), to: nil)
    return toy
  }

  @Test(
    "a plate that slides in its own plane shows 2 v . k / lambda where it is rough, 0 as a mirror")
  func slidingPlate() throws {
    let velocity = Vector3(-4, 0, 1)
    let plate = ToyScene.panel(Vector3(-1, 5, -1), Vector3(4, 0, 0), Vector3(0, 0, 2))
    let scene = try DopplerScene(
      rough(plate, moving: velocity, radar: .zero), depth: 1, scatterers: 400)
    let (time, h) = (0.006, 1e-4)
    var kinds: Set<String> = []
    for track in 0..<scene.tracks.count {
      let path = scene.tracks.path(track, at: time)
      let told = path.dopplerShift(at: scene.waveform.centreFrequency).hertz
      let delays = [time - h, time + h].map { scene.tracks.path(track, at: $0).state.delay }
      let counted = -scene.centre * (delays[1] - delays[0]) / (2 * h)
      // Central differences: h^2 / 6 of the third derivative, v^3 / R^2 in range, and rounding of
      // delays of 3e-8 s by 1e-23 s over h.
      #expect(isClose(told, counted, within: 1e-4))
      guard path.interactions.contains(where: { $0.kind == .diffuse }) else {
        kinds.insert("mirror")
        // No component along the normal; coordinates round at 1e-15 m.
        #expect(abs(told) < 1e-8)
        continue
      }
      kinds.insert("rough")
      // k points from the scatterer to the radar.
      let expected = -2 * velocity.dot(path.state.departure) / scene.wavelength
      #expect(isClose(told, expected, within: 1e-8))
    }
    #expect(kinds == ["mirror", "rough"])
    #expect(scene.tracks.count > 300)
  }
}
