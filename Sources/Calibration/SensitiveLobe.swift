// SPDX-License-Identifier: Apache-2.0

internal import Electromagnetics
internal import RealModule

/// A scattering lobe ((1 + cos psi) / 2)^alpha and its integral over the hemisphere, with derivatives
/// by the exponent.
///
/// Physics primer, eq. 20, 22 and 68.
struct SensitiveLobe: Sendable {
  let exponent: Double
  private let whole: LobeNormalization
  private let slope: LobeNormalization

  init(exponent: Double) {
    self.exponent = exponent
    whole = LobeNormalization(exponent: exponent)
    slope = LobeNormalization(slopeAtExponent: exponent)
  }

  /// The lobe at the cosine of an angle from its axis.
  @inline(__always)
  func shape(_ cosPsi: Double) -> (value: Double, slope: Double) {
    let base = (1 + cosPsi) / 2
    guard base > 1e-300 else { return (0, 0) }
    let logarithm = Double.log(base)
    let value = Double.exp(exponent * logarithm)
    return (value, value * logarithm)
  }

  /// The integral at the cosine of the tilt of its axis.
  @inline(__always)
  func normalization(_ cosTilt: Double) -> (value: Double, slope: Double) {
    (whole(cosTilt), slope(cosTilt))
  }
}
