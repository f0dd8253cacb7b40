// SPDX-License-Identifier: Apache-2.0

internal import Scenes
internal import Spatial

extension Scene {
  /// For each facet whether it is a small part of a curved surface.
  ///
  /// It is one like a panel of a car or a side of a lamp post: most of its outline is shared with
  /// facets of the same object that lean a little.
  func facetsOfCurvedSurfaces() -> [Bool] {
    var owners: [EdgeKey: [Int32]] = [:]
    for (index, facet) in facets.enumerated() where facet.shape.isSmall {
      for edge in facet.shape.outline.edges {
        owners[EdgeKey(edge, of: facet), default: []].append(Int32(index))
      }
    }
    return facets.indices.map { index in
      let facet = facets[index]
      guard facet.shape.isSmall else { return false }
      var bent = 0.0
      for edge in facet.shape.outline.edges {
        let neighbours = owners[EdgeKey(edge, of: facet)] ?? []
        let leans = neighbours.contains { other in
          other != Int32(index) && leansALittle(facet, facets[Int(other)])
        }
        if leans { bent += length(edge) }
      }
      return bent > 0.4 * facet.shape.perimeter
    }
  }

  /// Whether two facets meet at an angle of a curve, up to 50 degrees, rather than at an edge.
  private func leansALittle(_ facet: SceneFacet, _ other: SceneFacet) -> Bool {
    // Facets face the way their triangles are wound.
    facet.shape.plane.normal.dot(other.shape.plane.normal) > 0.64
  }
}

/// An edge in space, whichever way it runs, of one object in one group.
private struct EdgeKey: Hashable {
  private let object: Int32
  private let lower: SIMD3<Int64>
  private let upper: SIMD3<Int64>

  init(_ edge: SIMD4<Double>, of facet: SceneFacet) {
    let outline = facet.shape.outline
    func key(_ u: Double, _ v: Double) -> SIMD3<Int64> {
      // A tenth of a millimetre: above the unevenness of a facet.
      SIMD3<Int64>((outline.point(SIMD2(u, v)) * 1e4).rounded(.toNearestOrEven))
    }
    let (start, end) = (key(edge.x, edge.y), key(edge.z, edge.w))
    let isOrdered = (start.x, start.y, start.z) < (end.x, end.y, end.z)
    object = facet.object
    (lower, upper) = isOrdered ? (start, end) : (end, start)
  }
}

extension Facet {
  /// Whether the facet is too small to be a mirror at the distances of a scene.
  ///
  /// Twice its area is then below 30 cm times its perimeter. Twice the area over the perimeter is
  /// the width of a strip and half the side of a square.
  fileprivate var isSmall: Bool { 2 * area < 0.3 * perimeter }

  fileprivate var perimeter: Double { outline.edges.reduce(0) { $0 + length($1) } }
}

private func length(_ edge: SIMD4<Double>) -> Double {
  let along = SIMD2(edge.z - edge.x, edge.w - edge.y)
  return (along * along).sum().squareRoot()
}
