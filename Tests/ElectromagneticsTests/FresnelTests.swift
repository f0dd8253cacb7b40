// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import Electromagnetics
import RealModule
import TestSupport
import Testing

@Suite("Reflection at flat surfaces")
struct FresnelTests {
  @Test("no parallel reflection at the Brewster angle", arguments: [1.5, 2.0, 5.24])
  func brewster(relativePermittivity: Double) {
    let angle = Double.atan(relativePermittivity.squareRoot())
    let r = halfSpaceReflection(
      permittivity: Complex(relativePermittivity), cosIncidence: Double.cos(angle))
    #expect(r.tm.length < 1e-15)
    #expect(r.te.length > 0.1)
  }

  @Test("at normal incidence both polarisations reflect (n - 1) / (n + 1)")
  func normalIncidence() {
    let r = halfSpaceReflection(permittivity: Complex(4), cosIncidence: 1)
    #expect(isClose(r.te.real, -1.0 / 3, within: 1e-15))
    #expect(isClose(r.tm.real, 1.0 / 3, within: 1e-15))
  }

  @Test("a good conductor reflects -1 and +1", arguments: [1.0, 0.7, 0.2])
  func conductor(cosIncidence: Double) {
    // eta = -j 1e20: the deviation is about 2 / (cos sqrt|eta|) = 1e-9.
    let r = halfSpaceReflection(permittivity: Complex(1, -1e20), cosIncidence: cosIncidence)
    #expect((r.te - Complex(-1)).length < 1e-8)
    #expect((r.tm - Complex(1)).length < 1e-8)
  }

  @Test("at grazing incidence everything is reflected with -1")
  func grazing() {
    let r = halfSpaceReflection(permittivity: Complex(5.24, -0.3), cosIncidence: 0)
    #expect((r.te - Complex(-1)).length < 1e-15)
    #expect((r.tm - Complex(-1)).length < 1e-15)
  }

  @Test("a lossless layer reflects and transmits all the power, at any angle and thickness")
  func energy() {
    for step in 0..<40 {
      let cosIncidence = (Double(step) + 0.5) / 40
      let slab = slabCoefficients(
        permittivity: Complex(6.31), thickness: 0.006 + 1e-4 * Double(step), wavelength: 3.795e-3,
        cosIncidence: cosIncidence)
      for (r, t) in [
        (slab.reflection.te, slab.transmission.te), (slab.reflection.tm, slab.transmission.tm),
      ] {
        // Phases of 60 rad round at 1e-14.
        #expect(isClose(r.lengthSquared + t.lengthSquared, 1, within: 1e-12))
      }
    }
  }

  @Test("a lossy layer keeps some of the power and never makes any")
  func loss() {
    for step in 0..<40 {
      let slab = slabCoefficients(
        permittivity: Complex(6.31, -0.285), thickness: 0.006, wavelength: 3.795e-3,
        cosIncidence: (Double(step) + 0.5) / 40)
      let te = slab.reflection.te.lengthSquared + slab.transmission.te.lengthSquared
      let tm = slab.reflection.tm.lengthSquared + slab.transmission.tm.lengthSquared
      #expect(te < 1 && tm < 1 && te > 0 && tm > 0)
    }
  }

  @Test("a thick lossy layer reflects as a half-space does")
  func thickLayer() {
    let permittivity = Complex(5.24, -0.32)
    let slab = slabCoefficients(
      permittivity: permittivity, thickness: 0.3, wavelength: 3.795e-3, cosIncidence: 0.6)
    let half = halfSpaceReflection(permittivity: permittivity, cosIncidence: 0.6)
    // Two passes through 0.3 m lose 600 dB.
    #expect((slab.reflection.te - half.te).length < 1e-14)
    #expect((slab.reflection.tm - half.tm).length < 1e-14)
  }

  @Test("a layer of half a wavelength in the material does not reflect at normal incidence")
  func halfWaveLayer() {
    let slab = slabCoefficients(
      permittivity: Complex(4), thickness: 1e-3, wavelength: 4e-3, cosIncidence: 1)
    #expect(slab.reflection.te.length < 1e-14)
  }

  @Test("coefficients equal an independent computation (golden values, 79 GHz)")
  func golden() throws {
    guard let path = SharedFiles.path("facts/physics/golden_fresnel_slab_79GHz.json") else {
      print("skipped: the golden Fresnel values are not on this machine")
      return
    }
    let file = try #require(try SharedFiles.json(path) as? [String: Any])
    let rows = try #require(file["rows"] as? [[String: Any]])
    #expect(rows.count > 10)
    for row in rows {
      func number(_ key: String) -> Double { row[key] as? Double ?? .nan }
      func complex(_ key: String) -> Complex<Double> {
        let pair = row[key] as? [Double] ?? [.nan, .nan]
        return Complex(pair[0], pair[1])
      }
      let eta = complexPermittivity(
        relativePermittivity: number("eps_r"), conductivity: number("sigma"),
        angularFrequencyTimesVacuumPermittivity: 2 * .pi * 79e9 * 8.854_187_812_8e-12)
      let cosine = Double.cos(number("theta_deg") * .pi / 180)
      let half = halfSpaceReflection(permittivity: eta, cosIncidence: cosine)
      let slab = slabCoefficients(
        permittivity: eta, thickness: number("d_m"), wavelength: 299_792_458 / 79e9,
        cosIncidence: cosine)
      for (value, key) in [
        (half.te, "r_te_half"), (half.tm, "r_tm_half"), (slab.reflection.te, "R_te"),
        (slab.reflection.tm, "R_tm"), (slab.transmission.te, "T_te"),
        (slab.transmission.tm, "T_tm"),
      ] {
        // Both sides are double precision; the electric constant may differ in its tenth digit.
        #expect((value - complex(key)).length < 1e-9, "\(key) at \(number("theta_deg")) degrees")
      }
    }
  }
}
