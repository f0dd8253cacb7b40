// SPDX-License-Identifier: Apache-2.0

package import InputDocuments
internal import Materials
package import Quantities
package import Scenes

/// Says which materials of a scene are used outside the range they are known for.
///
/// - Parameters:
///   - scene: The scene.
///   - settings: Whether that is allowed.
///   - band: The lowest and the highest frequency in use.
///   - file: The file that messages name.
/// - Returns: One sentence a material.
/// - Throws: `InputError` for a material that must not be used outside its range.
package func checkMaterials(
  of scene: Scene, settings: MaterialSettings, band: ClosedRange<Frequency>, file: String
) throws(InputError) -> [String] {
  var warnings: [String] = []
  for material in scene.materials {
    let edges = [band.lowerBound, band.upperBound]
    let supports = edges.map { material.permittivity.value(at: $0).support }
    for edge in edges {
      let value = material.permittivity.value(at: edge).relativePermittivity
      guard value >= 1 else {
        throw InputError(
          file: file,
          "material '\(material.name)' would have a relative permittivity of \(shortest(value)) at"
            + " \(edge), below that of vacuum; assign another material, or give this one values for"
            + " the band in a library")
      }
    }
    guard
      let index = supports.firstIndex(where: { $0 != .inBand })
    else { continue }
    let sentence = complaint(material, at: edges[index], supports[index])
    guard settings.extrapolation == .warn, material.permittivity.mayExtrapolate else {
      throw InputError(
        file: file,
        sentence + "; assign another material, or give this one values for the band in a library")
    }
    warnings.append(sentence)
  }
  return warnings
}

/// Says that diffuse paths were asked for where no material scatters.
///
/// - Parameter scene: The scene.
/// - Returns: A sentence, or nil where a material scatters.
package func scatteringShortfall(of scene: Scene) -> String? {
  guard !scene.materials.contains(where: { $0.scattering.coefficient > 0 }) else { return nil }
  return "no material of the scene scatters, so there are no diffuse paths"
}

private func complaint(
  _ material: Material, at frequency: Frequency, _ support: Permittivity.Support
) -> String {
  switch support {
  case .inBand:
    "material '\(material.name)' is known at \(frequency)"
  case .interpolated(let lower, let upper):
    "material '\(material.name)' has no values at \(frequency): interpolated between \(lower) and"
      + " \(upper)"
  case .extrapolated(let edge):
    "material '\(material.name)' has no values at \(frequency): extrapolated from \(edge)"
  }
}
