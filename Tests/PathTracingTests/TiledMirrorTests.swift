// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import Channels
import ComplexModule
import Electromagnetics
import PathTracing
import Quantities
import Scenes
import Spatial
import TestSupport
import Testing
import ToyScenes

@Suite("Scattering centres in mirrors of several panels")
struct TiledMirrorTests {
  private let frequency = Frequency(gigahertz: 79)
  private static let oneSquareMetre = CrossSectionPattern.constant(.init(squareMetres: 1))

  /// A wall of metal in y = 10, in tiles, with a target that both ends see in it.
  private func wall(
    tiles: Int, law: CentreEchoLaw = .pattern(oneSquareMetre),
    isBesideOthers: Bool = false
  ) throws -> Scene {
    var toy = try ToyScene(materials: [ToyScene.metal("smooth")])
    if isBesideOthers {
      try toy.add(
        ToyScene.panel(Vector3(-90, -5, 0), Vector3(0, 1, 0), Vector3(0, 0, 1)), "panel",
        of: "smooth")
      try toy.add(laws: [(.zero, law)], "other", moving: .at(Vector3(-30, 2, 1)))
    }
    let width = 8.0 / Double(tiles)
    for tile in 0..<tiles {
      try toy.add(
        ToyScene.panel(
          Vector3(6 + width * Double(tile), 10, -4), Vector3(width, 0, 0), Vector3(0, 0, 8)),
        "tile-\(tile)", of: "smooth")
    }
    try toy.add(laws: [(.zero, law)], "target", moving: .at(Vector3(20, 0, 0)))
    toy.link(from: .zero, to: nil)
    return toy.scene()
  }

  @Test(
    "the tiles of a wall add up to the echo that the whole wall sends on, once and twice",
    arguments: [2, 27])
  func tiles(count: Int) throws {
    func fields(_ tiles: Int) throws -> [Int: Complex<Double>] {
      let paths = try traced(
        try wall(tiles: tiles), depth: 3, lineOfSight: false, specular: .aperture
      ).paths()
      let echoes = paths.filter { path in
        path.interactions.contains { $0.kind == .scatteringCentre }
      }
      return Dictionary(grouping: echoes) { $0.interactions.count }
        .mapValues { $0.field(\.thetaFromTheta, at: frequency) }
    }
    let (whole, cut) = (try fields(1), try fields(count))
    for mirrors in 1...3 {
      let ratio = try #require(cut[mirrors]) / #require(whole[mirrors])
      // Those beside the way that are left out have less than -30 dB of the field together, on each way.
      let tolerance = 0.0316 * Double(mirrors - 1) + 1e-9
      #expect((ratio - Complex(1)).length < tolerance, "\(mirrors - 1) mirrors: \(ratio)")
    }
  }

  @Test("panels side by side in one plane do not reflect to each other at their seam")
  func seam() throws {
    let paths = try traced(
      try wall(tiles: 2), depth: 3, lineOfSight: false
    ).paths().filter { $0.interactions.allSatisfy { $0.kind == .specular } }
    // The radar sees itself nowhere else: the wall is square on at x = 0, which it does not reach.
    #expect(paths.isEmpty)
    var toy = try ToyScene(materials: [ToyScene.metal("smooth")])
    for (name, start) in [("left", -2.0), ("right", 0.0)] {
      try toy.add(
        ToyScene.panel(Vector3(start, 10, -2), Vector3(2, 0, 0), Vector3(0, 0, 4)), name,
        of: "smooth")
    }
    toy.link(from: .zero, to: nil)
    let found = try traced(toy.scene(), depth: 5, lineOfSight: false).paths()
    #expect(found.map(\.interactions.count) == [1])
  }

  @Test("what is drawn of a target hangs on names and planes, not on what else there is")
  func draws() throws {
    let law = CentreEchoLaw.standard(.of(.human), point: 0, fluctuates: true)
    func states(_ scene: Scene, link: Int) throws -> [PathState] {
      try traced(scene, link: link, depth: 3, lineOfSight: false).paths()
        .filter { path in
          path.interactions.contains {
            $0.centre >= 0 && scene.centres[Int($0.centre)].name.hasPrefix("target")
          }
        }
        .map(\.state).sorted { $0.delay < $1.delay }
    }
    let alone = try states(wall(tiles: 1, law: law), link: 0)
    let others = try states(wall(tiles: 1, law: law, isBesideOthers: true), link: 0)
    #expect(alone.count == 4 && alone.map(\.transfer) == others.map(\.transfer))
    // A seam next to the point of reflection makes no other mirror of the wall.
    let cut = try states(wall(tiles: 3, law: law), link: 0)
    #expect(alone.map(\.transfer) == cut.map(\.transfer))
  }
}
