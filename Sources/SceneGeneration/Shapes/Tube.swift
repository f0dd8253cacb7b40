// SPDX-License-Identifier: Apache-2.0

internal import RealModule
internal import Spatial

extension TriangleMesh {
  /// A tube with flat ends along a line of points.
  ///
  /// - Parameters:
  ///   - path: The centre line in metres.
  ///   - radii: The radius at each point in metres; the last one holds for all points after it.
  ///   - sides: How many sides the tube has.
  ///   - capped: Whether the ends are closed, which they need not be inside something else.
  /// - Returns: The outward-facing surface.
  static func tube(
    along path: [Vector3], radii: [Double], sides: Int, capped: Bool = true
  ) -> TriangleMesh {
    let rings = tubeRings(along: path, radii: radii, sides: sides)
    var mesh = TriangleMesh(columns: sides, rows: path.count - 1) { rings[$1][$0 % sides] }
    guard capped, let first = rings.first, let last = rings.last else { return mesh }
    for side in 1..<(sides - 1) {
      mesh.addTriangle(first[0], first[side + 1], first[side])
      mesh.addTriangle(last[0], last[side], last[side + 1])
    }
    return mesh
  }

  /// The corners of the tube's cross-sections, which turn with the path but do not twist about it.
  private static func tubeRings(
    along path: [Vector3], radii: [Double], sides: Int
  ) -> [[Vector3]] {
    let directions = zip(path, path.dropFirst()).map { ($1 - $0).normalized }
    guard let start = directions.first, let end = directions.last else { return [] }
    var across = start.anyPerpendicular
    return path.indices.map { index in
      let before = index > 0 ? directions[index - 1] : start
      let after = index < directions.count ? directions[index] : end
      let tangent = (before + after).normalized
      let bend = (after - before).normalized
      // In a bend the cut is oblique, so it is longer across the bend than the tube is wide.
      let stretch = bend * (1 / before.dot(tangent) - 1)
      across = (across - tangent * across.dot(tangent)).normalized
      let upright = tangent.cross(across)
      let radius = radii[min(index, radii.count - 1)]
      return (0..<sides).map { side in
        let angle = 2 * .pi * (Double(side) + 0.5) / Double(sides)
        let offset = across * Double.cos(angle) + upright * Double.sin(angle)
        return path[index] + (offset + stretch * bend.dot(offset)) * radius
      }
    }
  }
}
