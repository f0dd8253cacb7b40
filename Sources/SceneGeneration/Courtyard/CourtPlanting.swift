// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// The island in the south half of the court with its trees and hedges.
enum CourtPlanting {
  private static let island = PlantedIsland(centre: Vector3(0, -9.2, 0), size: SIMD2(36, 6.6))

  /// The trees: low enough to stay below the lines of sight from the base station to the lane.
  private static let trees: [(x: Double, y: Double, height: Double, radius: Double)] = [
    (-15.0, -9.4, 4.6, 2.1), (-8.2, -8.9, 5.2, 2.3), (-0.8, -9.6, 4.9, 1.9),
    (7.4, -8.8, 4.4, 1.8), (14.6, -9.5, 5.1, 2.2),
  ]

  /// The hedges: extent along x and y and height in metres.
  private static let hedges: [(x: ClosedRange<Double>, y: ClosedRange<Double>, height: Double)] = [
    (-15.4 ... -6.4, -12.3 ... -11.4, 1.1), (-4.6...4.4, -12.3 ... -11.4, 1.0),
    (6.2...15.2, -12.3 ... -11.4, 1.2), (-15.0 ... -10.0, -7.0 ... -6.2, 0.9),
    (10.2...15.4, -7.0 ... -6.2, 0.9),
  ]

  /// The bed, the trees and the hedges.
  static func nodes(random: inout SplitMix64) -> [SceneNode] {
    var nodes = [island.node(named: "planted-island", random: &random)]
    // Trunks and hedges start in the soil.
    let ground = PlantedIsland.soilHeight - 0.05
    for (index, tree) in trees.enumerated() {
      let foot = Vector3(tree.x, tree.y, ground)
      nodes += Tree(foot: foot, crownHeight: tree.height, crownRadius: tree.radius)
        .nodes(named: "tree-\(index + 1)", random: &random)
    }
    for (index, hedge) in hedges.enumerated() {
      let z = ground...(PlantedIsland.soilHeight + hedge.height)
      nodes.append(
        Hedge(x: hedge.x, y: hedge.y, z: z).node(named: "hedge-\(index + 1)", random: &random))
    }
    return nodes
  }
}
