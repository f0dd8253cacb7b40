// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Kinematics
internal import Quantities
internal import Spatial
internal import ToyScenes

extension ValidationCase {
  static let movingMirror = ValidationCase(
    name: "A mirror that approaches with v shifts the frequency by 2 v cos(theta) / lambda",
    oracle: "Doppler's formula, closed form", tolerance: 1e-9, unit: "Hz",
    reason: "16 kHz in double precision are good to 1e-11; terms of (v / c)^2 are left out on both"
      + " sides"
  ) {
    let frequency = Frequency(gigahertz: 79)
    var deviation = 0.0
    for (speed, halfWidth) in [(1.0, 0.0), (-7.5, 2), (10, 5), (30, 20)] {
      var toy = try ToyScene(materials: [ToyScene.metal("mirror")])
      let panel = ToyScene.panel(Vector3(0, -50, -50), .unitY * 100, .unitZ * 100)
      try toy.add(
        panel, "mirror", of: "mirror",
        moving: .passing(Vector3(20, 0, 0), velocity: Vector3(-speed, 3, 0)))
      let receiver = halfWidth == 0 ? nil : Vector3(0, halfWidth, 0)
      toy.link(from: Vector3(0, -halfWidth, 0), to: receiver)
      let tracks = try traced(toy.scene(), depth: 1)
      guard let path = tracks.paths().first(where: { $0.interactions.count == 1 }) else {
        return Comparison(deviation: .infinity)
      }
      let cosine = 20 / (400 + halfWidth * halfWidth).squareRoot()
      let exact = 2 * speed * cosine / frequency.wavelength
      deviation = max(deviation, abs(path.dopplerShift(at: frequency).hertz - exact))
    }
    return Comparison(deviation: deviation)
  }
}
