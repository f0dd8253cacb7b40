// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import Quantities
internal import RealModule

/// A complex number with its derivative by a real one.
struct SensitiveNumber {
  var value: Complex<Double>
  var slope: Complex<Double>

  init(_ value: Complex<Double>, _ slope: Complex<Double> = .zero) {
    self.value = value
    self.slope = slope
  }

  static func + (left: Self, right: Self) -> Self {
    Self(left.value + right.value, left.slope + right.slope)
  }

  static func - (left: Self, right: Self) -> Self {
    Self(left.value - right.value, left.slope - right.slope)
  }

  static func * (left: Self, right: Self) -> Self {
    Self(left.value * right.value, left.slope * right.value + left.value * right.slope)
  }

  static func / (left: Self, right: Self) -> Self {
    let ratio = left.value / right.value
    return Self(ratio, (left.slope - ratio * right.slope) / right.value)
  }

  var squareRoot: Self {
    let root = Complex.sqrt(value)
    return Self(root, slope / (root + root))
  }

  var exponential: Self {
    let power = Complex.exp(value)
    return Self(power, power * slope)
  }
}

/// The reflection coefficients of a half-space or a layer with their derivatives by eps_r.
///
/// The formulas are those of `halfSpaceReflection` and `slabCoefficients`, carried through with
/// derivatives.
///
/// Physics primer, eq. 7, 8 and 68.
func sensitiveReflection(
  _ material: AdjustableMaterial, frequency: Double, cosIncidence: Double
) -> (te: SensitiveNumber, tm: SensitiveNumber) {
  let omega = 2 * .pi * frequency * PhysicalConstants.vacuumPermittivity
  let eta = SensitiveNumber(
    Complex(material.permittivity, -material.conductivity / omega), .one)
  let cosine = SensitiveNumber(Complex(cosIncidence))
  let inside = (eta - SensitiveNumber(Complex(1 - cosIncidence * cosIncidence))).squareRoot
  let scaled = eta * cosine
  let te = (cosine - inside) / (cosine + inside)
  let tm = (scaled - inside) / (scaled + inside)
  guard let thickness = material.thickness else { return (te, tm) }
  let turn = -4 * Double.pi * thickness * frequency / PhysicalConstants.speedOfLight
  let twice = (SensitiveNumber(Complex(0, turn)) * inside).exponential
  let one = SensitiveNumber(.one)
  func layer(_ r: SensitiveNumber) -> SensitiveNumber { r * (one - twice) / (one - r * r * twice) }
  return (layer(te), layer(tm))
}
