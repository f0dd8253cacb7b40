// SPDX-License-Identifier: Apache-2.0

import Channels
import Kinematics
import PathTracing
import Scenes
import Spatial
import Testing
import ToyScenes

@Suite("Diffuse paths while a body passes")
struct PassingBodyTests {
  /// A rough yard between resting radios, which a box crosses in two seconds.
  private func yard() throws -> Scene {
    var toy = try ToyScene(materials: [ToyScene.metal("rough", scattering: 0.5)])
    try toy.add(ToyScene.panel(Vector3(-8, -6, 0), .unitX * 16, .unitY * 12), "ground", of: "rough")
    try toy.add(ToyScene.panel(Vector3(-8, 6, 0), .unitX * 16, .unitZ * 5), "wall", of: "rough")
    try toy.add(
      ToyScene.box(Vector3(-1, -0.5, 0.2), Vector3(1, 0.5, 2.5)), "box", of: "rough",
      moving: .uniform(
        RigidTransform(rotation: .identity, translation: Vector3(0, 1, 0)),
        velocity: Vector3(10, 0, 0), at: 1))
    toy.link(from: Vector3(-5, -3, 3), to: Vector3(6, -2, 1.5))
    toy.link(from: Vector3(6, -2, 1.5), to: nil)
    return toy.scene()
  }

  @Test("what is remembered of resting surfaces changes nothing that is found", arguments: 0...1)
  func remembered(link: Int) throws {
    let scene = try yard()
    let instants = (0...8).map { Double($0) / 4 }
    let running = try diffuseTracer(scene, depth: 2, scatterers: 2000, instants: instants)
    var counts: Set<Int> = []
    for time in instants {
      // It has the same scatterers but has seen no other instant.
      let fresh = try diffuseTracer(scene, depth: 2, scatterers: 2000, instants: instants)
      let (known, new) = (
        try running.tracks(link: link, over: time...time),
        try fresh.tracks(link: link, over: time...time)
      )
      #expect(known.paths(at: time).map(\.identifier) == new.paths(at: time).map(\.identifier))
      #expect(known.totalGain(at: time) == new.totalGain(at: time))
      counts.insert(known.count)
    }
    // The box hides paths and gives them back.
    #expect(counts.count > 3)
  }
}
