// SPDX-License-Identifier: Apache-2.0

package import ComplexModule

/// The blocks and streets of TR 37.885's urban grid, a block at the origin.
///
/// Blocks of 413 m by 230 m and streets of 20 m with a sidewalk of 3 m and two lanes of 3.5 m each
/// way, so that middles of streets are 433 m and 250 m apart. The sizes of blocks and grid and where
/// the sidewalk's middle is are those of TR 38.901 Tables 7.9.6.1-3 and 7.9.6.3-2; that four lanes
/// share the rest is our reading.
package enum StreetGrid {
  /// The distances between the middles of streets along x and y in metres.
  package static let pitch = SIMD2(433.0, 250.0)
  /// Half of a street's width with its sidewalks in metres.
  static let halfWidth = 10.0
  /// From a block's wall to the middle of the lane beside the sidewalk in metres.
  static let outerLane = 3 + 3.5 / 2
  /// From a block's wall to the middle of the sidewalk in metres.
  static let sidewalk = 1.5

  /// Half the sizes of the ring around the block at the origin, this far from its walls.
  static func ring(beyondWall distance: Double) -> SIMD2<Double> {
    pitch / 2 - SIMD2(repeating: halfWidth - distance)
  }

  /// The walls of the nine buildings around the origin, 20 m high (Table 7.9.6.3-2).
  ///
  /// - Parameter permittivity: That of the walls.
  /// - Returns: The walls, four for each building.
  package static func walls(permittivity: Complex<Double>) -> [ReflectingWall] {
    (-1...1).flatMap { column in
      (-1...1).flatMap { row in
        ReflectingWall.building(
          middle: pitch * SIMD2(Double(column), Double(row)), size: pitch - 2 * halfWidth,
          height: 20, permittivity: permittivity)
      }
    }
  }

  /// Whether two points lie in one street, along x or along y.
  package static func sharesStreet(_ first: SIMD2<Double>, _ second: SIMD2<Double>) -> Bool {
    let (a, b) = (streets(first), streets(second))
    return (a.x != nil && a.x == b.x) || (a.y != nil && a.y == b.y)
  }

  /// Which streets a point is in, by the number of the street whose x or y does not change.
  private static func streets(_ point: SIMD2<Double>) -> (x: Int?, y: Int?) {
    func street(_ place: Double, _ pitch: Double) -> Int? {
      let number = (place / pitch - 0.5).rounded()
      return abs(place - (number + 0.5) * pitch) <= halfWidth ? Int(number) : nil
    }
    return (street(point.x, pitch.x), street(point.y, pitch.y))
  }
}
