// SPDX-License-Identifier: Apache-2.0

internal import Calibration
internal import Electromagnetics
internal import InputDocuments
internal import Quantities
internal import RadarFrames
internal import RealModule
internal import Scenes

/// Which numbers of which materials are fitted, and what they were before.
struct MaterialProblem: Sendable {
  /// All materials of the scene before the fit.
  var prior: [AdjustableMaterial]
  var unknowns: [MaterialUnknown]

  /// The materials whose lobes are to be chosen, one or several alike, with what is fitted of each kind
  /// of lobe.
  var choices: [(name: String, materials: [Int], quantities: [MaterialQuantity])] = []

  /// What users call materials that share their numbers, by the first of them.
  private var names: [Int: String] = [:]

  /// - Throws: `InputError` where a material is not in the scene or lacks what is to be fitted.
  init(_ settings: CalibrationSettings, _ scenario: Scenario) throws(InputError) {
    prior = scenario.scene.materials.map {
      AdjustableMaterial($0, at: scenario.waveform.centreFrequency)
    }
    unknowns = []
    for entry in settings.materials {
      var alike: [Int] = []
      for name in entry.members { alike.append(try index(of: name, entry, settings.file)) }
      guard let first = alike.first else { continue }
      if entry.members != [entry.material] { names[first] = entry.material }
      let lobe = prior[first].lobe
      for index in alike {
        // Kinds are compared from one lobe on; others keep what is not fitted.
        if entry.comparesLobes { prior[index].lobe = lobe }
        if let kind = entry.lobe { prior[index].lobe = kind.start(from: lobe) }
      }
      if entry.comparesLobes { choices.append((entry.material, alike, entry.quantities)) }
      for quantity in entry.quantities {
        if entry.comparesLobes, quantity.isOfLobe, prior[first][quantity] == nil { continue }
        for index in alike where prior[index][quantity] == nil {
          throw InputError(
            file: settings.file, line: entry.line,
            "material '\(prior[index].name)' has no \(quantity.rawValue) to begin with;"
              + " \(Self.remedy(quantity)), or leave it out")
        }
        for index in alike { try check(quantity, of: prior[index], entry, settings.file) }
        unknowns.append(unknown(quantity, of: alike))
      }
    }
  }

  /// Complains about numbers that have no free value, or one from which a fit does not come back.
  private func check(
    _ quantity: MaterialQuantity, of material: AdjustableMaterial,
    _ entry: CalibrationSettings.MaterialEntry, _ file: String
  ) throws(InputError) {
    guard let value = material[quantity], !quantity.range.contains(value) else { return }
    let ends = [quantity.range.lowerBound, quantity.range.upperBound].map { shortest($0) }
    let remedy =
      quantity == .permittivity
      ? "metal reflects by its conductivity, so fit [scattering] instead"
      : "begin with another one in a material library of the scenario, or leave it out"
    throw InputError(
      file: file, line: entry.line,
      "material '\(material.name)' begins with a \(quantity.rawValue) of \(shortest(value)), which is"
        + " not between \(ends[0]) and \(ends[1]), where it can be fitted; \(remedy)")
  }

  private func index(
    of name: String, _ entry: CalibrationSettings.MaterialEntry, _ file: String
  ) throws(InputError) -> Int {
    if let index = prior.firstIndex(where: { $0.name == name }) { return index }
    let near = suggestion(for: name, among: prior.map(\.name))
    let all = "; there are: \(prior.map(\.name).sorted().joined(separator: ", "))"
    throw InputError(
      file: file, line: entry.line,
      "no surface of the scenario is made of '\(name)'" + (near.isEmpty ? all : near))
  }

  /// A number of one material, or of several that begin with that of the first.
  private mutating func unknown(
    _ quantity: MaterialQuantity, of alike: [Int]
  ) -> MaterialUnknown {
    for index in alike { prior[index][quantity] = prior[alike[0]][quantity] }
    return MaterialUnknown(
      material: alike[0], quantity: quantity, others: Array(alike.dropFirst()))
  }

  private static func remedy(_ quantity: MaterialQuantity) -> String {
    switch quantity {
    case .exponent: "give it 'lobe: directive' or 'lobe: backscattering'"
    case .forwardShare, .backwardExponent: "give it 'lobe: backscattering'"
    case .scattering, .permittivity, .roughness:
      "give it one above zero in a material library of the scenario"
    }
  }

  /// The same problem with another kind of lobe of one of its choices.
  func choosing(_ kind: ScatteringLobe.Kind, of choice: Int) -> MaterialProblem {
    let (_, alike, quantities) = choices[choice]
    var problem = self
    for index in alike { problem.prior[index].lobe = kind.start(from: prior[alike[0]].lobe) }
    problem.unknowns.removeAll { $0.material == alike[0] && $0.quantity.isOfLobe }
    for quantity in quantities
    where quantity.isOfLobe && problem.prior[alike[0]][quantity] != nil {
      problem.unknowns.append(problem.unknown(quantity, of: alike))
    }
    return problem
  }

  /// The materials at free values of the unknowns.
  func materials(at values: [Double]) -> [AdjustableMaterial] {
    var materials = prior
    for (unknown, value) in zip(unknowns, values) {
      for index in unknown.materials {
        materials[index][unknown.quantity] = unknown.quantity.value(value)
      }
    }
    return materials
  }

  /// The unknowns as a fit has them.
  var ofFit: [Unknown] {
    unknowns.map { unknown in
      Unknown(
        name: (names[unknown.material] ?? prior[unknown.material].name)
          + " \(unknown.quantity.rawValue)",
        unit: unknown.quantity.unit,
        prior: unknown.quantity.free(prior[unknown.material][unknown.quantity] ?? 1),
        spread: unknown.quantity.spread, kind: .material(unknown))
    }
  }
}

extension ScatteringLobe.Kind {
  /// A lobe of the kind to begin with: the material's own numbers where it has them.
  func start(from lobe: AdjustableMaterial.Lobe) -> AdjustableMaterial.Lobe {
    let (forward, backward, share): (Double, Double, Double) =
      switch lobe {
      case .lambertian: (4, 4, 0.7)
      case .directive(let exponent): (exponent, 4, 0.7)
      case .backscattering(let forward, let backward, let share): (forward, backward, share)
      }
    switch self {
    case .lambertian: return .lambertian
    case .directive: return .directive(exponent: forward)
    case .backscattering:
      return .backscattering(forward: forward, backward: backward, share: share)
    }
  }
}

extension MaterialQuantity {
  /// Whether only some kinds of lobes have it.
  var isOfLobe: Bool { [.exponent, .forwardShare, .backwardExponent].contains(self) }
}
