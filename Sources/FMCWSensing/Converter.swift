// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
package import Quantities
package import RadarFrames

/// The amplifier and the two analogue-to-digital converters of a channel.
///
/// Each branch is rounded to the middle of one of 2^b steps between -A and +A, and clipped at the
/// outermost. Where signal or noise crosses several steps, rounding adds noise of A^2 2^(-2 b) / 3 in
/// each branch (Bennett, 1948). Samples are kept as they would be at the receiver's input.
///
/// Physics primer, eq. 52.
package struct Converter: Hashable, Sendable {
  /// From the receiver's input to the converters.
  package var gain: Decibels
  package var bits: Int

  /// The power of a complex tone of the amplitude A at the converters.
  package var fullScale: Power

  /// How many bits a converter may have.
  package static let resolutions = 1...32

  package init(gain: Decibels, bits: Int, fullScale: Power) {
    precondition(Self.resolutions.contains(bits), "a converter without bits")
    self.gain = gain
    self.bits = bits
    self.fullScale = fullScale
  }

  /// A at the receiver's input, in square roots of watts.
  package var amplitude: Double { fullScale.watts.squareRoot() / gain.amplitudeRatio }

  /// Converts the samples of a frame.
  package func apply(to frame: inout RadarFrame) {
    let half = Double(1 << (bits - 1))
    let step = amplitude / half
    func rounded(_ value: Double) -> Double {
      let code = (value / step).rounded(.down)
      return (min(max(code, -half), half - 1) + 0.5) * step
    }
    for index in frame.samples.indices {
      let value = frame.samples[index]
      frame.samples[index] = Complex(rounded(value.real), rounded(value.imaginary))
    }
  }
}
