// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// The direction of an antenna's electric field.
package enum Polarization: String, Hashable, Sendable, CaseIterable {
  /// Along growing zenith angle of the antenna's own frame.
  case vertical
  /// Along growing azimuth of the antenna's own frame.
  case horizontal

  /// The unit vector of a beam's field in a direction, in the antenna's own frame.
  ///
  /// It is that at boresight, carried along the shortest way to the direction: Ludwig's third
  /// definition (IEEE TAP 21, 1973). A Huygens source radiates so, and an antenna range measures so
  /// with a probe that turns with the antenna. Other than the axes of zenith angle and azimuth it has
  /// no singularity but straight behind the beam.
  ///
  /// - Parameter direction: The unit direction in the antenna's own frame.
  /// - Returns: The unit vector, across the direction.
  func beamUnit(_ direction: Vector3) -> Vector3 {
    let atBoresight: Vector3 = self == .vertical ? -.unitZ : .unitY
    let reach = 1 + direction.x
    guard reach > 1e-12 else { return atBoresight }
    return atBoresight - (direction + .unitX) * (atBoresight.dot(direction) / reach)
  }
}

/// The share of a plane in a direction aside of boresight: cos^2 of the angle from azimuth's plane.
@inline(__always)
func azimuthShare(_ direction: Vector3) -> Double {
  let (y2, z2) = (direction.y * direction.y, direction.z * direction.z)
  return y2 + z2 > 0 ? y2 / (y2 + z2) : 1
}
