// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Kinematics
internal import Quantities
internal import Spatial

/// An actor while it is put together: its surfaces and the nodes that carry its parts.
struct ActorBody {
  let name: String
  private let motion: NodeMotion
  private let parts: [Part]
  private let root: PartNode

  private var meshes: [ImportedMesh] = []
  private var meshFile: String?

  /// The parts that have a node, by the name of their object or their own.
  private var nodes: [String: PartNode] = [:]

  /// The nodes that an animation moves, by their names in the file.
  private var animatedNodes: [String: PartNode] = [:]

  /// The parts whose carriers are being looked for.
  private var open: [String] = []

  /// A node with its origin in the frame of the actor when nothing is turned.
  struct PartNode {
    var node: Int
    var pivot: Vector3
  }

  /// - Parameters:
  ///   - name: The actor's name.
  ///   - node: The node that carries the actor.
  ///   - motion: How that moves.
  ///   - parts: The parts as written.
  init(name: String, node: Int, motion: NodeMotion, parts: [Part]) {
    self.name = name
    self.motion = motion
    self.parts = parts
    root = PartNode(node: node, pivot: .zero)
  }

  /// Adds the surfaces of a mesh file, each object with the part that it is.
  mutating func add(
    _ file: ImportedFile, from path: String, moved animated: AnimatedNodes,
    to builder: inout SceneBuilder
  ) throws(InputError) {
    meshes = file.meshes
    meshFile = path
    var groups: [String: Int] = [:]
    let carriers = addNodes(animated, to: &builder)
    for mesh in file.meshes {
      if let number = animated.carrier(of: mesh.node) {
        let (moving, carrier) = (animated.moving[number], carriers[number])
        try checkIsNoPart(mesh.object, of: moving)
        let group =
          groups[moving.name] ?? builder.addGroup("\(name)/\(moving.name)", node: carrier)
        groups[moving.name] = group
        try builder.add(
          mesh.seen(from: moving.rest), to: group, prefix: name + "/", from: path)
        continue
      }
      let part = try partNode(named: mesh.object, in: &builder)
      let key = part == nil ? "" : mesh.object
      let carrier = part ?? root
      let group =
        groups[key]
        ?? builder.addGroup(part == nil ? name : "\(name)/\(mesh.object)", node: carrier.node)
      groups[key] = group
      try builder.add(mesh, to: group, prefix: name + "/", from: path, at: carrier.pivot)
    }
  }

  /// Adds the nodes that an animation moves and gives their numbers in the scene.
  private mutating func addNodes(
    _ animated: AnimatedNodes, to builder: inout SceneBuilder
  ) -> [Int] {
    var numbers: [Int] = []
    for moving in animated.moving {
      let carrier = moving.carrier.map { numbers[$0] } ?? root.node
      numbers.append(builder.addNode(moving.motion, to: carrier))
      animatedNodes[moving.name] = PartNode(
        node: numbers[numbers.count - 1], pivot: moving.rest.translation)
    }
    return numbers
  }

  private func checkIsNoPart(
    _ object: String, of moving: AnimatedNodes.Moving
  ) throws(InputError) {
    guard let part = parts.first(where: { $0.fits(object) }) else { return }
    throw part.node.error(
      "the animation moves '\(object)' with the node '\(moving.name)', so it cannot be a part too;"
        + " leave one of them out")
  }

  /// Complains about a part that is no object and has no pivot of its own.
  func checkParts() throws(InputError) {
    for part in parts where part.pivot == nil && !meshes.contains(where: { part.fits($0.object) }) {
      throw needsPivot(part)
    }
  }

  private func needsPivot(_ part: Part) -> InputError {
    guard let meshFile else {
      return part.node.error(
        "the part '\(part.pattern)' has no surface, for the actor has no 'mesh'; say what it turns"
          + " about with 'pivot'")
    }
    let objects = Set(meshes.map(\.object)).sorted().prefix(8).joined(separator: ", ")
    return part.node.error(
      "no object of '\(meshFile)' fits '\(part.pattern)'; it has \(objects); a part without a"
        + " surface needs a 'pivot'")
  }

  /// The node of the actor itself, or of a part that a key names.
  mutating func node(
    named key: InputNode?, in builder: inout SceneBuilder
  ) throws(InputError) -> PartNode {
    guard let key else { return root }
    let name = try key.string()
    if let animated = animatedNodes[name], !parts.contains(where: { $0.fits(name) }) {
      return animated
    }
    guard let part = try partNode(named: name, in: &builder) else {
      let known = parts.map(\.pattern) + animatedNodes.keys.sorted()
      throw key.error("'\(self.name)' has no part '\(name)'\(suggestion(for: name, among: known))")
    }
    return part
  }

  /// The node of the part that an object is, made when it is first asked for.
  ///
  /// - Returns: Nil for what belongs to the actor itself.
  private mutating func partNode(
    named name: String, in builder: inout SceneBuilder
  ) throws(InputError) -> PartNode? {
    if let known = nodes[name] { return known }
    guard let part = parts.first(where: { $0.fits(name) }) else { return nil }
    guard !open.contains(name) else {
      throw part.node.error("the part '\(name)' hangs on itself; check 'parent'")
    }
    open.append(name)
    defer { open.removeLast() }
    let carrier = try node(named: part.parent, in: &builder)
    if let parent = part.parent, animatedNodes.values.contains(where: { $0.node == carrier.node }) {
      throw parent.error("a part cannot hang on a node that an animation moves; animate it too")
    }
    let own = meshes.filter { $0.object == name }
    guard let pivot = part.pivot ?? own.first?.pivot else { throw needsPivot(part) }
    let movement = try movement(of: part, own, at: pivot, relativeTo: carrier.pivot)
    let made = PartNode(node: builder.addNode(movement, to: carrier.node), pivot: pivot)
    nodes[name] = made
    return made
  }

  private func movement(
    of part: Part, _ meshes: [ImportedMesh], at pivot: Vector3, relativeTo carrier: Vector3
  ) throws(InputError) -> NodeMotion {
    let local = pivot - carrier
    switch part.movement {
    case .spins(let axis, let rate):
      return .spins(pivot: local, axis: axis, rate: rate)
    case .swings(let axis, let swing):
      return .swings(pivot: local, axis: axis, swing: swing)
    case .rolls(let radius):
      guard case .follows(let vehicle) = motion else {
        throw part.node.error("'\(part.pattern)' cannot roll: the actor has no trajectory")
      }
      // A wheel reaches down to the ground, so its lowest point tells the rolling radius.
      let lowest =
        meshes.flatMap { mesh in
          mesh.mesh.vertices.map { $0.z + mesh.pivot.z - pivot.z }
        }.min() ?? 0
      let found = radius ?? -lowest
      guard found >= Distance.plausibleRadii.lowerBound.metres else {
        throw part.node.error(
          "the rolling radius of '\(part.pattern)' is unclear: the mesh does not reach below its"
            + " own origin; say 'radius'")
      }
      return .rolls(pivot: local, radius: found, vehicle: vehicle)
    }
  }
}

extension ImportedMesh {
  /// The mesh in the frame of what carries it, without a pivot of its own.
  fileprivate func seen(from frame: RigidTransform) -> ImportedMesh {
    var copy = self
    let inverse = frame.inverse
    copy.mesh.vertices = mesh.vertices.map { inverse($0 + pivot) }
    copy.pivot = .zero
    return copy
  }
}

extension Part {
  fileprivate func fits(_ name: String) -> Bool { matches(name, pattern: pattern) }
}
