// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import Electromagnetics
import Materials
import Quantities
import RealModule
import TestSupport
import Testing

@Suite("Energy balance of the bundled materials")
struct EnergyBalanceTests {
  private static let frequency = Frequency(gigahertz: 79)
  private static let wavenumber = 2 * Double.pi / frequency.wavelength

  /// The bundled materials that may be used at 79 GHz.
  private func materials() throws -> [Material] {
    try MaterialLibrary.bundled().materials.filter { material in
      let isInBand = material.permittivity.value(at: Self.frequency).support == .inBand
      return isInBand || material.permittivity.mayExtrapolate
    }
  }

  /// The reflected and the transmitted share, and the share lost inside, for one polarisation.
  private struct Balance {
    var reflected: Double
    var transmitted: Double
    var absorbed: Double
    var sum: Double { reflected + transmitted + absorbed }
  }

  /// The power that flows into a half-space, from the continuity of the tangential fields: of E and
  /// H = E a for TE, of H and E = H a / eta for TM, with a = sqrt(eta - sin^2).
  private func flow(
    into eta: Complex<Double>, _ cosine: Double, _ r: FresnelCoefficients
  ) -> (te: Double, tm: Double) {
    let a = Complex.sqrt(eta - Complex(1 - cosine * cosine))
    return (
      (Complex(1) + r.te).lengthSquared * a.real / cosine,
      (Complex(1) + r.tm).lengthSquared * (a / eta).real / cosine
    )
  }

  /// The ohmic loss in a layer, by Simpson's rule over its depth.
  ///
  /// The field inside is A e^(-j k a z) + B e^(j k a z), from the continuity at the front face; lost
  /// is k (-Im eta) |E|^2 per depth, relative to the incident flow.
  private func loss(
    in eta: Complex<Double>, _ thickness: Double, _ cosine: Double, _ r: FresnelCoefficients
  ) -> (te: Double, tm: Double) {
    let a = Complex.sqrt(eta - Complex(1 - cosine * cosine))
    let sine = (1 - cosine * cosine).squareRoot()
    func integral(
      _ density: (_ forward: Complex<Double>, _ backward: Complex<Double>) -> Double,
      _ r: Complex<Double>, _ admittance: Complex<Double>
    ) -> Double {
      let (sum, difference) = (Complex(1) + r, (Complex(1) - r) * Complex(cosine) / admittance)
      let (forward, backward) = ((sum + difference) / Complex(2), (sum - difference) / Complex(2))
      let steps = 2000
      return (0...steps).reduce(0) { total, step in
        let z = thickness * Double(step) / Double(steps)
        let phase = Complex(0, -Self.wavenumber * z) * a
        let weight = step == 0 || step == steps ? 1.0 : step.isMultiple(of: 2) ? 2 : 4
        return total + weight
          * density(forward * Complex.exp(phase), backward * Complex.exp(-phase))
      } * thickness / Double(3 * steps)
    }
    let scale = Self.wavenumber * -eta.imaginary / cosine
    let te = integral({ ($0 + $1).lengthSquared }, r.te, a)
    let tm = integral(
      { forward, backward in
        let along = (forward - backward) * a / eta
        let through = (forward + backward) * Complex(sine) / eta
        return along.lengthSquared + through.lengthSquared
      }, r.tm, a / eta)
    return (te * scale, tm * scale)
  }

  private func balances(_ surface: RadioSurface, _ cosine: Double) -> [Balance] {
    let (r, eta) = (surface.reflection(cosine), surface.permittivity)
    guard let thickness = surface.thickness else {
      let inside = flow(into: eta, cosine, r)
      return [
        Balance(reflected: r.te.lengthSquared, transmitted: inside.te, absorbed: 0),
        Balance(reflected: r.tm.lengthSquared, transmitted: inside.tm, absorbed: 0),
      ]
    }
    let t = surface.transmission(cosine) ?? .zero
    let lost = loss(in: eta, thickness, cosine, r)
    return [
      Balance(
        reflected: r.te.lengthSquared, transmitted: t.te.lengthSquared, absorbed: lost.te),
      Balance(
        reflected: r.tm.lengthSquared, transmitted: t.tm.lengthSquared, absorbed: lost.tm),
    ]
  }

  @Test("what is reflected, passes and is lost inside adds up to what arrives")
  func flat() throws {
    let materials = try materials()
    #expect(materials.count >= 25)
    #expect(materials.contains { $0.thickness != nil })
    for material in materials {
      // The layers of the bundled materials, and each as a sheet of 3 mm.
      var sheet = material
      sheet.thickness = Distance(si: 3e-3)
      let isMetal = material.permittivity.value(at: Self.frequency).conductivity > 1e5
      for material in isMetal ? [material] : [material, sheet] {
        let surface = RadioSurface(material, at: Self.frequency)
        for cosine in [1.0, 0.8, 0.5, 0.2, 0.05] {
          for balance in balances(surface, cosine) {
            // Simpson's rule over at most 30 wavelengths with 2000 steps, and the cancellation of
            // the wave from the rear face, e^-40 of the front's at most.
            #expect(isClose(balance.sum, 1, within: 1e-5), "\(material.name) at \(cosine)")
          }
        }
      }
    }
  }

  /// The integral of a lobe over the hemisphere by the midpoint rule.
  private func total(_ lobe: ScatteringLobe, cosIncidence: Double) -> Double {
    let sine = (1 - cosIncidence * cosIncidence).squareRoot()
    let (rows, columns) = (200, 400)
    var sum = 0.0
    for row in 0..<rows {
      let z = (Double(row) + 0.5) / Double(rows)
      let rho = (1 - z * z).squareRoot()
      for column in 0..<columns {
        let azimuth = 2 * .pi * (Double(column) + 0.5) / Double(columns)
        sum += lobe.density(
          incident: SIMD3(sine, 0, -cosIncidence),
          scattered: SIMD3(rho * Double.cos(azimuth), rho * Double.sin(azimuth), z),
          normal: SIMD3(0, 0, 1))
      }
    }
    return sum * 2 * .pi / Double(rows * columns)
  }

  @Test("specular and diffuse, transmitted and absorbed power close to 1 %")
  func rough() throws {
    for material in try materials() {
      let surface = RadioSurface(material, at: Self.frequency)
      for cosine in [1.0, 0.7, 0.3] {
        let specular = surface.specularCoefficients(cosine)
        let s = surface.scattering.coefficient
        let diffuse = s * s * total(surface.scattering.lobe, cosIncidence: cosine)
        let shares = surface.powerReflectivity(cosine)
        for (balance, (kept, reflected)) in zip(
          balances(surface, cosine),
          [
            (specular.te.lengthSquared, shares.te), (specular.tm.lengthSquared, shares.tm),
          ])
        {
          let sum = kept + diffuse * reflected + balance.transmitted + balance.absorbed
          #expect(isClose(sum, 1, within: 0.01), "\(material.name) at \(cosine)")
        }
      }
    }
  }
}
