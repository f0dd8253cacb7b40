// SPDX-License-Identifier: Apache-2.0

package import InputDocuments

/// Materials by name.
package struct MaterialLibrary: Sendable {
  /// The materials in the order they were added.
  package private(set) var materials: [Material] = []
  private var indices: [String: Int] = [:]

  package init() {}

  /// The libraries that come with the program: ITU-R P.2040 and urban materials at 79 GHz.
  package static func bundled() throws(InputError) -> MaterialLibrary {
    var library = MaterialLibrary()
    try library.add(
      text: String(decoding: PackageResources.itu_p2040_yaml, as: UTF8.self),
      file: "Materials/itu-p2040.yaml")
    try library.add(
      text: String(decoding: PackageResources.urban_79ghz_yaml, as: UTF8.self),
      file: "Materials/urban-79ghz.yaml")
    return library
  }

  /// Adds the materials of a file; one of a name that is already there replaces it.
  package mutating func add(file: String) throws(InputError) {
    try add(text: TextFile.text(file), file: file)
  }

  mutating func add(text: String, file: String) throws(InputError) {
    let root = try InputNode.parse(text, file: file).mapping()
    _ = root.optional("name")
    let entries = try root.required("materials").mapping().named()
    for entry in entries {
      add(try readMaterial(entry.name, entry.value, library: self))
    }
    try root.finish()
  }

  /// Adds a material or replaces the one of its name.
  package mutating func add(_ material: Material) {
    if let index = indices[material.name] {
      materials[index] = material
    } else {
      indices[material.name] = materials.count
      materials.append(material)
    }
  }

  /// The material of a name.
  package subscript(name name: String) -> Material? { indices[name].map { materials[$0] } }

  /// The names of all materials.
  package var names: [String] { materials.map(\.name) }

  /// What to say about a name that no material has.
  ///
  /// For example "no material is named 'concret'; did you mean 'concrete'?".
  package func complaint(about name: String) -> String {
    let hint = suggestion(for: name, among: names)
    let known = hint.isEmpty ? "; 'rftwin materials' lists those there are" : hint
    return "no material is named '\(name)'\(known)"
  }
}
