// SPDX-License-Identifier: Apache-2.0

internal import RealModule
internal import Spatial

/// A parked bicycle; in its own frame x is forward, z up, and the wheels stand on the ground.
struct Bicycle: Sendable {
  /// Where it stands, and which way it heads.
  var worldFromBicycle: RigidTransform

  private static let wheelRadius = 0.34
  private static let tyreRadius = 0.02
  private static let spokeCount = 10

  /// Points of the frame in metres.
  static let frontHub = Vector3(0.54, 0, wheelRadius)
  static let rearHub = Vector3(-0.50, 0, wheelRadius)
  static let bottomBracket = Vector3(-0.06, 0, 0.30)
  private static let seatCluster = Vector3(-0.21, 0, 0.80)
  private static let headTop = Vector3(0.32, 0, 0.86)
  private static let headBottom = Vector3(0.37, 0, 0.70)

  /// The bicycle as one object.
  func node(named name: String) -> SceneNode {
    let wheels = [Self.frontHub, Self.rearHub]
    let tyres = wheels.map { Self.tyre.translated(by: $0) }
    let metal = wheels.map { Self.spokes.translated(by: $0) } + Self.tubes
    return SceneNode(
      name,
      parts: [
        SurfacePart(.tyreRubber, TriangleMesh(joining: tyres + [Self.saddle])),
        SurfacePart(.bareMetal, TriangleMesh(joining: metal)),
      ]
    ).placed(worldFromBicycle)
  }

  /// What does not turn: tubes and saddle.
  static var frame: [SurfacePart] {
    [
      SurfacePart(.tyreRubber, saddle), SurfacePart(.bareMetal, TriangleMesh(joining: tubes)),
    ]
  }

  /// A wheel about its own hub.
  static var wheel: [SurfacePart] {
    [SurfacePart(.tyreRubber, tyre), SurfacePart(.bareMetal, spokes)]
  }

  private static let tyre = TriangleMesh.torus(
    radius: wheelRadius - tyreRadius, tubeRadius: tyreRadius, segments: 24, sides: 6
  ).withAxleAlongY

  /// A hub and the spokes, which end inside the tyre.
  private static var spokes: TriangleMesh {
    let hub = TriangleMesh.tube(
      along: [Vector3(0, -0.05, 0), Vector3(0, 0.05, 0)], radii: [0.025], sides: 6)
    let spokes = (0..<spokeCount).map { index in
      let angle = 2 * .pi * Double(index) / Double(spokeCount)
      let rim = Vector3(Double.cos(angle), 0, Double.sin(angle)) * (wheelRadius - tyreRadius)
      return TriangleMesh.tube(
        along: [Vector3(0, index.isMultiple(of: 2) ? 0.03 : -0.03, 0), rim], radii: [0.003],
        sides: 3, capped: false)
    }
    return TriangleMesh(joining: [hub] + spokes)
  }

  /// The frame, the fork, the seat post and the handlebar.
  private static var tubes: [TriangleMesh] {
    let handlebar = [
      Vector3(0.22, -0.28, 1.00), Vector3(0.31, -0.18, 1.02), Vector3(0.31, 0.18, 1.02),
      Vector3(0.22, 0.28, 1.00),
    ]
    let lines: [(path: [Vector3], radius: Double)] = [
      ([bottomBracket, seatCluster, Vector3(-0.24, 0, 0.92)], 0.016),
      ([bottomBracket, headBottom], 0.020), ([seatCluster, headTop], 0.016),
      ([headBottom, headTop, Vector3(0.31, 0, 1.02)], 0.018), (handlebar, 0.013),
    ]
    let pairs = [-0.055, 0.055].flatMap { side -> [(path: [Vector3], radius: Double)] in
      let offset: Vector3 = .unitY * side
      return [
        ([frontHub + offset, headBottom + offset * 0.5], 0.011),
        ([rearHub + offset, bottomBracket + offset * 0.4], 0.010),
        ([rearHub + offset, seatCluster + offset * 0.3], 0.009),
      ]
    }
    return (lines + pairs).map {
      TriangleMesh.tube(along: $0.path, radii: [$0.radius], sides: 6)
    }
  }

  private static let saddle = TriangleMesh.hexahedron([
    Vector3(-0.38, -0.08, 0.93), Vector3(-0.10, -0.02, 0.93), Vector3(-0.38, 0.08, 0.93),
    Vector3(-0.10, 0.02, 0.93), Vector3(-0.38, -0.07, 0.98), Vector3(-0.10, -0.02, 0.96),
    Vector3(-0.38, 0.07, 0.98), Vector3(-0.10, 0.02, 0.96),
  ])
}
