// SPDX-License-Identifier: Apache-2.0

internal import Scenes
internal import Spatial

extension Scene {
  /// The edges of the resting surfaces seen from above, as x, y of the start and of the end, in metres.
  ///
  /// Edges shorter than a share of the scene only blacken a drawing, and so do those that stand upright.
  func outlineFromAbove() -> [SIMD4<Float>] {
    let resting = facets.filter { groups[Int($0.group)].isAtRest }
    var bounds = BoundingBox.empty
    for facet in resting { bounds.extend(to: facet.shape.centroid) }
    guard !bounds.isEmpty else { return [] }
    let shortest = max(0.3, 0.004 * bounds.size.length)
    var seen: Set<SIMD4<Float>> = []
    var lines: [SIMD4<Float>] = []
    for facet in resting {
      let outline = facet.shape.outline
      for edge in outline.edges {
        let start = outline.point(SIMD2(edge.x, edge.y))
        let end = outline.point(SIMD2(edge.z, edge.w))
        guard Vector3(end.x - start.x, end.y - start.y, 0).length > shortest else { continue }
        let forward = (start.x, start.y) < (end.x, end.y)
        let (a, b) = forward ? (start, end) : (end, start)
        let line = SIMD4<Float>(Float(a.x), Float(a.y), Float(b.x), Float(b.y))
        if seen.insert((line * 100).rounded(.toNearestOrEven)).inserted { lines.append(line) }
      }
    }
    return lines
  }
}
