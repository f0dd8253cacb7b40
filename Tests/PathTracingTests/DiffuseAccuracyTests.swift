// SPDX-License-Identifier: Apache-2.0

import Channels
import PathTracing
import Quantities
import Scenes
import Spatial
import Testing
import ToyScenes

@Suite("The accuracy of diffuse power")
struct DiffuseAccuracyTests {
  /// A rough street: ground and two walls, with as many links.
  private func street(links: Int = 2) throws -> Scene {
    var toy = try ToyScene(materials: [ToyScene.metal("rough", scattering: 0.5)])
    try toy.add(
      ToyScene.panel(Vector3(-20, -6, 0), .unitX * 40, .unitY * 12), "ground", of: "rough")
    for (name, y) in [("left", 6.0), ("right", -6.0)] {
      try toy.add(ToyScene.panel(Vector3(-20, y, 0), .unitX * 40, .unitZ * 10), name, of: "rough")
    }
    for link in 0..<links {
      toy.link(from: Vector3(-12, 2, 5), to: Vector3(4 + 8 * Double(link), -1, 1.5))
    }
    return toy.scene()
  }

  private func identifiers(_ tracer: PathTracer) throws -> [PathIdentifier] {
    try tracer.tracks(link: 0, over: 0...0).paths().map(\.identifier)
  }

  @Test("scatterers grow until every link is as accurate as asked", arguments: [0.2, 0.05])
  func reached(decibels: Double) throws {
    let accuracy = Decibels(si: decibels)
    let tracer = try diffuseTracer(
      try street(), depth: 2, scatterers: 200_000, accuracy: accuracy)
    for link in 0..<2 {
      _ = try tracer.tracks(link: link, over: 0...0)
      #expect(try #require(tracer.diffuseError(link: link)).level <= accuracy)
    }
    #expect(tracer.scattererCount < 200_000)
  }

  @Test("a tighter accuracy takes more scatterers, in proportion to the variance or fewer")
  func growth() throws {
    let scene = try street()
    let counts = try [0.1, 0.025].map { level in
      try diffuseTracer(scene, scatterers: 500_000, accuracy: Decibels(si: level)).scattererCount
    }
    // Sixteen times the number for a quarter of the error; trial numbers overshoot by the smallest
    // step, 1.4, and its square at most.
    #expect(counts[1] > counts[0] && counts[1] < 16 * 2 * max(counts[0], 1000))
  }

  @Test("an accuracy gives the scatterers that their number gives, on any number of threads")
  func sameScatterers() throws {
    let scene = try street()
    let grown = try diffuseTracer(
      scene, depth: 2, scatterers: 100_000, accuracy: Decibels(si: 0.08), threads: 2)
    let single = try diffuseTracer(
      scene, depth: 2, scatterers: 100_000, accuracy: Decibels(si: 0.08), threads: 1)
    #expect(grown.scattererCount > 1000)
    #expect(try identifiers(grown) == identifiers(single))
    // With mirrors the accuracy also says what is left out as weak, so this is asked without them.
    let flat = try diffuseTracer(scene, scatterers: 100_000, accuracy: Decibels(si: 0.05))
    let asked = try diffuseTracer(scene, scatterers: flat.scattererCount)
    #expect(flat.scattererCount > 1000)
    let (one, other) = (
      try flat.tracks(link: 0, over: 0...0).paths(), try asked.tracks(link: 0, over: 0...0).paths()
    )
    #expect(one.map(\.state.delay) == other.map(\.state.delay))
    #expect(one.map(\.interactions) == other.map(\.interactions))
  }

  @Test("scatterers do not grow beyond the most, and the error that is left is told")
  func capped() throws {
    let tracer = try diffuseTracer(
      try street(), scatterers: 2000, accuracy: Decibels(si: 0.001))
    _ = try tracer.tracks(link: 0, over: 0...0)
    #expect(abs(tracer.scattererCount - 2000) <= 1)
    #expect(try #require(tracer.diffuseError(link: 0)).level > Decibels(si: 0.001))
  }

  @Test("without diffuse paths there is no error to tell")
  func nothing() throws {
    var toy = try ToyScene(materials: [ToyScene.metal("smooth")])
    try toy.add(ToyScene.panel(.zero, .unitX, .unitY), "plate", of: "smooth")
    toy.link(from: Vector3(0, 0, 2), to: Vector3(1, 1, 2))
    let tracer = try diffuseTracer(toy.scene(), scatterers: 100, accuracy: Decibels(si: 1))
    _ = try tracer.tracks(link: 0, over: 0...0)
    #expect(tracer.diffuseError(link: 0) == nil)
  }
}
