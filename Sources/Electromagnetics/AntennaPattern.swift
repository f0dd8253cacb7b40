// SPDX-License-Identifier: Apache-2.0

package import Quantities
internal import RealModule
package import Spatial

/// How strongly an antenna radiates in each direction; x is its boresight and z its upward axis.
package enum AntennaPattern: Hashable, Sendable {
  /// The same field in all directions, 0 dBi.
  case isotropic

  /// A dipole much shorter than the wavelength, along z; 1.76 dBi.
  case shortDipole

  /// A dipole of half a wavelength, along z; 2.15 dBi.
  case halfWaveDipole

  /// The antenna element of 3GPP TR 38.901, table 7.3-1; 8 dBi, 65 degrees in both planes.
  case tr38901

  /// A beam of the parabolic form of 3GPP TR 38.901, table 7.3-1, with its own gain and widths.
  case sector(Sector)

  /// The parameters of a sector beam.
  package struct Sector: Hashable, Sendable {
    /// The gain at boresight.
    package let gain: Decibels
    /// The half-power width in azimuth.
    package let azimuthBeamwidth: Angle
    /// The half-power width in elevation.
    package let elevationBeamwidth: Angle
    /// The level of side and back lobes below the peak.
    package let floor: Decibels

    package init(
      gain: Decibels, azimuthBeamwidth: Angle, elevationBeamwidth: Angle,
      floor: Decibels = .init(si: 30)
    ) {
      self.gain = gain
      self.azimuthBeamwidth = azimuthBeamwidth
      self.elevationBeamwidth = elevationBeamwidth
      self.floor = floor
    }
  }

  /// The field amplitude relative to an isotropic radiator, the square root of the gain.
  ///
  /// - Parameter direction: The unit direction in the antenna's own frame.
  /// - Returns: The amplitude as a ratio, never negative.
  package func amplitude(_ direction: Vector3) -> Double {
    switch self {
    case .isotropic:
      return 1
    case .shortDipole:
      let level = max(0, 1 - direction.z * direction.z)
      return (1.5 * level).squareRoot()
    case .halfWaveDipole:
      let sine = max(0, 1 - direction.z * direction.z).squareRoot()
      guard sine > 1e-9 else { return 0 }
      // The gain 1.6409 is 4 / Cin(2 pi) (Balanis, Antenna Theory, eq. 4-91).
      return 1.640_922_376_984_585_1.squareRoot() * Double.cos(.pi / 2 * direction.z) / sine
    case .tr38901:
      return Self.elementOf38901.amplitude(direction)
    case .sector(let beam):
      return beam.amplitude(direction)
    }
  }

  private static let elementOf38901 = Sector(
    gain: .init(si: 8), azimuthBeamwidth: .init(degrees: 65), elevationBeamwidth: .init(degrees: 65)
  )
}

extension AntennaPattern.Sector {
  fileprivate func amplitude(_ direction: Vector3) -> Double {
    let azimuth = Double.atan2(y: direction.y, x: direction.x) / azimuthBeamwidth.radians
    let elevation = Double.asin(max(-1, min(1, direction.z))) / elevationBeamwidth.radians
    let limit = floor.decibels
    let loss = min(
      min(12 * azimuth * azimuth, limit) + min(12 * elevation * elevation, limit), limit)
    return Decibels(si: gain.decibels - loss).amplitudeRatio
  }
}

/// The direction of an antenna's electric field.
package enum Polarization: String, Hashable, Sendable, CaseIterable {
  /// Along growing zenith angle of the antenna's own frame.
  case vertical
  /// Along growing azimuth of the antenna's own frame.
  case horizontal
}

/// An antenna: its pattern and the polarisation of its field.
package struct Antenna: Hashable, Sendable {
  package var pattern: AntennaPattern
  package var polarization: Polarization

  package init(pattern: AntennaPattern = .isotropic, polarization: Polarization = .vertical) {
    self.pattern = pattern
    self.polarization = polarization
  }

  /// The field an antenna radiates into, or receives from, a direction, as a vector in the world.
  ///
  /// - Parameters:
  ///   - direction: The unit direction away from the antenna, in the world.
  ///   - orientation: Turns the antenna's own frame into the world's.
  /// - Returns: The transverse field vector; its length is the square root of the gain.
  package func field(towards direction: Vector3, orientation: Rotation) -> Vector3 {
    let local = orientation.inverse(direction)
    let basis = SphericalBasis(at: local)
    let unit = polarization == .vertical ? basis.thetaHat : basis.phiHat
    return orientation(unit) * pattern.amplitude(local)
  }
}
