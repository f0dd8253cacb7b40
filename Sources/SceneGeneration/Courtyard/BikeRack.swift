// SPDX-License-Identifier: Apache-2.0

internal import RealModule
internal import Spatial

/// A row along x of hoops that stand across it.
struct BikeRack: Sendable {
  /// Extent of the row along x in metres.
  var x: ClosedRange<Double>

  /// Middle of the hoops along y in metres.
  var y: Double

  private static let hoopCount = 8
  private static let hoopWidth = 0.75
  private static let hoopHeight = 0.80
  private static let bendRadius = 0.20
  private static let tubeRadius = 0.025

  /// Where the hoops stand along x, in metres.
  var hoopPositions: [Double] {
    (0..<Self.hoopCount).map { index in
      x.lowerBound + (x.upperBound - x.lowerBound) * Double(index) / Double(Self.hoopCount - 1)
    }
  }

  /// The row of hoops as one object.
  func node(named name: String) -> SceneNode {
    let hoops = hoopPositions.map { Self.hoop.translated(by: Vector3($0, y, 0)) }
    return SceneNode(name, parts: [SurfacePart(.bareMetal, TriangleMesh(joining: hoops))])
  }

  /// An inverted U in the plane x = 0.
  private static var hoop: TriangleMesh {
    let reach = hoopWidth / 2 - bendRadius
    let bendPieces = 4
    let bends = [1.0, -1.0].flatMap { side in
      (0...bendPieces).map { piece in
        let share = Double(piece) / Double(bendPieces)
        let angle = (side > 0 ? share : 1 + share) * .pi / 2
        return Vector3(
          0, side * reach + bendRadius * Double.cos(angle),
          hoopHeight - bendRadius + bendRadius * Double.sin(angle))
      }
    }
    let feet = [Vector3(0, hoopWidth / 2, 0), Vector3(0, -hoopWidth / 2, 0)]
    return .tube(
      along: [feet[0]] + bends + [feet[1]], radii: [tubeRadius], sides: 8, capped: false)
  }
}
