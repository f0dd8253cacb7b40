// SPDX-License-Identifier: Apache-2.0

internal import Calibration
internal import Electromagnetics
package import Quantities
internal import RealModule

extension CalibrationOutcome {
  /// The fitted materials as a library that scenarios can name, each value with where it comes from.
  ///
  /// - Parameters:
  ///   - date: The day of the fit, as it is to be written.
  ///   - band: Where the numbers hold.
  /// - Returns: The text of a material file.
  package func materialLibrary(date: String, band: ClosedRange<Frequency>) -> String {
    var text = """
      # Fitted by rftwin calibrate on \(date) to \(sources).
      # Intervals are those of 95 %; what the data did not determine follows what was known before.
      name: \(quoted("\(name), calibrated"))
      materials:

      """
    for index in fitted {
      text += entry(materials[index], band, "fitted on \(date) to \(sources)")
    }
    return text
  }

  /// What was fitted to.
  var sources: String {
    links.isEmpty
      ? "the reflection losses of \(scenario)"
      : links.map { "\($0.record) (\($0.name))" }.joined(separator: ", ")
  }

  private func entry(
    _ material: AdjustableMaterial, _ band: ClosedRange<Frequency>, _ origin: String
  ) -> String {
    var text = """
        \(quoted(material.name)):
          permittivity:
            relative-permittivity: \(shortest(material.permittivity))
            conductivity: \(shortest(material.conductivity)) S/m
            valid: [\(shortest(band.lowerBound.hertz / 1e9)) GHz, \(shortest(band.upperBound.hertz / 1e9)) GHz]
            source: \(quoted(source(material, [.permittivity], origin)))
            confidence: \(confidence(material, [.permittivity]))

      """
    if let thickness = material.thickness {
      text += "    thickness: \(shortest(thickness)) m\n"
    }
    if material.scattering > 0 {
      let quantities: [MaterialQuantity] = [
        .scattering, .exponent, .forwardShare, .backwardExponent,
      ]
      text += """
            scattering:
              coefficient: \(shortest(material.scattering))
              lobe: \(lobe(material.lobe))
              cross-polar-share: \(shortest(material.crossPolarShare))
              source: \(quoted(source(material, quantities, origin)))
              confidence: \(confidence(material, quantities))

        """
    }
    if let roughness = material.roughness {
      text += """
            roughness:
              value: \(shortest(roughness.height)) m
              form: \(roughness.form.rawValue)
              source: \(quoted(source(material, [.roughness], origin)))

        """
    }
    return text
  }

  private func lobe(_ lobe: AdjustableMaterial.Lobe) -> String {
    switch lobe {
    case .lambertian: "{ kind: lambertian }"
    case .directive(let exponent): "{ kind: directive, exponent: \(shortest(exponent)) }"
    case .backscattering(let forward, let backward, let share):
      "{ kind: backscattering, forward-exponent: \(shortest(forward)), backward-exponent:"
        + " \(shortest(backward)), forward-share: \(shortest(share)) }"
    }
  }

  /// The estimates of some quantities of a material.
  private func estimates(
    _ material: AdjustableMaterial, _ quantities: [MaterialQuantity]
  ) -> [(MaterialQuantity, Identifiability.Estimate)] {
    quantities.compactMap { quantity in
      zip(unknowns, identifiability.estimates).first { unknown, _ in
        guard case .material(let own) = unknown.kind else { return false }
        return own.quantity == quantity && own.materials.contains { materials[$0] == material }
      }.map { (quantity, $0.1) }
    }
  }

  private func source(
    _ material: AdjustableMaterial, _ quantities: [MaterialQuantity], _ origin: String
  ) -> String {
    let parts = estimates(material, quantities).map { quantity, estimate in
      "\(quantity.rawValue) \(rounded(estimate.interval.lowerBound)) to"
        + " \(rounded(estimate.interval.upperBound)), \(estimate.verdict.rawValue)"
    }
    return parts.isEmpty ? "as before the fit" : "\(origin): \(parts.joined(separator: "; "))"
  }

  private func confidence(
    _ material: AdjustableMaterial, _ quantities: [MaterialQuantity]
  ) -> String {
    // A loss tells one number of several that matter.
    RFTwin.confidence(
      estimates(material, quantities).map(\.1.verdict), atMost: links.isEmpty ? "medium" : "high")
  }
}

/// How much is to be thought of numbers with some verdicts: what the worst one leaves.
func confidence(_ verdicts: [Identifiability.Verdict], atMost best: String = "high") -> String {
  if verdicts.isEmpty || verdicts.contains(.notDetermined) { return "low" }
  return verdicts.contains(.weaklyDetermined) ? "medium" : best
}

/// A text in quotes, as YAML has it.
func quoted(_ text: String) -> String {
  "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
}

/// A number with three digits that count.
package func rounded(_ value: Double) -> String {
  guard value != 0, value.isFinite else { return shortest(value) }
  let scale = Double.pow(10, 2 - Double.log10(abs(value)).rounded(.down))
  return shortest((value * scale).rounded() / scale)
}
