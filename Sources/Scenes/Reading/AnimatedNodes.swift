// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Kinematics
internal import Spatial

/// The nodes of a mesh file that an animation moves, in the frame of the actor.
///
/// A node that is not moved itself stays rigid with the nearest moved one above it. Its own scale
/// and those above it are part of the meshes, once lengths of keys are multiplied by them.
struct AnimatedNodes {
  struct Moving {
    var name: String

    /// The moving node that carries it, by its number among these, or nil for the actor.
    var carrier: Int?

    /// How it moves in the frame of its carrier.
    var motion: NodeMotion

    /// Where it stands in the actor's frame without animation, as its meshes were read.
    var rest: RigidTransform
  }

  private(set) var moving: [Moving] = []

  /// Sentences about what of the animation is not followed.
  var warnings: [String] = []

  /// For each node of the file the number of the moving one that it is or hangs on.
  private var carriers: [Int?] = []

  /// None.
  init() {}

  /// - Parameters:
  ///   - file: The file, for its nodes.
  ///   - animation: One of its animations.
  ///   - playback: When it plays.
  /// - Throws: `AnimationFault` for what no rigid body does.
  init(
    of file: ImportedFile, moved animation: ImportedAnimation,
    playback: KeyframeMotion.Playback
  ) throws(AnimationFault) {
    if animation.bendsMeshes {
      throw AnimationFault("it bends meshes, but only nodes that move as a whole are handled")
    }
    if let bent = file.meshes.first(where: \.isBent) {
      throw AnimationFault(
        "a skeleton bends the mesh '\(bent.object)', but only nodes that move as a whole are"
          + " handled; cut it at its joints")
    }
    let span = try animation.interval()
    var placements: [NodePlacement] = []
    for node in file.nodes {
      let parent = node.parent.map { placements[$0] } ?? .identity
      let local = NodePlacement(rows: node.transform)
      placements.append(parent * local)
      let carrier = node.parent.flatMap { carriers[$0] }
      guard let channel = animation.channels.first(where: { $0.node == node.name }) else {
        carriers.append(carrier)
        continue
      }
      let place = try NodeFrame(parent: parent, local: local, name: node.name)
      let keys = try channel.checked(at: place)
      if playback.repeats { try keys.checkClosed(node: node.name, unit: place.scale * file.unit) }
      let axes = FileAxes(up: file.up, unit: file.unit)
      let base = carrier.map { moving[$0].rest.inverse } ?? .identity
      carriers.append(moving.count)
      moving.append(
        Moving(
          name: node.name, carrier: carrier,
          motion: keys.motion(over: span, playback: playback) { position, rotation in
            base
              * axes.actorFrame(
                place.parent
                  * RigidTransform(rotation: rotation, translation: position * place.scale))
          },
          rest: axes.actorFrame(place.rest)))
    }
  }

  /// The number of the moving node that carries a node of the file.
  func carrier(of node: Int?) -> Int? {
    guard let node, carriers.indices.contains(node) else { return nil }
    return carriers[node]
  }
}

/// Why an animation cannot be followed: the end of a sentence.
struct AnimationFault: Error {
  var reason: String

  init(_ reason: String) { self.reason = reason }
}

/// The frame of a moved node, in the axes and the unit of the file.
struct NodeFrame {
  /// The rigid part of the placement of the node that it hangs on.
  var parent: RigidTransform

  /// What the lengths of keys are multiplied by.
  var scale: Double

  /// Where the node stands without animation, rigidly.
  var rest: RigidTransform

  /// The node's position, in its parent, without animation.
  var position: Vector3

  /// The node's orientation in its parent without animation.
  var rotation: Rotation

  /// The node's own scales.
  var scales: Vector3

  init(
    parent: NodePlacement, local: NodePlacement, name: String
  ) throws(AnimationFault) {
    guard let (above, scales) = parent.decomposed,
      scales.max() - scales.min() < NodePlacement.tolerance * scales.max()
    else {
      throw AnimationFault(
        "what carries the node '\(name)' is stretched or mirrored; apply the scales to the meshes")
    }
    guard let (own, ownScales) = local.decomposed else {
      throw AnimationFault(
        "the node '\(name)' is sheared or mirrored; apply the scales to the meshes")
    }
    self.parent = above
    scale = scales.sum() / 3
    position = own.translation
    rotation = own.rotation
    self.scales = ownScales
    rest = above * RigidTransform(rotation: own.rotation, translation: own.translation * scale)
  }
}

/// How the axes and the unit of a file become those of an actor.
private struct FileAxes {
  var up: UpAxis
  var unit: Double

  func actorFrame(_ pose: RigidTransform) -> RigidTransform {
    let turn = Rotation(xAxis: up.zUp(.unitX), yAxis: up.zUp(.unitY), zAxis: up.zUp(.unitZ))
    return RigidTransform(
      rotation: turn * pose.rotation * turn.inverse, translation: turn(pose.translation) * unit)
  }
}
