// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
package import Spatial

/// A complex field vector in the world, kept as its real and imaginary parts.
package struct FieldVector: Hashable, Sendable {
  package var real: Vector3
  package var imaginary: Vector3

  package init(_ real: Vector3, _ imaginary: Vector3 = .zero) {
    self.real = real
    self.imaginary = imaginary
  }

  /// The square root of the power: the length of the vector.
  package var length: Double { (real.lengthSquared + imaginary.lengthSquared).squareRoot() }

  /// The component along a real unit vector.
  package func dot(_ unit: Vector3) -> Complex<Double> {
    Complex(real.dot(unit), imaginary.dot(unit))
  }

  /// The field times a complex factor.
  package func scaled(by factor: Complex<Double>) -> FieldVector {
    FieldVector(
      real * factor.real - imaginary * factor.imaginary,
      real * factor.imaginary + imaginary * factor.real)
  }

  /// The field in a frame to which a rotation leads.
  package func turned(by rotation: Rotation) -> FieldVector {
    FieldVector(rotation(real), rotation(imaginary))
  }

  /// The sum with another field.
  package func adding(_ other: FieldVector) -> FieldVector {
    FieldVector(real + other.real, imaginary + other.imaginary)
  }

  /// The field of a wave after reflection from a plane.
  ///
  /// - Parameters:
  ///   - direction: The unit direction of the incident wave.
  ///   - normal: The unit normal of the plane, on either side.
  ///   - coefficients: The reflection coefficients at this incidence.
  /// - Returns: The field of the reflected wave at the point of reflection, in the world.
  package func reflected(
    travelling direction: Vector3, normal: Vector3, coefficients: FresnelCoefficients
  ) -> FieldVector {
    let outgoing = direction - normal * (2 * direction.dot(normal))
    return changed(from: direction, to: outgoing, at: normal, by: coefficients)
  }

  /// The field of a wave after it has passed straight through a thin wall.
  ///
  /// - Parameters:
  ///   - direction: The unit direction of the wave.
  ///   - normal: The unit normal of the wall, on either side.
  ///   - coefficients: The transmission coefficients at this incidence.
  /// - Returns: The field behind the wall, in the world.
  package func transmitted(
    travelling direction: Vector3, normal: Vector3, coefficients: FresnelCoefficients
  ) -> FieldVector {
    changed(from: direction, to: direction, at: normal, by: coefficients)
  }

  /// The field behind a plane surface, each polarisation times its coefficient.
  ///
  /// Physics primer, eq. 10.
  private func changed(
    from direction: Vector3, to outgoing: Vector3, at normal: Vector3,
    by coefficients: FresnelCoefficients
  ) -> FieldVector {
    let across = direction.cross(normal)
    let te = across.lengthSquared > 1e-24 ? across.normalized : direction.anyPerpendicular
    let tmIn = te.cross(direction)
    let tmOut = te.cross(outgoing)
    let perpendicular = dot(te) * coefficients.te
    let parallel = dot(tmIn) * coefficients.tm
    return FieldVector(
      te * perpendicular.real + tmOut * parallel.real,
      te * perpendicular.imaginary + tmOut * parallel.imaginary)
  }
}

/// What a path does to polarisation, from the field at departure to that at arrival.
///
/// It is the 2x2 matrix between the transverse fields. Rows and columns are (theta, phi)
/// in the world's spherical bases, at departure those of the direction in which the wave leaves, at
/// arrival those of the direction it comes from, seen from the receiver.
package struct PolarizationTransfer: Hashable, Sendable {
  package var thetaFromTheta: Complex<Double>
  package var thetaFromPhi: Complex<Double>
  package var phiFromTheta: Complex<Double>
  package var phiFromPhi: Complex<Double>

  package static let zero = PolarizationTransfer(
    thetaFromTheta: .zero, thetaFromPhi: .zero, phiFromTheta: .zero, phiFromPhi: .zero)

  package init(
    thetaFromTheta: Complex<Double>, thetaFromPhi: Complex<Double>,
    phiFromTheta: Complex<Double>, phiFromPhi: Complex<Double>
  ) {
    self.thetaFromTheta = thetaFromTheta
    self.thetaFromPhi = thetaFromPhi
    self.phiFromTheta = phiFromTheta
    self.phiFromPhi = phiFromPhi
  }

  /// Assembles the matrix from the fields that arrive when unit fields depart.
  ///
  /// - Parameters:
  ///   - arrivalBasis: The basis at arrival.
  ///   - fromTheta: The field that arrives when the unit field along theta departs.
  ///   - fromPhi: The same for the unit field along phi.
  package init(arrivalBasis: SphericalBasis, fromTheta: FieldVector, fromPhi: FieldVector) {
    thetaFromTheta = fromTheta.dot(arrivalBasis.thetaHat)
    thetaFromPhi = fromPhi.dot(arrivalBasis.thetaHat)
    phiFromTheta = fromTheta.dot(arrivalBasis.phiHat)
    phiFromPhi = fromPhi.dot(arrivalBasis.phiHat)
  }

  /// The matrix times a factor.
  package func scaled(by factor: Complex<Double>) -> PolarizationTransfer {
    PolarizationTransfer(
      thetaFromTheta: thetaFromTheta * factor, thetaFromPhi: thetaFromPhi * factor,
      phiFromTheta: phiFromTheta * factor, phiFromPhi: phiFromPhi * factor)
  }

  /// The sum with another matrix.
  package func adding(_ other: PolarizationTransfer) -> PolarizationTransfer {
    PolarizationTransfer(
      thetaFromTheta: thetaFromTheta + other.thetaFromTheta,
      thetaFromPhi: thetaFromPhi + other.thetaFromPhi,
      phiFromTheta: phiFromTheta + other.phiFromTheta, phiFromPhi: phiFromPhi + other.phiFromPhi)
  }

  /// The matrix with rows and columns exchanged: what the way does in the other direction.
  package var transposed: PolarizationTransfer {
    PolarizationTransfer(
      thetaFromTheta: thetaFromTheta, thetaFromPhi: phiFromTheta, phiFromTheta: thetaFromPhi,
      phiFromPhi: phiFromPhi)
  }

  /// The product that first does what another matrix does, then what this one does.
  package func after(_ first: PolarizationTransfer) -> PolarizationTransfer {
    PolarizationTransfer(
      thetaFromTheta: thetaFromTheta * first.thetaFromTheta + thetaFromPhi * first.phiFromTheta,
      thetaFromPhi: thetaFromTheta * first.thetaFromPhi + thetaFromPhi * first.phiFromPhi,
      phiFromTheta: phiFromTheta * first.thetaFromTheta + phiFromPhi * first.phiFromTheta,
      phiFromPhi: phiFromTheta * first.thetaFromPhi + phiFromPhi * first.phiFromPhi)
  }

  /// The received amplitude between two antennas' fields.
  ///
  /// Physics primer, eq. 2.
  ///
  /// - Parameters:
  ///   - transmitted: The transmitting antenna's field towards the departure
  ///     direction, in the world.
  ///   - departure: The unit direction of departure.
  ///   - received: The field that the receiving antenna would send towards the arrival direction,
  ///     in the world; by reciprocity it enters without conjugation.
  ///   - arrival: The unit direction the wave comes from.
  /// - Returns: The amplitude whose squared magnitude is the path gain with both antennas.
  package func amplitude(
    transmitted: FieldVector, departure: Vector3, received: FieldVector, arrival: Vector3
  ) -> Complex<Double> {
    arriving(transmitted, departure: departure).received(by: received, arrival: arrival)
  }

  /// What arrives of a transmitting antenna's field.
  ///
  /// - Parameters:
  ///   - transmitted: The antenna's field towards the departure direction, in the world.
  ///   - departure: The unit direction of departure.
  /// - Returns: The parts along theta and phi at arrival.
  package func arriving(_ transmitted: FieldVector, departure: Vector3) -> ArrivingField {
    let out = SphericalBasis(at: departure)
    let theta = transmitted.dot(out.thetaHat)
    let phi = transmitted.dot(out.phiHat)
    return ArrivingField(
      theta: thetaFromTheta * theta + thetaFromPhi * phi,
      phi: phiFromTheta * theta + phiFromPhi * phi)
  }
}

/// The field of a wave at its arrival, in the basis of the direction it comes from.
package struct ArrivingField: Hashable, Sendable {
  package var theta: Complex<Double>
  package var phi: Complex<Double>

  /// What an antenna receives of the wave.
  ///
  /// - Parameters:
  ///   - received: The field that the antenna would send towards the arrival direction, in the
  ///     world.
  ///   - arrival: The unit direction the wave comes from.
  /// - Returns: The amplitude; its squared magnitude is the path gain with both antennas.
  package func received(by received: FieldVector, arrival: Vector3) -> Complex<Double> {
    let into = SphericalBasis(at: arrival)
    return theta * received.dot(into.thetaHat) + phi * received.dot(into.phiHat)
  }
}
