// SPDX-License-Identifier: Apache-2.0

import SceneGeneration
import Spatial
import Testing

@Suite("The cyclist")
struct CyclistTests {
  @Test("wheels stand on the ground, and pedals are a crank's length above and below the axle")
  func places() throws {
    let file = try GLBFile.named("cyclist/cyclist.glb")
    let bounds = file.mesh { _ in true }.bounds
    // Files round to 0.1 mm; of the 24 sides of a tyre one corner is at the bottom.
    #expect(abs(bounds.lower.z) < 2e-4)
    #expect(bounds.upper.z > 1.6 && bounds.upper.z < 1.8)
    func place(_ name: String) throws -> Vector3 {
      try #require(file.translations["cyclist/\(name)"])
    }
    let axle = try place("crank")
    let (left, right) = (try place("pedal-left"), try place("pedal-right"))
    #expect((left - axle).distance(to: Vector3(0, 0.12, 0.17)) < 1e-3)
    #expect((right - axle).distance(to: Vector3(0, -0.12, -0.17)) < 1e-3)
    for name in ["wheel-front", "wheel-rear"] {
      let wheel = file.mesh { $0 == "cyclist/\(name)" }.bounds
      #expect(wheel.centre.distance(to: try place(name)) < 1e-3)
    }
  }

  @Test("the rider is not hollow: body, legs and pedals are closed")
  func surfaces() throws {
    let file = try GLBFile.named("cyclist/cyclist.glb")
    for name in ["thigh-left", "shank-right", "pedal-left", "crank"] {
      #expect(file.mesh { $0 == "cyclist/\(name)" }.isWatertight, "\(name)")
    }
  }
}
