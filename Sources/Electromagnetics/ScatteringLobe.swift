// SPDX-License-Identifier: Apache-2.0

internal import RealModule
package import Spatial

/// How the power that a rough surface scatters is spread over directions, per steradian.
///
/// The lobes are those of the effective-roughness model. Each lobe integrates to one over
/// the hemisphere on the incident side. Source: Degli-Esposti, Fuschini, Vitucci and Falciasecca,
/// IEEE TAP 55 (2007) 143.
package enum ScatteringLobe: Hashable, Sendable {
  /// cos(theta_s) / pi.
  case lambertian

  /// ((1 + cos psi_R) / 2)^alpha_R over its integral, around the specular direction.
  case directive(Directive)

  /// A share of the directive lobe and the rest in a lobe around the direction back to the source.
  case backscattering(Backscattering)

  /// The kinds of lobe, as files name them.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case lambertian
    case directive
    case backscattering
  }

  /// The parameters of the directive lobe.
  package struct Directive: Hashable, Sendable {
    /// alpha_R, not necessarily a whole number.
    package let exponent: Double
    let normalization: LobeNormalization

    package init(exponent: Double) {
      self.exponent = exponent
      normalization = LobeNormalization(exponent: exponent)
    }
  }

  /// The parameters of the lobe with backscatter.
  package struct Backscattering: Hashable, Sendable {
    /// alpha_R of the forward lobe.
    package let forwardExponent: Double
    /// alpha_I of the lobe back to the source.
    package let backwardExponent: Double
    /// The share Lambda of the forward lobe, in [0, 1].
    package let forwardShare: Double
    let forwardNormalization: LobeNormalization
    let backwardNormalization: LobeNormalization

    package init(forwardExponent: Double, backwardExponent: Double, forwardShare: Double) {
      self.forwardExponent = forwardExponent
      self.backwardExponent = backwardExponent
      self.forwardShare = forwardShare
      forwardNormalization = LobeNormalization(exponent: forwardExponent)
      backwardNormalization = LobeNormalization(exponent: backwardExponent)
    }
  }

  /// The scattered power per steradian as a share of all scattered power.
  ///
  /// Physics primer, eq. 19, 20 and 21.
  ///
  /// - Parameters:
  ///   - incident: The unit direction in which the wave travels to the surface.
  ///   - scattered: The unit direction in which it leaves.
  ///   - normal: The unit normal on the incident side.
  /// - Returns: f_s in 1/sr; zero for a direction into the surface.
  package func density(incident: Vector3, scattered: Vector3, normal: Vector3) -> Double {
    let cosScattered = scattered.dot(normal)
    let cosIncidence = -incident.dot(normal)
    guard cosScattered > 0, cosIncidence > 0 else { return 0 }
    switch self {
    case .lambertian:
      return cosScattered / .pi
    case .directive(let lobe):
      let specular = incident + normal * (2 * cosIncidence)
      return lobeShape(specular.dot(scattered), lobe.exponent) / lobe.normalization(cosIncidence)
    case .backscattering(let lobe):
      let specular = incident + normal * (2 * cosIncidence)
      let forward = lobeShape(specular.dot(scattered), lobe.forwardExponent)
      let backward = lobeShape(-incident.dot(scattered), lobe.backwardExponent)
      let share = lobe.forwardShare
      return (share * forward + (1 - share) * backward)
        / (share * lobe.forwardNormalization(cosIncidence)
          + (1 - share) * lobe.backwardNormalization(cosIncidence))
    }
  }
}

/// ((1 + cos psi) / 2)^alpha.
private func lobeShape(_ cosPsi: Double, _ exponent: Double) -> Double {
  let base = max(0, (1 + cosPsi) / 2)
  guard exponent == exponent.rounded(), exponent <= 64 else { return Double.pow(base, exponent) }
  // Squaring and multiplying: several times quicker than the power function.
  var result = 1.0
  var power = base
  var rest = Int(exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= power }
    power *= power
    rest >>= 1
  }
  return result
}
