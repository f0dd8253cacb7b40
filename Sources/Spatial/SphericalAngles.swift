// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// The angles of a direction: zenith angle theta and azimuth phi.
///
/// theta runs from 0 at +z to pi, phi in (-pi, pi] from +x towards +y.
public struct SphericalAngles: Hashable, Sendable {
  /// Zenith angle in radians.
  public var theta: Double

  /// Azimuth in radians.
  public var phi: Double

  /// Creates the angles from zenith angle and azimuth, both in radians.
  public init(theta: Double, phi: Double) {
    self.theta = theta
    self.phi = phi
  }

  /// The angles of a direction, which need not have unit length; a vertical one has azimuth zero.
  public init(of direction: Vector3) {
    let level = (direction.x * direction.x + direction.y * direction.y).squareRoot()
    theta = Double.atan2(y: level, x: direction.z)
    phi = level > 0 ? Double.atan2(y: direction.y, x: direction.x) : 0
  }

  /// The unit vector in this direction.
  public var direction: Vector3 {
    let sine = Double.sin(theta)
    return Vector3(sine * Double.cos(phi), sine * Double.sin(phi), Double.cos(theta))
  }
}

/// The transverse unit vectors that polarisation is expressed in at a unit direction.
///
/// Together with the direction they are right-handed: direction = thetaHat x phiHat.
public struct SphericalBasis: Sendable {
  /// The direction of growing zenith angle.
  public var thetaHat: Vector3

  /// The direction of growing azimuth.
  public var phiHat: Vector3

  /// The basis at a unit direction; for a vertical one the azimuth is taken as zero.
  @inlinable public init(at direction: Vector3) {
    let level = (direction.x * direction.x + direction.y * direction.y).squareRoot()
    guard level > 1e-15 else {
      thetaHat = Vector3(direction.z > 0 ? 1 : -1, 0, 0)
      phiHat = .unitY
      return
    }
    let cosinePhi = direction.x / level
    let sinePhi = direction.y / level
    thetaHat = Vector3(direction.z * cosinePhi, direction.z * sinePhi, -level)
    phiHat = Vector3(-sinePhi, cosinePhi, 0)
  }
}
