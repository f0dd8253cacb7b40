// SPDX-License-Identifier: Apache-2.0

internal import Kinematics
internal import Quantities
internal import Spatial

/// The keys of one moved node after they were checked, in the axes and the unit of the file.
struct AnimationKeys {
  var positions: [KeyframeMotion.Key<Vector3>]
  var rotations: [KeyframeMotion.Key<Rotation>]

  /// The motion in another frame, or a pose where nothing moves.
  func motion(
    over interval: ClosedRange<Double>, playback: KeyframeMotion.Playback,
    in frame: (Vector3, Rotation) -> RigidTransform
  ) -> NodeMotion {
    let places = positions.map { key in
      KeyframeMotion.Key(time: key.time, value: frame(key.value, .identity).translation)
    }
    let turns = rotations.map { key in
      KeyframeMotion.Key(time: key.time, value: frame(.zero, key.value).rotation)
    }
    let rests =
      positions.allSatisfy { $0.value == positions.first?.value }
      && rotations.allSatisfy { $0.value == rotations.first?.value }
    if rests, let place = places.first, let turn = turns.first {
      return .fixed(RigidTransform(rotation: turn.value, translation: place.value))
    }
    return .plays(
      KeyframeMotion(
        positions: places, rotations: turns, interval: interval, playback: playback))
  }
}

extension AnimationKeys {
  /// Complains about keys that do not end where they begin.
  ///
  /// - Parameters:
  ///   - node: The node's name.
  ///   - unit: The metres of one unit of its keys.
  /// - Throws: `AnimationFault` when they do not.
  func checkClosed(node: String, unit: Double) throws(AnimationFault) {
    guard let place = positions.first?.value, let end = positions.last?.value,
      let turn = rotations.first?.value, let endTurn = rotations.last?.value
    else { return }
    // What single precision may leave; less than a hundredth of a wavelength.
    let isClosed =
      (end - place).length * unit < 1e-5 + 1e-6 * place.length * unit
      && (endTurn.xAxis - turn.xAxis).length < 1e-4 && (endTurn.yAxis - turn.yAxis).length < 1e-4
    guard isClosed else {
      throw AnimationFault(
        "the node '\(node)' does not end where it begins, so the animation cannot repeat; close it,"
          + " or say 'loop: once'")
    }
  }
}

extension ImportedAnimation {
  /// From the first to the last key of what moves, in seconds.
  func interval() throws(AnimationFault) -> ClosedRange<Double> {
    let times = channels.flatMap { channel in
      (channel.positions.count > 1 ? channel.positions.map(\.time) : [])
        + (channel.rotations.count > 1 ? channel.rotations.map(\.time) : [])
    }
    guard times.allSatisfy({ TimeSpan.plausibleInstants.contains(TimeSpan(si: $0)) }) else {
      throw AnimationFault("the time of a key is no number, or beyond what is handled")
    }
    guard let first = times.min(), let last = times.max() else {
      throw AnimationFault("it has no two keys of a node, so nothing moves")
    }
    return first...last
  }
}

extension ImportedAnimation.Channel {
  /// The keys, if a rigid body can follow them.
  func checked(at place: NodeFrame) throws(AnimationFault) -> AnimationKeys {
    try checkScales(place.scales)
    try checkOrder(positions.map(\.time))
    try checkOrder(rotations.map(\.time))
    let positions =
      positions.isEmpty ? [.init(time: 0, value: place.position)] : positions
    try checkPositions(positions, scale: place.scale)
    let units = try unitQuaternions()
    let turns = units.map { key in
      KeyframeMotion.Key(time: key.time, value: rotation(of: key.value))
    }
    return AnimationKeys(
      positions: positions.map { .init(time: $0.time, value: $0.value) },
      rotations: turns.isEmpty ? [.init(time: 0, value: place.rotation)] : turns)
  }

  private func checkScales(_ own: Vector3) throws(AnimationFault) {
    // Written so that what is no number differs.
    let tolerance = 10 * NodePlacement.tolerance * own.length
    guard let key = scales.first(where: { !(($0.value - own).length < tolerance) }) else { return }
    throw AnimationFault(
      "it scales the node '\(node)' at \(TimeSpan(si: key.time)), and a rigid body keeps its size;"
        + " take the scale out of the animation")
  }

  private func checkOrder(_ times: [Double]) throws(AnimationFault) {
    for (before, after) in zip(times, times.dropFirst()) where !(after > before) {
      throw AnimationFault(
        "the keys of the node '\(node)' run backwards or stand still: \(TimeSpan(si: after))"
          + " follows \(TimeSpan(si: before))")
    }
  }

  private func checkPositions(
    _ keys: [ImportedAnimation.Key<Vector3>], scale: Double
  ) throws(AnimationFault) {
    let reach = Distance.plausibleCoordinates.upperBound.metres
    guard keys.allSatisfy({ $0.value.isFinite && ($0.value * scale).length <= reach }) else {
      throw AnimationFault("it carries the node '\(node)' beyond what is handled")
    }
    for (before, after) in zip(keys, keys.dropFirst()) where before.value != after.value {
      if jumps.contains("translation") { throw jumpFault(at: after.time) }
      let speed = (after.value - before.value).length * scale / (after.time - before.time)
      guard speed < PhysicalConstants.speedOfLight else {
        throw AnimationFault("the node '\(node)' would be faster than light")
      }
    }
  }

  private func unitQuaternions() throws(AnimationFault) -> [ImportedAnimation.Key<SIMD4<Double>>] {
    var units: [ImportedAnimation.Key<SIMD4<Double>>] = []
    for key in rotations {
      let length = (key.value * key.value).sum().squareRoot()
      guard length > 0, length.isFinite else {
        throw AnimationFault("a rotation of the node '\(node)' is no quaternion")
      }
      units.append(.init(time: key.time, value: key.value / length))
    }
    for (before, after) in zip(units, units.dropFirst()) where before.value != after.value {
      if jumps.contains("rotation") { throw jumpFault(at: after.time) }
      let cosine = min(1, abs((before.value * after.value).sum()))
      // The cosine of half the angle; nearer to half a turn its sense would be left to rounding.
      guard cosine > 1e-3 else {
        throw AnimationFault(
          "the node '\(node)' makes half a turn up to the key at \(TimeSpan(si: after.time)), which"
            + " leaves open in which sense; set keys less than half a turn apart")
      }
      let least = 2 * (1 - cosine * cosine).squareRoot() / (after.time - before.time)
      guard least <= AngularVelocity.plausible.upperBound.si else {
        throw AnimationFault("the node '\(node)' turns faster than is handled")
      }
    }
    return units
  }

  private func jumpFault(at time: Double) -> AnimationFault {
    AnimationFault(
      "the node '\(node)' jumps at \(TimeSpan(si: time)) (interpolation STEP), which no body does;"
        + " use LINEAR or CUBICSPLINE")
  }
}
