// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ComplexModule
internal import Electromagnetics
internal import Foundation
internal import InputDocuments
internal import Materials
internal import Quantities

/// Shows materials.
struct MaterialsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "materials",
    abstract: "List the materials, or show one of them with the source of each value.")

  @Argument(help: "The material to show.")
  var name: String?

  @Option(help: "The frequency with its unit.")
  var frequency = "79 GHz"

  @Option(help: "A file of materials beside the bundled ones.")
  var library: String?

  func validate() throws { _ = try parsedFrequency(frequency) }

  func run() throws {
    let frequency = try parsedFrequency(frequency)
    var materials = try MaterialLibrary.bundled()
    if let library { try materials.add(file: library) }
    guard let name else {
      try printResult(table(materials.materials, at: frequency))
      return
    }
    guard let material = materials[name: name] else {
      throw DataError(materials.complaint(about: name))
    }
    try printResult(sheet(material, at: frequency))
  }

  private func table(_ materials: [Material], at frequency: Frequency) -> String {
    let head = ["material", "eps_r", "sigma S/m", "|r| dB", "S", "lobe", "at \(frequency)"]
    let rows = materials.map { material in
      let value = material.permittivity.value(at: frequency)
      return [
        material.name, shortened(value.relativePermittivity), shortened(value.conductivity),
        shortened(reflection(material, at: frequency)),
        shortened(material.scattering.coefficient), lobe(material.scattering.lobe),
        support(value.support),
      ]
    }
    return aligned([head] + rows)
  }

  private func sheet(_ material: Material, at frequency: Frequency) -> String {
    let value = material.permittivity.value(at: frequency)
    let scattering = material.scattering
    var lines = [
      "\(material.name) at \(frequency)",
      "  relative permittivity  \(shortened(value.relativePermittivity))",
      "  conductivity           \(shortened(value.conductivity)) S/m",
      "    \(support(value.support)); \(source(material.permittivityProvenance))",
      "  bands                  "
        + material.permittivity.bands.map { "\($0.lowest) to \($0.highest)" }
        .joined(separator: ", "),
      "  reflection at normal   \(shortened(reflection(material, at: frequency))) dB",
    ]
    if let thickness = material.thickness {
      lines.append("  thickness              \(thickness)")
      lines.append("    \(source(material.thicknessProvenance))")
    } else {
      lines.append("  thickness              half-space")
    }
    if let roughness = material.roughness {
      let height = Distance(si: roughness.height)
      lines.append("  roughness              \(height), \(roughness.form.rawValue)")
      lines.append("    \(source(material.roughnessProvenance))")
    }
    lines.append("  scattering S           \(shortened(scattering.coefficient))")
    lines.append("  lobe                   \(lobe(scattering.lobe))")
    lines.append("  cross-polar share      \(shortened(scattering.crossPolarShare))")
    if scattering.coefficient > 0 { lines.append("    \(source(material.scatteringProvenance))") }
    return lines.joined(separator: "\n")
  }

  private func source(_ provenance: Provenance) -> String {
    "source: \(provenance.source) (confidence: \(provenance.confidence.rawValue))"
  }

  private func reflection(_ material: Material, at frequency: Frequency) -> Double {
    let surface = RadioSurface(material, at: frequency)
    return Decibels(powerRatio: surface.reflection(1).te.lengthSquared).decibels
  }

  private func support(_ support: Permittivity.Support) -> String {
    switch support {
    case .inBand: "in band"
    case .interpolated(let lower, let upper): "interpolated between \(lower) and \(upper)"
    case .extrapolated(let edge): "extrapolated from \(edge)"
    }
  }

  private func lobe(_ lobe: ScatteringLobe) -> String {
    switch lobe {
    case .lambertian: "lambertian"
    case .directive(let lobe): "directive \(shortest(lobe.exponent))"
    case .backscattering(let lobe):
      "backscattering \(shortest(lobe.forwardExponent))/\(shortest(lobe.backwardExponent)),"
        + " \(shortest(lobe.forwardShare)) forward"
    }
  }

  private func shortened(_ value: Double) -> String { String(format: "%.4g", value) }

  private func aligned(_ rows: [[String]]) -> String {
    let columns = rows[0].indices
    let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      columns.map { column in
        column == columns.upperBound - 1
          ? row[column]
          : row[column].padding(toLength: widths[column] + 2, withPad: " ", startingAt: 0)
      }.joined()
    }.joined(separator: "\n")
  }
}
