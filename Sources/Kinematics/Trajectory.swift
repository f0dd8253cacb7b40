// SPDX-License-Identifier: Apache-2.0

internal import RealModule
package import Spatial

/// Time-stamped poses joined by a motion with continuous velocity and acceleration.
///
/// Positions follow a natural cubic spline; orientations follow one through their quaternions,
/// brought back to unit length, which makes the angular velocity continuous too.
package struct Trajectory: Hashable, Sendable {
  /// The first and the last instant of the trajectory in seconds.
  package let interval: ClosedRange<Double>

  private let position: CubicSpline
  private let orientation: CubicSpline

  /// Distance driven up to each knot of the position, in metres.
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
      position: CubicSpline(
        knots: times, values: poses.map { SIMD4($0.worldFromBody.translation, 0) }),
      orientation: quaternionSpline(times, poses.map(\.worldFromBody.rotation)))
  }

  /// Lays a motion through positions, with the body's x axis along the way.
  ///
  /// - Parameters:
  ///   - times: Strictly ascending, in seconds.
  ///   - positions: A position for each time.
  package init(times: [Double], positionsAlongWay positions: [Vector3]) {
    let spline = CubicSpline(knots: times, values: positions.map { SIMD4($0, 0) })
    // The way bends between its points, so the heading needs finer knots than the position.
    let fine = subdivided(times, into: 8)
    let headings = headings(along: spline, at: fine)
    self.init(position: spline, orientation: quaternionSpline(fine, headings))
  }

  private init(position: CubicSpline, orientation: CubicSpline) {
    let knots = position.knots
    interval = knots[0]...knots[knots.count - 1]
    self.position = position
    self.orientation = orientation
    var driven = [0.0]
    for segment in 0..<(knots.count - 1) {
      let stretch = distance(from: knots[segment], to: knots[segment + 1], position, orientation)
      driven.append(driven[segment] + stretch)
    }
    drivenAtKnots = driven
  }

  /// The pose, velocity and angular velocity at an instant in seconds.
  package func state(at time: Double) -> RigidState {
    let place = position.evaluate(at: time)
    let (turn, rate) = unitQuaternion(orientation, at: time)
    return RigidState(
      worldFromBody: RigidTransform(
        rotation: rotation(of: turn), translation: Vector3(place.value)),
      velocity: Vector3(place.first), angularVelocity: angularVelocity(turn, rate: rate))
  }

  /// How far the body has moved along its own x axis since the trajectory's start, in metres.
  package func distanceDriven(at time: Double) -> Double {
    let knots = position.knots
    guard knots.count > 1 else { return 0 }
    let clamped = max(interval.lowerBound, min(interval.upperBound, time))
    let segment = position.segment(holding: clamped)
    return drivenAtKnots[segment] + distance(from: knots[segment], to: time, position, orientation)
  }
}

extension SIMD3<Double> {
  fileprivate init(_ four: SIMD4<Double>) { self.init(four.x, four.y, four.z) }
}

extension SIMD4<Double> {
  fileprivate init(_ three: Vector3, _ last: Double) {
    self.init(three.x, three.y, three.z, last)
  }
}

/// A spline through the quaternions of rotations, each with the sign nearest to the one before.
private func quaternionSpline(_ times: [Double], _ rotations: [Rotation]) -> CubicSpline {
  var quaternions: [SIMD4<Double>] = []
  for rotation in rotations {
    let next = quaternion(of: rotation)
    let opposes = quaternions.last.map { ($0 * next).sum() < 0 } ?? false
    quaternions.append(opposes ? -next : next)
  }
  return CubicSpline(knots: times, values: quaternions)
}

/// The spline's quaternion at unit length, and its rate.
private func unitQuaternion(
  _ spline: CubicSpline, at time: Double
) -> (SIMD4<Double>, SIMD4<Double>) {
  // Outside its ends a body keeps its orientation.
  let last = spline.knots[spline.knots.count - 1]
  let inside = max(spline.knots[0], min(last, time))
  let (value, rate, _) = spline.evaluate(at: inside)
  let length = (value * value).sum().squareRoot()
  let unit = value / length
  let tangential = (rate - unit * (unit * rate).sum()) / length
  return (unit, inside == time ? tangential : .zero)
}

/// The integral of the velocity along the body's x axis, by the five-point Gauss-Legendre rule.
private func distance(
  from start: Double, to end: Double, _ position: CubicSpline, _ orientation: CubicSpline
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
    let velocity = Vector3(position.evaluate(at: time).first)
    let forward = rotation(of: unitQuaternion(orientation, at: time).0).xAxis
    total += weight * velocity.dot(forward)
  }
  return total * half
}

private func subdivided(_ times: [Double], into parts: Int) -> [Double] {
  guard let last = times.last else { return [] }
  let inner = zip(times, times.dropFirst()).flatMap { start, end in
    (0..<parts).map { start + (end - start) * Double($0) / Double(parts) }
  }
  return inner + [last]
}

/// The orientation along a way at some instants.
///
/// Where the body stands still it keeps the nearest one.
private func headings(along way: CubicSpline, at times: [Double]) -> [Rotation] {
  let found = times.map { time -> Rotation? in
    let velocity = Vector3(way.evaluate(at: time).first)
    return velocity.length > 1e-6 ? Rotation(boresight: velocity) : nil
  }
  var current = found.compactMap { $0 }.first ?? .identity
  return found.map { heading in
    if let heading { current = heading }
    return current
  }
}
