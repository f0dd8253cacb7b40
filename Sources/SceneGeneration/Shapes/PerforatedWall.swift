// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A rectangular hole in a wall.
struct WallOpening: Sendable {
  /// Extent along the wall in metres.
  var x: ClosedRange<Double>

  /// Extent in height in metres.
  var z: ClosedRange<Double>

  /// How far the hole goes into the wall, in metres.
  var depth: Double
}

/// A rectangle with rectangular holes, such as a facade or a window frame.
///
/// It lies in the plane y = 0 of its frame and faces -y: x runs along it to the right, z up, y into
/// it. It is cut along all edges of its holes, so it has no T-junctions.
struct PerforatedWall: Sendable {
  private let xLines: [Double]
  private let zLines: [Double]
  private let openings: [WallOpening]

  /// The index of the opening at each cell, row after row from the bottom.
  private let openingOfCell: [Int?]

  /// Divides a rectangle by its openings, which must not overlap.
  init(x: ClosedRange<Double>, z: ClosedRange<Double>, openings: [WallOpening]) {
    let xLines = Self.lines([x] + openings.map(\.x))
    let zLines = Self.lines([z] + openings.map(\.z))
    self.xLines = xLines
    self.zLines = zLines
    self.openings = openings
    openingOfCell = zip(zLines, zLines.dropFirst()).flatMap { bottom, top in
      zip(xLines, xLines.dropFirst()).map { left, right in
        openings.firstIndex {
          $0.x.contains((left + right) / 2) && $0.z.contains((bottom + top) / 2)
        }
      }
    }
  }

  /// The face of the wall around the holes.
  var face: TriangleMesh {
    var mesh = TriangleMesh()
    forEachCell { column, row in
      guard opening(column, row) == nil else { return }
      mesh.addQuad(
        point(column, row), point(column + 1, row), point(column + 1, row + 1),
        point(column, row + 1))
    }
    return mesh
  }

  /// The sides of the holes; a hole that reaches the wall's border is open there.
  var reveals: TriangleMesh {
    var mesh = TriangleMesh()
    forEachCell { column, row in
      guard let depth = opening(column, row)?.depth else { return }
      let (left, right) = (column, column + 1)
      let (bottom, top) = (row, row + 1)
      func add(_ from: Vector3, _ to: Vector3) {
        mesh.addQuad(from, to, to + .unitY * depth, from + .unitY * depth)
      }
      if isSolid(column - 1, row) { add(point(left, top), point(left, bottom)) }
      if isSolid(column + 1, row) { add(point(right, bottom), point(right, top)) }
      if isSolid(column, row - 1) { add(point(left, bottom), point(right, bottom)) }
      if isSolid(column, row + 1) { add(point(right, top), point(left, top)) }
    }
    return mesh
  }

  /// Edges without those that differ from one before only by rounding.
  private static func lines(_ ranges: [ClosedRange<Double>]) -> [Double] {
    let edges = ranges.flatMap { [$0.lowerBound, $0.upperBound] }.sorted()
    return edges.reduce(into: []) { lines, edge in
      if let last = lines.last, edge - last < 1e-6 { return }
      lines.append(edge)
    }
  }

  private func point(_ column: Int, _ row: Int) -> Vector3 {
    Vector3(xLines[column], 0, zLines[row])
  }

  private func forEachCell(_ body: (_ column: Int, _ row: Int) -> Void) {
    for row in 0..<(zLines.count - 1) {
      for column in 0..<(xLines.count - 1) { body(column, row) }
    }
  }

  private func opening(_ column: Int, _ row: Int) -> WallOpening? {
    openingOfCell[row * (xLines.count - 1) + column].map { openings[$0] }
  }

  private func isSolid(_ column: Int, _ row: Int) -> Bool {
    guard (0..<(xLines.count - 1)).contains(column), (0..<(zLines.count - 1)).contains(row)
    else { return false }
    return opening(column, row) == nil
  }
}
