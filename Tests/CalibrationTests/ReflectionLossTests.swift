// SPDX-License-Identifier: Apache-2.0

import Calibration
import Electromagnetics
import Materials
import Quantities
import RealModule
import TestSupport
import Testing

@Suite("Reflection losses of materials")
struct ReflectionLossTests {
  private static let frequency = Frequency(hertz: 60e9)

  private func material(
    _ permittivity: Double, scattering: Double = 0, roughness: SurfaceRoughness? = nil,
    thickness: Distance? = nil
  ) -> AdjustableMaterial {
    let band = Permittivity.Band(
      lowest: Frequency(si: 1), highest: Frequency(si: 1e15), a: permittivity, b: 0, c: 0.2, d: 0)
    var material = Material(
      name: "wall", permittivity: Permittivity(bands: [band]), thickness: thickness)
    material.scattering.coefficient = scattering
    material.roughness = roughness
    return AdjustableMaterial(material, at: Self.frequency)
  }

  private func geometry(
    _ degrees: ClosedRange<Double>, _ polarization: ReflectionGeometry.Polarization
  ) -> ReflectionGeometry {
    ReflectionGeometry(
      incidence: degrees.lowerBound * .pi / 180...degrees.upperBound * .pi / 180,
      polarization: polarization, frequency: Self.frequency.hertz)
  }

  @Test("straight on it is that of (n - 1) / (n + 1), S and the roughness on top")
  func straight() {
    var lossless = material(4)
    lossless.conductivity = 0
    for polarization in ReflectionGeometry.Polarization.allCases {
      // n = 2: a third of the field, 9.542 dB.
      let loss = geometry(0...0, polarization).loss(of: lossless)
      #expect(isClose(loss.mean, 20 * Double.log10(3), within: 1e-12))
      #expect(loss.spread == 0)
    }
    lossless.scattering = 0.6
    // 1 - S^2 = 0.64 of the power, 1.938 dB.
    #expect(
      isClose(
        geometry(0...0, .both).loss(of: lossless).mean,
        20 * Double.log10(3) - 10 * Double.log10(0.64), within: 1e-12))
    lossless.scattering = 0
    lossless.roughness = SurfaceRoughness(height: Self.frequency.wavelength / (4 * .pi))
    // g = 1: exp(-1) of the power, 4.343 dB.
    #expect(
      isClose(
        geometry(0...0, .both).loss(of: lossless).mean,
        20 * Double.log10(3) + 10 / Double.log(10), within: 1e-12))
  }

  @Test("at Brewster's angle both polarisations lose 3 dB more than the one across")
  func brewster() {
    var lossless = material(4)
    lossless.conductivity = 0
    let angle = Double.atan(2) * 180 / .pi
    let across = geometry(angle...angle, .perpendicular).loss(of: lossless).mean
    // r_TE = (1 - n^2) / (1 + n^2) = -3/5.
    #expect(isClose(across, -20 * Double.log10(0.6), within: 1e-9))
    #expect(
      isClose(
        geometry(angle...angle, .both).loss(of: lossless).mean - across, 10 * Double.log10(2),
        within: 1e-9))
  }

  @Test("means over angles are those of finer steps, and derivatives those of differences")
  func derivatives() {
    let rough = SurfaceRoughness(height: 0.3e-3)
    let cases = [
      (material(4.2, scattering: 0.4), [MaterialQuantity.permittivity, .scattering]),
      (material(4.2, roughness: rough), [.permittivity, .roughness]),
      (
        material(3.1, roughness: SurfaceRoughness(height: 0.2e-3, form: .boithias)),
        [.roughness]
      ),
      (material(2.7, thickness: Distance(si: 12.5e-3)), [.permittivity]),
    ]
    for (base, quantities) in cases {
      for polarization in [ReflectionGeometry.Polarization.perpendicular, .both] {
        let geometry = geometry(5...65, polarization)
        let loss = geometry.loss(of: base)
        // Three hundred angles of their own, one by one.
        let single = (0..<300).map { index in
          let angle = 5 + (Double(index) + 0.5) / 5
          return self.geometry(angle...angle, polarization).loss(of: base).mean
        }
        let mean = single.reduce(0, +) / 300
        // The layer's resonances take the most: 0.01 dB.
        #expect(isClose(loss.mean, mean, within: 0.01))
        for quantity in quantities {
          let value = base[quantity] ?? 0
          func mean(_ step: Double) -> Double {
            var changed = base
            changed[quantity] = value * (1 + step)
            return geometry.loss(of: changed).mean
          }
          let h = 1e-4
          let numeric =
            (8 * (mean(h / 2) - mean(-h / 2)) - (mean(h) - mean(-h))) / (6 * h * value)
          // Of order h^4 and rounding of 1e-15 / h; Bessel's function is a series good to 2e-7, whose
          // slope by differences is not its own to 1e-3.
          let tolerance = base.roughness?.form == .boithias ? 2e-3 : 1e-6
          #expect(
            isClose(loss.slope(by: quantity), numeric, within: tolerance * abs(numeric)),
            "\(quantity): \(loss.slope(by: quantity)) for \(numeric)")
        }
      }
    }
  }
}
