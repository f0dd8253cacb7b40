// SPDX-License-Identifier: Apache-2.0

package import Spatial

/// An antenna: its pattern and the polarisation of its field.
package struct Antenna: Hashable, Sendable {
  package var pattern: AntennaPattern

  /// The direction of the field; a tabulated pattern has its own instead.
  package var polarization: Polarization

  package init(pattern: AntennaPattern = .isotropic, polarization: Polarization = .vertical) {
    self.pattern = pattern
    self.polarization = polarization
  }

  /// The field an antenna radiates into a direction, as a vector in the world.
  ///
  /// It serves reception too: what is received of a plane wave from the direction is the product of
  /// both vectors without conjugation, by reciprocity. Antennas of one circular polarisation that
  /// face each other couple fully so.
  ///
  /// - Parameters:
  ///   - direction: The unit direction away from the antenna, in the world.
  ///   - orientation: Turns the antenna's own frame into the world's.
  /// - Returns: The transverse field vector, a phasor relative to what an isotropic radiator would
  ///   send; its squared length is the gain.
  package func field(towards direction: Vector3, orientation: Rotation) -> FieldVector {
    let local = orientation.inverse(direction)
    let unit: Vector3
    switch pattern {
    case .tabulated(let table):
      let field = table.field(local)
      return FieldVector(orientation(field.real), orientation(field.imaginary))
    case .horn, .gaussianBeam:
      unit = polarization.beamUnit(local)
    default:
      let basis = SphericalBasis(at: local)
      unit = polarization == .vertical ? basis.thetaHat : basis.phiHat
    }
    return FieldVector(orientation(unit) * pattern.amplitude(local))
  }
}
