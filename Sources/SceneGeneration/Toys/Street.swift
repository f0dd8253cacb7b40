// SPDX-License-Identifier: Apache-2.0

internal import Spatial

extension SceneFile {
  /// Two facades along an asphalt street: a canyon.
  static var street: SceneFile {
    let facingSouth = RigidTransform(
      quarterTurns: 0, translation: Vector3(-Street.length / 2, Street.width / 2, 0))
    let facingNorth = RigidTransform(
      quarterTurns: 2, translation: Vector3(Street.length / 2, -Street.width / 2, 0))
    return SceneFile(
      path: "street/street.glb",
      nodes: [
        SceneNode("ground", parts: [SurfacePart(.asphalt, Street.ground)]),
        Street.building(named: "building-north", wall: .brick).placed(facingSouth),
        Street.building(named: "building-south", wall: .plaster).placed(facingNorth),
      ])
  }
}

/// The street's dimensions and parts; buildings in a frame with x along the facade, y into them.
private enum Street {
  /// Length along x and distance between the facades along y, in metres.
  static let length = 40.0
  static let width = 16.0

  /// Height and depth of the buildings in metres.
  static let height = 12.0
  static let depth = 4.0

  /// The windows: how many in a row, their width, the heights of their rows and their recess.
  static let windowsInRow = 8
  static let windowWidth = 1.5
  static let windowRows = [1.2...2.8, 4.8...6.4, 8.4...10.0]
  static let windowRecess = 0.15

  static var ground: TriangleMesh {
    .box(
      x: (-length / 2)...(length / 2), y: (-width / 2)...(width / 2), z: 0...0,
      without: BoxFaces.upperZ.complement)
  }

  static func building(named name: String, wall: SurfaceMaterial) -> SceneNode {
    let facade = PerforatedWall(x: 0...length, z: 0...height, openings: windows)
    let box = TriangleMesh.box(
      x: 0...length, y: 0...depth, z: 0...height, without: [.lowerY, .lowerZ])
    let panes = windows.map { window in
      PerforatedWall(x: window.x, z: window.z, openings: []).face
        .translated(by: .unitY * windowRecess)
    }
    return SceneNode(
      name,
      parts: [
        SurfacePart(wall, TriangleMesh(joining: [facade.face, facade.reveals, box])),
        SurfacePart(.windowGlass, TriangleMesh(joining: panes)),
      ])
  }

  private static var windows: [WallOpening] {
    windowRows.flatMap { z in
      (0..<windowsInRow).map { index in
        let centre = length * (Double(index) + 0.5) / Double(windowsInRow)
        let x = (centre - windowWidth / 2)...(centre + windowWidth / 2)
        return WallOpening(x: x, z: z, depth: windowRecess)
      }
    }
  }
}
