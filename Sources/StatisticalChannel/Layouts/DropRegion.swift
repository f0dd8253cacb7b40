// SPDX-License-Identifier: Apache-2.0

internal import Randomness
internal import RealModule

/// Where targets or terminals are dropped, uniformly.
///
/// All lengths are in metres.
package enum DropRegion: Hashable, Sendable {
  /// The cell around the middle of a honeycomb.
  case cell(HexagonalGrid)
  /// All cells of a honeycomb.
  case cells(HexagonalGrid)
  /// A room or an area between two corners.
  case rectangle(from: SIMD2<Double>, to: SIMD2<Double>)
  /// The border of a rectangle around the origin, by half its sizes.
  case ring(SIMD2<Double>)

  /// The lane beside the sidewalk around the middle block of TR 37.885's urban grid.
  package static let outerLane = Self.ring(StreetGrid.ring(beyondWall: StreetGrid.outerLane))
  /// The middle of the sidewalk around the middle block of TR 37.885's urban grid.
  package static let sidewalk = Self.ring(StreetGrid.ring(beyondWall: StreetGrid.sidewalk))

  /// A point of the region.
  func point(_ stream: inout some RandomNumberGenerator) -> SIMD2<Double> {
    switch self {
    case .cell(let grid): return Self.pointOfCell(grid, &stream)
    case .cells(let grid):
      let sites = grid.sites
      let cell = min(sites.count - 1, Int(stream.uniform() * Double(sites.count)))
      return sites[cell] + Self.pointOfCell(grid, &stream)
    case .rectangle(let low, let high):
      return low + (high - low) * SIMD2(stream.uniform(), stream.uniform())
    case .ring(let half): return Self.pointOfRing(half, share: stream.uniform())
    }
  }

  private static func pointOfCell(
    _ grid: HexagonalGrid, _ stream: inout some RandomNumberGenerator
  ) -> SIMD2<Double> {
    while true {
      let square = SIMD2(stream.uniform(), stream.uniform()) * 2 - 1
      let point = square * grid.cellRadius
      if grid.cellContains(point) { return point }
    }
  }

  /// The point after a share of the way around, from the corner of least x and y on.
  static func pointOfRing(_ half: SIMD2<Double>, share: Double) -> SIMD2<Double> {
    let way = share * 4 * (half.x + half.y)
    let (width, depth) = (2 * half.x, 2 * half.y)
    if way < width { return SIMD2(way - half.x, -half.y) }
    if way < width + depth { return SIMD2(half.x, way - width - half.y) }
    if way < 2 * width + depth { return SIMD2(half.x - (way - width - depth), half.y) }
    return SIMD2(-half.x, half.y - (way - 2 * width - depth))
  }
}
