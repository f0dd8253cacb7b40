// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// A rotation, kept as the images of the three axes.
public struct Rotation: Hashable, Sendable {
  /// Where the x axis of the source frame points in the destination frame: a unit vector.
  public var xAxis: Vector3

  /// Where the y axis of the source frame points in the destination frame: a unit vector.
  public var yAxis: Vector3

  /// Where the z axis of the source frame points in the destination frame: a unit vector.
  public var zAxis: Vector3

  /// The rotation that changes nothing.
  public static let identity = Rotation(xAxis: .unitX, yAxis: .unitY, zAxis: .unitZ)

  /// Creates a rotation from the images of the axes, which must be orthonormal and right-handed.
  @inlinable public init(xAxis: Vector3, yAxis: Vector3, zAxis: Vector3) {
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.zAxis = zAxis
  }

  /// Creates a rotation about a unit axis by an angle in radians, right-handed.
  public init(axis: Vector3, angle: Double) {
    let sine = Double.sin(angle)
    let cosine = Double.cos(angle)
    func turned(_ v: Vector3) -> Vector3 {
      // Rodrigues' formula.
      v * cosine + axis.cross(v) * sine + axis * (axis.dot(v) * (1 - cosine))
    }
    self.init(xAxis: turned(.unitX), yAxis: turned(.unitY), zAxis: turned(.unitZ))
  }

  /// Creates the intrinsic z-y'-x'' rotation of a body (ISO 8855), angles in radians.
  ///
  /// - Parameters:
  ///   - yaw: About the vertical axis, counter-clockwise seen from above.
  ///   - pitch: About the new y axis; positive lowers the nose.
  ///   - roll: About the new x axis.
  public init(yaw: Double, pitch: Double, roll: Double) {
    self =
      Rotation(axis: .unitZ, angle: yaw) * Rotation(axis: .unitY, angle: pitch)
      * Rotation(axis: .unitX, angle: roll)
  }

  /// Creates the rotation that turns the x axis to a direction and keeps the y axis level.
  ///
  /// - Parameter direction: Where the x axis shall point; straight up or down
  ///   leaves the yaw at zero.
  public init(boresight direction: Vector3) {
    let forward = direction.normalized
    let yaw = Double.atan2(y: forward.y, x: forward.x)
    let level = (forward.x * forward.x + forward.y * forward.y).squareRoot()
    self.init(yaw: yaw, pitch: Double.atan2(y: -forward.z, x: level), roll: 0)
  }

  /// The vector in the destination frame.
  @inlinable public func callAsFunction(_ v: Vector3) -> Vector3 {
    xAxis * v.x + yAxis * v.y + zAxis * v.z
  }

  /// The rotation back.
  @inlinable public var inverse: Rotation {
    Rotation(
      xAxis: Vector3(xAxis.x, yAxis.x, zAxis.x),
      yAxis: Vector3(xAxis.y, yAxis.y, zAxis.y),
      zAxis: Vector3(xAxis.z, yAxis.z, zAxis.z))
  }

  /// The rotation that first applies the right one, then the left one.
  @inlinable public static func * (left: Rotation, right: Rotation) -> Rotation {
    Rotation(xAxis: left(right.xAxis), yAxis: left(right.yAxis), zAxis: left(right.zAxis))
  }

  /// Yaw, pitch and roll in radians; at a pitch of +-90 degrees the roll is taken as zero.
  public var yawPitchRoll: (yaw: Double, pitch: Double, roll: Double) {
    let pitch = Double.asin(max(-1, min(1, -xAxis.z)))
    guard abs(xAxis.z) < 1 - 1e-12 else {
      return (Double.atan2(y: -yAxis.x, x: yAxis.y), pitch, 0)
    }
    return (
      Double.atan2(y: xAxis.y, x: xAxis.x), pitch, Double.atan2(y: yAxis.z, x: zAxis.z)
    )
  }
}
