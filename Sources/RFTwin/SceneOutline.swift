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
    var normals: [SIMD4<Float>: [Vector3]] = [:]
    var lines: [SIMD4<Float>] = []
    for facet in resting {
      for edge in facet.shape.outline.edges {
        guard let line = line(of: edge, facet, longerThan: shortest) else { continue }
        let key = (line * 100).rounded(.toNearestOrEven)
        if normals[key] == nil { lines.append(line) }
        normals[key, default: []].append(facet.shape.plane.normal)
      }
    }
    return lines.filter { line in
      let key = (line * 100).rounded(.toNearestOrEven)
      return !isSmooth(normals[key] ?? [])
    }
  }

  /// An edge from above, the same whichever way it runs.
  private func line(
    of edge: SIMD4<Double>, _ facet: SceneFacet, longerThan shortest: Double
  ) -> SIMD4<Float>? {
    let outline = facet.shape.outline
    let start = outline.point(SIMD2(edge.x, edge.y))
    let end = outline.point(SIMD2(edge.z, edge.w))
    guard Vector3(end.x - start.x, end.y - start.y, 0).length > shortest else { return nil }
    let (a, b) = (start.x, start.y) < (end.x, end.y) ? (start, end) : (end, start)
    return SIMD4<Float>(Float(a.x), Float(a.y), Float(b.x), Float(b.y))
  }

  /// Whether facets that meet in an edge lean by less than 40 degrees.
  private func isSmooth(_ normals: [Vector3]) -> Bool {
    guard normals.count > 1 else { return false }
    return normals.dropFirst().allSatisfy { abs($0.dot(normals[0])) > 0.77 }
  }
}
