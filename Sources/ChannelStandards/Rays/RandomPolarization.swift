// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
package import Electromagnetics
internal import Randomness
internal import RealModule

extension PolarizationTransfer {
  /// That of the line of sight (7.5-29): both bases point away from their ends, so phi turns over.
  package static let lineOfSight = PolarizationTransfer(
    thetaFromTheta: Complex(1), thetaFromPhi: .zero, phiFromTheta: .zero, phiFromPhi: Complex(-1))

  /// A matrix with random phases and a random ratio of co-polar to cross-polar power.
  ///
  /// TR 38.901 (7.5-21), (7.5-22), (7.9.4-6).
  ///
  /// - Parameters:
  ///   - crossPolarization: The distribution of the ratio.
  ///   - stream: Gives the random numbers.
  /// - Returns: The matrix; its diagonal has unit magnitude.
  package static func random(
    crossPolarization: NormalDecibels, from stream: inout some RandomNumberGenerator
  ) -> PolarizationTransfer {
    let normal = NormalLayers.shared.number(from: &stream)
    return random(
      crossPolarization: crossPolarization.mean + crossPolarization.deviation * normal,
      from: &stream)
  }

  /// A matrix with random phases.
  ///
  /// - Parameters:
  ///   - crossPolarization: The ratio of co-polar to cross-polar power in decibels.
  ///   - stream: Gives the random numbers.
  /// - Returns: The matrix; its diagonal has unit magnitude.
  package static func random(
    crossPolarization: Double, from stream: inout some RandomNumberGenerator
  ) -> PolarizationTransfer {
    let cross = Double.exp10(-crossPolarization / 20)
    return PolarizationTransfer(
      thetaFromTheta: stream.phasor(), thetaFromPhi: stream.phasor() * Complex(cross),
      phiFromTheta: stream.phasor() * Complex(cross), phiFromPhi: stream.phasor())
  }
}

extension RandomNumberGenerator {
  /// A complex number of unit magnitude with a uniform phase.
  package mutating func phasor() -> Complex<Double> {
    let phase = 2 * Double.pi * (uniform() - 0.5)
    return Complex(Double.cos(phase), Double.sin(phase))
  }
}
