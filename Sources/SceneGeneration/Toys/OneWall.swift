// SPDX-License-Identifier: Apache-2.0

internal import Spatial

extension SceneFile {
  /// A single concrete wall: one specular reflection.
  ///
  /// It is 6 m wide and 4 m high, stands on z = 0 in the plane x = 10 and faces -x.
  static var oneWall: SceneFile {
    let wall = TriangleMesh.box(
      x: 10...10, y: -3...3, z: 0...4, without: BoxFaces.lowerX.complement)
    return SceneFile(
      path: "one-wall/wall.glb", nodes: [SceneNode("wall", parts: [SurfacePart(.concrete, wall)])])
  }
}
