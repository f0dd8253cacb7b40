// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// Spreads of rays, each a value with a power.
package enum Spreads {
  /// The power-weighted standard deviation.
  ///
  /// - Parameters:
  ///   - values: For example delays in seconds.
  ///   - powers: One for each, not all zero.
  /// - Returns: In the values' unit; zero without power.
  package static func rootMeanSquare(_ values: [Double], powers: [Double]) -> Double {
    let total = powers.reduce(0, +)
    guard total > 0 else { return 0 }
    var mean = 0.0
    for (value, power) in zip(values, powers) { mean += value * power }
    mean /= total
    var square = 0.0
    for (value, power) in zip(values, powers) { square += (value - mean) * (value - mean) * power }
    return (square / total).squareRoot()
  }

  /// The circular angular spread: the least one over all turns of the reference direction.
  ///
  /// TR 25.996 V18 annex A. Only where the circle is cut open matters, so one cut between each two
  /// neighbours is tried.
  ///
  /// - Parameters:
  ///   - angles: In radians.
  ///   - powers: One for each, not all zero.
  /// - Returns: In radians; zero without power.
  package static func circular(_ angles: [Double], powers: [Double]) -> Double {
    let total = powers.reduce(0, +)
    guard total > 0 else { return 0 }
    // About the mean direction, so that small spreads are not lost in rounding. Past a cut between two
    // neighbours those before it lie one turn further.
    let turn = 2 * Double.pi
    let middle = direction(angles, powers)
    let sorted = zip(angles, powers)
      .map { angle, power in
        (angle: (angle - middle) - turn * ((angle - middle) / turn).rounded(), power: power)
      }
      .sorted { $0.angle < $1.angle }
    var first = sorted.reduce(0) { $0 + $1.power * $1.angle }
    var second = sorted.reduce(0) { $0 + $1.power * $1.angle * $1.angle }
    var least = second / total - (first / total) * (first / total)
    for (angle, power) in sorted {
      first += power * turn
      second += power * turn * (2 * angle + turn)
      least = min(least, second / total - (first / total) * (first / total))
    }
    return max(least, 0).squareRoot()
  }

  /// The circular spread by the length of the mean phasor R: sqrt(-2 ln R) (TR 38.901 annex A.1).
  package static func phasor(_ angles: [Double], powers: [Double]) -> Double {
    let total = powers.reduce(0, +)
    guard total > 0 else { return 0 }
    var (x, y) = (0.0, 0.0)
    for (angle, power) in zip(angles, powers) {
      x += power * Double.cos(angle)
      y += power * Double.sin(angle)
    }
    let length = min(Double.hypot(x, y) / total, 1)
    return length > 0 ? (-2 * Double.log(length)).squareRoot() : .infinity
  }

  /// The direction of the mean phasor.
  private static func direction(_ angles: [Double], _ powers: [Double]) -> Double {
    var (x, y) = (0.0, 0.0)
    for (angle, power) in zip(angles, powers) {
      x += power * Double.cos(angle)
      y += power * Double.sin(angle)
    }
    return Double.atan2(y: y, x: x)
  }
}

extension ClusteredLink {
  /// The sum of the rays' powers: one but for weak clusters.
  package var power: Double {
    rays.reduce(lineOfSight?.power ?? 0) { $0 + $1.power }
  }

  /// The rms delay spread in seconds.
  package var delaySpread: Double {
    let rays = allRays
    return Spreads.rootMeanSquare(rays.map(\.delay), powers: rays.map(\.power))
  }

  /// The spread of an angle in radians (TR 25.996 annex A).
  ///
  /// - Parameter angle: Takes the angle of a ray.
  /// - Returns: In radians.
  package func angularSpread(_ angle: (LinkRay) -> Double) -> Double {
    let rays = allRays
    return Spreads.circular(rays.map(angle), powers: rays.map(\.power))
  }
}
