// SPDX-License-Identifier: Apache-2.0

internal import RealModule
package import Spectra

/// How a path shows in the delay bins around it.
///
/// Behind a window w_n of N samples a path at x cells shows in bin d with the real amplitude
/// H(x - d) = sum_n w_n cos(2 pi (x - d) (n - N/2) / N) / sum_n w_n, one at its own place.
package struct PulseResponse: Sendable {
  /// How many bins on each side count.
  package static let reach = 6

  private static let steps = 64

  /// H at steps from -reach - 1 to reach + 1; nothing of a bin that holds the power of paths within it.
  private let table: [Double]

  /// A bin that holds all power of the paths from its own place to the next one's, as those of power-delay
  /// profiles do.
  package static let bin = PulseResponse()

  private init() { table = [] }

  /// - Parameters:
  ///   - window: The taper over a ramp's samples.
  ///   - samples: How many there are.
  package init(_ window: Window, samples: Int) {
    let weights = window.weights(samples)
    let sum = weights.reduce(0, +)
    let middle = Double(samples / 2)
    table = (0...2 * (Self.reach + 1) * Self.steps).map { index in
      let x = Double(index) / Double(Self.steps) - Double(Self.reach + 1)
      var value = 0.0
      for (sample, weight) in weights.enumerated() {
        value += weight * Double.cos(2 * .pi * x * (Double(sample) - middle) / Double(samples))
      }
      return value / sum
    }
  }

  /// H and its derivative, a number of bins from the path.
  @inline(__always)
  package func callAsFunction(_ distance: Double) -> (value: Double, slope: Double) {
    guard !table.isEmpty else { return (distance >= 0 && distance < 1 ? 1 : 0, 0) }
    let position = (distance + Double(Self.reach + 1)) * Double(Self.steps)
    guard position >= 1, position < Double(table.count - 2) else { return (0, 0) }
    let index = Int(position)
    let t = position - Double(index)
    // Cubic through four points, so that the slope is smooth, too.
    let (a, b, c, d) = (table[index - 1], table[index], table[index + 1], table[index + 2])
    let (m0, m1) = ((c - a) / 2, (d - b) / 2)
    let (p, q) = (2 * (b - c) + m0 + m1, 3 * (c - b) - 2 * m0 - m1)
    return (
      ((p * t + q) * t + m0) * t + b,
      ((3 * p * t + 2 * q) * t + m0) * Double(Self.steps)
    )
  }
}
