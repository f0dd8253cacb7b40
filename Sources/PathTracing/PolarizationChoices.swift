// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import Electromagnetics
internal import Spatial

/// The fields of a wave behind some reflections, one for each choice of a polarisation at each of them.
///
/// A choice is a number whose bit k is set where of the field at reflection k only the part in the plane
/// of incidence is taken, and clear where only the part across it is. Each has a coefficient of one.
struct PolarizationChoices {
  private(set) var fields: [FieldVector]
  private(set) var cosines: [Double] = []

  /// The direction in which the wave travels.
  private(set) var direction: Vector3

  /// A wave that departs.
  init(_ field: FieldVector, travelling direction: Vector3) {
    fields = [field]
    self.direction = direction
  }

  /// Reflects the wave from a plane with a normal on either side.
  mutating func reflect(at normal: Vector3) {
    func reflected(_ coefficients: FresnelCoefficients) -> [FieldVector] {
      fields.map {
        $0.reflected(travelling: direction, normal: normal, coefficients: coefficients)
      }
    }
    fields = reflected(.across) + reflected(.within)
    cosines.append(abs(direction.dot(normal)))
    direction -= normal * (2 * direction.dot(normal))
  }

  /// Passes a wall with the same coefficients in all choices.
  mutating func pass(_ normal: Vector3, _ coefficients: FresnelCoefficients) {
    fields = fields.map {
      $0.transmitted(travelling: direction, normal: normal, coefficients: coefficients)
    }
  }
}

extension FresnelCoefficients {
  fileprivate static let across = FresnelCoefficients(te: .one, tm: .zero)
  fileprivate static let within = FresnelCoefficients(te: .zero, tm: .one)
}

extension FieldVector {
  /// What an antenna with a field of its own receives of a wave, by reciprocity without conjugation.
  func received(by own: FieldVector) -> Complex<Double> {
    Complex(
      real.dot(own.real) - imaginary.dot(own.imaginary),
      real.dot(own.imaginary) + imaginary.dot(own.real))
  }
}
