// SPDX-License-Identifier: Apache-2.0

internal import Kinematics
internal import Scenes
internal import Spatial

/// What a record of a capture keeps the places of.
extension MeasuredRadios {
  /// A radio whose place is known, or an actor.
  enum Mover {
    case radio(Int)
    case actor(Int)
  }

  /// Radios that are placed, then actors.
  var movers: [Mover] {
    scene.radios.indices.filter { isPlaced[$0] }.map { .radio($0) }
      + scene.actors.indices.map { .actor($0) }
  }

  func name(ofMover mover: Mover) -> String {
    switch mover {
    case .radio(let index): scene.radios[index].name
    case .actor(let index): scene.actors[index].name
    }
  }

  /// Where it is at an instant in seconds, in metres.
  func place(_ mover: Mover, at time: Double) -> Vector3 {
    let node =
      switch mover {
      case .radio(let index): scene.radios[index].node
      case .actor(let index): scene.actors[index].node
      }
    return scene.motion.states(at: time)[node].worldFromBody.translation
  }
}
