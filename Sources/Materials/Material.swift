// SPDX-License-Identifier: Apache-2.0

package import Electromagnetics
package import Quantities

/// Where a value comes from and how far it can be trusted.
package struct Provenance: Hashable, Sendable {
  /// How far a value can be trusted.
  package enum Confidence: String, Hashable, Sendable, CaseIterable {
    case high
    case medium
    case low
    /// The user gave the value without saying.
    case unstated
  }

  package var source: String
  package var confidence: Confidence

  package init(source: String, confidence: Confidence) {
    self.source = source
    self.confidence = confidence
  }

  /// The provenance of a value given without one.
  package static let unstated = Provenance(source: "not stated", confidence: .unstated)
}

/// How a surface scatters: the parameters of the effective-roughness model.
package struct SurfaceScattering: Hashable, Sendable {
  /// S, the share of the reflected field that is scattered, in [0, 1]; R^2 + S^2 = 1.
  package var coefficient: Double

  /// Where the scattered power goes.
  package var lobe: ScatteringLobe

  /// K_x, the share of the scattered power in the other polarisation, in [0, 1].
  package var crossPolarShare: Double

  package init(coefficient: Double, lobe: ScatteringLobe, crossPolarShare: Double) {
    self.coefficient = coefficient
    self.lobe = lobe
    self.crossPolarShare = crossPolarShare
  }

  /// A surface that does not scatter.
  package static let none = SurfaceScattering(
    coefficient: 0, lobe: .lambertian, crossPolarShare: 0)

  /// The share R of the reflected field that stays in the specular direction, sqrt(1 - S^2).
  package var specularShare: Double { (1 - coefficient * coefficient).squareRoot() }
}

/// What a surface is made of, with the source of each value.
package struct Material: Hashable, Sendable {
  package var name: String
  package var permittivity: Permittivity
  package var permittivityProvenance: Provenance

  /// The thickness of the layer, or nil for a half-space.
  package var thickness: Distance?
  package var thicknessProvenance: Provenance
  package var scattering: SurfaceScattering
  package var scatteringProvenance: Provenance

  /// The roughness that weakens the specular reflection, or nil for a smooth surface.
  ///
  /// Not beside a scattering coefficient above zero: either takes the scattered power away.
  package var roughness: SurfaceRoughness?
  package var roughnessProvenance: Provenance

  package init(
    name: String, permittivity: Permittivity, permittivityProvenance: Provenance = .unstated,
    thickness: Distance? = nil, thicknessProvenance: Provenance = .unstated,
    scattering: SurfaceScattering = .none, scatteringProvenance: Provenance = .unstated,
    roughness: SurfaceRoughness? = nil, roughnessProvenance: Provenance = .unstated
  ) {
    self.name = name
    self.permittivity = permittivity
    self.permittivityProvenance = permittivityProvenance
    self.thickness = thickness
    self.thicknessProvenance = thicknessProvenance
    self.scattering = scattering
    self.scatteringProvenance = scatteringProvenance
    self.roughness = roughness
    self.roughnessProvenance = roughnessProvenance
  }
}
