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

  /// The integral of H^2 up to each of these steps.
  private let energies: [Double]

  /// A bin that holds all power of the paths from its own place to the next one's, as those of power-delay
  /// profiles do.
  package static let bin = PulseResponse()

  private init() { (table, energies) = ([], []) }

  /// - Parameters:
  ///   - window: The taper over a ramp's samples.
  ///   - samples: How many there are.
  package init(_ window: Window, samples: Int) {
    let weights = window.weights(samples)
    let sum = weights.reduce(0, +)
    let middle = Double(samples / 2)
    let table = (0...2 * (Self.reach + 1) * Self.steps).map { index in
      let x = Double(index) / Double(Self.steps) - Double(Self.reach + 1)
      var value = 0.0
      for (sample, weight) in weights.enumerated() {
        value += weight * Double.cos(2 * .pi * x * (Double(sample) - middle) / Double(samples))
      }
      return value / sum
    }
    self.table = table
    var energy = 0.0
    energies = table.indices.map { index in
      guard index > 0 else { return 0 }
      let (last, next) = (table[index - 1], table[index])
      let (before, after) = (table[max(0, index - 2)], table[min(table.count - 1, index + 1)])
      // Simpson's rule, its middle on the cubic through four points.
      let middle = (9 * (last + next) - before - after) / 16
      energy += (last * last + 4 * middle * middle + next * next) / (6 * Double(Self.steps))
      return energy
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
  /// H^2 and its derivative in the mean over paths that lie evenly within a number of bins.
  ///
  /// - Parameters:
  ///   - distance: From their middle.
  ///   - span: Over how many bins they lie.
  /// - Returns: The mean, and its derivative by the distance.
  package func power(_ distance: Double, over span: Double) -> (value: Double, slope: Double) {
    guard span > Self.least, !table.isEmpty else {
      let height = self(distance)
      return (height.value * height.value, 2 * height.value * height.slope)
    }
    let (first, last) = (self(distance - span / 2), self(distance + span / 2))
    return (
      (energy(to: distance + span / 2) - energy(to: distance - span / 2)) / span,
      (last.value * last.value - first.value * first.value) / span
    )
  }

  /// Within so many bins paths show alike.
  private static let least = 0.125

  /// The integral of H^2 up to a number of bins from the path.
  private func energy(to distance: Double) -> Double {
    let position = (distance + Double(Self.reach + 1)) * Double(Self.steps)
    guard position > 0 else { return 0 }
    guard position < Double(energies.count - 1) else { return energies[energies.count - 1] }
    let index = Int(position)
    let t = position - Double(index)
    let (last, next) = (table[index], table[index + 1])
    let (before, after) = (energies[index], energies[index + 1])
    let (m0, m1) = (last * last / Double(Self.steps), next * next / Double(Self.steps))
    let (p, q) = (2 * (before - after) + m0 + m1, 3 * (after - before) - 2 * m0 - m1)
    return ((p * t + q) * t + m0) * t + before
  }
}
