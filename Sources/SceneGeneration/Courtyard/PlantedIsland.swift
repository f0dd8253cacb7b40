// SPDX-License-Identifier: Apache-2.0

internal import RealModule
internal import Spatial

/// A planted bed with rounded corners inside a kerb.
struct PlantedIsland: Sendable {
  /// Middle of the bed on the ground in metres.
  var centre: Vector3

  /// Length and width of the bed inside the kerb, in metres.
  var size: SIMD2<Double>

  /// Radius of the bed's corners in metres.
  private static let cornerRadius = 2.4

  /// How many straight pieces a corner has.
  private static let cornerPieces = 6

  /// Height of the soil in metres.
  static let soilHeight = 0.10

  /// How far the soil may lie above or below its height, in metres.
  private static let soilUnevenness = 0.012

  /// The sizes of the soil's rings of points, as shares of the outline's.
  private static let rings = [1, 0.8, 0.6, 0.4, 0.2]

  /// The bed and its kerb as one object.
  func node(named name: String, random: inout SplitMix64) -> SceneNode {
    let inner = outline(offset: 0)
    let outer = outline(offset: Kerb.width)
    // A closed kerb ends where it began.
    let kerb = Kerb(
      left: Array(inner + inner.prefix(1)), right: Array(outer + outer.prefix(1)))
    return SceneNode(
      name,
      parts: [
        SurfacePart(.concrete, kerb.stones(random: &random)),
        SurfacePart(.vegetation, soil(within: inner, random: &random)),
      ])
  }

  /// The outline counter-clockwise, with a point about every metre.
  private func outline(offset: Double) -> [Vector3] {
    let reach = size / 2 - SIMD2(repeating: Self.cornerRadius)
    let radius = Self.cornerRadius + offset
    let corners = [
      SIMD2(reach.x, reach.y), SIMD2(-reach.x, reach.y), SIMD2(-reach.x, -reach.y),
      SIMD2(reach.x, -reach.y),
    ]
    return corners.indices.flatMap { corner in
      let arc = (0...Self.cornerPieces).map { piece in
        let turn = Double(corner) + Double(piece) / Double(Self.cornerPieces)
        return arcPoint(around: corners[corner], radius: radius, angle: turn * .pi / 2)
      }
      let next = (corner + 1) % corners.count
      let nextArc = arcPoint(
        around: corners[next], radius: radius, angle: Double(corner + 1) * .pi / 2)
      return arc + between(arc[Self.cornerPieces], nextArc)
    }
  }

  private func arcPoint(around corner: SIMD2<Double>, radius: Double, angle: Double) -> Vector3 {
    centre
      + Vector3(
        corner.x + radius * Double.cos(angle), corner.y + radius * Double.sin(angle), 0)
  }

  /// The points of a straight side, without its ends.
  private func between(_ start: Vector3, _ end: Vector3) -> [Vector3] {
    let count = Int(start.distance(to: end).rounded())
    return (1..<max(count, 1)).map { start + (end - start) * (Double($0) / Double(count)) }
  }

  /// The soil: rings of points around the middle, level at the kerb.
  private func soil(within outline: [Vector3], random: inout SplitMix64) -> TriangleMesh {
    let middle = centre + .unitZ * Self.soilHeight
    var rings: [[Vector3]] = []
    for share in Self.rings {
      let limit = share < 1 ? Self.soilUnevenness : 0
      rings.append(
        outline.map { point in
          let lift = Self.soilHeight + random.uniform(in: -limit...limit)
          return centre + (point - centre) * share + .unitZ * lift
        })
    }
    let count = outline.count
    var mesh = TriangleMesh(columns: count, rows: rings.count - 1) { rings[$1][$0 % count] }
    for index in 0..<count {
      let ring = rings[rings.count - 1]
      mesh.addTriangle(ring[index], ring[(index + 1) % count], middle)
    }
    return mesh
  }
}
