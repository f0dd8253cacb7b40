// SPDX-License-Identifier: Apache-2.0

internal import Materials

extension Scene {
  /// The objects whose names fit a pattern, with or without their actor's name before them.
  ///
  /// - Parameter pattern: "*" stands for any text, "?" for any one character.
  /// - Returns: The numbers of the objects.
  package func objects(fitting pattern: String) -> [Int] {
    objects.indices.filter { index in
      names(ofObject: index).contains { matches($0, pattern: pattern) }
    }
  }

  private func names(ofObject index: Int) -> [String] {
    let name = objects[index].name
    return [name]
      + actors.compactMap { actor in
        name.hasPrefix(actor.name + "/") ? String(name.dropFirst(actor.name.count + 1)) : nil
      }
  }

  /// The materials that the surfaces of an object are made of, in the order of the scene.
  package func materials(ofObject object: Int) -> [Int] {
    Set(facets.filter { Int($0.object) == object }.map { Int($0.material) }).sorted()
  }

  /// Whether some surface is made of a material.
  package func hasSurface(ofMaterial material: Int) -> Bool {
    facets.contains { Int($0.material) == material }
  }

  /// Gives those surfaces of some objects that are of one material a copy of it, which can then change
  /// apart from the rest.
  ///
  /// Other materials keep their numbers, also where no surface is left that is made of them.
  ///
  /// - Parameters:
  ///   - material: Which material.
  ///   - chosen: The numbers of the objects.
  ///   - name: What the copy is called.
  package mutating func divide(material: Int, ofObjects chosen: Set<Int>, as name: String) {
    var copy = materials[material]
    copy.name = name
    let number = Int32(materials.count)
    materials.append(copy)
    for index in facets.indices
    where Int(facets[index].material) == material && chosen.contains(Int(facets[index].object)) {
      facets[index].material = number
    }
  }
}
