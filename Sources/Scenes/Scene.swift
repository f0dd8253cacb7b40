// SPDX-License-Identifier: Apache-2.0

package import Kinematics
package import Materials
package import Spatial

/// Everything that waves meet, and the radios between which they travel.
///
/// Triangles are kept in rigid groups: group 0 holds all that never moves, each moving body
/// and each of its moving parts has one of its own. Surfaces are facets, numbered
/// through the whole scene.
package struct Scene: Sendable {
  package internal(set) var objects: [SceneObject] = []
  package internal(set) var groups: [RigidGroup] = []
  package internal(set) var facets: [SceneFacet] = []
  package internal(set) var materials: [Material] = []
  package internal(set) var motion = ArticulatedMotion()
  package internal(set) var actors: [Actor] = []

  /// The names of actors that the scenario has but leaves out.
  package internal(set) var disabledActors: Set<String> = []
  package internal(set) var centres: [ScatteringCentre] = []
  package internal(set) var radios: [Radio] = []
  package internal(set) var links: [Link] = []

  /// Sentences about what was left out or assumed while the scene was read.
  package internal(set) var warnings: [String] = []

  /// Adds a sentence to the warnings.
  package mutating func warn(_ sentence: String) { warnings.append(sentence) }

  /// Whether an actor has a surface or a scattering centre, on it or on one of its parts.
  package func hasBody(_ actor: Actor) -> Bool {
    let names = groups.map(\.name) + centres.map(\.name)
    return names.contains { $0 == actor.name || $0.hasPrefix(actor.name + "/") }
  }

  /// The number of triangles.
  package var triangleCount: Int { groups.reduce(0) { $0 + $1.mesh.triangles.count } }

  /// The state of every rigid group at an instant in seconds.
  package func groupStates(at time: Double) -> [RigidState] {
    let states = motion.states(at: time)
    return groups.map { states[$0.node] }
  }

  /// The name of the object that a facet belongs to.
  package func objectName(ofFacet facet: Int) -> String {
    objects[Int(facets[facet].object)].name
  }

  /// The names of objects and behind them those of scattering centres, as records list them.
  package var namesOfObjectsAndCentres: [String] { objects.map(\.name) + centres.map(\.name) }

  /// The name of the material of a facet.
  package func materialName(ofFacet facet: Int) -> String {
    materials[Int(facets[facet].material)].name
  }
}

/// A body that a scenario places or moves as a whole.
package struct Actor: Hashable, Sendable {
  package var name: String

  /// The node of the scene's motion that carries it.
  package var node: Int
}

/// A named thing in the scene.
package struct SceneObject: Hashable, Sendable {
  /// The object's name in its mesh file, behind the actor's name where it belongs to one.
  ///
  /// For example "car/wheel-front-left".
  package var name: String

  /// The rigid group it belongs to.
  package var group: Int
}

/// Triangles that move together.
package struct RigidGroup: Sendable {
  /// What moves: "static", an actor's name, or an actor's and a part's.
  package var name: String

  /// In the group's own frame.
  package var mesh: TriangleMesh

  /// The facet of the scene that each triangle belongs to, or -1.
  package var facetOfTriangle: [Int32]

  /// The node of the scene's motion that carries the group.
  package var node: Int

  /// Whether the group never moves.
  package var isAtRest: Bool
}

/// A facet of the scene.
package struct SceneFacet: Sendable {
  /// The shape, in the frame of the facet's group.
  package var shape: Facet
  package var group: Int32
  package var object: Int32
  package var material: Int32
}
