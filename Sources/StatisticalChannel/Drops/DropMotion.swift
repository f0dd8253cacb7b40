// SPDX-License-Identifier: Apache-2.0

internal import RealModule
internal import Spatial

/// How fast what is dropped moves over the ground, in metres per second.
package struct DropMotion: Hashable, Sendable {
  /// Where targets face.
  package var targetSpeed: Double
  /// Anywhere.
  package var terminalSpeed: Double

  package init(targetSpeed: Double = 0, terminalSpeed: Double = 0) {
    self.targetSpeed = targetSpeed
    self.terminalSpeed = terminalSpeed
  }

  /// The velocity of a target that faces an azimuth in radians.
  func target(heading: Double) -> Vector3 { Self.velocity(targetSpeed, heading) }

  /// The velocity of a terminal that goes to an azimuth in radians.
  func terminal(heading: Double) -> Vector3 { Self.velocity(terminalSpeed, heading) }

  private static func velocity(_ speed: Double, _ heading: Double) -> Vector3 {
    Vector3(speed * Double.cos(heading), speed * Double.sin(heading), 0)
  }
}
