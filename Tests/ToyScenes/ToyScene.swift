// SPDX-License-Identifier: Apache-2.0

package import Electromagnetics
package import Kinematics
package import Materials
internal import Quantities
package import Scenes
package import Spatial

/// A small scene put together in code.
package struct ToyScene {
  private var builder: SceneBuilder
  private var additions: [(inout Scene) -> Void] = []

  /// Starts an empty scene.
  ///
  /// - Parameter materials: Materials beside the bundled ones.
  /// - Throws: `InputError` when the bundled materials cannot be read.
  package init(materials: [Material] = []) throws {
    var library = try MaterialLibrary.bundled()
    for material in materials { library.add(material) }
    builder = SceneBuilder(library: library)
  }

  /// A rectangle from a corner along two edges, cut into a grid of quads.
  package static func panel(
    _ corner: Vector3, _ u: Vector3, _ v: Vector3, cuts: Int = 1
  ) -> TriangleMesh {
    var mesh = TriangleMesh()
    for row in 0...cuts {
      for column in 0...cuts {
        mesh.vertices.append(
          corner + u * (Double(column) / Double(cuts)) + v * (Double(row) / Double(cuts)))
      }
    }
    for row in 0..<cuts {
      for column in 0..<cuts {
        let a = Int32(row * (cuts + 1) + column)
        let (b, c, d) = (a + 1, a + Int32(cuts) + 2, a + Int32(cuts) + 1)
        if (row + column).isMultiple(of: 2) {
          mesh.triangles += [SIMD3(a, b, c), SIMD3(a, c, d)]
        } else {
          mesh.triangles += [SIMD3(a, b, d), SIMD3(b, c, d)]
        }
      }
    }
    return mesh
  }

  /// A closed box between two corners.
  package static func box(_ lower: Vector3, _ upper: Vector3, cuts: Int = 1) -> TriangleMesh {
    let size = upper - lower
    let (x, y, z) = (
      Vector3(size.x, 0, 0), Vector3(0, size.y, 0), Vector3(0, 0, size.z)
    )
    var mesh = panel(lower, y, x, cuts: cuts)
    for (corner, u, v) in [
      (lower + z, x, y), (lower, x, z), (lower + y, z, x), (lower, z, y), (lower + x, y, z),
    ] { mesh.append(panel(corner, u, v, cuts: cuts)) }
    return mesh
  }

  /// Adds a surface that never moves.
  package mutating func add(_ mesh: TriangleMesh, _ name: String, of material: String) throws {
    let imported = ImportedMesh(object: name, material: material, mesh: mesh)
    try builder.addStatic(ImportedFile(meshes: [imported]), from: "toy")
  }

  /// Adds a body that moves.
  package mutating func add(
    _ mesh: TriangleMesh, _ name: String, of material: String, moving motion: NodeMotion
  ) throws {
    let node = builder.addNode(motion)
    let group = builder.addGroup(name, node: node)
    try builder.add(
      ImportedMesh(object: name, material: material, mesh: mesh), to: group, prefix: "",
      from: "toy")
  }

  /// Adds a body of scattering centres.
  ///
  /// - Parameters:
  ///   - centres: Where they are in the frame of the body, or of its part, with what they send back.
  ///   - name: What the body is called.
  ///   - motion: How it moves.
  ///   - part: How the part moves in the body that carries the centres; nil for none.
  ///   - shell: A surface of the body, of bare metal; nil for none.
  ///   - areHiddenByOwnBody: Whether that surface hides the centres.
  /// - Returns: The node of the body.
  /// - Throws: `InputError` when there is no bare metal.
  @discardableResult package mutating func add(
    centres: [Vector3: CrossSectionPattern], _ name: String, moving motion: NodeMotion,
    part: NodeMotion? = nil, shell: TriangleMesh? = nil, areHiddenByOwnBody: Bool = false
  ) throws -> Int {
    // A dictionary has no order, numbers of centres shall have one.
    let ordered = centres.sorted { ($0.key.x, $0.key.y, $0.key.z) < ($1.key.x, $1.key.y, $1.key.z) }
    return try add(
      laws: ordered.map { ($0.key, .pattern($0.value)) }, name, moving: motion, part: part,
      shell: shell, areHiddenByOwnBody: areHiddenByOwnBody)
  }

  /// Adds a body of scattering centres that echo in any way.
  @discardableResult package mutating func add(
    laws: [(place: Vector3, law: CentreEchoLaw)], _ name: String, moving motion: NodeMotion,
    part: NodeMotion? = nil, shell: TriangleMesh? = nil, areHiddenByOwnBody: Bool = false
  ) throws -> Int {
    let node = builder.addNode(motion)
    let carrier = part.map { builder.addNode($0, to: node) } ?? node
    for (index, centre) in laws.enumerated() {
      builder.add(
        ScatteringCentre(
          name: "\(name)/centre-\(index + 1)", node: carrier, position: centre.place,
          law: centre.law, isHiddenByOwnBody: areHiddenByOwnBody))
    }
    if let shell {
      try builder.add(
        ImportedMesh(object: name, material: "bare-metal", mesh: shell),
        to: builder.addGroup(name, node: node), prefix: "", from: "toy")
    }
    return node
  }

  /// Adds a link between a place and a radio that rides on a body.
  package mutating func link(from transmitter: Vector3, riding node: Int, at offset: Vector3) {
    additions.append { scene in
      let count = scene.links.count
      let source = scene.addRadio("tx\(count)", antenna: .init(), motion: .at(transmitter))
      let sink = scene.addRadio("rx\(count)", antenna: .init(), motion: .at(offset), on: node)
      scene.addLink("link\(count)", from: source, to: sink)
    }
  }

  /// Adds a link between two places, each fixed or moving.
  ///
  /// Without a second place the link is monostatic.
  package mutating func link(
    from transmitter: NodeMotion, to receiver: NodeMotion?, antenna: Antenna = .init()
  ) {
    additions.append { scene in
      let count = scene.links.count
      let source = scene.addRadio("tx\(count)", antenna: antenna, motion: transmitter)
      let sink = receiver.map { scene.addRadio("rx\(count)", antenna: antenna, motion: $0) }
      scene.addLink("link\(count)", from: source, to: sink ?? source)
    }
  }

  /// Adds a link between two points.
  package mutating func link(
    from transmitter: Vector3, to receiver: Vector3?, antenna: Antenna = .init()
  ) {
    link(from: .at(transmitter), to: receiver.map { .at($0) }, antenna: antenna)
  }

  /// The scene.
  package func scene() -> Scene {
    var scene = builder.finished()
    for addition in additions { addition(&scene) }
    return scene
  }

  /// A material that reflects like perfect metal and scatters as told.
  package static func metal(
    _ name: String, scattering coefficient: Double = 0, lobe: ScatteringLobe = .lambertian,
    crossPolarShare: Double = 0
  ) -> Material {
    Material(
      name: name,
      permittivity: Permittivity(
        bands: [
          .init(
            lowest: .init(si: 1), highest: .init(si: 1e15), a: 1, b: 0, c: 1e20, d: 0)
        ]),
      scattering: SurfaceScattering(
        coefficient: coefficient, lobe: lobe, crossPolarShare: crossPolarShare))
  }
}

extension NodeMotion {
  /// A body that stays at a place.
  package static func at(_ place: Vector3, yaw: Double = 0) -> NodeMotion {
    .fixed(
      RigidTransform(rotation: Rotation(yaw: yaw, pitch: 0, roll: 0), translation: place))
  }

  /// A body that passes a place at time zero.
  package static func passing(
    _ place: Vector3, velocity: Vector3, yaw: Double = 0
  ) -> NodeMotion {
    .uniform(
      RigidTransform(rotation: Rotation(yaw: yaw, pitch: 0, roll: 0), translation: place),
      velocity: velocity, at: 0)
  }
}
