// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A clipped hedge: a box with a slightly uneven surface.
struct Hedge: Sendable {
  /// Extent along x in metres.
  var x: ClosedRange<Double>

  /// Extent along y in metres.
  var y: ClosedRange<Double>

  /// Extent in height in metres.
  var z: ClosedRange<Double>

  /// Size that the pieces of the surface come closest to, in metres.
  private static let pieceSize = 0.28

  /// How far a point lies from the flat surface at most, in metres.
  private static let unevenness = 0.035

  /// The hedge as one object.
  func node(named name: String, random: inout SplitMix64) -> SceneNode {
    let lower = Vector3(x.lowerBound, y.lowerBound, z.lowerBound)
    let size = Vector3(x.upperBound, y.upperBound, z.upperBound) - lower
    let counts = SIMD3<Int>((size / Self.pieceSize).rounded(.up))
    let nodeCounts = counts &+ 1
    let offsets = (0..<(nodeCounts.x * nodeCounts.y * nodeCounts.z)).map { _ in
      random.jitter(Self.unevenness)
    }
    let block = CellBlock(counts: counts) { _ in true }
    let mesh = block.mesh(without: .lowerZ) { node in
      let index = node.x + nodeCounts.x * (node.y + nodeCounts.y * node.z)
      // The foot stays level on the ground.
      let offset = offsets[index] * Vector3(1, 1, node.z == 0 ? 0 : 1)
      return lower + size * Vector3(node) / Vector3(counts) + offset
    }
    return SceneNode(name, parts: [SurfacePart(.vegetation, mesh)])
  }
}
