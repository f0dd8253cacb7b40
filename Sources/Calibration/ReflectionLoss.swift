// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import Quantities
internal import RealModule

/// How waves fell on a surface whose reflection loss was measured.
package struct ReflectionGeometry: Hashable, Sendable {
  /// Which field was reflected, by the plane of incidence.
  package enum Polarization: String, Hashable, Sendable, CaseIterable {
    /// Across it (TE).
    case perpendicular

    /// In it (TM).
    case parallel

    /// Half the power of either, for what is not told or mixed.
    case both
  }

  /// Angles from the normal in radians, which count evenly.
  package var incidence: ClosedRange<Double>
  package var polarization: Polarization

  /// In hertz.
  package var frequency: Double

  package init(incidence: ClosedRange<Double>, polarization: Polarization, frequency: Double) {
    self.incidence = incidence
    self.polarization = polarization
    self.frequency = frequency
  }

  /// How many angles stand for the range: with the middles of so many steps, the mean loss of what
  /// buildings are made of is exact to a hundredth of a decibel.
  private static let angles = 200

  private var cosines: [Double] {
    let width = incidence.upperBound - incidence.lowerBound
    guard width > 0 else { return [Double.cos(incidence.lowerBound)] }
    return (0..<Self.angles).map {
      Double.cos(incidence.lowerBound + (Double($0) + 0.5) * width / Double(Self.angles))
    }
  }

  /// The loss of a material's reflection.
  ///
  /// -10 log10(R^2 rho^2 (w |r_TE|^2 + (1 - w) |r_TM|^2)), with the mean in decibels over the angles, as
  /// campaigns average losses of single paths.
  ///
  /// Physics primer, eq. 7, 8, 11 and 12.
  package func loss(of material: AdjustableMaterial) -> ExpectedLoss {
    let share: Double =
      switch polarization {
      case .perpendicular: 1
      case .parallel: 0
      case .both: 0.5
      }
    let wavelength = PhysicalConstants.speedOfLight / frequency
    let scale = -10 / Double.log(10)
    let cosines = cosines
    var (sum, squares) = (0.0, 0.0)
    var slopes = (permittivity: 0.0, scattering: 0.0, roughness: 0.0)
    for cosine in cosines {
      let (te, tm) = sensitiveReflection(material, frequency: frequency, cosIncidence: cosine)
      func power(_ r: SensitiveNumber) -> (value: Double, slope: Double) {
        (r.value.lengthSquared, 2 * (r.value.conjugate * r.slope).real)
      }
      let (across, within) = (power(te), power(tm))
      let value = max(1e-30, share * across.value + (1 - share) * within.value)
      let kept = material.keptPower(
        wavelength: wavelength, cosIncidence: cosine, cosScattered: cosine)
      let loss = scale * Double.log(value * kept.factor)
      sum += loss
      squares += loss * loss
      slopes.permittivity +=
        scale * (share * across.slope + (1 - share) * within.slope) / value
      slopes.scattering += scale * kept.byScattering
      slopes.roughness += scale * kept.byRoughness
    }
    let count = Double(cosines.count)
    let mean = sum / count
    return ExpectedLoss(
      mean: mean, spread: max(0, squares / count - mean * mean).squareRoot(),
      byPermittivity: slopes.permittivity / count, byScattering: slopes.scattering / count,
      byRoughness: slopes.roughness / count)
  }
}

/// What a material is expected to lose, in decibels.
package struct ExpectedLoss: Hashable, Sendable {
  package var mean: Double

  /// The standard deviation over the angles of incidence.
  package var spread: Double

  /// Derivatives of the mean by eps_r, S and sigma_h in metres.
  package var byPermittivity: Double
  package var byScattering: Double
  package var byRoughness: Double

  /// The derivative by a quantity; those of lobes do not matter to mirrors.
  package func slope(by quantity: MaterialQuantity) -> Double {
    switch quantity {
    case .permittivity: byPermittivity
    case .scattering: byScattering
    case .roughness: byRoughness
    case .exponent, .forwardShare, .backwardExponent: 0
    }
  }
}
