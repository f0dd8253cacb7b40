// SPDX-License-Identifier: Apache-2.0

/// How far triangles may stray from a common plane and still be one facet.
public struct CoplanarityTolerance: Sendable {
  /// The largest distance of a vertex from the plane, in metres.
  ///
  /// The default, a fortieth of the wavelength at 79 GHz, is above the rounding of single-precision
  /// files at 500 m (3e-5 m) and far below the sag of any panel that is meant to be curved.
  public var distance = 1e-4

  /// The cosine of the largest angle between a triangle's normal and the plane's.
  ///
  /// Slivers are exempt, as their normals are rounding noise.
  public var cosine = 0.999_96

  /// Creates the default tolerances: 0.1 mm, and 0.5 degrees between normals.
  public init() {}
}

/// Merges the triangles of a mesh that lie in one plane and on one surface into facets.
///
/// Triangles are joined across shared edges first, from the largest outward, and pieces that lie in
/// a common plane then become one facet. Triangles without area belong to no facet.
///
/// - Parameters:
///   - mesh: The triangles, in the frame of the body.
///   - surfaces: For each triangle a key; triangles of different keys are never merged.
///   - tolerance: How far from flat a facet may be.
/// - Returns: The facets, in the order of their lowest triangle.
public func mergedFacets(
  of mesh: TriangleMesh, surfaces: [Int32], tolerance: CoplanarityTolerance = .init()
) -> [Facet] {
  let pieces = connectedFlatPieces(of: mesh, surfaces: surfaces, tolerance: tolerance)
  let groups = groupedByPlane(pieces, tolerance: tolerance)
  return groups.map { facet(of: mesh, pieces: $0) }.sorted { left, right in
    (left.triangles.first ?? 0) < (right.triangles.first ?? 0)
  }
}

/// Edge-connected triangles in one plane.
private struct FlatPiece {
  var triangles: [Int32]
  var surface: Int32
  var vectorArea: Vector3
  var moment: Vector3
  var area: Double

  /// The plane through the area-weighted centre, across the area-weighted normal.
  var plane: Plane {
    let normal = vectorArea.normalized
    return Plane(normal: normal, offset: normal.dot(moment / area))
  }
}

private func connectedFlatPieces(
  of mesh: TriangleMesh, surfaces: [Int32], tolerance: CoplanarityTolerance
) -> [FlatPiece] {
  let areas = mesh.triangles.indices.map { mesh.vectorArea($0) }
  let neighbours = edgeNeighbours(of: mesh)
  var taken = [Bool](repeating: false, count: mesh.triangles.count)
  // Largest first, so that a plane is set by the triangle that defines it best.
  let order = mesh.triangles.indices.sorted {
    let (a, b) = (areas[$0].lengthSquared, areas[$1].lengthSquared)
    return a != b ? a > b : $0 < $1
  }
  var pieces: [FlatPiece] = []
  for seed in order where !taken[seed] && areas[seed].lengthSquared > 0 {
    let normal = areas[seed].normalized
    let plane = Plane(normal: normal, offset: normal.dot(mesh.corners(seed).0))
    taken[seed] = true
    var piece = FlatPiece(
      triangles: [], surface: surfaces[seed], vectorArea: Vector3.zero, moment: Vector3.zero,
      area: 0)
    var front = [seed]
    while let current = front.popLast() {
      piece.add(Int32(current), of: mesh, along: normal)
      for neighbour in neighbours[current] {
        let candidate = Int(neighbour)
        guard !taken[candidate], surfaces[candidate] == piece.surface,
          areas[candidate].lengthSquared > 0,
          lies(candidate, of: mesh, areas: areas, in: plane, tolerance: tolerance)
        else { continue }
        taken[candidate] = true
        front.append(candidate)
      }
    }
    piece.triangles.sort()
    pieces.append(piece)
  }
  return pieces
}

extension FlatPiece {
  /// Adds a triangle, turned so that its normal agrees with the piece's.
  fileprivate mutating func add(_ triangle: Int32, of mesh: TriangleMesh, along normal: Vector3) {
    let vector = mesh.vectorArea(Int(triangle))
    let (a, b, c) = mesh.corners(Int(triangle))
    let size = vector.length
    triangles.append(triangle)
    vectorArea += vector.dot(normal) < 0 ? -vector : vector
    moment += (a + b + c) * (size / 3)
    area += size
  }

  /// Adds another piece of the same plane.
  fileprivate mutating func join(_ other: FlatPiece) {
    triangles += other.triangles
    vectorArea += other.vectorArea.dot(vectorArea) < 0 ? -other.vectorArea : other.vectorArea
    moment += other.moment
    area += other.area
  }
}

private func lies(
  _ triangle: Int, of mesh: TriangleMesh, areas: [Vector3], in plane: Plane,
  tolerance: CoplanarityTolerance
) -> Bool {
  let (a, b, c) = mesh.corners(triangle)
  let strays = [a, b, c].contains { abs(plane.signedDistance(to: $0)) > tolerance.distance }
  guard !strays else { return false }
  let size = areas[triangle].length
  let longest = max((b - a).length, (c - b).length, (a - c).length)
  // The normal of a sliver is rounding noise; its corners say enough.
  guard 2 * size > 50 * tolerance.distance * longest else { return true }
  return abs(areas[triangle].dot(plane.normal)) > tolerance.cosine * size
}

/// For each triangle those that share an edge with it.
private func edgeNeighbours(of mesh: TriangleMesh) -> [[Int32]] {
  let welded = mesh.weldedVertexIndices()
  var owners: [SIMD2<Int32>: [Int32]] = [:]
  owners.reserveCapacity(mesh.triangles.count * 3 / 2)
  for (index, triangle) in mesh.triangles.enumerated() {
    for corner in 0..<3 {
      let from = welded[Int(triangle[corner])]
      let to = welded[Int(triangle[(corner + 1) % 3])]
      owners[SIMD2(min(from, to), max(from, to)), default: []].append(Int32(index))
    }
  }
  var neighbours = [[Int32]](repeating: [], count: mesh.triangles.count)
  for (index, triangle) in mesh.triangles.enumerated() {
    for corner in 0..<3 {
      let from = welded[Int(triangle[corner])]
      let to = welded[Int(triangle[(corner + 1) % 3])]
      let shared = owners[SIMD2(min(from, to), max(from, to))] ?? []
      neighbours[index] += shared.filter { $0 != Int32(index) }
    }
  }
  return neighbours
}

/// The cell of plane space that a plane falls into, for finding equal planes.
private struct PlaneCell: Hashable {
  var surface: Int32
  var x: Int32
  var y: Int32
  var z: Int32
  var offset: Int64
}

private func groupedByPlane(
  _ pieces: [FlatPiece], tolerance: CoplanarityTolerance
) -> [FlatPiece] {
  var groups: [FlatPiece] = []
  var cells: [PlaneCell: [Int]] = [:]
  for piece in pieces {
    let plane = piece.plane
    if let match = candidateCells(plane, piece.surface, tolerance).lazy.compactMap({ cells[$0] })
      .joined().first(where: { isSamePlane(groups[$0], piece, tolerance) })
    {
      groups[match].join(piece)
    } else {
      for cell in homeCells(plane, piece.surface) { cells[cell, default: []].append(groups.count) }
      groups.append(piece)
    }
  }
  return groups
}

/// Cells are a milliradian and a millimetre wide, ten times the tolerances in use.
private let cellsPerUnit = 1e3

/// The cell of a plane and that of the same plane seen from behind.
private func homeCells(_ plane: Plane, _ surface: Int32) -> [PlaneCell] {
  [1.0, -1.0].map { sign in
    let n = (plane.normal * (sign * cellsPerUnit)).rounded(.down)
    return PlaneCell(
      surface: surface, x: Int32(n.x), y: Int32(n.y), z: Int32(n.z),
      offset: Int64((sign * plane.offset * cellsPerUnit).rounded(.down)))
  }
}

/// The cells that a plane equal to this one within tolerance may be filed under.
private func candidateCells(
  _ plane: Plane, _ surface: Int32, _ tolerance: CoplanarityTolerance
) -> [PlaneCell] {
  // The offset is measured at the origin, where a tilt shows most.
  func range(_ value: Double, _ slack: Double) -> ClosedRange<Int64> {
    Int64(
      ((value - slack) * cellsPerUnit).rounded(.down))...Int64(
        ((value + slack) * cellsPerUnit).rounded(.down))
  }
  let slack = 1e-5
  var found: [PlaneCell] = []
  for x in range(plane.normal.x, slack) {
    for y in range(plane.normal.y, slack) {
      for z in range(plane.normal.z, slack) {
        for offset in range(plane.offset, tolerance.distance) {
          found.append(
            PlaneCell(surface: surface, x: Int32(x), y: Int32(y), z: Int32(z), offset: offset))
        }
      }
    }
  }
  return found
}

private func isSamePlane(
  _ group: FlatPiece, _ piece: FlatPiece, _ tolerance: CoplanarityTolerance
) -> Bool {
  let plane = group.plane
  let other = piece.plane
  let centre = piece.moment / piece.area
  return abs(plane.normal.dot(other.normal)) > 1 - 1e-9
    && abs(plane.signedDistance(to: centre)) < tolerance.distance
}

private func facet(of mesh: TriangleMesh, pieces group: FlatPiece) -> Facet {
  let plane = group.plane
  let centroid = group.moment / group.area
  let uAxis = plane.normal.anyPerpendicular
  let vAxis = plane.normal.cross(uAxis)
  let origin = centroid - plane.normal * plane.signedDistance(to: centroid)
  let triangles = group.triangles.sorted()
  let edges = outlineEdges(of: mesh, triangles: triangles, along: plane.normal)
  let flat = edges.map { edge in
    let start = edge.from - origin
    let end = edge.to - origin
    return SIMD4(start.dot(uAxis), start.dot(vAxis), end.dot(uAxis), end.dot(vAxis))
  }
  return Facet(
    plane: plane, triangles: triangles, surface: group.surface, area: group.area,
    centroid: centroid,
    outline: FacetOutline(origin: origin, uAxis: uAxis, vAxis: vAxis, edges: flat))
}

/// The edges that do not cancel against one of the same facet that runs the other way.
private func outlineEdges(
  of mesh: TriangleMesh, triangles: [Int32], along normal: Vector3
) -> [(from: Vector3, to: Vector3)] {
  struct DirectedEdge: Hashable {
    var from: Vector3
    var to: Vector3
  }
  var count: [DirectedEdge: Int] = [:]
  var order: [DirectedEdge] = []
  for triangle in triangles {
    let (a, b, c) = mesh.corners(Int(triangle))
    let faces = mesh.vectorArea(Int(triangle)).dot(normal) >= 0
    let corners = (faces ? [a, b, c] : [a, c, b]).map { $0 + Vector3.zero }
    for corner in 0..<3 {
      let edge = DirectedEdge(from: corners[corner], to: corners[(corner + 1) % 3])
      let reversed = DirectedEdge(from: edge.to, to: edge.from)
      if let opposite = count[reversed], opposite > 0 {
        count[reversed] = opposite - 1
      } else {
        count[edge, default: 0] += 1
        order.append(edge)
      }
    }
  }
  var edges: [(from: Vector3, to: Vector3)] = []
  for edge in order {
    guard let left = count[edge], left > 0 else { continue }
    count[edge] = left - 1
    edges.append((edge.from, edge.to))
  }
  return edges
}
