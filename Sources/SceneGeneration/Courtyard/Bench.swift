// SPDX-License-Identifier: Apache-2.0

internal import RealModule
internal import Spatial

/// A bench of wooden slats on two concrete supports; in its own frame it faces +y.
struct Bench: Sendable {
  /// Where it stands, and which way it faces.
  var worldFromBench: RigidTransform

  private static let length = 1.8
  private static let supportWidth = 0.12

  /// Distance of the supports' centres from the bench's middle in metres.
  private static let supportDistance = 0.65

  /// Height of the supports, and the gap that the slats leave above them, in metres.
  private static let supportHeight = 0.42
  private static let clearance = 0.003

  /// Width, thickness and spacing of the slats in metres.
  private static let slatWidth = 0.09
  private static let slatThickness = 0.04
  private static let slatSpacing = 0.11

  /// The bench as one object.
  func node(named name: String) -> SceneNode {
    SceneNode(
      name,
      parts: [
        SurfacePart(.concrete, Self.supports),
        SurfacePart(.wood, TriangleMesh(joining: Self.seat + Self.back)),
      ]
    ).placed(worldFromBench)
  }

  private static func along(_ centre: Double, _ width: Double) -> ClosedRange<Double> {
    (centre - width / 2)...(centre + width / 2)
  }

  private static var supports: TriangleMesh {
    TriangleMesh(
      joining: [-supportDistance, supportDistance].flatMap { x in
        [
          .box(
            x: along(x, supportWidth), y: -0.22...0.24, z: 0...supportHeight, without: .lowerZ),
          // The post of the back stands on the ground behind the support.
          .box(x: along(x, 0.08), y: -0.31 ... -0.25, z: 0...0.86, without: .lowerZ),
        ]
      })
  }

  private static var seat: [TriangleMesh] {
    let bottom = supportHeight + clearance
    return (0..<4).map { index in
      .box(
        x: along(0, length), y: along(-0.155 + slatSpacing * Double(index), slatWidth),
        z: bottom...(bottom + slatThickness))
    }
  }

  private static var back: [TriangleMesh] {
    let front = -0.25 + clearance
    return (0..<2).map { index in
      .box(
        x: along(0, length), y: front...(front + 0.03),
        z: along(0.66 + 0.13 * Double(index), slatWidth))
    }
  }
}
