// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// The car's skin with its windows, wheel housings and floor pan, without mirrors and wheels.
///
/// The skin is the boundary of a block of cells whose nodes lie at the stations' points. Some cells
/// at each wheel are taken out of the block for its housing, and the coarse mesh is then subdivided
/// into a smooth one.
struct CarBody: Sendable {
  private let skin: QuadCage<SkinFace>
  private let facetLength: Double

  /// Builds the body.
  ///
  /// - Parameters:
  ///   - subdivisions: How often each face of the coarse mesh is cut into four.
  ///   - facetLength: The longest edge that a facet may have, in metres.
  init(subdivisions: Int, facetLength: Double) {
    self.facetLength = facetLength
    skin = Self.cage.fitted(subdivisions: subdivisions, steps: 5)
      .subdivided(times: subdivisions)
  }

  /// All of the skin that is of one material, in the body frame.
  func mesh(of material: SurfaceMaterial) -> TriangleMesh {
    skin.mesh { $0.material == material }.halvingEdges(longerThan: facetLength)
  }
}

/// What a face of the skin stands for.
private struct SkinFace: Sendable {
  var material: SurfaceMaterial
  var region: Region
  var side: BoxFaces

  /// A part of the skin; parts meet at sharp edges.
  enum Region: Sendable {
    /// What is seen of the car from outside.
    case outside

    /// The floor pan.
    case floor

    /// The part of a wheel housing around the tyre's tread.
    case housingArch

    /// The part of a wheel housing on the inner side of the wheel.
    case housingWall
  }
}

extension CarBody {
  /// Columns of cells on each side of the centre line.
  private static let halfColumns = 5

  /// The half widths of the floor's columns in metres.
  ///
  /// They run from the centre line out to the inner wall of the housings.
  private static let floorHalfWidths = [0, 0.15, 0.30, 0.45, 0.60]

  /// The rows of cells below the beltline.
  private static let rows = 3

  /// The intervals between stations, and the rows, that the wheel housings take.
  private static let housingStations = [2...3, 10...11]
  private static let housingRows = 0...1

  private static let block = CellBlock(
    counts: SIMD3(CarStations.all.count - 1, 2 * halfColumns, rows)
  ) { cell in
    let isAtWheel = housingStations.contains { $0.contains(cell.x) }
    return !(column(of: cell) == halfColumns - 1 && isAtWheel && housingRows.contains(cell.z))
  }

  private static var cage: QuadCage<SkinFace> {
    var cage = QuadCage(boundaryOf: block, at: position) { face in
      SkinFace(material: material(of: face), region: region(of: face), side: face.side)
    }
    // The beltline and the edges of nose and tail are tighter than the panels but not sharp.
    cage.crease(for: 1) { $0.side != $1.side }
    cage.crease(for: .max) { $0.region != $1.region }
    return cage
  }

  private static func region(of face: CellBlock.Face) -> SkinFace.Region {
    switch face.side {
    case .upperZ: .outside
    case .lowerZ: face.cell.z == 0 ? .floor : .housingArch
    case .lowerX: face.cell.x == 0 ? .outside : .housingArch
    case .upperX: face.cell.x == block.counts.x - 1 ? .outside : .housingArch
    default:
      face.cell.y == 0 || face.cell.y == block.counts.y - 1 ? .outside : .housingWall
    }
  }

  /// The column of a cell, counted from the centre line.
  private static func column(of cell: SIMD3<Int>) -> Int {
    max(halfColumns - 1 - cell.y, cell.y - halfColumns)
  }

  private static func position(of node: SIMD3<Int>) -> Vector3 {
    let column = abs(node.y - halfColumns)
    var point = leftPosition(station: node.x, column: column, row: node.z)
    if node.y < halfColumns { point.y = -point.y }
    return point
  }

  private static func leftPosition(station: Int, column: Int, row: Int) -> Vector3 {
    let points = CarStations.all[station]
    if row == rows { return points.top[column] }
    let edge = points.flank[row]
    if column == halfColumns { return edge }
    if station == 0 { return bowed(from: CarStations.tailProfile[row], to: edge, column) }
    if station == CarStations.all.count - 1 {
      return bowed(from: CarStations.noseProfile[row], to: edge, column)
    }
    return Vector3(edge.x, floorHalfWidths[column], edge.z)
  }

  /// A point of a bumper, which bends back towards its ends.
  private static func bowed(from centre: Vector3, to end: Vector3, _ column: Int) -> Vector3 {
    let share = Double(column) / Double(halfColumns)
    let bend = share * share * share
    return Vector3(
      centre.x + (end.x - centre.x) * bend, end.y * share, centre.z + (end.z - centre.z) * bend)
  }
}

// MARK: - Windows, lights and grilles

extension CarBody {
  private static func material(of face: CellBlock.Face) -> SurfaceMaterial {
    let station = face.cell.x
    let column = column(of: face.cell)
    switch face.side {
    case .upperZ:
      let isScreen = column < 2 && [0, 1, 8, 9].contains(station)
      let isSideWindow = column > 2 && [3, 4, 5, 7, 8].contains(station)
      return isScreen || isSideWindow ? .carGlass : .carPaint
    case .lowerX, .upperX:
      guard region(of: face) == .outside else { return .carPaint }
      return endMaterial(column: column, row: face.cell.z, isNose: face.side == .upperX)
    case .lowerY, .upperY:
      let isLight = face.cell.z == rows - 1 && [0, block.counts.x - 1].contains(station)
      return isLight ? .carGlass : .carPaint
    default:
      return .carPaint
    }
  }

  /// The material of a face of the nose or the tail.
  private static func endMaterial(column: Int, row: Int, isNose: Bool) -> SurfaceMaterial {
    if row == rows - 1, column > 2 { return .carGlass }
    let isIntake = row == 0 && column < 3
    let isGrille = isNose && row == rows - 1
    return isIntake || isGrille ? .tyreRubber : .carPaint
  }
}
