// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A round waste bin with a lid on three stays.
struct WasteBin: Sendable {
  /// Middle of the bin on the ground in metres.
  var foot: Vector3

  private static let segments = 12

  /// The bin as one object.
  func node(named name: String) -> SceneNode {
    let stays = [Vector3(0.2, 0, 0), Vector3(-0.1, 0.17, 0), Vector3(-0.1, -0.17, 0)].map {
      TriangleMesh.tube(
        along: [$0 + .unitZ * 0.72, $0 + .unitZ * 0.94], radii: [0.012], sides: 6, capped: false)
    }
    let mesh = TriangleMesh(joining: [Self.container, Self.lid] + stays)
    return SceneNode(name, parts: [SurfacePart(.bareMetal, mesh.translated(by: foot))])
  }

  /// The container with its rim and its inside down to the bottom; radius and height in metres.
  private static let container = TriangleMesh.revolved(
    profile: [
      SIMD2(0.21, 0), SIMD2(0.23, 0.76), SIMD2(0.24, 0.77), SIMD2(0.24, 0.80),
      SIMD2(0.18, 0.80), SIMD2(0.17, 0.10), SIMD2(0, 0.10),
    ], segments: segments)

  private static let lid = TriangleMesh.revolved(
    profile: [
      SIMD2(0, 0.92), SIMD2(0.25, 0.92), SIMD2(0.25, 0.94), SIMD2(0.12, 0.99), SIMD2(0, 1.0),
    ], segments: segments)
}
