// SPDX-License-Identifier: Apache-2.0

internal import Spatial

extension SceneFile {
  /// A closed metal room seen from inside: nothing may leave it.
  ///
  /// It is 10 m by 10 m around the origin and 5 m high above z = 0.
  static var closedRoom: SceneFile {
    let room = TriangleMesh.box(x: -5...5, y: -5...5, z: 0...5).turnedInsideOut
    return SceneFile(
      path: "box/box.glb", nodes: [SceneNode("room", parts: [SurfacePart(.bareMetal, room)])])
  }
}
