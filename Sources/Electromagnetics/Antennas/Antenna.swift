// SPDX-License-Identifier: Apache-2.0

package import Spatial

/// An antenna: its pattern and the polarisation of its field.
package struct Antenna: Hashable, Sendable {
  package var pattern: AntennaPattern

  /// The polarisation of the field; a tabulated pattern has its own instead.
  package var polarization: Polarization

  /// What the gain differs by from the pattern's; nil for nothing.
  package var correction: GainCorrection?

  package init(
    pattern: AntennaPattern = .isotropic, polarization: Polarization = .vertical,
    correction: GainCorrection? = nil
  ) {
    self.pattern = pattern
    self.polarization = polarization
    self.correction = correction
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
    let factor = correction?.factor(local) ?? 1
    let field: FieldVector
    switch pattern {
    case .tabulated(let table):
      let own = table.field(local).turned(by: orientation)
      return correction == nil ? own : FieldVector(own.real * factor, own.imaginary * factor)
    case .horn, .gaussianBeam:
      field = polarization.beamField(local)
    default:
      let basis = SphericalBasis(at: local)
      field = polarization.field(along: basis.thetaHat, and: basis.phiHat)
    }
    let amplitude = pattern.amplitude(local) * factor
    let turned = field.turned(by: orientation)
    return FieldVector(turned.real * amplitude, turned.imaginary * amplitude)
  }
}
