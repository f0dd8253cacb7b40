// SPDX-License-Identifier: Apache-2.0

/// A rotation followed by a translation, named destination-from-source: `worldFromBody(point)`.
public struct RigidTransform: Hashable, Sendable {
  /// The rotation from the source frame to the destination frame, applied first.
  public var rotation: Rotation

  /// Where the source frame's origin lies in the destination frame, in metres.
  public var translation: Vector3

  /// The transform that changes nothing.
  public static let identity = RigidTransform(rotation: .identity, translation: .zero)

  /// Creates a transform from a rotation and a translation in metres, applied in this order.
  @inlinable public init(rotation: Rotation, translation: Vector3) {
    self.rotation = rotation
    self.translation = translation
  }

  /// The point in the destination frame.
  @inlinable public func callAsFunction(_ point: Vector3) -> Vector3 {
    rotation(point) + translation
  }

  /// The direction in the destination frame.
  @inlinable public func direction(_ direction: Vector3) -> Vector3 { rotation(direction) }

  /// The plane in the destination frame.
  @inlinable public func plane(_ plane: Plane) -> Plane {
    let normal = rotation(plane.normal)
    return Plane(normal: normal, offset: plane.offset + normal.dot(translation))
  }

  /// The transform back.
  @inlinable public var inverse: RigidTransform {
    let back = rotation.inverse
    return RigidTransform(rotation: back, translation: -back(translation))
  }

  /// The transform that first applies the right one, then the left one.
  @inlinable public static func * (
    left: RigidTransform, right: RigidTransform
  ) -> RigidTransform {
    RigidTransform(
      rotation: left.rotation * right.rotation, translation: left(right.translation))
  }
}
