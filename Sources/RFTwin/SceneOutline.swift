// SPDX-License-Identifier: Apache-2.0

internal import Scenes
internal import Spatial

extension Scene {
  /// The edges of the resting surfaces seen from above, in metres.
  ///
  /// Each is x, y of its start and x, y of its end. Left out is what would only blacken a drawing:
  /// edges shorter than a share of the scene, upright ones, and those between facets of a curved
  /// or uneven surface.
  func outlineFromAbove() -> [SIMD4<Float>] {
    let resting = facets.filter { groups[Int($0.group)].isAtRest }
    var bounds = BoundingBox.empty
    for facet in resting { bounds.extend(to: facet.shape.centroid) }
    guard !bounds.isEmpty else { return [] }
    let shortest = max(0.3, 0.004 * bounds.size.length)
    var normals: [SIMD8<Double>: [Vector3]] = [:]
    var order: [SIMD8<Double>] = []
    for facet in resting {
      for edge in facet.shape.outline.edges {
        guard let edge = line(of: edge, facet, longerThan: shortest) else { continue }
        if normals[edge] == nil { order.append(edge) }
        normals[edge, default: []].append(facet.shape.plane.normal)
      }
    }
    // The edges of a wall's foot and of its top are one line from above.
    var drawn: Set<SIMD4<Float>> = []
    return order.compactMap { edge in
      let line = SIMD4<Float>(SIMD4(edge[0], edge[1], edge[3], edge[4]))
      return !isSmooth(normals[edge] ?? []) && drawn.insert(line).inserted ? line : nil
    }
  }

  /// The ends of an edge in space, rounded to centimetres, the same whichever way it runs.
  private func line(
    of edge: SIMD4<Double>, _ facet: SceneFacet, longerThan shortest: Double
  ) -> SIMD8<Double>? {
    let outline = facet.shape.outline
    let start = outline.point(SIMD2(edge.x, edge.y))
    let end = outline.point(SIMD2(edge.z, edge.w))
    guard Vector3(end.x - start.x, end.y - start.y, 0).length > shortest else { return nil }
    let (a, b) = (start.x, start.y) < (end.x, end.y) ? (start, end) : (end, start)
    let ends = SIMD8(a.x, a.y, a.z, b.x, b.y, b.z, 0, 0)
    return (ends * 100).rounded(.toNearestOrEven) / 100
  }

  /// Whether facets that meet in an edge lean by less than 40 degrees.
  private func isSmooth(_ normals: [Vector3]) -> Bool {
    guard normals.count > 1 else { return false }
    return normals.dropFirst().allSatisfy { abs($0.dot(normals[0])) > 0.77 }
  }
}
