// SPDX-License-Identifier: Apache-2.0

internal import LinearAlgebra
internal import Spatial

/// Slopes at knots that make a piecewise cubic curve smooth where its points are, and calm
/// where they are not.
///
/// The slopes are those of the natural cubic spline, which give a continuous second derivative,
/// except at knots where they would make the curve swing:
///
/// - Beside two equal points the slope is zero, so that the curve rests there exactly.
/// - Elsewhere a slope lies within the ball that has the line from 0 to 3 s as its diameter; s is
///   the shortest vector between the secants of both sides. On a straight way this is the
///   interval from 0 to three times the smaller secant, or zero where the way turns back. There
///   curves through monotone points are monotone.
/// - A smooth turning point, such as that of a vibration, may instead use the ball along 1.5 t,
///   where t is the slope there of the flatter parabolas of both sides. For monotone points this
///   ball lies within the other one.
///
/// Knots that break these rules get the nearest slope that does not, and the spline is laid anew
/// between them. All of this commutes with rotations and with the reversal of time.
///
/// Sources: the interval is that of de Boor and Swartz, Piecewise monotone interpolation, J.
/// Approx. Theory 21 (1977), a part of the region of Fritsch and Carlson, Monotone piecewise cubic
/// interpolation, SIAM J. Numer. Anal. 17 (1980); the turning points are those of Huynh, Accurate
/// monotone cubic interpolation, SIAM J. Numer. Anal. 30 (1993). There for numbers, here for
/// vectors, with the shortest vector between two in place of the "minmod" of two numbers.
///
/// - Parameters:
///   - widths: The distances of successive knots, above zero.
///   - secants: The mean slope between successive knots.
/// - Returns: A slope for each knot, one more than there are widths.
func smoothSlopes(widths: [Double], secants: [Vector3]) -> [Vector3] {
  guard secants.count > 1 else { return Array(repeating: secants.first ?? .zero, count: 2) }
  let limits = slopeLimits(widths, secants)
  var fixed: [Vector3?] = limits.map { $0 == .rest ? .zero : nil }
  var slopes = splineSlopes(widths, secants, fixed)
  // Each round fixes knots for good. Few need more than two; the last one only cuts.
  for _ in 0..<20 {
    var changed = false
    for knot in slopes.indices where fixed[knot] == nil {
      if let slope = limits[knot].correction(of: slopes[knot]) {
        fixed[knot] = slope
        changed = true
      }
    }
    guard changed else { return slopes }
    slopes = splineSlopes(widths, secants, fixed)
  }
  return slopes.indices.map { fixed[$0] ?? limits[$0].correction(of: slopes[$0]) ?? slopes[$0] }
}

/// Which slopes a knot may have.
private enum SlopeLimit: Equatable {
  case free

  /// None but zero.
  case rest

  /// The balls with these diameters, which begin at zero.
  case within(Vector3, Vector3)

  /// The nearest slope allowed, or nil where the slope itself is.
  func correction(of slope: Vector3) -> Vector3? {
    guard case .within(let first, let second) = self else { return nil }
    let candidates = [first, second].map { nearest(to: slope, diameter: $0) }
    let gaps = candidates.map { ($0 - slope).length }
    let best = gaps[0] <= gaps[1] ? 0 : 1
    // Rounding is no violation.
    return gaps[best] > 1e-9 * slope.length ? candidates[best] : nil
  }

  private func nearest(to slope: Vector3, diameter: Vector3) -> Vector3 {
    let centre = diameter / 2
    let (radius, distance) = (centre.length, (slope - centre).length)
    return distance > radius ? centre + (slope - centre) * (radius / distance) : slope
  }
}

private func slopeLimits(_ widths: [Double], _ secants: [Vector3]) -> [SlopeLimit] {
  let last = secants.count
  // Second divided differences, unknown and so zero at the ends.
  var bends = [Vector3](repeating: .zero, count: last + 1)
  for knot in 1..<last {
    bends[knot] = (secants[knot] - secants[knot - 1]) / (widths[knot - 1] + widths[knot])
  }
  return (0...last).map { knot in
    let sides = [knot - 1, knot].filter(secants.indices.contains)
    if sides.contains(where: { secants[$0] == .zero }) { return .rest }
    guard sides.count == 2 else { return .free }
    let (left, right) = (secants[knot - 1], secants[knot])
    let fromLeft = left + shortest(bends[knot - 1], bends[knot]) * widths[knot - 1]
    let fromRight = right - shortest(bends[knot], bends[knot + 1]) * widths[knot]
    return .within(shortest(left, right) * 3, shortest(fromLeft, fromRight) * 1.5)
  }
}

/// The shortest vector that ends on the line between the ends of two.
private func shortest(_ a: Vector3, _ b: Vector3) -> Vector3 {
  let line = b - a
  let squared = line.lengthSquared
  guard squared > 0 else { return a }
  return a + line * max(0, min(1, -a.dot(line) / squared))
}

/// The slopes of the cubic spline, natural at its ends, with those at some knots given.
///
/// Source: de Boor, A Practical Guide to Splines, chapter IV.
private func splineSlopes(
  _ widths: [Double], _ secants: [Vector3], _ fixed: [Vector3?]
) -> [Vector3] {
  let last = secants.count
  var diagonal = [Double](repeating: 1, count: last + 1)
  var lower = [Double](repeating: 0, count: last)
  var upper = lower
  var right = [Vector3](repeating: .zero, count: last + 1)
  for knot in 0...last {
    if let slope = fixed[knot] {
      right[knot] = slope
    } else if knot == 0 {
      (diagonal[0], upper[0], right[0]) = (2, 1, secants[0] * 3)
    } else if knot == last {
      (diagonal[last], lower[last - 1], right[last]) = (2, 1, secants[last - 1] * 3)
    } else {
      // Shares of the sum of both widths keep the rows of one size.
      let share = widths[knot] / (widths[knot - 1] + widths[knot])
      (lower[knot - 1], diagonal[knot], upper[knot]) = (share, 2, 1 - share)
      right[knot] = (secants[knot - 1] * share + secants[knot] * (1 - share)) * 3
    }
  }
  let columns = (0..<3).map { component in right.map { $0[component] } }
  guard
    let solved = try? solveTridiagonal(
      lower: lower, diagonal: diagonal, upper: upper, rightHandSides: columns)
  else { preconditionFailure("a diagonally dominant system came out singular") }
  return (0...last).map { Vector3(solved[0][$0], solved[1][$0], solved[2][$0]) }
}
