// SPDX-License-Identifier: Apache-2.0

package import Spatial

/// Where a rigid body is at an instant and how it moves.
package struct RigidState: Hashable, Sendable {
  /// Position and orientation.
  package var worldFromBody: RigidTransform

  /// The velocity of the body's origin in metres per second, in the world.
  package var velocity: Vector3

  /// The angular velocity in radians per second, in the world, right-handed.
  package var angularVelocity: Vector3

  package init(
    worldFromBody: RigidTransform, velocity: Vector3 = .zero, angularVelocity: Vector3 = .zero
  ) {
    self.worldFromBody = worldFromBody
    self.velocity = velocity
    self.angularVelocity = angularVelocity
  }

  /// A body at rest at the world's origin.
  package static let rest = RigidState(worldFromBody: .identity)

  /// The velocity of the body's material point that is now at a place in the world.
  package func velocity(at pointInWorld: Vector3) -> Vector3 {
    velocity + angularVelocity.cross(pointInWorld - worldFromBody.translation)
  }

  /// The state of something whose state is known relative to this body.
  package func composed(with local: RigidState) -> RigidState {
    let rotation = worldFromBody.rotation
    let arm = rotation(local.worldFromBody.translation)
    return RigidState(
      worldFromBody: worldFromBody * local.worldFromBody,
      velocity: velocity + angularVelocity.cross(arm) + rotation(local.velocity),
      angularVelocity: angularVelocity + rotation(local.angularVelocity))
  }
}
