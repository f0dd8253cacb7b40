// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// The index-th point of the Fibonacci lattice on the unit sphere, as direction components.
///
/// - Parameters:
///   - index: Which point, in 0..<count.
///   - count: How many points the lattice has.
///   - turn: A rotation of the lattice about the z axis as a share of a full turn.
/// - Returns: The components of a unit vector.
package func fibonacciDirection(
  _ index: Int, of count: Int, turn: Double = 0
) -> (x: Double, y: Double, z: Double) {
  let z = 1 - (2 * Double(index) + 1) / Double(count)
  let level = max(0, 1 - z * z).squareRoot()
  // The golden angle's share of a full turn, 2 - golden ratio.
  let share = Double(index) * 0.381_966_011_250_105_15 + turn
  let phi = 2 * Double.pi * (share - share.rounded(.down))
  return (level * Double.cos(phi), level * Double.sin(phi), z)
}

/// The index-th point of the R2 sequence in the unit square.
///
/// Source: Roberts 2018, from the plastic number.
///
/// - Parameters:
///   - index: Which point.
///   - offset: A shift of the whole sequence, modulo one in each coordinate.
/// - Returns: The point, in [0, 1) in each coordinate.
package func plasticPoint(_ index: Int, offset: SIMD2<Double>) -> SIMD2<Double> {
  let step = SIMD2(0.754_877_666_246_692_8, 0.569_840_290_998_053_3)
  let point = offset + step * Double(index)
  return point - point.rounded(.down)
}
