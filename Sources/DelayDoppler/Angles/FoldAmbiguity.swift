// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import RealModule
package import Spatial

extension ChannelPositions {
  /// How well a wave from another direction passes for an echo whose Doppler shift has folded.
  ///
  /// Of elements that take turns, number m turns a shift that has folded k times by 2 pi m k / M. An
  /// echo from the boresight is laid beside all directions: |sum_n exp(j 2 pi (p_n . (x - u) / lambda -
  /// m_n k / M))|^2 / N^2, which for linear and planar arrays depends on the difference of directions
  /// alone, so that the boresight stands for others.
  ///
  /// - Parameters:
  ///   - turns: How many transmit elements take turns, M; the channels of each follow each other.
  ///   - directions: The directions that are tried.
  /// - Returns: The greatest share of the echo's power that a wrong fold explains: one where nothing
  ///   tells the folds apart, zero without turns.
  package func foldConfusion(turns: Int, directions: [Vector3]) -> Double {
    let boresight = steering(.unitX)
    let receivers = positions.count / turns
    var greatest = 0.0
    for folds in 1..<max(1, turns) {
      let folded = boresight.indices.map { channel in
        boresight[channel]
          * Complex(
            length: 1, phase: -2 * .pi * Double(channel / receivers * folds % turns) / Double(turns)
          )
      }
      for direction in directions {
        let wave = steering(direction)
        let sum = zip(folded, wave).reduce(Complex<Double>.zero) { $0 + $1.0 * $1.1.conjugate }
        greatest = max(greatest, sum.lengthSquared)
      }
    }
    return greatest / Double(positions.count * positions.count)
  }
}
