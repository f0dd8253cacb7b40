// SPDX-License-Identifier: Apache-2.0

package import Quantities
internal import RealModule
internal import Spatial

/// The polarisation of the wave that an antenna transmits.
///
/// It is the pair of the field's parts along growing zenith angle, V, and along growing azimuth, H,
/// of the antenna's own frame, a unit vector. Its sense of rotation is that of IEEE Std 145: with
/// the thumb along the direction of travel, the fingers of the hand it is named after follow the
/// field at a fixed place. With phasors e^(j omega t) that is (1, -j) / sqrt(2) for the right hand.
///
/// Physics primer, eq. 36.
package enum Polarization: Hashable, Sendable {
  /// Along growing zenith angle of the antenna's own frame.
  case vertical
  /// Along growing azimuth of the antenna's own frame.
  case horizontal

  /// Linear, at an angle from vertical: (cos, sin), the second model of 3GPP TR 38.901, 7.3.2.
  ///
  /// With a positive angle the field leans to the right, seen from behind the antenna.
  case slanted(Angle)

  /// The field turns clockwise, seen along the direction of travel.
  case rightCircular
  /// The field turns counter-clockwise, seen along the direction of travel.
  case leftCircular

  /// The field of two unit vectors across a direction, along zenith angle and azimuth.
  func field(along theta: Vector3, and phi: Vector3) -> FieldVector {
    switch self {
    case .vertical: FieldVector(theta)
    case .horizontal: FieldVector(phi)
    case .slanted(let angle):
      FieldVector(theta * Double.cos(angle.radians) + phi * Double.sin(angle.radians))
    case .rightCircular: FieldVector(theta * 0.5.squareRoot(), phi * -0.5.squareRoot())
    case .leftCircular: FieldVector(theta * 0.5.squareRoot(), phi * 0.5.squareRoot())
    }
  }

  /// The field of a beam in a direction, of unit length, in the antenna's own frame.
  ///
  /// It is that at boresight, carried along the shortest way to the direction: Ludwig's third
  /// definition (IEEE TAP 21, 1973). A Huygens source radiates so, and an antenna range measures so
  /// with a probe that turns with the antenna. Other than the axes of zenith angle and azimuth it has
  /// no singularity but straight behind the beam.
  ///
  /// Physics primer, eq. 35.
  ///
  /// - Parameter direction: The unit direction in the antenna's own frame.
  /// - Returns: The field, across the direction.
  func beamField(_ direction: Vector3) -> FieldVector {
    let reach = 1 + direction.x
    func carried(_ atBoresight: Vector3) -> Vector3 {
      guard reach > 1e-12 else { return atBoresight }
      return atBoresight - (direction + .unitX) * (atBoresight.dot(direction) / reach)
    }
    let boresight = field(along: -.unitZ, and: .unitY)
    return FieldVector(carried(boresight.real), carried(boresight.imaginary))
  }
}

/// The share of a plane in a direction aside of boresight: cos^2 of the angle from azimuth's plane.
@inline(__always)
func azimuthShare(_ direction: Vector3) -> Double {
  let (y2, z2) = (direction.y * direction.y, direction.z * direction.z)
  return y2 + z2 > 0 ? y2 / (y2 + z2) : 1
}
