// SPDX-License-Identifier: Apache-2.0

import Foundation
import RFTwin
import TestSupport

/// The street with fewer scatterers and chirps, and with hidden materials beside it.
enum HiddenStreet {
  private static let street = "\(SharedFiles.project)/Scenes/street"

  /// Writes the twin, and the truth that differs from it in its materials.
  ///
  /// - Parameters:
  ///   - folder: Where to.
  ///   - change: Changes the text of both.
  /// - Returns: The files.
  /// - Throws: Where they cannot be written.
  static func scenarios(
    _ folder: TemporaryFolder, change: (String) -> String = { $0 }
  ) throws -> (twin: String, truth: String) {
    let text = change(
      try String(contentsOfFile: "\(street)/scenario.yaml", encoding: .utf8)
        .replacing("[street.glb]", with: "[\(street)/street.glb]")
        .replacing("max-depth: 3", with: "max-depth: 2")
        .replacing("scatterers: 10000", with: "scatterers: 4000")
        .replacing(
          "duration: 20 ms, frames: { chirps: 64 }", with: "duration: 2 ms, frames: { chirps: 8 }"))
    func lobe(_ forward: Double, _ backward: Int, _ share: Double) -> String {
      "{ kind: backscattering, forward-exponent: \(forward), backward-exponent: \(backward),"
        + " forward-share: \(share) }"
    }
    _ = try folder.write(
      """
      name: hidden
      materials:
        asphalt:
          permittivity: { relative-permittivity: 4.0, conductivity: 0.88 S/m }
          scattering: { coefficient: 0.6, lobe: \(lobe(4.5, 3, 0.6)), cross-polar-share: 0.1 }
        brick:
          permittivity: { relative-permittivity: 4.5, conductivity: 0.349 S/m }
          scattering: { coefficient: 0.5, lobe: \(lobe(4, 3, 0.6)), cross-polar-share: 0.1 }
        plaster:
          permittivity: { like: itu_plasterboard }
          scattering: { coefficient: 0.45, lobe: \(lobe(6, 4, 0.7)), cross-polar-share: 0.06 }
      """, to: "hidden.yaml")
    return (
      try folder.write(text, to: "twin.yaml"),
      try folder.write(text + "\nmaterials: { library: [hidden.yaml] }\n", to: "truth.yaml")
    )
  }

  /// Writes what is asked for: the numbers of three materials, and more keys.
  static func calibration(_ folder: TemporaryFolder, _ more: String = "") throws -> String {
    try folder.write(
      """
      name: street
      scenario: twin.yaml
      captures: [{ record: record.h5 }]
      hold-out: 0
      materials:
        brick: { fit: [scattering, exponent, forward-share, permittivity] }
        plaster: { fit: [scattering, exponent, forward-share] }
        asphalt: { fit: [scattering, exponent, forward-share] }
      \(more)
      """, to: "calibration.yaml")
  }

  static let hidden = [
    "brick scattering": 0.5, "brick exponent": 4, "brick forward-share": 0.6,
    "brick permittivity": 4.5, "plaster scattering": 0.45, "plaster exponent": 6,
    "plaster forward-share": 0.7, "asphalt scattering": 0.6, "asphalt exponent": 4.5,
    "asphalt forward-share": 0.6,
  ]
}
