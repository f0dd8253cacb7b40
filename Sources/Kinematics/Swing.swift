// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// An angle that goes to and fro: a mean and a series of sines.
package struct Swing: Hashable, Sendable {
  /// One sine of the series.
  package struct Harmonic: Hashable, Sendable {
    /// In radians.
    package var amplitude: Double

    /// In radians, at time zero.
    package var phase: Double

    package init(amplitude: Double, phase: Double) {
      self.amplitude = amplitude
      self.phase = phase
    }
  }

  /// The mean angle in radians.
  package var mean: Double

  /// How often the motion repeats, in hertz.
  package var frequency: Double

  /// The sines at once, twice, three times the frequency and so on.
  package var harmonics: [Harmonic]

  package init(mean: Double, frequency: Double, harmonics: [Harmonic]) {
    self.mean = mean
    self.frequency = frequency
    self.harmonics = harmonics
  }

  /// The angle in radians and its rate in radians per second at an instant in seconds.
  ///
  /// The angle is mean + sum over k of amplitude_k sin(2 pi k frequency t + phase_k).
  ///
  /// Physics primer, eq. 49.
  package func evaluate(at time: Double) -> (angle: Double, rate: Double) {
    var (angle, rate) = (mean, 0.0)
    for (index, harmonic) in harmonics.enumerated() {
      let angular = 2 * .pi * frequency * Double(index + 1)
      let argument = angular * time + harmonic.phase
      angle += harmonic.amplitude * Double.sin(argument)
      rate += harmonic.amplitude * angular * Double.cos(argument)
    }
    return (angle, rate)
  }

  /// A bound of the rate in radians per second.
  package var fastestRate: Double {
    harmonics.enumerated().reduce(0) { sum, item in
      sum + abs(item.element.amplitude) * 2 * .pi * abs(frequency) * Double(item.offset + 1)
    }
  }
}
