// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A rider on a bicycle; x is forward, z up, and the wheels stand on the ground.
///
/// Wheels, cranks, pedals and legs are parts about their own axes and joints. Legs hang straight
/// down, so that scenarios can bend them onto the pedals; lengths are those of `Pedestrian`.
enum Cyclist {
  private static let hip = Vector3(-0.22, 0, 1.03)
  private static let halfHips = 0.1
  private static let halfShoulders = 0.233

  /// How far the torso leans forward, in radians.
  private static let lean = 0.7

  /// From the bottom bracket to a pedal, in metres.
  private static let crankLength = 0.17

  /// How far cranks and pedals are from the middle, in metres.
  private static let crankOffset = 0.07
  private static let pedalOffset = 0.12

  static var node: SceneNode {
    SceneNode(
      "cyclist", parts: [],
      children: [
        SceneNode("frame", parts: Bicycle.frame),
        SceneNode("wheel-front", at: Bicycle.frontHub, parts: Bicycle.wheel),
        SceneNode("wheel-rear", at: Bicycle.rearHub, parts: Bicycle.wheel),
        SceneNode("crank", at: Bicycle.bottomBracket, parts: [SurfacePart(.bareMetal, crank)]),
        SceneNode("rider", parts: [SurfacePart(.plaster, rider)]),
      ] + sides.flatMap { side in legs(side) })
  }

  /// Left and right with the side of y and the place of the pedal, up or down, from the axle.
  private static let sides: [(name: String, y: Double, up: Double)] = [
    ("left", 1, 1), ("right", -1, -1),
  ]

  private static func legs(_ side: (name: String, y: Double, up: Double)) -> [SceneNode] {
    let joint = hip + .unitY * (halfHips * side.y)
    let pedal = Vector3(0, side.y * pedalOffset, side.up * crankLength)
    return [
      SceneNode(
        "pedal-\(side.name)", at: Bicycle.bottomBracket + pedal,
        parts: [SurfacePart(.tyreRubber, pedalMesh)]),
      SceneNode(
        "thigh-\(side.name)", at: joint, parts: [SurfacePart(.plaster, Pedestrian.thighMesh)]),
      SceneNode(
        "shank-\(side.name)", at: joint - .unitZ * Pedestrian.thigh,
        parts: [SurfacePart(.plaster, Pedestrian.shankMesh)]),
    ]
  }

  private static let pedalMesh = TriangleMesh.box(
    x: -0.05...0.05, y: -0.045...0.045, z: -0.012...0.012)

  private static var crank: TriangleMesh {
    let axle = [-1.0, 1.0].map { Vector3(0, $0 * crankOffset, 0) }
    let arms = sides.map { side -> TriangleMesh in
      let start = Vector3(0, side.y * crankOffset, 0)
      return .tube(
        along: [start, start + .unitZ * (side.up * crankLength)], radii: [0.012], sides: 6)
    }
    return TriangleMesh(joining: [.tube(along: axle, radii: [0.015], sides: 8)] + arms)
  }

  /// Torso, head and arms, which keep still.
  private static var rider: TriangleMesh {
    let turn = Rotation(axis: .unitY, angle: lean)
    let upper = TriangleMesh(joining: [
      Pedestrian.torsoMesh, Pedestrian.headMesh.translated(by: .unitZ * (Pedestrian.torso + 0.14)),
    ]).transformed(by: RigidTransform(rotation: turn, translation: hip))
    let arms = sides.map { side -> TriangleMesh in
      let shoulder = hip + turn(Vector3(0, side.y * halfShoulders, Pedestrian.torso - 0.04))
      return .tube(
        along: [shoulder, Vector3(0.22, side.y * 0.28, 1.0)], radii: [0.045, 0.032], sides: 32)
    }
    return TriangleMesh(joining: [upper] + arms)
  }
}

extension SceneFile {
  /// A rider on a bicycle whose wheels, cranks and legs can turn.
  static var cyclist: SceneFile {
    SceneFile(path: "cyclist/cyclist.glb", nodes: [Cyclist.node])
  }
}
