// SPDX-License-Identifier: Apache-2.0

/// Cuts a simple polygon, convex or not, into triangles by clipping ears.
///
/// - Parameter polygon: The corners in order, roughly in one plane.
/// - Returns: Triples of indices into `polygon` with its sense of rotation; corners that lie on
///   a straight line or an outline that crosses itself still give `count - 2` triangles, some of
///   them without area.
public func triangulated(_ polygon: [Vector3]) -> [SIMD3<Int>] {
  guard polygon.count > 3 else {
    return polygon.count == 3 ? [SIMD3(0, 1, 2)] : []
  }
  let normal = newellNormal(polygon)
  var remaining = Array(polygon.indices)
  var triangles: [SIMD3<Int>] = []
  while remaining.count > 3 {
    let ear =
      remaining.indices.first { isEar($0, of: remaining, polygon, normal) } ?? remaining.startIndex
    triangles.append(corner(ear, of: remaining))
    remaining.remove(at: ear)
  }
  triangles.append(SIMD3(remaining[0], remaining[1], remaining[2]))
  return triangles
}

/// The direction a polygon faces, by Newell's method.
///
/// The method needs neither convexity nor exact flatness.
private func newellNormal(_ polygon: [Vector3]) -> Vector3 {
  var sum = Vector3.zero
  for index in polygon.indices {
    let from = polygon[index]
    let to = polygon[(index + 1) % polygon.count]
    sum += (from - polygon[0]).cross(to - polygon[0])
  }
  return sum.normalized
}

private func corner(_ position: Int, of remaining: [Int]) -> SIMD3<Int> {
  let count = remaining.count
  return SIMD3(
    remaining[(position + count - 1) % count], remaining[position],
    remaining[(position + 1) % count])
}

private func isEar(
  _ position: Int, of remaining: [Int], _ polygon: [Vector3], _ normal: Vector3
) -> Bool {
  let indices = corner(position, of: remaining)
  let (a, b, c) = (polygon[indices.x], polygon[indices.y], polygon[indices.z])
  guard (b - a).cross(c - b).dot(normal) > 0 else { return false }
  return !remaining.contains { other in
    guard other != indices.x, other != indices.y, other != indices.z else { return false }
    let point = polygon[other]
    return (b - a).cross(point - a).dot(normal) >= 0 && (c - b).cross(point - b).dot(normal) >= 0
      && (a - c).cross(point - c).dot(normal) >= 0
  }
}
