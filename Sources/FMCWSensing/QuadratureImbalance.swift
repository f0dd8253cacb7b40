// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
package import Quantities
package import RadarFrames
internal import RealModule

/// Unlike gains and a wrong angle between the in-phase and the quadrature branch.
///
/// The output is K_1 y + K_2 y*, K_1 = (1 + g e^(-j phi)) / 2, K_2 = (1 - g e^(j phi)) / 2 (Razavi, RF
/// Microelectronics, 1998). The image of a beat f lies at -f, which is the sample rate less f.
///
/// Physics primer, eq. 51.
package struct QuadratureImbalance: Hashable, Sendable {
  /// The gain g of the quadrature branch relative to the in-phase one.
  package var gain: Decibels

  /// The angle phi that is missing to a right one.
  package var phase: Angle

  package init(gain: Decibels, phase: Angle) {
    self.gain = gain
    self.phase = phase
  }

  /// K_1 and K_2.
  package var coefficients: (direct: Complex<Double>, image: Complex<Double>) {
    let turned = Complex<Double>(length: gain.amplitudeRatio, phase: phase.radians)
    return ((.one + turned.conjugate) / Complex(2), (.one - turned) / Complex(2))
  }

  /// Distorts the samples of a frame.
  package func apply(to frame: inout RadarFrame) {
    let (direct, image) = coefficients
    for index in frame.samples.indices {
      let value = frame.samples[index]
      frame.samples[index] = direct * value + image * value.conjugate
    }
  }
}
