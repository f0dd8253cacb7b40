// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Materials
internal import Scenes

extension CalibrationSettings {
  /// What is fitted of the materials of some objects, apart from the rest of these materials.
  package struct ObjectEntry: Sendable {
    /// Which objects, with "*" and "?".
    package var pattern: String

    /// Those of their materials that are fitted; nil for all.
    package var only: [String]?

    /// What is fitted of each of these materials.
    package var fitted: MaterialEntry
  }

  /// Gives objects that are fitted apart their own copies of materials.
  ///
  /// - Parameter scene: The scene, whose surfaces get the copies.
  /// - Returns: The same settings, in which the copies are among the materials.
  /// - Throws: `InputError` where a pattern fits nothing, or two fit the same surfaces.
  func dividing(_ scene: inout Scene) throws(InputError) -> CalibrationSettings {
    var settings = self
    let chosen = try ChosenSurfaces(objects, of: scene, file: file)
    for (entry, choice) in zip(objects, chosen.choices) {
      for material in choice.materials {
        let name = scene.materials[material].name
        // A scenario that names the copies of an earlier calibration has surfaces apart already.
        let isApart = name.hasSuffix(" of \(entry.pattern)")
        let copy = isApart ? name : "\(name) of \(entry.pattern)"
        if !isApart { scene.divide(material: material, ofObjects: choice.objects, as: copy) }
        guard !materials.contains(where: { $0.members.contains(copy) }) else {
          throw InputError(
            file: file, line: entry.fitted.line,
            "'\(copy)' is fitted under 'materials' already; name it once")
        }
        var own = entry.fitted
        (own.material, own.members) = (copy, [copy])
        settings.materials.append(own)
      }
    }
    try checkSurfacesLeft(in: scene)
    return settings
  }

  /// Complains about materials of which all surfaces are fitted with objects.
  private func checkSurfacesLeft(in scene: Scene) throws(InputError) {
    for entry in materials {
      for (index, material) in scene.materials.enumerated()
      where entry.members.contains(material.name) && !scene.hasSurface(ofMaterial: index) {
        throw InputError(
          file: file, line: entry.line,
          "all surfaces of '\(material.name)' are fitted under 'objects'; leave it out of 'materials'"
        )
      }
    }
  }
}

/// The surfaces that patterns fit, each claimed by one pattern only.
private struct ChosenSurfaces {
  private struct Surface: Hashable {
    var object: Int
    var material: Int
  }

  /// For each pattern its objects, and those of their materials that are fitted.
  var choices: [(objects: Set<Int>, materials: [Int])] = []

  init(
    _ entries: [CalibrationSettings.ObjectEntry], of scene: Scene, file: String
  ) throws(InputError) {
    var owners: [Surface: String] = [:]
    for entry in entries {
      let objects = try Self.objects(of: entry, in: scene, file)
      let materials = try Self.materials(of: entry, objects, in: scene, file)
      for object in objects {
        for material in scene.materials(ofObject: object) where materials.contains(material) {
          let surface = Surface(object: object, material: material)
          guard let owner = owners.updateValue(entry.pattern, forKey: surface) else { continue }
          throw InputError(
            file: file, line: entry.fitted.line,
            "'\(scene.objects[object].name)' fits '\(owner)' and '\(entry.pattern)'; leave its"
              + " '\(scene.materials[material].name)' to one of them")
        }
      }
      choices.append((Set(objects), materials))
    }
  }

  private static func objects(
    of entry: CalibrationSettings.ObjectEntry, in scene: Scene, _ file: String
  ) throws(InputError) -> [Int] {
    let objects = scene.objects(fitting: entry.pattern)
    guard objects.isEmpty else { return objects }
    let names = scene.objects.map(\.name)
    let near = suggestion(for: entry.pattern, among: names)
    let some = names.sorted().prefix(8).joined(separator: ", ")
    throw InputError(
      file: file, line: entry.fitted.line,
      "'\(entry.pattern)' fits no object of the scenario"
        + (near.isEmpty ? "; there are \(some)" : near))
  }

  private static func materials(
    of entry: CalibrationSettings.ObjectEntry, _ objects: [Int], in scene: Scene, _ file: String
  ) throws(InputError) -> [Int] {
    let all = Set(objects.flatMap { scene.materials(ofObject: $0) }).sorted()
    guard let only = entry.only else { return all }
    for name in only where !all.contains(where: { scene.materials[$0].name == name }) {
      let there = all.map { scene.materials[$0].name }.sorted().joined(separator: ", ")
      throw InputError(
        file: file, line: entry.fitted.line,
        "no surface of '\(entry.pattern)' is made of '\(name)'; there are \(there)")
    }
    return all.filter { only.contains(scene.materials[$0].name) }
  }
}
