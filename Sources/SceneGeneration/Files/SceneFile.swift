// SPDX-License-Identifier: Apache-2.0

package import Spatial

/// One material's share of an object.
package struct SurfacePart: Sendable {
  /// What the surface is made of.
  package var material: SurfaceMaterial

  /// The triangles, in the frame of the object, in metres.
  package var mesh: TriangleMesh

  /// Gives a mesh its material.
  init(_ material: SurfaceMaterial, _ mesh: TriangleMesh) {
    self.material = material
    self.mesh = mesh
  }
}

/// An object of a scene with the objects that are mounted on it.
package struct SceneNode: Sendable {
  /// What the object is called, such as `tree-2/crown`.
  package var name: String

  /// Where the object's origin lies in the frame of its parent, in metres; z is up.
  package var translation: Vector3

  /// The object's surfaces, in its own frame.
  package var parts: [SurfacePart]

  /// The objects mounted on it, placed in its frame.
  package var children: [SceneNode]

  /// Names an object and says where it is and what it consists of.
  init(
    _ name: String, at translation: Vector3 = .zero, parts: [SurfacePart],
    children: [SceneNode] = []
  ) {
    self.name = name
    self.translation = translation
    self.parts = parts
    self.children = children
  }

  /// The object with its parts moved by a transform within its frame.
  func placed(_ transform: RigidTransform) -> SceneNode {
    var node = self
    node.parts = parts.map { SurfacePart($0.material, $0.mesh.transformed(by: transform)) }
    return node
  }
}

/// A scene and the file it is kept in.
package struct SceneFile: Sendable {
  /// The path below the folder of scenes.
  package var path: String

  /// The objects at the top level.
  package var nodes: [SceneNode]
}
