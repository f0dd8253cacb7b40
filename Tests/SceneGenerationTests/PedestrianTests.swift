// SPDX-License-Identifier: Apache-2.0

import SceneGeneration
import Spatial
import Testing

@Suite("The pedestrian")
struct PedestrianTests {
  @Test("it stands on the ground, is 1.8 m tall and turns each limb about its joint")
  func places() throws {
    let file = try GLBFile.named("pedestrian/person.glb")
    let bounds = file.mesh { _ in true }.bounds
    // Files round to 0.1 mm; the head may be some centimetres off the nominal height.
    #expect(abs(bounds.lower.z) < 2e-4)
    #expect(abs(bounds.upper.z - 1.8) < 0.05)
    let knee = try #require(file.translations["person/shank-left"])
    let hip = try #require(file.translations["person/thigh-left"])
    #expect(hip.distance(to: knee + Vector3(0, 0, 0.441)) < 1e-3)
    #expect(knee.y > 0)
  }

  @Test("each of its ten parts is closed and faces outwards, left and right alike")
  func surfaces() throws {
    let file = try GLBFile.named("pedestrian/person.glb")
    var volumes: [String: Double] = [:]
    for path in Set(file.surfaces.map(\.path)) {
      let mesh = file.mesh { $0 == path }
      #expect(mesh.isWatertight, "\(path)")
      volumes[path] = mesh.triangles.indices.reduce(0) { sum, index in
        let (a, b, c) = mesh.corners(index)
        return sum + a.dot(b.cross(c)) / 6
      }
    }
    #expect(volumes.count == 10)
    #expect(volumes.values.allSatisfy { $0 > 1e-4 })
    for limb in ["thigh", "shank", "upper-arm", "forearm"] {
      let (left, right) = (volumes["person/\(limb)-left"], volumes["person/\(limb)-right"])
      // Vertices are rounded to 0.1 mm about different places.
      #expect(abs((left ?? 0) - (right ?? 1)) < 1e-5)
    }
  }
}
