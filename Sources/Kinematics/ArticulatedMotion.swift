// SPDX-License-Identifier: Apache-2.0

internal import RealModule
package import Spatial

/// How one node of a body moves relative to its parent.
package enum NodeMotion: Hashable, Sendable {
  /// It keeps a constant pose.
  case fixed(RigidTransform)

  /// It follows a trajectory.
  case follows(Trajectory)

  /// It moves through the keys of an animation.
  case plays(KeyframeMotion)

  /// It turns about its own y axis as a wheel does that rolls without slip.
  ///
  /// - pivot: The wheel's centre in the parent's frame.
  /// - radius: The rolling radius in metres.
  /// - vehicle: The trajectory whose distance driven turns the wheel.
  case rolls(pivot: Vector3, radius: Double, vehicle: Trajectory)

  /// It turns about a fixed axis at a constant rate.
  ///
  /// - pivot: A point of the axis in the parent's frame.
  /// - axis: The unit direction of the axis in the parent's frame.
  /// - rate: The angular velocity in radians per second, right-handed.
  case spins(pivot: Vector3, axis: Vector3, rate: Double)

  /// It swings about a fixed axis.
  ///
  /// - pivot: A point of the axis in the parent's frame.
  /// - axis: The unit direction of the axis in the parent's frame.
  /// - swing: The angle over time, right-handed.
  case swings(pivot: Vector3, axis: Vector3, swing: Swing)

  /// The state relative to the parent at an instant in seconds.
  package func state(at time: Double) -> RigidState {
    switch self {
    case .fixed(let pose):
      return RigidState(worldFromBody: pose)
    case .follows(let trajectory):
      return trajectory.state(at: time)
    case .plays(let animation):
      return animation.state(at: time)
    case .rolls(let pivot, let radius, let vehicle):
      let state = vehicle.state(at: time)
      let speed = state.velocity.dot(state.worldFromBody.rotation.xAxis)
      // A positive turn about y (left) carries the top forward.
      return turned(
        about: .unitY, through: vehicle.distanceDriven(at: time) / radius, at: pivot,
        rate: speed / radius)
    case .spins(let pivot, let axis, let rate):
      return turned(about: axis, through: rate * time, at: pivot, rate: rate)
    case .swings(let pivot, let axis, let swing):
      let (angle, rate) = swing.evaluate(at: time)
      return turned(about: axis, through: angle, at: pivot, rate: rate)
    }
  }
}

private func turned(
  about axis: Vector3, through angle: Double, at pivot: Vector3, rate: Double
) -> RigidState {
  RigidState(
    worldFromBody: RigidTransform(
      rotation: Rotation(axis: axis, angle: angle), translation: pivot),
    angularVelocity: axis * rate)
}

/// A tree of rigid nodes that move relative to their parents.
package struct ArticulatedMotion: Hashable, Sendable {
  private struct Node: Hashable, Sendable {
    var parent: Int?
    var motion: NodeMotion
  }
  private var nodes: [Node] = []

  package init() {}

  /// The number of nodes.
  package var count: Int { nodes.count }

  /// Adds a node.
  ///
  /// - Parameters:
  ///   - motion: How it moves relative to its parent.
  ///   - parent: The node it hangs on, or nil for the world.
  /// - Returns: The new node's index.
  package mutating func add(_ motion: NodeMotion, to parent: Int? = nil) -> Int {
    precondition(parent.map { nodes.indices.contains($0) } ?? true)
    nodes.append(Node(parent: parent, motion: motion))
    return nodes.count - 1
  }

  /// The state of every node in the world at an instant in seconds.
  package func states(at time: Double) -> [RigidState] {
    var states: [RigidState] = []
    states.reserveCapacity(nodes.count)
    for node in nodes {
      let local = node.motion.state(at: time)
      // Parents precede their children.
      states.append(node.parent.map { states[$0].composed(with: local) } ?? local)
    }
    return states
  }

  /// The axes in which a node has its place: those of the node that it hangs on, of the world where it
  /// stands by itself, and its own where it moves by itself.
  ///
  /// - Parameters:
  ///   - node: Which node.
  ///   - time: In seconds.
  /// - Returns: The rotation from these axes to those of the world.
  package func placingAxes(of node: Int, at time: Double) -> Rotation {
    if case .fixed = nodes[node].motion {
      return nodes[node].parent.map { states(at: time)[$0].worldFromBody.rotation } ?? .identity
    }
    return states(at: time)[node].worldFromBody.rotation
  }

  /// The pose of a node in the frame of its parent, or in the world, where it is fixed there; else none.
  package func placing(of node: Int) -> (pose: RigidTransform, isCarried: Bool) {
    guard case .fixed(let pose) = nodes[node].motion else { return (.identity, true) }
    return (pose, nodes[node].parent != nil)
  }

  /// Adds a node that moves as another one does, beside its place.
  ///
  /// - Parameters:
  ///   - node: The other one.
  ///   - offset: By how much, in metres along its placing axes.
  /// - Returns: The new node's index.
  package mutating func add(beside node: Int, by offset: Vector3) -> Int {
    guard case .fixed(let pose) = nodes[node].motion else {
      return add(.fixed(RigidTransform(rotation: .identity, translation: offset)), to: node)
    }
    return add(
      .fixed(RigidTransform(rotation: pose.rotation, translation: pose.translation + offset)),
      to: nodes[node].parent)
  }

  /// Adds a node that moves as another one does, turned about its axes.
  ///
  /// - Parameters:
  ///   - node: The other one.
  ///   - turn: From the axes of the new node to those of the other one.
  /// - Returns: The new node's index.
  package mutating func add(turning node: Int, by turn: Rotation) -> Int {
    guard case .fixed(let pose) = nodes[node].motion else {
      return add(.fixed(RigidTransform(rotation: turn, translation: .zero)), to: node)
    }
    return add(
      .fixed(RigidTransform(rotation: pose.rotation * turn, translation: pose.translation)),
      to: nodes[node].parent)
  }

  /// The node without a parent that a node hangs on, directly or over others.
  package func root(of node: Int) -> Int {
    var root = node
    while let parent = nodes[root].parent { root = parent }
    return root
  }

  /// Whether a node never moves.
  package func isAtRest(_ node: Int) -> Bool {
    if let parent = nodes[node].parent, !isAtRest(parent) { return false }
    if case .fixed = nodes[node].motion { return true }
    return false
  }
}
