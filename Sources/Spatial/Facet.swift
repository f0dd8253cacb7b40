// SPDX-License-Identifier: Apache-2.0

/// A flat piece of surface: all triangles of one surface that lie in one plane.
///
/// A facet may have holes and may consist of several pieces. Its shape is kept as the outline of
/// the union of its triangles, so nothing that asks a facet depends on the tessellation.
public struct Facet: Sendable {
  /// The plane, in the frame of the body.
  public var plane: Plane

  /// Indices of the facet's triangles in the mesh, ascending.
  public var triangles: [Int32]

  /// The caller's surface key, the same for all triangles of the facet.
  public var surface: Int32

  /// Area in square metres.
  public var area: Double

  /// Centre of area, in the frame of the body.
  public var centroid: Vector3

  /// The outline in the facet's own two coordinates.
  public var outline: FacetOutline
}

/// The outline of a facet: directed edges in two coordinates of its plane.
///
/// The facet lies on the left of each edge, seen from the side that the normal points to.
public struct FacetOutline: Sendable {
  /// The origin of the two coordinates, in the frame of the body.
  public var origin: Vector3

  /// The unit vector of the first coordinate, in the frame of the body.
  public var uAxis: Vector3

  /// The unit vector of the second coordinate: the plane's normal is uAxis x vAxis.
  public var vAxis: Vector3

  /// Each edge as (u, v) of its start and (u, v) of its end, in metres.
  public var edges: [SIMD4<Double>]

  /// The edges sorted into bands across v, for outlines with many edges.
  private var bands: EdgeBands?

  /// Creates an outline.
  ///
  /// - Parameters:
  ///   - origin: The origin of the two coordinates, in the frame of the body.
  ///   - uAxis: The unit vector of the first coordinate.
  ///   - vAxis: The unit vector of the second one, perpendicular to the first.
  ///   - edges: (u, v) of start and end in metres, with the facet on the left of each edge.
  public init(origin: Vector3, uAxis: Vector3, vAxis: Vector3, edges: [SIMD4<Double>]) {
    self.origin = origin
    self.uAxis = uAxis
    self.vAxis = vAxis
    self.edges = edges
    bands = edges.count > 24 ? EdgeBands(edges) : nil
  }

  /// The two coordinates of a point near the plane.
  public func coordinates(_ point: Vector3) -> SIMD2<Double> {
    let relative = point - origin
    return SIMD2(relative.dot(uAxis), relative.dot(vAxis))
  }

  /// The point of the plane with these coordinates.
  public func point(_ coordinates: SIMD2<Double>) -> Vector3 {
    origin + uAxis * coordinates.x + vAxis * coordinates.y
  }

  /// Whether a point of the plane lies in the facet.
  ///
  /// Counts, with sign, the edges that a ray towards +u crosses (the winding number),
  /// with half-open edges, so that of two facets that share an edge in one plane exactly one
  /// holds a point on it.
  public func contains(_ point: Vector3) -> Bool { contains(at: coordinates(point)) }

  /// Whether the point of the plane with these coordinates lies in the facet.
  public func contains(at place: SIMD2<Double>) -> Bool {
    var winding = 0
    if let bands {
      for index in bands.indices(at: place.y) { winding += crossing(edges[Int(index)], place) }
    } else {
      for edge in edges { winding += crossing(edge, place) }
    }
    return winding != 0
  }

  /// The distance in metres of a point of the plane from the nearest edge.
  public func distanceToEdge(_ point: Vector3) -> Double { distanceToEdge(at: coordinates(point)) }

  /// The distance in metres of the point with these coordinates from the nearest edge.
  public func distanceToEdge(at place: SIMD2<Double>) -> Double {
    let gap = place - nearestEdgePoint(to: place)
    return (gap * gap).sum().squareRoot()
  }

  /// The point on the edges that is nearest to the point with these coordinates, likewise in the
  /// facet's coordinates; infinitely far away where there are no edges.
  public func nearestEdgePoint(to place: SIMD2<Double>) -> SIMD2<Double> {
    var nearest = SIMD2(repeating: Double.infinity)
    var least = Double.infinity
    for edge in edges {
      let start = SIMD2(edge.x, edge.y)
      let along = SIMD2(edge.z, edge.w) - start
      let toPoint = place - start
      let lengthSquared = (along * along).sum()
      let share =
        lengthSquared > 0 ? max(0, min(1, (toPoint * along).sum() / lengthSquared)) : 0
      let gap = toPoint - along * share
      let distance = (gap * gap).sum()
      if distance < least { (least, nearest) = (distance, start + along * share) }
    }
    return nearest
  }
}

/// The signed crossing of one directed edge by the ray from a point towards +u.
@inline(__always)
private func crossing(_ edge: SIMD4<Double>, _ at: SIMD2<Double>) -> Int {
  let upward = edge.y <= at.y && edge.w > at.y
  let downward = edge.w <= at.y && edge.y > at.y
  guard upward || downward else { return 0 }
  let side = (edge.z - edge.x) * (at.y - edge.y) - (at.x - edge.x) * (edge.w - edge.y)
  return upward ? (side > 0 ? 1 : 0) : (side < 0 ? -1 : 0)
}

/// Edges by the bands of v that they touch.
private struct EdgeBands: Sendable {
  let lowest: Double
  let bandsPerMetre: Double
  let starts: [Int32]
  let members: [Int32]

  init(_ edges: [SIMD4<Double>]) {
    let low = edges.map { min($0.y, $0.w) }
    let high = edges.map { max($0.y, $0.w) }
    let bottom = low.min() ?? 0
    let extent = max((high.max() ?? 0) - bottom, 1e-12)
    let count = min(edges.count, 4096)
    let scale = Double(count) / extent
    func band(_ v: Double) -> Int { max(0, min(count - 1, Int((v - bottom) * scale))) }
    var lists = [[Int32]](repeating: [], count: count)
    for index in edges.indices where low[index] != high[index] {
      for b in band(low[index])...band(high[index]) { lists[b].append(Int32(index)) }
    }
    var offsets: [Int32] = [0]
    for list in lists { offsets.append(offsets[offsets.count - 1] + Int32(list.count)) }
    lowest = bottom
    bandsPerMetre = scale
    starts = offsets
    members = lists.flatMap { $0 }
  }

  func indices(at v: Double) -> ArraySlice<Int32> {
    let position = (v - lowest) * bandsPerMetre
    guard position >= 0, position <= Double(starts.count - 1) else { return [] }
    let band = min(Int(position), starts.count - 2)
    return members[Int(starts[band])..<Int(starts[band + 1])]
  }
}
