// SPDX-License-Identifier: Apache-2.0

internal import RealModule
internal import Spatial

/// A turning motion through orientations in time, with a continuous angular velocity.
///
/// Between two knots the orientation is m exp(p), where m is the one halfway along the shortest
/// turn and the rotation vector p is a cubic of time that meets the orientations and the angular
/// velocities at both knots. Source: Park and Ravani, Smooth invariant interpolation of rotations,
/// ACM Trans. Graphics 16 (1997), who count p from the first knot; counted from the middle it is
/// the same backwards. About one axis this is a cubic of the angle; two knots give a constant rate.
///
/// The angular velocities at the knots come from the polygon of the turns from knot to knot, which
/// is unrolled into a space of three dimensions and handled there like a way. Source: Jupp and
/// Kent, Fitting smooth paths to spherical data, Applied Statistics 36 (1987). So neither the
/// world's axes nor the body's matter.
struct RotationSpline: Hashable, Sendable {
  /// Strictly ascending.
  let knots: [Double]

  private let orientations: [SIMD4<Double>]
  private let segments: [Segment]

  /// The motion from a knot to the next, as vectors in the frame of the body halfway.
  private struct Segment: Hashable, Sendable {
    var middle: SIMD4<Double>

    /// The rotation vector of the whole turn.
    var step: Vector3

    /// The rates of the rotation vector at both knots, times the duration, less the step.
    var before: Vector3
    var after: Vector3
  }

  /// Lays the motion through some orientations.
  ///
  /// - Parameters:
  ///   - knots: Strictly ascending times, at least one.
  ///   - rotations: An orientation for each knot.
  init(knots: [Double], rotations: [Rotation]) {
    precondition(!knots.isEmpty && knots.count == rotations.count)
    self.knots = knots
    let orientations = rotations.map(quaternion(of:))
    self.orientations = orientations
    let widths = zip(knots.dropFirst(), knots).map { $0 - $1 }
    let steps = zip(orientations, orientations.dropFirst()).map { start, end in
      let step = rotationVector(product(conjugate(start), end))
      // Less than rounding makes of two equal orientations.
      return step.length > 1e-14 ? step : .zero
    }
    // Going along a turn carries vectors with half of it (the Levi-Civita connection), so the
    // turn itself looks the same from both of its ends.
    var frames = [SIMD4<Double>(0, 0, 0, 1)]
    for step in steps {
      frames.append(product(frames[frames.count - 1], turn(by: step / 2)))
    }
    let unrolled = steps.indices.map { turned(steps[$0], by: frames[$0]) / widths[$0] }
    let rates = zip(frames, smoothSlopes(widths: widths, secants: unrolled)).map { frame, slope in
      turned(slope, by: conjugate(frame))
    }
    segments = steps.indices.map { index in
      let (step, width) = (steps[index], widths[index])
      let middle = product(orientations[index], turn(by: step / 2))
      guard step != .zero else {
        return Segment(middle: middle, step: .zero, before: .zero, after: .zero)
      }
      return Segment(
        middle: middle, step: step,
        before: vectorRate(-step / 2, turned(rates[index], by: turn(by: -step / 2))) * width - step,
        after: vectorRate(step / 2, turned(rates[index + 1], by: turn(by: step / 2))) * width
          - step)
    }
  }

  /// The orientation and the angular velocity in the world; beyond the ends the body does not turn.
  func evaluate(at time: Double) -> (rotation: Rotation, angularVelocity: Vector3) {
    let end = knots.count - 1
    guard time >= knots[0] else { return (rotation(of: orientations[0]), .zero) }
    guard end > 0, time <= knots[end] else { return (rotation(of: orientations[end]), .zero) }
    let index = knots.segment(holding: time)
    let segment = segments[index]
    let width = knots[index + 1] - knots[index]
    let share = (time - knots[index]) / width
    let rest = 1 - share
    let vector =
      segment.step * (share - 0.5)
      + (segment.before * rest - segment.after * share) * (share * rest)
    let rate =
      segment.step + segment.before * (rest * (1 - 3 * share))
      - segment.after * (share * (2 - 3 * share))
    return (
      rotation(of: product(segment.middle, turn(by: vector))),
      turned(angularVelocity(vector, rate / width), by: segment.middle)
    )
  }
}

/// The angular velocity of the turn by a rotation vector that changes, in the frame turned from.
///
/// The series of the exponential map's derivative, (exp(ad p) - 1) / ad p, in closed form.
private func angularVelocity(_ vector: Vector3, _ rate: Vector3) -> Vector3 {
  let angle = vector.length
  guard angle > 0 else { return rate }
  let half = Double.sin(angle / 2) / (angle / 2)
  let squared = angle * angle
  let second =
    angle < 0.1
    ? 1 / 6 - squared / 120 + squared * squared / 5040
    : (angle - .sin(angle)) / (squared * angle)
  let across = vector.cross(rate)
  return rate + across * (half * half / 2) + vector.cross(across) * second
}

/// The rate of a rotation vector, shorter than a full turn, that makes an angular velocity.
private func vectorRate(_ vector: Vector3, _ angularVelocity: Vector3) -> Vector3 {
  let angle = vector.length
  let squared = angle * angle
  // The inverse of the map above.
  let second =
    angle < 0.1
    ? 1 / 12 + squared / 720 + squared * squared / 30_240
    : (1 - angle / 2 / .tan(angle / 2)) / squared
  let across = vector.cross(angularVelocity)
  return angularVelocity - across / 2 + vector.cross(across) * second
}
