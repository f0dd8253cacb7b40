// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// The walls and the roof of a building, in its frame, closed but for the foot and the openings.
struct BuildingShell: Sendable {
  /// Height of the gateway in metres.
  static let gatewayHeight = 4.4

  /// Thickness of a parapet in metres.
  private static let parapetThickness = 0.3

  /// Extent of a chimney along the facade, into the building and above the roof, in metres.
  private static let chimneySize = Vector3(1.6, 0.7, 1.8)

  /// Where the chimneys stand, as shares of the building's width and depth.
  private static let chimneySharesOfWidth = [0.27, 0.74]
  private static let chimneyShareOfDepth = 0.55

  private let building: Building
  private let openings: [WallOpening]

  /// Takes the facade's openings, without the gateway.
  init(_ building: Building, openings: [WallOpening]) {
    self.building = building
    self.openings = openings
  }

  /// The four walls with the reveals of the openings and the gateway's sides and ceiling.
  var walls: TriangleMesh {
    let (width, depth, top) = (building.width, building.depth, building.wallTop)
    let facade = PerforatedWall(x: 0...width, z: 0...top, openings: openings + passages)
    let ends = TriangleMesh.box(
      x: 0...width, y: 0...depth, z: 0...top, without: [.lowerY, .upperY, .lowerZ, .upperZ])
    return TriangleMesh(joining: [facade.face, facade.reveals, ends, back])
  }

  /// The gateway as an opening through the whole building, if there is one.
  private var passages: [WallOpening] {
    guard let gateway = building.localGateway else { return [] }
    return [WallOpening(x: gateway, z: 0...Self.gatewayHeight, depth: building.depth)]
  }

  /// The wall towards the street, which is seen from behind.
  private var back: TriangleMesh {
    let mirrored = passages.map { passage in
      let left = building.width - passage.x.upperBound
      let right = building.width - passage.x.lowerBound
      return WallOpening(x: left...right, z: passage.z, depth: passage.depth)
    }
    let wall = PerforatedWall(
      x: 0...building.width, z: 0...building.wallTop, openings: mirrored)
    let turned = RigidTransform(
      quarterTurns: 2, translation: Vector3(building.width, building.depth, 0))
    return wall.face.transformed(by: turned)
  }

  /// The roof, with the top and the inner side of its parapet if it has one.
  var roof: TriangleMesh {
    let outer = rectangle(inset: 0, z: building.wallTop)
    var mesh = TriangleMesh()
    guard building.roofEdge == .parapet else {
      mesh.addQuad(outer[0], outer[1], outer[2], outer[3])
      return mesh
    }
    let inner = rectangle(inset: Self.parapetThickness, z: building.wallTop)
    let foot = rectangle(inset: Self.parapetThickness, z: building.roofLevel)
    for corner in 0..<4 {
      let next = (corner + 1) % 4
      mesh.addQuad(outer[corner], outer[next], inner[next], inner[corner])
      mesh.addQuad(inner[corner], inner[next], foot[next], foot[corner])
    }
    mesh.addQuad(foot[0], foot[1], foot[2], foot[3])
    return mesh
  }

  /// The two chimneys on the roof.
  var chimneys: TriangleMesh {
    let middle = building.depth * Self.chimneyShareOfDepth
    return TriangleMesh(
      joining: Self.chimneySharesOfWidth.map { share in
        let centre = building.width * share
        return TriangleMesh.box(
          x: (centre - Self.chimneySize.x / 2)...(centre + Self.chimneySize.x / 2),
          y: (middle - Self.chimneySize.y / 2)...(middle + Self.chimneySize.y / 2),
          z: building.roofLevel...(building.roofLevel + Self.chimneySize.z), without: .lowerZ)
      })
  }

  /// The corners of a level rectangle inside the walls, counter-clockwise seen from above.
  private func rectangle(inset: Double, z: Double) -> [Vector3] {
    let (right, back) = (building.width - inset, building.depth - inset)
    return [
      Vector3(inset, inset, z), Vector3(right, inset, z), Vector3(right, back, z),
      Vector3(inset, back, z),
    ]
  }
}
