// SPDX-License-Identifier: Apache-2.0

/// A plane: all points whose scalar product with the normal equals the offset.
public struct Plane: Hashable, Sendable {
  /// The unit normal.
  public var normal: Vector3

  /// The signed distance of the plane from the origin along the normal, in metres.
  public var offset: Double

  /// Creates a plane from its unit normal and its distance from the origin.
  @inlinable public init(normal: Vector3, offset: Double) {
    self.normal = normal
    self.offset = offset
  }

  /// The distance of a point from the plane, positive on the side the normal points to.
  @inlinable public func signedDistance(to point: Vector3) -> Double {
    normal.dot(point) - offset
  }

  /// The mirror image of a point.
  @inlinable public func mirrored(_ point: Vector3) -> Vector3 {
    point - normal * (2 * signedDistance(to: point))
  }

  /// The mirror image of a direction.
  @inlinable public func mirrored(direction: Vector3) -> Vector3 {
    direction - normal * (2 * normal.dot(direction))
  }
}
