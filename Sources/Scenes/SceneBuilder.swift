// SPDX-License-Identifier: Apache-2.0

internal import Electromagnetics
package import InputDocuments
package import Kinematics
package import Materials
internal import Quantities
package import Spatial

/// Puts a scene together from imported meshes.
package struct SceneBuilder {
  package private(set) var scene = Scene()
  private let library: MaterialLibrary
  private let assignment: MaterialAssignment
  private var materialIndices: [Material: Int32] = [:]
  private var objectIndices: [SceneObject: Int32] = [:]
  private var usedRules: Set<Int> = []
  fileprivate var pending: [PendingGroup] = []

  /// The triangles of a group with what they belong to, before facets are formed.
  fileprivate struct PendingGroup {
    var mesh = TriangleMesh()
    var surfaces: [Int32] = []
    /// Object and material of each surface.
    var surfaceKeys: [SIMD2<Int32>] = []
  }

  /// Starts an empty scene.
  ///
  /// - Parameters:
  ///   - library: Where materials are looked up.
  ///   - assignment: Which materials the user gave to which objects.
  package init(library: MaterialLibrary, assignment: MaterialAssignment = .init()) {
    self.library = library
    self.assignment = assignment
    let node = scene.motion.add(.fixed(.identity))
    _ = addGroup("static", node: node)
  }

  /// Adds meshes that never move.
  ///
  /// - Throws: `InputError` when a mesh has no material.
  package mutating func addStatic(_ file: ImportedFile, from path: String) throws(InputError) {
    scene.warnings += file.warnings
    for imported in file.meshes { try add(imported, to: 0, prefix: "", from: path) }
  }

  /// Adds a moving node to the scene's motion.
  package mutating func addNode(_ motion: NodeMotion, to parent: Int? = nil) -> Int {
    scene.motion.add(motion, to: parent)
  }

  /// Adds a rigid group that a node carries.
  package mutating func addGroup(_ name: String, node: Int) -> Int {
    scene.groups.append(
      RigidGroup(
        name: name, mesh: .init(), facetOfTriangle: [], node: node,
        isAtRest: scene.motion.isAtRest(node)))
    pending.append(PendingGroup())
    return scene.groups.count - 1
  }

  /// Adds a scattering centre.
  package mutating func add(_ centre: ScatteringCentre) { scene.centres.append(centre) }

  /// Adds a mesh to a group.
  ///
  /// - Parameters:
  ///   - imported: The mesh.
  ///   - group: The group.
  ///   - prefix: What stands before the object's name, such as "car/".
  ///   - path: The file the mesh comes from, for messages.
  ///   - origin: Where the group's origin is in the frame of the file, in metres.
  /// - Throws: `InputError` when the mesh has no material, or one that the library lacks.
  package mutating func add(
    _ imported: ImportedMesh, to group: Int, prefix: String, from path: String,
    at origin: Vector3 = .zero
  ) throws(InputError) {
    let name = prefix + imported.object
    let material = try self.material(for: imported, named: name, from: path)
    let key = SIMD2(
      objectIndex(SceneObject(name: name, group: group)), materialIndex(material))
    var mesh = imported.mesh
    let shift = imported.pivot - origin
    if shift != .zero { mesh.vertices = mesh.vertices.map { $0 + shift } }
    let surface = Int32(pending[group].surfaceKeys.count)
    pending[group].surfaceKeys.append(key)
    pending[group].surfaces += [Int32](repeating: surface, count: mesh.triangles.count)
    pending[group].mesh.append(mesh)
  }

  /// Adds a warning.
  package mutating func warn(_ sentence: String) { scene.warnings.append(sentence) }

  /// Forms the facets and gives the scene.
  package consuming func finished() -> Scene {
    for (group, contents) in pending.enumerated() {
      let first = Int32(scene.facets.count)
      let surfaces = contents.mergedSurfaces()
      let facets = mergedFacets(of: contents.mesh, surfaces: surfaces)
      var owner = [Int32](repeating: -1, count: contents.mesh.triangles.count)
      for (offset, facet) in facets.enumerated() {
        for triangle in facet.triangles { owner[Int(triangle)] = first + Int32(offset) }
        let key = contents.surfaceKeys[Int(facet.surface)]
        scene.facets.append(
          SceneFacet(shape: facet, group: Int32(group), object: key.x, material: key.y))
      }
      scene.groups[group].mesh = contents.mesh
      scene.groups[group].facetOfTriangle = owner
    }
    warnAboutUnusedRules()
    warnAboutSize()
    return scene
  }

  // MARK: Warnings

  /// Takes rules that hold for what another builder was given for used, so that nobody is told that
  /// they have no effect.
  ///
  /// - Parameter other: A builder that began as a copy of this one.
  package mutating func countRules(usedBy other: SceneBuilder) {
    usedRules.formUnion(other.usedRules)
  }

  /// Takes rules that hold for an object that the scene leaves out for used.
  ///
  /// - Parameters:
  ///   - imported: The object's mesh.
  ///   - prefix: What stands before its name, such as "car/".
  package mutating func countRule(for imported: ImportedMesh, prefix: String) {
    let names = imported.assignableNames(as: prefix + imported.object)
    if let rule = assignment.rule(for: names) { usedRules.insert(rule) }
  }

  private mutating func warnAboutUnusedRules() {
    for (index, rule) in assignment.rules.enumerated() where !usedRules.contains(index) {
      warn(
        "the assignment of '\(rule.material)' to '\(rule.pattern)' has no effect: later ones hold"
          + " for all that it fits")
    }
  }

  private mutating func warnAboutSize() {
    let width =
      scene.groups.map { group -> Double in
        let bounds = group.mesh.bounds
        return bounds.isEmpty ? 0 : bounds.size.max()
      }.max() ?? 0
    guard width > 10_000 else { return }
    warn("the scene is \(Int((width / 1000).rounded())) km wide; is the unit right?")
  }

  // MARK: Materials

  private mutating func material(
    for imported: ImportedMesh, named name: String, from path: String
  ) throws(InputError) -> Material {
    if let rule = assignment.rule(for: imported.assignableNames(as: name)) {
      usedRules.insert(rule)
      let chosen = assignment.rules[rule].material
      guard let material = library[name: chosen] else {
        throw InputError(file: path, library.complaint(about: chosen))
      }
      return material
    }
    if let stated = imported.radioMaterial {
      return try material(stated, of: imported, from: path)
    }
    guard let written = imported.material else {
      throw InputError(
        file: path,
        "object '\(name)' has no material; give it one in the file, under 'materials: assign:' of a"
          + " scenario or with --assign on the command line")
    }
    let candidates = [written, written.withoutCopySuffix, written.lowercased()]
    for candidate in candidates {
      if let found = library[name: candidate] { return found }
    }
    throw InputError(
      file: path,
      "object '\(name)': \(library.complaint(about: written)), or assign one under"
        + " 'materials: assign:' of a scenario or with --assign on the command line")
  }

  private func material(
    _ stated: StatedMaterial, of imported: ImportedMesh, from path: String
  ) throws(InputError) -> Material {
    var material: Material
    if let type = stated.ituType {
      guard let found = library[name: "itu_" + type] else {
        throw InputError(
          file: path, line: stated.line, library.complaint(about: "itu_" + type))
      }
      material = found
    } else {
      let band = Permittivity.Band(
        lowest: .init(hertz: 1), highest: .init(hertz: 1e15), a: stated.relativePermittivity ?? 1,
        b: 0, c: stated.conductivity ?? 0, d: 0)
      material = Material(
        name: imported.material ?? "stated", permittivity: Permittivity(bands: [band]))
    }
    material.thickness = .init(si: stated.thickness)
    material.thicknessProvenance = Provenance(source: path, confidence: .unstated)
    material.scattering = SurfaceScattering(
      coefficient: stated.scatteringCoefficient, lobe: .lambertian,
      crossPolarShare: stated.crossPolarShare)
    return material
  }

  private mutating func materialIndex(_ material: Material) -> Int32 {
    if let known = materialIndices[material] { return known }
    let index = Int32(scene.materials.count)
    materialIndices[material] = index
    scene.materials.append(material)
    return index
  }

  private mutating func objectIndex(_ object: SceneObject) -> Int32 {
    if let known = objectIndices[object] { return known }
    let index = Int32(scene.objects.count)
    objectIndices[object] = index
    scene.objects.append(object)
    return index
  }
}

extension SceneBuilder.PendingGroup {
  /// The surface of each triangle with one number for all surfaces of the same object and material.
  fileprivate func mergedSurfaces() -> [Int32] {
    var first: [SIMD2<Int32>: Int32] = [:]
    let canonical = surfaceKeys.enumerated().map { index, key -> Int32 in
      if let known = first[key] { return known }
      first[key] = Int32(index)
      return Int32(index)
    }
    return surfaces.map { canonical[Int($0)] }
  }
}
