// SPDX-License-Identifier: Apache-2.0

internal import Spatial

extension SceneFile {
  /// A solid wheel with lugs about its own centre, axle along y: the Doppler spread of a rotation.
  static var rollingWheel: SceneFile {
    let radius = 0.30
    let halfWidth = 0.05
    let segments = 64
    let lugCount = 24
    let lugDepth = 0.004
    let profile = [
      SIMD2(0, -halfWidth), SIMD2(radius, -halfWidth), SIMD2(radius, halfWidth),
      SIMD2(0, halfWidth),
    ]
    let wheel = TriangleMesh.revolved(profile: profile, segments: segments) { point, corner in
      // In the second half of a lug's share of the circle is the gap to the next one.
      let isInGap = corner * lugCount % segments >= segments / 2
      return isInGap && profile[point].x > 0 ? -lugDepth : 0
    }
    return SceneFile(
      path: "rolling-wheel/wheel.glb",
      nodes: [SceneNode("wheel", parts: [SurfacePart(.plaster, wheel.withAxleAlongY)])])
  }
}
