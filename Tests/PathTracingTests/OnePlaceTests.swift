// SPDX-License-Identifier: Apache-2.0

import Channels
import PathTracing
import Scenes
import Spatial
import Testing
import ToyScenes

@Suite("Two radios in one place")
struct OnePlaceTests {
  /// So many boxes that rays look for the transmitter's mirrors while all facets are tried as the
  /// receiver's.
  private func blocks() throws -> Scene {
    var toy = try ToyScene(materials: [ToyScene.metal("rough", scattering: 0.5)])
    try toy.add(ToyScene.panel(Vector3(-1, -1, 0), .unitX * 22, .unitY * 22), "ground", of: "rough")
    for row in 0..<10 {
      for column in 0..<10 {
        let corner = Vector3(2 * Double(column), 2 * Double(row), 0)
        let height = 0.5 + 0.07 * Double(row) + 0.013 * Double(column)
        try toy.add(
          ToyScene.box(corner, corner + Vector3(1, 1, height)), "box \(row) \(column)",
          of: "rough")
      }
    }
    toy.link(from: Vector3(9.5, 9.6, 3), to: Vector3(9.5, 9.6, 3))
    return toy.scene()
  }

  /// A mirror with the scatterer that it lights.
  private struct Way: Hashable {
    var mirror: Int32
    var scatterer: Vector3
  }

  @Test("each diffuse path over a mirror is there both ways round")
  func bothWays() throws {
    let tracer = try diffuseTracer(try blocks(), depth: 2, scatterers: 2000)
    let paths = try tracer.tracks(link: 0, over: 0...0).paths()
    func ways(_ kinds: [InteractionKind], mirror: Int) -> Set<Way> {
      Set(
        paths.lazy.map(\.interactions).filter { $0.map(\.kind) == kinds }.map {
          Way(mirror: $0[mirror].facet, scatterer: $0[1 - mirror].vertex)
        })
    }
    let before = ways([.specular, .diffuse], mirror: 0)
    let after = ways([.diffuse, .specular], mirror: 1)
    #expect(before.count > 50)
    #expect(before == after)
  }
}
