// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A lamp post with an arm over the kerb towards +y.
struct LampPost: Sendable {
  /// Foot of the post on the ground in metres.
  var foot: Vector3

  /// Height of the top of the post in metres.
  private static let height = 4.5

  /// How many sides the post has.
  private static let sides = 12

  /// The lamp post as one object.
  func node(named name: String) -> SceneNode {
    let mesh = TriangleMesh(joining: [Self.post, Self.arm, Self.head])
    return SceneNode(name, parts: [SurfacePart(.bareMetal, mesh.translated(by: foot))])
  }

  /// A base with the tapered post on it; the profile is radius and height in metres.
  private static let post = TriangleMesh.revolved(
    profile: [
      SIMD2(0.110, 0), SIMD2(0.110, 0.55), SIMD2(0.100, 0.60), SIMD2(0.068, 0.64),
      SIMD2(0.062, 2.0), SIMD2(0.052, 3.4), SIMD2(0.042, height - 0.03), SIMD2(0, height),
    ], segments: sides)

  /// An arm that begins inside the post and ends inside the head.
  private static let arm = TriangleMesh.tube(
    along: [
      Vector3(0, 0, 4.10), Vector3(0, 0.16, 4.32), Vector3(0, 0.34, 4.42), Vector3(0, 0.50, 4.44),
    ], radii: [0.026], sides: 8, capped: false)

  /// A flat head whose lower side looks down.
  private static let head = TriangleMesh.hexahedron([
    Vector3(-0.13, 0.30, 4.40), Vector3(0.13, 0.30, 4.40), Vector3(-0.10, 0.84, 4.42),
    Vector3(0.10, 0.84, 4.42), Vector3(-0.09, 0.34, 4.49), Vector3(0.09, 0.34, 4.49),
    Vector3(-0.07, 0.80, 4.475), Vector3(0.07, 0.80, 4.475),
  ])
}
