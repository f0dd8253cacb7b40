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
    // Past a cut between two neighbours those before it lie one turn further.
    let turn = 2 * Double.pi
    let order = angles.indices.sorted { wrapped(angles[$0]) < wrapped(angles[$1]) }
    var first = 0.0
    var second = 0.0
    for index in angles.indices {
      let angle = wrapped(angles[index])
      first += powers[index] * angle
      second += powers[index] * angle * angle
    }
    var least = second / total - (first / total) * (first / total)
    for index in order {
      let (angle, power) = (wrapped(angles[index]), powers[index])
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

  private static func wrapped(_ angle: Double) -> Double {
    let turn = 2 * Double.pi
    return angle - turn * (angle / turn).rounded(.down)
  }
}

extension ClusteredLink {
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
