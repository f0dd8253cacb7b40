// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
package import Electromagnetics
package import Spatial

/// What the materials that paths meet make of their amplitudes, apart from all else.
///
/// With the geometry fixed, a path's amplitude is a sum over the polarisations, across and in the plane
/// of incidence, that the wave may have at each contact: a = S sqrt(f) sum_s A_s prod_k c_(k, s_k). The
/// A_s do not depend on materials; c is R r of a mirror and |r| of a scatterer, whose S and lobe f
/// stand before the sum. So amplitudes and their derivatives by materials follow without geometry.
///
/// Physics primer, eq. 67.
package struct MaterialTerms: Sendable {
  /// A surface that a path meets.
  package struct Contact: Hashable, Sendable {
    /// Numbered as in the scene.
    package var material: Int32

    /// The cosine of the angle of incidence from the normal.
    package var cosIncidence: Double

    /// That of the direction in which the wave goes on; differs on scatterers and pieces of surface.
    package var cosScattered: Double

    package init(material: Int32, cosIncidence: Double, cosScattered: Double) {
      self.material = material
      self.cosIncidence = cosIncidence
      self.cosScattered = cosScattered
    }
  }

  /// A scatterer's place in its lobe.
  package struct Scattering: Hashable, Sendable {
    /// Which of the path's contacts it is.
    package var contact: Int

    /// The cosines of the angles from the specular direction and from the way back.
    package var cosForward: Double
    package var cosBackward: Double

    /// Over how many seconds of delay the surface lies that it stands for.
    package var delaySpan: Double

    package init(
      contact: Int, cosForward: Double, cosBackward: Double, delaySpan: Double = 0
    ) {
      self.contact = contact
      self.cosForward = cosForward
      self.cosBackward = cosBackward
      self.delaySpan = delaySpan
    }
  }

  /// A path.
  package struct Path: Hashable, Sendable {
    package var identifier: PathIdentifier

    /// In seconds, and its rate in seconds per second.
    package var delay: Double
    package var delayRate: Double

    /// Unit directions in the world, as a path's state has them.
    package var departure: Vector3
    package var arrival: Vector3

    /// Where its contacts and amplitudes begin in the lists.
    package var firstContact: Int
    package var contacts: Int
    package var firstAmplitude: Int

    /// Nil for a path without a scatterer.
    package var scattering: Scattering?

    /// Whether it is one of many pieces of a surface, whose fields add up in phase.
    package var isPiece: Bool

    /// By how much more power it stands for: 4 for a way round that one radio also hears in reverse, with
    /// the same amplitude in phase, and that is told of once.
    package var multiplicity = 1.0

    /// The power over finite mirrors relative to that over infinite ones in their planes.
    package var mirrorGain = 1.0

    /// Unit directions in the frames of the antennas at both ends; x is their boresight.
    package var departureFromAntenna = Vector3.unitX
    package var arrivalAtAntenna = Vector3.unitX

    package init(
      identifier: PathIdentifier, delay: Double, delayRate: Double, departure: Vector3,
      arrival: Vector3,
      firstContact: Int, contacts: Int, firstAmplitude: Int, scattering: Scattering?,
      isPiece: Bool
    ) {
      self.identifier = identifier
      self.delay = delay
      self.delayRate = delayRate
      self.departure = departure
      self.arrival = arrival
      self.firstContact = firstContact
      self.contacts = contacts
      self.firstAmplitude = firstAmplitude
      self.scattering = scattering
      self.isPiece = isPiece
    }
  }

  package var paths: [Path] = []
  package var contacts: [Contact] = []

  /// A_s of each path, 2 to the power of its contacts many.
  ///
  /// Bit k of s is set for the polarisation in
  /// the plane of incidence at contact k. With both antennas; its square times that of c is a path gain.
  package var amplitudes: [Complex<Double>] = []

  /// Where antennas may turn, what makes each of the amplitudes of their fields; otherwise nothing.
  ///
  /// From theta and phi of the transmitting antenna's own frame to those of the receiving one's.
  package var transfers: [PolarizationTransfer] = []

  package init() {}
}
