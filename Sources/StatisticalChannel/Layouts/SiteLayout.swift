// SPDX-License-Identifier: Apache-2.0

package import Spatial

/// Where base stations are, and how copies of the layout lie around it.
package struct SiteLayout: Hashable, Sendable {
  /// The places of the base stations, in metres.
  package var sites: [Vector3]
  /// The displacements of the layout's copies, none without wrap-around, in metres.
  package var copies: [SIMD2<Double>]
  /// Whether what is in the street sees along streets only.
  package var hasStreets: Bool

  /// Creates a layout of base stations at given places.
  package init(_ sites: [Vector3], copies: [SIMD2<Double>] = [], hasStreets: Bool = false) {
    self.sites = sites
    self.copies = copies
    self.hasStreets = hasStreets
  }

  /// Sites of one height at a honeycomb's middles.
  ///
  /// - Parameters:
  ///   - grid: The honeycomb.
  ///   - height: The height of the base stations in metres.
  ///   - wrapsAround: Whether links go to the nearest copy of each site.
  ///   - hasStreets: Whether the sites stand above TR 37.885's urban grid.
  package init(
    _ grid: HexagonalGrid, height: Double, wrapsAround: Bool = false, hasStreets: Bool = false
  ) {
    self.init(
      grid.sites.map { Vector3($0.x, $0.y, height) },
      copies: wrapsAround ? grid.wrapDisplacements : [], hasStreets: hasStreets)
  }

  /// Base stations on a square lattice in a hall, half a spacing from its walls.
  ///
  /// TR 38.901 Table 7.8-7.
  package init(hall size: SIMD2<Double>, spacing: Double, height: Double) {
    func places(_ length: Double) -> [Double] {
      (0..<max(1, Int((length / spacing).rounded(.down)))).map { (Double($0) + 0.5) * spacing }
    }
    self.init(places(size.y).flatMap { y in places(size.x).map { Vector3($0, y, height) } })
  }

  /// Twelve base stations in an office of 120 m by 50 m, 20 m apart (TR 38.901 Table 7.2-2).
  package static func office(height: Double) -> Self {
    Self(
      [15.0, 35].flatMap { y in
        (0..<6).map { Vector3(10 + 20 * Double($0), y, height) }
      })
  }

  /// The convex hull of sites on a lattice: the rectangle that they span, in metres.
  package var spannedRectangle: DropRegion {
    var (low, high) = (SIMD2<Double>(repeating: .infinity), SIMD2<Double>(repeating: -.infinity))
    for site in sites {
      let place = SIMD2(site.x, site.y)
      low = pointwiseMin(low, place)
      high = pointwiseMax(high, place)
    }
    return .rectangle(from: low, to: high)
  }

  /// The way along the ground from one place to another or its nearest copy, in metres.
  package func displacement(from first: Vector3, to second: Vector3) -> SIMD2<Double> {
    let direct = SIMD2(second.x - first.x, second.y - first.y)
    var best = direct
    for copy in copies {
      let way = direct + copy
      if (way * way).sum() < (best * best).sum() { best = way }
    }
    return best
  }
}
