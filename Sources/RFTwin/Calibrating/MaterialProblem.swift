// SPDX-License-Identifier: Apache-2.0

internal import Calibration
internal import Electromagnetics
internal import InputDocuments
internal import RadarFrames
internal import RealModule
internal import Scenes

/// Which numbers of which materials are fitted, and what they were before.
struct MaterialProblem: Sendable {
  /// All materials of the scene before the fit.
  var prior: [AdjustableMaterial]
  var unknowns: [MaterialUnknown]

  /// The materials whose lobes are to be chosen, with what is fitted of each kind of lobe.
  var choices: [(material: Int, quantities: [MaterialQuantity])] = []

  /// - Throws: `InputError` where a material is not in the scene or lacks what is to be fitted.
  init(_ settings: CalibrationSettings, _ scenario: Scenario) throws(InputError) {
    prior = scenario.scene.materials.map {
      AdjustableMaterial($0, at: scenario.waveform.centreFrequency)
    }
    unknowns = []
    for entry in settings.materials {
      guard let index = prior.firstIndex(where: { $0.name == entry.material }) else {
        let near = suggestion(for: entry.material, among: prior.map(\.name))
        let all = "; there are: \(prior.map(\.name).sorted().joined(separator: ", "))"
        throw InputError(
          file: settings.file, line: entry.line,
          "no surface of the scenario is made of '\(entry.material)'" + (near.isEmpty ? all : near))
      }
      if let kind = entry.lobe { prior[index].lobe = kind.start(from: prior[index].lobe) }
      if entry.comparesLobes { choices.append((index, entry.quantities)) }
      for quantity in entry.quantities {
        guard prior[index][quantity] != nil else {
          if entry.comparesLobes, quantity.isOfLobe { continue }
          throw InputError(
            file: settings.file, line: entry.line,
            "material '\(entry.material)' has no \(quantity.rawValue) to begin with;"
              + " \(Self.remedy(quantity)), or leave it out")
        }
        unknowns.append(MaterialUnknown(material: index, quantity: quantity))
      }
    }
  }

  private static func remedy(_ quantity: MaterialQuantity) -> String {
    switch quantity {
    case .exponent: "give it 'lobe: directive' or 'lobe: backscattering'"
    case .forwardShare: "give it 'lobe: backscattering'"
    case .scattering, .permittivity, .roughness:
      "give it one above zero in a material library of the scenario"
    }
  }

  /// The same problem with another kind of lobe of one of its choices.
  func choosing(_ kind: ScatteringLobe.Kind, of choice: Int) -> MaterialProblem {
    let (material, quantities) = choices[choice]
    var problem = self
    problem.prior[material].lobe = kind.start(from: prior[material].lobe)
    problem.unknowns.removeAll { $0.material == material && $0.quantity.isOfLobe }
    for quantity in quantities
    where quantity.isOfLobe && problem.prior[material][quantity] != nil {
      problem.unknowns.append(MaterialUnknown(material: material, quantity: quantity))
    }
    return problem
  }

  /// The materials at free values of the unknowns.
  func materials(at values: [Double]) -> [AdjustableMaterial] {
    var materials = prior
    for (unknown, value) in zip(unknowns, values) {
      materials[unknown.material][unknown.quantity] = unknown.quantity.value(value)
    }
    return materials
  }

  /// The unknowns as a fit has them.
  var ofFit: [Unknown] {
    unknowns.map { unknown in
      Unknown(
        name: "\(prior[unknown.material].name) \(unknown.quantity.rawValue)",
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
  var isOfLobe: Bool { self == .exponent || self == .forwardShare }
}
