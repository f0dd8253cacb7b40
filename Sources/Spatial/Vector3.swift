// SPDX-License-Identifier: Apache-2.0

/// A point or a displacement in three dimensions, in metres, or a bare direction.
///
/// The frame a value lives in is part of its name: `pointInWorld`, `normalInBody`.
public typealias Vector3 = SIMD3<Double>

extension SIMD3<Double> {
  /// The unit vector of the x axis.
  public static let unitX = Vector3(1, 0, 0)

  /// The unit vector of the y axis.
  public static let unitY = Vector3(0, 1, 0)

  /// The unit vector of the z axis.
  public static let unitZ = Vector3(0, 0, 1)

  /// The scalar product with another vector.
  @inlinable public func dot(_ other: Vector3) -> Double {
    x * other.x + y * other.y + z * other.z
  }

  /// The vector product with another vector.
  @inlinable public func cross(_ other: Vector3) -> Vector3 {
    Vector3(
      y * other.z - z * other.y,
      z * other.x - x * other.z,
      x * other.y - y * other.x)
  }

  /// The square of the Euclidean length.
  @inlinable public var lengthSquared: Double { dot(self) }

  /// The Euclidean length.
  @inlinable public var length: Double { dot(self).squareRoot() }

  /// The vector of unit length in the same direction, or zero for a zero vector.
  @inlinable public var normalized: Vector3 {
    let squared = lengthSquared
    return squared > 0 ? self / squared.squareRoot() : self
  }

  /// The distance to another point.
  @inlinable public func distance(to other: Vector3) -> Double { (self - other).length }

  /// Whether every component is finite.
  @inlinable public var isFinite: Bool { x.isFinite && y.isFinite && z.isFinite }

  /// Some unit vector perpendicular to this one, which must not be zero.
  public var anyPerpendicular: Vector3 {
    let axis = abs(x) < 0.6 * length ? Vector3.unitX : Vector3.unitY
    return cross(axis).normalized
  }
}
