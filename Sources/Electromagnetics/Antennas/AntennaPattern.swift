// SPDX-License-Identifier: Apache-2.0

internal import Quantities
internal import RealModule
package import Spatial

/// How an antenna radiates in each direction; x is its boresight and z its upward axis.
package enum AntennaPattern: Hashable, Sendable {
  /// The same field in all directions, 0 dBi.
  case isotropic

  /// A dipole much shorter than the wavelength, along z; 1.76 dBi.
  case shortDipole

  /// A dipole of half a wavelength, along z; 2.15 dBi.
  ///
  /// Physics primer, eq. 31.
  case halfWaveDipole

  /// The antenna element of 3GPP TR 38.901, table 7.3-1; 8 dBi, 65 degrees in both planes.
  case tr38901

  /// A beam of the parabolic form of 3GPP TR 38.901, table 7.3-1, with its own gain and widths.
  case sector(SectorBeam)

  /// A horn: powers of the cosine in both principal planes.
  case horn(HornBeam)

  /// A beam whose power falls as a Gaussian over the angle from boresight.
  case gaussianBeam(GaussianBeam)

  /// Two measured cuts, put together to a pattern over the sphere.
  case cuts(PatternCuts)

  /// A complex field of both polarisations, tabulated over the sphere.
  ///
  /// It is boxed, so that antennas stay small to copy.
  indirect case tabulated(TabulatedField)

  /// The field amplitude relative to an isotropic radiator, the square root of the gain.
  ///
  /// It holds both polarisations.
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
    case .horn(let beam):
      return beam.amplitude(direction)
    case .gaussianBeam(let beam):
      return beam.amplitude(direction)
    case .cuts(let cuts):
      return cuts.amplitude(direction)
    case .tabulated(let table):
      return table.field(direction).length
    }
  }

  static let elementOf38901 = SectorBeam(
    gain: .init(si: 8), azimuthBeamwidth: .init(degrees: 65), elevationBeamwidth: .init(degrees: 65)
  )
}
