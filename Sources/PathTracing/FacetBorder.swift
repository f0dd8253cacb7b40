// SPDX-License-Identifier: Apache-2.0

internal import Scenes
internal import Spatial

/// A straight piece of a facet's outline, in the frame of the rigid group.
struct FacetBorder: Sendable {
  var start: Vector3
  var end: Vector3

  /// The unit direction from start to end, and the distance between them in metres.
  var direction: Vector3
  var length: Double

  /// The unit vector across the border into the facet.
  var inward: Vector3
  var facet: Int32

  /// How far apart borders may be and count as the same, in metres.
  ///
  /// It is ten times the unevenness of a facet, and a quarter of the wavelength at 79 GHz.
  static let tolerance = 1e-3

  init(_ edge: SIMD4<Double>, of facet: Int32, shape: Facet) {
    start = shape.outline.point(SIMD2(edge.x, edge.y))
    end = shape.outline.point(SIMD2(edge.z, edge.w))
    direction = (end - start).normalized
    length = start.distance(to: end)
    // The facet lies on the left.
    inward = shape.plane.normal.cross(direction)
    self.facet = facet
  }

  /// The stretch of this border along which another one runs, in metres from the start.
  ///
  /// - Returns: Nil where they do not run together, or only for a tolerance.
  func overlap(with other: FacetBorder) -> ClosedRange<Double>? {
    let first = (other.start - start).dot(direction)
    let last = (other.end - start).dot(direction)
    let from = max(0, min(first, last))
    let to = min(length, max(first, last))
    guard to - from > 2 * Self.tolerance else { return nil }
    for place in [from, to] {
      let share = (place - first) / (last - first)
      let point = other.start + (other.end - other.start) * share
      let gap = point - (start + direction * place)
      guard gap.lengthSquared < Self.tolerance * Self.tolerance else { return nil }
    }
    return from...to
  }
}
