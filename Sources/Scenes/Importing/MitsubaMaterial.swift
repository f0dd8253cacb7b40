// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Materials
internal import Quantities

/// A BSDF as far as it tells a radio material.
struct MitsubaMaterial {
  let identifier: String

  /// What materials are looked up by, or nil for a BSDF without an id.
  let name: String?
  let stated: StatedMaterial?

  init(
    _ element: XMLElementNode, file: String, variables: MitsubaVariables
  ) throws(InputError) {
    identifier = element.attributes["id"] ?? ""
    var name = identifier
    if name.hasPrefix("mat-") { name = String(name.dropFirst(4)) }
    let values = MitsubaValues(element: element, file: file, variables: variables)
    let lower = name.lowercased()
    let named = lower.hasPrefix("itu_") || lower.hasPrefix("itu-")
    let isRadioMaterial = element.attributes["type"] == "radio-material"
    let isRadio = element.attributes["type"] == "itu-radio-material" || named || isRadioMaterial
    if isRadio {
      let type = try values.text("type") ?? (named ? String(lower.dropFirst(4)) : nil)
      stated = StatedMaterial(
        ituType: isRadioMaterial ? nil : type?.withoutCopySuffix,
        relativePermittivity: try values.number(
          "relative_permittivity", in: MaterialLimits.relativePermittivity),
        conductivity: try values.number("conductivity", in: MaterialLimits.conductivity),
        // Sionna RT takes every material for a layer of 10 cm unless told otherwise.
        thickness: try values.number("thickness", in: MaterialLimits.thickness) ?? 0.1,
        scatteringCoefficient: try values.number(
          "scattering_coefficient", in: MaterialLimits.share) ?? 0,
        crossPolarShare: try values.number("xpd_coefficient", in: MaterialLimits.share) ?? 0,
        line: element.line)
      guard stated?.ituType != nil || stated?.relativePermittivity != nil else {
        throw InputError(
          file: file, line: element.line,
          "the radio material '\(identifier)' states no "
            + (isRadioMaterial ? "relative_permittivity" : "type"))
      }
    } else {
      stated = nil
    }
    if identifier.isEmpty {
      self.name = isRadio ? "bsdf-line-\(element.line)" : nil
    } else {
      self.name = name.withoutCopySuffix
    }
  }
}

/// The values of a BSDF.
private struct MitsubaValues {
  let element: XMLElementNode
  let file: String
  let variables: MitsubaVariables

  func text(_ key: String) throws(InputError) -> String? {
    guard let child = element.children.first(where: { $0.attributes["name"] == key }),
      let text = child.attributes["value"]
    else { return nil }
    return try variables.substituted(text, line: child.line)
  }

  func number(_ key: String, in range: ClosedRange<Double>) throws(InputError) -> Double? {
    guard let text = try text(key) else { return nil }
    let line = element.children.first { $0.attributes["name"] == key }?.line ?? element.line
    guard let value = decimalNumber(text.trimmingSpaces()) else {
      throw InputError(file: file, line: line, "'\(key)' must be a number, not '\(text)'")
    }
    guard range.contains(value) else {
      throw InputError(
        file: file, line: line,
        "'\(key)' must lie between \(shortest(range.lowerBound)) and"
          + " \(shortest(range.upperBound)), not \(shortest(value))")
    }
    return value
  }
}

extension String {
  /// The name without the ".001" that modelling programs add to copies.
  var withoutCopySuffix: String {
    guard let dot = lastIndex(of: "."), dot != startIndex else { return self }
    let tail = self[index(after: dot)...]
    return tail.count == 3 && tail.allSatisfy(\.isNumber) ? String(self[..<dot]) : self
  }
}
