// SPDX-License-Identifier: Apache-2.0

package import Spatial

/// Time-stamped poses joined by a motion with continuous velocity and angular velocity.
///
/// Positions and orientations follow cubic splines, whose accelerations are continuous too
/// except where that would make the body swing. Where two successive positions are equal it stands
/// still, where two orientations are equal it does not turn, and on a straight way it neither runs
/// past the points where it turns back nor backwards between others. See `smoothSlopes`.
package struct Trajectory: Hashable, Sendable {
  /// The first and the last instant of the trajectory in seconds.
  package let interval: ClosedRange<Double>

  private let position: PositionSpline
  private let orientation: RotationSpline

  /// The knots of position and orientation, in seconds.
  private let drivenKnots: [Double]

  /// Distance driven up to each of these knots, in metres.
  private let drivenAtKnots: [Double]

  /// A pose at an instant.
  package struct Pose: Hashable, Sendable {
    /// In seconds.
    package var time: Double
    package var worldFromBody: RigidTransform

    package init(time: Double, worldFromBody: RigidTransform) {
      self.time = time
      self.worldFromBody = worldFromBody
    }
  }

  /// Lays a motion through poses.
  ///
  /// - Parameter poses: At least one, at strictly ascending times.
  package init(poses: [Pose]) {
    let times = poses.map(\.time)
    self.init(
      position: PositionSpline(knots: times, points: poses.map(\.worldFromBody.translation)),
      orientation: RotationSpline(knots: times, rotations: poses.map(\.worldFromBody.rotation)))
  }

  /// Lays a motion through positions, with the body's x axis along the way.
  ///
  /// While the body stands still it keeps its heading, and where the way folds back it drives in
  /// reverse. See `headings`.
  ///
  /// - Parameters:
  ///   - times: Strictly ascending, in seconds.
  ///   - positions: A position for each time.
  package init(times: [Double], positionsAlongWay positions: [Vector3]) {
    let way = PositionSpline(knots: times, points: positions)
    self.init(position: way, orientation: headings(along: way))
  }

  private init(position: PositionSpline, orientation: RotationSpline) {
    interval = position.knots[0]...position.knots[position.knots.count - 1]
    self.position = position
    self.orientation = orientation
    let knots = Set(position.knots + orientation.knots).sorted()
    var driven = [0.0]
    for (start, end) in zip(knots, knots.dropFirst()) {
      let stretch = distance(from: start, to: end, position, orientation)
      driven.append(driven[driven.count - 1] + stretch)
    }
    drivenKnots = knots
    drivenAtKnots = driven
  }

  /// The pose, velocity and angular velocity at an instant in seconds.
  package func state(at time: Double) -> RigidState {
    let (point, velocity) = position.evaluate(at: time)
    let (rotation, angularVelocity) = orientation.evaluate(at: time)
    return RigidState(
      worldFromBody: RigidTransform(rotation: rotation, translation: point),
      velocity: velocity, angularVelocity: angularVelocity)
  }

  /// How far the body has moved along its own x axis since the trajectory's start, in metres.
  package func distanceDriven(at time: Double) -> Double {
    guard drivenKnots.count > 1 else { return 0 }
    let clamped = max(interval.lowerBound, min(interval.upperBound, time))
    let segment = drivenKnots.segment(holding: clamped)
    return drivenAtKnots[segment]
      + distance(from: drivenKnots[segment], to: time, position, orientation)
  }
}

/// The integral of the velocity along the body's x axis, by the five-point Gauss-Legendre rule.
private func distance(
  from start: Double, to end: Double, _ position: PositionSpline, _ orientation: RotationSpline
) -> Double {
  let nodes: [(Double, Double)] = [
    (-0.906_179_845_938_664, 0.236_926_885_056_189_1),
    (-0.538_469_310_105_683, 0.478_628_670_499_366_5),
    (0, 0.568_888_888_888_888_9),
    (0.538_469_310_105_683, 0.478_628_670_499_366_5),
    (0.906_179_845_938_664, 0.236_926_885_056_189_1),
  ]
  let half = (end - start) / 2
  var total = 0.0
  for (node, weight) in nodes {
    let time = start + half * (node + 1)
    let forward = orientation.evaluate(at: time).rotation.xAxis
    total += weight * position.evaluate(at: time).velocity.dot(forward)
  }
  return total * half
}
