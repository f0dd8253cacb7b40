// SPDX-License-Identifier: Apache-2.0

package import Spatial

/// A motion through the keys of an animation, once or again and again.
///
/// Places and orientations have keys of their own, which smooth curves join as they join those of
/// a `Trajectory`. A repeated motion is laid through the keys of its neighbouring rounds too, so
/// velocity and angular velocity are continuous from one round to the next.
package struct KeyframeMotion: Hashable, Sendable {
  /// A value at an instant of the animation in seconds.
  package struct Key<Value: Hashable & Sendable>: Hashable, Sendable {
    package var time: Double
    package var value: Value

    package init(time: Double, value: Value) {
      self.time = time
      self.value = value
    }
  }

  /// When an animation plays.
  package struct Playback: Hashable, Sendable {
    /// When its first instant plays, in seconds.
    package var start: Double

    /// Whether it plays at all times, round after round; otherwise once, and the body rests
    /// before and after it.
    package var repeats: Bool

    package init(start: Double, repeats: Bool) {
      self.start = start
      self.repeats = repeats
    }
  }

  private let interval: ClosedRange<Double>
  private let playback: Playback
  private let position: PositionSpline
  private let orientation: RotationSpline

  /// Lays a motion through keys.
  ///
  /// - Parameters:
  ///   - positions: At least one, in metres, at strictly ascending times.
  ///   - rotations: At least one, at strictly ascending times, less than half a turn apart.
  ///   - interval: The first and the last instant of the animation, which holds all keys; before
  ///     the first key and after the last one a value is held. For a motion that repeats the value
  ///     at the end counts as equal to that at the beginning.
  ///   - playback: When it plays.
  package init(
    positions: [Key<Vector3>], rotations: [Key<Rotation>], interval: ClosedRange<Double>,
    playback: Playback
  ) {
    var playback = playback
    playback.repeats = playback.repeats && interval.lowerBound < interval.upperBound
    self.interval = interval
    self.playback = playback
    let places = held(positions, over: interval, repeats: playback.repeats)
    let turns = held(rotations, over: interval, repeats: playback.repeats)
    position = PositionSpline(knots: places.map(\.time), points: places.map(\.value))
    orientation = RotationSpline(knots: turns.map(\.time), rotations: turns.map(\.value))
  }

  /// The pose, velocity and angular velocity in the parent's frame at an instant in seconds.
  package func state(at time: Double) -> RigidState {
    let duration = interval.upperBound - interval.lowerBound
    let elapsed = time - playback.start
    let within =
      playback.repeats ? elapsed - duration * (elapsed / duration).rounded(.down) : elapsed
    let clamped = max(0, min(duration, within))
    let (point, velocity) = position.evaluate(at: interval.lowerBound + clamped)
    let (rotation, angularVelocity) = orientation.evaluate(at: interval.lowerBound + clamped)
    let pose = RigidTransform(rotation: rotation, translation: point)
    // Rounding at the seam of two rounds is no rest.
    guard playback.repeats || clamped == within else { return RigidState(worldFromBody: pose) }
    return RigidState(worldFromBody: pose, velocity: velocity, angularVelocity: angularVelocity)
  }
}

/// How many keys of the neighbouring rounds bear on the curve of one.
///
/// What a key does to a cubic spline falls by 2 - sqrt(3) = 0.27 from knot to knot, to 1e-16 over
/// 28 of them.
private let keysBeyondRound = 32

/// Keys that reach from end to end of an interval, and beyond it if they repeat.
private func held<Value>(
  _ keys: [KeyframeMotion.Key<Value>], over interval: ClosedRange<Double>, repeats: Bool
) -> [KeyframeMotion.Key<Value>] {
  guard keys.count > 1, let first = keys.first, let last = keys.last else { return keys }
  var round = keys
  if first.time > interval.lowerBound {
    round.insert(.init(time: interval.lowerBound, value: first.value), at: 0)
  }
  if last.time < interval.upperBound {
    round.append(.init(time: interval.upperBound, value: last.value))
  }
  guard repeats else { return round }
  let duration = interval.upperBound - interval.lowerBound
  let count = round.count - 1
  return (-keysBeyondRound...count + keysBeyondRound).map { index in
    let lap = (Double(index) / Double(count)).rounded(.down)
    let key = round[index - Int(lap) * count]
    return .init(time: key.time + lap * duration, value: key.value)
  }
}
