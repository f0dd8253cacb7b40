// SPDX-License-Identifier: Apache-2.0

package import Spatial

/// One object of a mesh file with one material, z up, in metres.
package struct ImportedMesh: Sendable {
  /// The object's name in the file.
  package var object: String

  /// The material's name in the file, if it has one.
  package var material: String?

  /// The triangles, relative to `pivot`.
  package var mesh: TriangleMesh

  /// The origin of the object's node, in metres: what a part of a body turns about.
  package var pivot: Vector3

  /// Permittivity and the like where the file itself states them.
  package var radioMaterial: StatedMaterial?

  /// The number of its node among those of the file, if the file has nodes.
  var node: Int?

  /// Whether the bones of a skeleton bend it.
  var isBent: Bool

  package init(
    object: String, material: String?, mesh: TriangleMesh, pivot: Vector3 = .zero,
    radioMaterial: StatedMaterial? = nil
  ) {
    self.init(
      object: object, material: material, mesh: mesh, pivot: pivot, radioMaterial: radioMaterial,
      node: nil, isBent: false)
  }

  init(
    object: String, material: String?, mesh: TriangleMesh, pivot: Vector3,
    radioMaterial: StatedMaterial? = nil, node: Int?, isBent: Bool
  ) {
    self.object = object
    self.material = material
    self.mesh = mesh
    self.pivot = pivot
    self.radioMaterial = radioMaterial
    self.node = node
    self.isBent = isBent
  }
}

extension ImportedMesh {
  /// The names by which a material can be assigned to the mesh.
  ///
  /// - Parameter name: The object's name with its actor's before it.
  /// - Returns: Those of the object, of the material in the file, and of both: "brick of house".
  func assignableNames(as name: String) -> [String] {
    [name, object] + (material.map { [$0, "\($0) of \(name)", "\($0) of \(object)"] } ?? [])
  }
}

/// A radio material as a scene file states it.
package struct StatedMaterial: Hashable, Sendable {
  /// The name of a material of ITU-R P.2040, or nil when the values are given.
  package var ituType: String?
  package var relativePermittivity: Double?

  /// In siemens per metre.
  package var conductivity: Double?

  /// The thickness of the layer in metres.
  package var thickness: Double

  /// S of the effective-roughness model.
  package var scatteringCoefficient: Double

  /// K_x of the effective-roughness model.
  package var crossPolarShare: Double

  /// The line of the scene file that states it.
  package var line: Int?
}

/// What a mesh file holds.
package struct ImportedFile: Sendable {
  package var meshes: [ImportedMesh]

  /// Sentences about what was left out.
  package var warnings: [String]

  /// The tree of nodes, parents first, in the axes and the unit of the file.
  var nodes: [ImportedNode] = []

  /// How these nodes may move, in the axes and the unit of the file.
  var animations: [ImportedAnimation] = []

  /// The axis of the file that points up, and how many metres its unit is.
  var up: UpAxis = .z
  var unit = 1.0

  package init(meshes: [ImportedMesh], warnings: [String] = []) {
    self.meshes = meshes
    self.warnings = warnings
  }
}

/// What an animation of a mesh file is called, how long it lasts and what it moves.
package struct AnimationOutline: Hashable, Sendable {
  package var name: String

  /// From its first key to its last one in seconds.
  package var duration: Double

  /// The names of the nodes that it moves, in the order of the file.
  package var nodes: [String]
}

extension ImportedFile {
  /// Outlines of the animations.
  package var animationOutlines: [AnimationOutline] {
    animations.map { animation in
      let times = animation.channels.flatMap(\.times)
      return AnimationOutline(
        name: animation.name, duration: (times.max() ?? 0) - (times.min() ?? 0),
        nodes: animation.channels.map(\.node))
    }
  }
}

extension ImportedAnimation.Channel {
  /// The times of all keys in seconds.
  fileprivate var times: [Double] {
    positions.map(\.time) + rotations.map(\.time) + scales.map(\.time)
  }
}

/// Which axis of a mesh file points up.
package enum UpAxis: String, Hashable, Sendable, CaseIterable {
  case x
  case y
  case z

  /// The vector with z up.
  func zUp(_ v: Vector3) -> Vector3 {
    switch self {
    case .x: Vector3(v.y, v.z, v.x)
    case .y: Vector3(v.x, -v.z, v.y)
    case .z: v
    }
  }
}
