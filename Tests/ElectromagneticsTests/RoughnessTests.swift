// SPDX-License-Identifier: Apache-2.0

import Electromagnetics
import RealModule
import TestSupport
import Testing

@Suite("Roughness")
struct RoughnessTests {
  private let wavelength = 299_792_458 / 79e9

  private func share(
    _ height: Double, _ form: SurfaceRoughness.Form = .ament, incidence: Double = 1,
    scattered: Double? = nil
  ) -> Double {
    SurfaceRoughness(height: height, form: form).coherentShare(
      wavelength: wavelength, cosIncidence: incidence, cosScattered: scattered ?? incidence)
  }

  @Test(
    "at 79 GHz and normal incidence 0.1 to 0.5 mm cost 0.5 to 11.9 dB",
    arguments: [(0.1e-3, -0.48), (0.2e-3, -1.90), (0.3e-3, -4.29), (0.5e-3, -11.91)])
  func decibels(height: Double, exact: Double) {
    // -4.343 g^2 with g = 4 pi sigma_h / lambda, written with two digits.
    #expect(isClose(20 * Double.log10(share(height)), exact, within: 0.006))
  }

  @Test("a smooth surface loses nothing, and none does at grazing incidence")
  func smooth() {
    for form in SurfaceRoughness.Form.allCases {
      #expect(share(0, form) == 1)
      #expect(share(1e-3, form, incidence: 0) == 1)
    }
  }

  @Test("only the sum of both cosines counts, so that the ends may be exchanged")
  func reciprocity() {
    for form in SurfaceRoughness.Form.allCases {
      #expect(
        share(0.3e-3, form, incidence: 0.9, scattered: 0.4)
          == share(0.3e-3, form, incidence: 0.4, scattered: 0.9))
      #expect(
        isClose(
          share(0.3e-3, form, incidence: 0.9, scattered: 0.4),
          share(0.3e-3, form, incidence: 0.65), relative: 1e-12))
    }
  }

  /// The mean of a function over a standard normal variable.
  private func normalMean(_ function: (Double) -> Double) -> Double {
    // The trapezoid rule converges exponentially; beyond nine deviations nothing is left.
    let step = 0.02
    return (-450...450).reduce(0) { sum, index in
      let u = Double(index) * step
      return sum + function(u) * Double.exp(-u * u / 2)
    } * step / (2 * .pi).squareRoot()
  }

  @Test("Ament's factor is the mean phasor over normally distributed heights")
  func ament() {
    for height in [0.05e-3, 0.2e-3, 0.5e-3, 1e-3] {
      let g = 4 * .pi * height * 0.7 / wavelength
      let mean = normalMean { Double.cos(g * $0) }
      #expect(isClose(share(height, incidence: 0.7), mean, within: 1e-12))
    }
  }

  @Test("Boithias' factor is that over sine waves of normally distributed height")
  func boithias() {
    for height in [0.05e-3, 0.2e-3, 0.5e-3, 0.8e-3, 1.5e-3] {
      let g = 4 * .pi * height * 0.7 / wavelength
      let turns = 400
      let mean = normalMean { u in
        // A sine wave of amplitude u sqrt(2) sigma_h has the root mean square u sigma_h.
        (0..<turns).reduce(0) { sum, index in
          let angle = 2 * .pi * (Double(index) + 0.5) / Double(turns)
          return sum + Double.cos(g * 2.0.squareRoot() * u * Double.sin(angle))
        } / Double(turns)
      }
      // The polynomials for the Bessel function are good to 2e-7.
      #expect(isClose(share(height, .boithias, incidence: 0.7), mean, within: 4e-7))
      #expect(share(height, .boithias) > share(height, .ament))
    }
  }
}
