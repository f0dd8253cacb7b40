// SPDX-License-Identifier: Apache-2.0

internal import RealModule
package import Spatial

extension Antenna {
  /// How the field changes as the direction does, in the antenna's own frame.
  ///
  /// Where a pattern has a kink, as at its floor or between the points of a cut, it is the derivative
  /// on one side.
  ///
  /// - Parameters:
  ///   - direction: The unit direction in the antenna's own frame.
  ///   - tangent: Across it: by what the direction changes, in radians.
  /// - Returns: The derivative of `field(towards:orientation:)` along the tangent.
  package func fieldSlope(towards direction: Vector3, along tangent: Vector3) -> FieldVector {
    let slope = patternSlope(direction, tangent)
    guard let correction else { return slope }
    let own = Antenna(pattern: pattern, polarization: polarization)
      .field(towards: direction, orientation: .identity)
    let change = correction.logarithmicSlope(direction, along: tangent)
    let sum = slope.adding(FieldVector(own.real * change, own.imaginary * change))
    let factor = correction.factor(direction)
    return FieldVector(sum.real * factor, sum.imaginary * factor)
  }

  private func patternSlope(_ direction: Vector3, _ tangent: Vector3) -> FieldVector {
    let (unit, turn): (FieldVector, FieldVector)
    switch pattern {
    case .tabulated(let table):
      return table.slope(direction, along: tangent)
    case .horn, .gaussianBeam:
      unit = polarization.beamField(direction)
      turn = polarization.beamSlope(direction, along: tangent)
    default:
      let basis = SphericalBasis(at: direction)
      let change = basis.slope(at: direction, along: tangent)
      unit = polarization.field(along: basis.thetaHat, and: basis.phiHat)
      turn = polarization.field(along: change.thetaHat, and: change.phiHat)
    }
    let (amplitude, growth) = (
      pattern.amplitude(direction), pattern.slope(direction, along: tangent)
    )
    return FieldVector(
      unit.real * growth + turn.real * amplitude,
      unit.imaginary * growth + turn.imaginary * amplitude)
  }
}

extension AntennaPattern {
  /// The derivative of the amplitude as the direction changes along a tangent.
  ///
  /// A tabulated pattern has none of its own: its field changes as a whole.
  func slope(_ direction: Vector3, along tangent: Vector3) -> Double {
    switch self {
    case .isotropic, .tabulated:
      return 0
    case .shortDipole:
      let amplitude = amplitude(direction)
      return amplitude > 1e-9 ? -1.5 * direction.z * tangent.z / amplitude : 0
    case .halfWaveDipole:
      let sine = max(0, 1 - direction.z * direction.z).squareRoot()
      guard sine > 1e-9 else { return 0 }
      let growth = direction.z / (sine * sine) - .pi / 2 * Double.tan(.pi / 2 * direction.z)
      return amplitude(direction) * growth * tangent.z
    case .tr38901:
      return Self.elementOf38901.slope(direction, along: tangent)
    case .sector(let beam):
      return beam.slope(direction, along: tangent)
    case .horn(let beam):
      return beam.slope(direction, along: tangent)
    case .gaussianBeam(let beam):
      return beam.slope(direction, along: tangent)
    case .cuts(let cuts):
      return cuts.slope(direction, along: tangent)
    }
  }
}

extension Polarization {
  /// The derivative of `beamField` along a tangent.
  func beamSlope(_ direction: Vector3, along tangent: Vector3) -> FieldVector {
    let reach = 1 + direction.x
    func change(_ atBoresight: Vector3) -> Vector3 {
      guard reach > 1e-12 else { return .zero }
      let level = atBoresight.dot(direction) / reach
      let growth = (atBoresight.dot(tangent) - level * tangent.x) / reach
      return tangent * -level - (direction + .unitX) * growth
    }
    let boresight = field(along: -.unitZ, and: .unitY)
    return FieldVector(change(boresight.real), change(boresight.imaginary))
  }
}

extension SphericalBasis {
  /// How the vectors change as the unit direction that they belong to changes along a tangent; at the
  /// poles they have no derivative.
  func slope(
    at direction: Vector3, along tangent: Vector3
  ) -> (thetaHat: Vector3, phiHat: Vector3) {
    let sine = (direction.x * direction.x + direction.y * direction.y).squareRoot()
    guard sine > 1e-9 else { return (.zero, .zero) }
    let (zenith, azimuth) = (tangent.dot(thetaHat), tangent.dot(phiHat) / sine)
    return (
      phiHat * (direction.z * azimuth) - direction * zenith,
      (direction * sine + thetaHat * direction.z) * -azimuth
    )
  }
}

/// The change of azimuth and elevation as a unit direction changes along a tangent, in radians.
func angleSlopes(
  _ direction: Vector3, along tangent: Vector3
) -> (azimuth: Double, elevation: Double) {
  let level2 = direction.x * direction.x + direction.y * direction.y
  guard level2 > 1e-18 else { return (0, 0) }
  return (
    (direction.x * tangent.y - direction.y * tangent.x) / level2,
    tangent.z / level2.squareRoot()
  )
}

/// The derivative of `azimuthShare` along a tangent.
func azimuthShareSlope(_ direction: Vector3, along tangent: Vector3) -> Double {
  let aside2 = direction.y * direction.y + direction.z * direction.z
  guard aside2 > 1e-18 else { return 0 }
  let across = direction.z * tangent.y - direction.y * tangent.z
  return 2 * direction.y * direction.z * across / (aside2 * aside2)
}
