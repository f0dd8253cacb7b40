// SPDX-License-Identifier: Apache-2.0

package import Electromagnetics
package import Materials
package import Quantities
internal import RealModule

/// A number of a material that captures may tell.
package enum MaterialQuantity: String, Hashable, Sendable, CaseIterable {
  /// S, in (0, 1).
  case scattering

  /// alpha_R, above 1.
  case exponent

  /// Lambda, the share of the forward lobe, in (0, 1).
  case forwardShare = "forward-share"

  /// eps_r, above 1.
  case permittivity

  /// sigma_h in metres, above 0.
  case roughness

  /// alpha_I, of the lobe back to the source, above 1.
  case backwardExponent = "backward-exponent"

  /// How a bounded number is made of one that may take any value: S = 1 / (1 + e^-u), alpha = 1 + e^u,
  /// eps_r = 1 + e^u, sigma_h = e^u.
  ///
  /// Physics primer, eq. 69.
  package func value(_ u: Double) -> Double {
    switch self {
    case .scattering, .forwardShare: 1 / (1 + Double.exp(-u))
    case .exponent, .backwardExponent, .permittivity: 1 + Double.exp(u)
    case .roughness: Double.exp(u)
    }
  }

  /// The inverse of `value`.
  package func free(_ value: Double) -> Double {
    switch self {
    case .scattering, .forwardShare: Double.log(value / (1 - value))
    case .exponent, .backwardExponent, .permittivity: Double.log(value - 1)
    case .roughness: Double.log(value)
    }
  }

  /// The derivative of `value`.
  package func slope(_ u: Double) -> Double {
    switch self {
    case .scattering, .forwardShare: value(u) * (1 - value(u))
    case .exponent, .backwardExponent, .permittivity: value(u) - 1
    case .roughness: value(u)
    }
  }

  /// The values that a fit may find; beyond them models do not hold.
  package var range: ClosedRange<Double> {
    switch self {
    case .scattering: 0.001...0.999
    case .forwardShare: 0.001...0.999
    case .exponent, .backwardExponent: 1.01...150
    case .permittivity: 1.01...100
    case .roughness: 1e-6...0.02
    }
  }

  /// The standard deviation of `free` before anything was measured, for values that are taken from
  /// books.
  package var spread: Double {
    switch self {
    case .scattering, .forwardShare: 1.5
    case .exponent, .backwardExponent: 1
    case .permittivity: 0.4
    case .roughness: 1
    }
  }

  package var unit: String { self == .roughness ? "m" : "1" }
}

/// A material as a calibration changes it: the numbers that matter at one frequency.
package struct AdjustableMaterial: Hashable, Sendable {
  package var name: String
  package var scattering: Double
  package var lobe: Lobe
  package var permittivity: Double

  /// In siemens per metre.
  package var conductivity: Double

  /// In metres; nil for a half-space.
  package var thickness: Double?

  /// Nil for a smooth surface.
  package var roughness: SurfaceRoughness?

  /// K_x, which is not fitted.
  package var crossPolarShare: Double

  /// The shape of the scattering lobe with its numbers.
  package enum Lobe: Hashable, Sendable {
    case lambertian
    case directive(exponent: Double)
    case backscattering(forward: Double, backward: Double, share: Double)
  }

  /// A material's numbers at a frequency.
  package init(_ material: Material, at frequency: Frequency) {
    name = material.name
    scattering = material.scattering.coefficient
    switch material.scattering.lobe {
    case .lambertian: lobe = .lambertian
    case .directive(let own): lobe = .directive(exponent: own.exponent)
    case .backscattering(let own):
      lobe = .backscattering(
        forward: own.forwardExponent, backward: own.backwardExponent, share: own.forwardShare)
    }
    let value = material.permittivity.value(at: frequency)
    permittivity = value.relativePermittivity
    conductivity = value.conductivity
    thickness = material.thickness?.metres
    roughness = material.roughness
    crossPolarShare = material.scattering.crossPolarShare
  }

  /// One of its numbers; nil where it has none of the kind.
  package subscript(_ quantity: MaterialQuantity) -> Double? {
    get {
      switch quantity {
      case .scattering: return scattering > 0 ? scattering : nil
      case .permittivity: return permittivity
      case .roughness: return roughness.flatMap { $0.height > 0 ? $0.height : nil }
      case .exponent:
        switch lobe {
        case .lambertian: return nil
        case .directive(let exponent), .backscattering(let exponent, _, _): return exponent
        }
      case .forwardShare:
        guard case .backscattering(_, _, let share) = lobe else { return nil }
        return share
      case .backwardExponent:
        guard case .backscattering(_, let backward, _) = lobe else { return nil }
        return backward
      }
    }
    set {
      guard let newValue else { return }
      switch quantity {
      case .scattering: scattering = newValue
      case .permittivity: permittivity = newValue
      case .roughness: roughness?.height = newValue
      case .exponent:
        switch lobe {
        case .lambertian: break
        case .directive: lobe = .directive(exponent: newValue)
        case .backscattering(_, let backward, let share):
          lobe = .backscattering(forward: newValue, backward: backward, share: share)
        }
      case .forwardShare:
        guard case .backscattering(let forward, let backward, _) = lobe else { return }
        lobe = .backscattering(forward: forward, backward: backward, share: newValue)
      case .backwardExponent:
        guard case .backscattering(let forward, _, let share) = lobe else { return }
        lobe = .backscattering(forward: forward, backward: newValue, share: share)
      }
    }
  }
}
