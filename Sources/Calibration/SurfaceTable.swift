// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import Electromagnetics
internal import Quantities
internal import RealModule

/// What an adjustable material makes of waves, over incidence and frequency, with derivatives.
///
/// A reference, because every contact of every path asks for one.
final class SurfaceTable: Sendable {
  /// Reflection coefficients and their derivatives by eps_r, for both polarisations.
  struct Entry: Sendable {
    var te: Complex<Double>
    var tm: Complex<Double>
    var teSlope: Complex<Double>
    var tmSlope: Complex<Double>
  }

  let material: AdjustableMaterial

  /// How many frequencies there are; one where the material is as good as the same over the band.
  let frequencies: Int

  /// `[frequency][incidence]`.
  private let entries: [Entry]
  private static let steps = 1024

  private let wavelength: Double
  private let forward: SensitiveLobe?
  private let backward: SensitiveLobe?

  /// Evaluates a material.
  ///
  /// - Parameters:
  ///   - material: The material.
  ///   - frequencies: Where layers are evaluated, in hertz.
  ///   - centre: Where half-spaces are, in hertz.
  ///   - forward: The normalization of its forward lobe, if it has one.
  ///   - backward: That of its lobe back to the source.
  init(
    _ material: AdjustableMaterial, at frequencies: [Double], centre: Double,
    forward: SensitiveLobe?, backward: SensitiveLobe?
  ) {
    self.material = material
    self.forward = forward
    self.backward = backward
    wavelength = PhysicalConstants.speedOfLight / centre
    let own = material.thickness == nil ? [centre] : frequencies
    self.frequencies = own.count
    entries = own.flatMap { frequency in
      (0...Self.steps).map { step in
        // The root spreads out grazing incidence, as in the engine's own tables.
        let cosine = Double(step * step) / Double(Self.steps * Self.steps)
        let (te, tm) = sensitiveReflection(material, frequency: frequency, cosIncidence: cosine)
        return Entry(te: te.value, tm: tm.value, teSlope: te.slope, tmSlope: tm.slope)
      }
    }
  }

  /// The coefficients at an incidence, interpolated linearly, so that derivatives are those of what is
  /// interpolated.
  @inline(__always)
  func entry(_ cosIncidence: Double, frequency: Int) -> Entry {
    let position = max(0, min(1, cosIncidence)).squareRoot() * Double(Self.steps)
    let index = min(Int(position), Self.steps - 1)
    let share = position - Double(index)
    let base = (frequency < frequencies ? frequency : 0) * (Self.steps + 1) + index
    let (low, high) = (entries[base], entries[base + 1])
    func mix(_ a: Complex<Double>, _ b: Complex<Double>) -> Complex<Double> {
      Complex(a.real + share * (b.real - a.real), a.imaginary + share * (b.imaginary - a.imaginary))
    }
    return Entry(
      te: mix(low.te, high.te), tm: mix(low.tm, high.tm),
      teSlope: mix(low.teSlope, high.teSlope), tmSlope: mix(low.tmSlope, high.tmSlope))
  }

  /// ln of the power that a mirror keeps in phase, R^2 rho^2, with derivatives by S and sigma_h.
  @inline(__always)
  func kept(cosIncidence: Double, cosScattered: Double) -> (
    factor: Double, byScattering: Double, byRoughness: Double
  ) {
    material.keptPower(
      wavelength: wavelength, cosIncidence: cosIncidence, cosScattered: cosScattered)
  }

  /// The density of the scattered power with its derivatives by alpha_R, Lambda and alpha_I.
  @inline(__always)
  func density(
    cosIncidence: Double, cosScattered: Double, cosForward: Double, cosBackward: Double
  ) -> (value: Double, byExponent: Double, byShare: Double, byBackward: Double) {
    switch material.lobe {
    case .lambertian: return (max(0, cosScattered) / .pi, 0, 0, 0)
    case .directive:
      guard let forward else { return (0, 0, 0, 0) }
      let (shape, slope) = forward.shape(cosForward)
      let (whole, wholeSlope) = forward.normalization(cosIncidence)
      let value = shape / whole
      return (value, (slope - value * wholeSlope) / whole, 0, 0)
    case .backscattering(_, _, let share):
      guard let forward, let backward else { return (0, 0, 0, 0) }
      let (shape, slope) = forward.shape(cosForward)
      let (whole, wholeSlope) = forward.normalization(cosIncidence)
      let (back, backSlope) = backward.shape(cosBackward)
      let (wholeBack, wholeBackSlope) = backward.normalization(cosIncidence)
      let total = share * whole + (1 - share) * wholeBack
      let value = (share * shape + (1 - share) * back) / total
      return (
        value, share * (slope - value * wholeSlope) / total,
        (shape - back - value * (whole - wholeBack)) / total,
        (1 - share) * (backSlope - value * wholeBackSlope) / total
      )
    }
  }
}
