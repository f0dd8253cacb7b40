// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A curve through points in time, cubic between them, with a continuous velocity.
///
/// Two points give uniform motion, one gives rest, and so do two equal ones while they last.
struct PositionSpline: Hashable, Sendable {
  /// Strictly ascending.
  let knots: [Double]

  private let points: [Vector3]
  private let slopes: [Vector3]

  /// Lays the curve through some points.
  ///
  /// - Parameters:
  ///   - knots: Strictly ascending times, at least one.
  ///   - points: A point for each knot.
  init(knots: [Double], points: [Vector3]) {
    precondition(!knots.isEmpty && knots.count == points.count)
    self.knots = knots
    self.points = points
    let widths = zip(knots.dropFirst(), knots).map { $0 - $1 }
    slopes = smoothSlopes(
      widths: widths, secants: widths.indices.map { (points[$0 + 1] - points[$0]) / widths[$0] })
  }

  /// The point and its velocity; beyond the ends the curve continues straight.
  func evaluate(at time: Double) -> (point: Vector3, velocity: Vector3) {
    guard knots.count > 1 else { return (points[0], .zero) }
    let clamped = max(knots[0], min(knots[knots.count - 1], time))
    let segment = knots.segment(holding: clamped)
    let width = knots[segment + 1] - knots[segment]
    let share = (clamped - knots[segment]) / width
    let rest = 1 - share
    let way = points[segment + 1] - points[segment]
    let secant = way / width
    let (before, after) = (slopes[segment] - secant, slopes[segment + 1] - secant)
    let point =
      points[segment] + way * share
      + (before * rest - after * share) * (share * rest * width)
    let velocity = secant + before * (rest * (1 - 3 * share)) - after * (share * (2 - 3 * share))
    return (point + velocity * (time - clamped), velocity)
  }

  /// The unit direction in which the curve leaves a point, or zero if it rests there after it.
  func departure(from knot: Int) -> Vector3 {
    guard knot + 1 < knots.count else { return .zero }
    return direction(at: knot, segment: knot, farSlope: slopes[knot + 1])
  }

  /// The unit direction in which the curve comes to a point, or zero if it rests there before it.
  func arrival(at knot: Int) -> Vector3 {
    guard knot > 0 else { return .zero }
    return direction(at: knot, segment: knot - 1, farSlope: slopes[knot - 1])
  }

  private func direction(at knot: Int, segment: Int, farSlope: Vector3) -> Vector3 {
    if slopes[knot] != .zero { return slopes[knot].normalized }
    let secant = (points[segment + 1] - points[segment]) / (knots[segment + 1] - knots[segment])
    // From rest a cubic goes along its acceleration, or if that vanishes along its third derivative.
    let acceleration = secant * 3 - farSlope
    return (acceleration.length > 1e-6 * secant.length ? acceleration : secant).normalized
  }
}

extension [Double] {
  /// Of ascending knots, the number of the segment that a parameter within the ends lies in.
  func segment(holding parameter: Double) -> Int {
    var (low, high) = (0, count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if self[middle] <= parameter { low = middle } else { high = middle }
    }
    return low
  }
}
