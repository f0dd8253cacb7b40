// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Kinematics
internal import Scenes

/// What paths are named after.
///
/// A path is named after the first thing that moves on its way; if nothing does, after its scatterer,
/// edge or scattering centre; else after its first mirror, or the first surface that it passes. The
/// line of sight has no name.
struct PathNames: Sendable {
  /// The thing that names a path.
  struct Name: Hashable, Sendable {
    /// Numbers in a record's lists of names, -1 for none.
    var object: Int32 = -1
    var material: Int32 = -1

    /// How the path meets it, as in a record; 0 for none.
    var kind: Int32 = 0

    /// Numbers in the scene.
    var facet: Int32 = -1
    var centre: Int32 = -1
  }

  /// The actor of each object and, behind them, of each scattering centre; nil for none.
  let actors: [Int?]
  let actorCount: Int

  private let scene: Scene
  private let moves: [Bool]

  init(_ scene: Scene) {
    self.scene = scene
    actorCount = scene.actors.count
    actors = scene.namesOfObjectsAndCentres.enumerated().map { index, name in
      scene.actors.indices.filter { name.hasPrefix(scene.actors[$0].name + "/") }
        .max { scene.actors[$0].name.count < scene.actors[$1].name.count }
    }
    moves =
      scene.objects.map { !scene.groups[$0.group].isAtRest }
      + scene.centres.map { !scene.motion.isAtRest($0.node) }
  }

  /// The actor that a path is named after, or nil.
  func actor(of contacts: [PathContact]) -> Int? {
    let object = name(of: contacts).object
    return object < 0 ? nil : actors[Int(object)]
  }

  func name(of contacts: [PathContact]) -> Name {
    let chosen =
      contacts.first { moves[object(of: $0)] }
      ?? contacts.first { ![.specular, .transmission].contains($0.kind) } ?? contacts.first
    guard let chosen else { return Name() }
    return Name(
      object: Int32(object(of: chosen)),
      material: chosen.facet < 0 ? -1 : scene.facets[Int(chosen.facet)].material,
      kind: Int32(chosen.kind.rawValue), facet: chosen.facet, centre: chosen.centre)
  }

  private func object(of contact: PathContact) -> Int {
    contact.kind == .scatteringCentre
      ? scene.objects.count + Int(contact.centre) : Int(scene.facets[Int(contact.facet)].object)
  }
}
