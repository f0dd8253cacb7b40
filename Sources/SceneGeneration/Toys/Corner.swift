// SPDX-License-Identifier: Apache-2.0

internal import Spatial

extension SceneFile {
  /// Two concrete walls at a right angle: a dihedral reflector.
  ///
  /// They are 5 m long and 3 m high, meet in the vertical line x = 10, y = 0 and open towards -x.
  static var corner: SceneFile {
    let length = 5.0
    let height = Vector3.unitZ * 3
    let edge = Vector3(10, 0, 0)
    let leftEnd = edge + Vector3(-1, 1, 0).normalized * length
    let rightEnd = edge + Vector3(-1, -1, 0).normalized * length
    var left = TriangleMesh()
    left.addQuad(leftEnd, edge, edge + height, leftEnd + height)
    var right = TriangleMesh()
    right.addQuad(edge, rightEnd, rightEnd + height, edge + height)
    return SceneFile(
      path: "corner/corner.glb",
      nodes: [
        SceneNode("wall-left", parts: [SurfacePart(.concrete, left)]),
        SceneNode("wall-right", parts: [SurfacePart(.concrete, right)]),
      ])
  }
}
