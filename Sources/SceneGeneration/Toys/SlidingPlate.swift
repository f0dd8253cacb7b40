// SPDX-License-Identifier: Apache-2.0

internal import Spatial

extension SceneFile {
  /// A thin upright plate to be moved along: the Doppler shift of a translation.
  ///
  /// It is 1.0 m long along x, 0.5 m high and 4 mm thick along y, about its own centre.
  static var slidingPlate: SceneFile {
    let plate = TriangleMesh.box(x: -0.5...0.5, y: -0.002...0.002, z: -0.25...0.25)
    return SceneFile(
      path: "sliding-plate/plate.glb",
      nodes: [SceneNode("plate", parts: [SurfacePart(.plaster, plate)])])
  }
}
