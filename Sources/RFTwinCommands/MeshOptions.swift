// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Quantities
internal import Scenes

extension UpAxis: ExpressibleByArgument {}

/// Options about what the format of a mesh file leaves open.
struct MeshOptions: ParsableArguments {
  @Option(help: "How long one unit of a mesh file is, \"1 mm\". [default: the format's own]")
  var unit: String?

  @Option(help: "Which axis of a mesh file points up. [default: the format's own]")
  var up: UpAxis?

  /// Whether any of them is given.
  var areGiven: Bool { unit != nil || up != nil }

  func validate() throws { _ = try parsedUnit() }

  /// The options as the importer takes them.
  func fileOptions() throws -> MeshFileOptions { MeshFileOptions(up: up, unit: try parsedUnit()) }

  private func parsedUnit() throws -> Distance? {
    guard let unit else { return nil }
    let length: Distance
    do {
      length = try Distance(parsing: unit)
    } catch {
      throw ValidationError("Please mend --unit: \(error).")
    }
    guard Distance.plausibleUnits.contains(length) else {
      throw ValidationError("Please give --unit a length between 1 nm and 1000 km, not \(length).")
    }
    return length
  }
}

/// A material for some objects on the command line, "wall*=concrete".
struct MaterialRuleArgument: ExpressibleByArgument {
  let rule: MaterialAssignment.Rule

  init?(argument: String) {
    guard let equals = argument.lastIndex(of: "=") else { return nil }
    let pattern = String(argument[..<equals])
    let material = String(argument[argument.index(after: equals)...])
    guard !pattern.isEmpty, !material.isEmpty else { return nil }
    rule = .init(pattern: pattern, material: material)
  }
}
