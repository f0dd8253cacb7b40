// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// Sites at the middles of a honeycomb's cells, in rings around one at the origin.
///
/// TR 38.901 Tables 7.2-1 to 7.2-3. The nearest sites lie along x; a cell reaches halfway to them.
package struct HexagonalGrid: Hashable, Sendable {
  /// The distance between neighbouring sites in metres.
  package let interSiteDistance: Double
  /// How many rings of sites there are around the one in the middle: 0, 1 or 2.
  package let rings: Int

  /// Creates a grid of 1, 7 or 19 sites.
  package init(interSiteDistance: Double, rings: Int) {
    self.interSiteDistance = interSiteDistance
    self.rings = rings
  }

  /// The six unit vectors towards neighbouring sites.
  private static let directions: [SIMD2<Double>] = (0..<6).map {
    SIMD2(Double.cos(Double($0) * .pi / 3), Double.sin(Double($0) * .pi / 3))
  }

  /// The places of the sites in metres, the one in the middle first, ring by ring.
  package var sites: [SIMD2<Double>] {
    var places = [SIMD2<Double>(0, 0)]
    for ring in 1..<(rings + 1) {
      var place = Self.directions[0] * Double(ring) * interSiteDistance
      for side in 0..<6 {
        for _ in 0..<ring {
          places.append(place)
          place += Self.directions[(side + 2) % 6] * interSiteDistance
        }
      }
    }
    return places
  }

  /// Whether a point lies in the cell around the origin.
  package func cellContains(_ point: SIMD2<Double>) -> Bool {
    Self.directions[..<3].allSatisfy { direction in
      abs((point * direction).sum()) <= interSiteDistance / 2
    }
  }

  /// The distance of a cell's corners from its middle in metres.
  package var cellRadius: Double { interSiteDistance / 3.0.squareRoot() }

  /// The six displacements at which copies of the whole grid lie around it, in metres.
  ///
  /// Copies of 1 + 3 r (r + 1) cells tile the plane when displaced by r + 1 steps along one
  /// direction and r along the next but sixty degrees.
  package var wrapDisplacements: [SIMD2<Double>] {
    (0..<6).map { side in
      (Self.directions[side] * Double(rings + 1) + Self.directions[(side + 1) % 6] * Double(rings))
        * interSiteDistance
    }
  }
}
