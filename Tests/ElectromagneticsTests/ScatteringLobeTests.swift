// SPDX-License-Identifier: Apache-2.0

import Electromagnetics
import RealModule
import Spatial
import TestSupport
import Testing

@Suite("Scattering lobes")
struct ScatteringLobeTests {
  static let lobes: [ScatteringLobe] = [
    .lambertian, .directive(.init(exponent: 4)), .directive(.init(exponent: 2.7)),
    .directive(.init(exponent: 30)),
    .backscattering(.init(forwardExponent: 4, backwardExponent: 6, forwardShare: 0.6)),
    .backscattering(.init(forwardExponent: 1.5, backwardExponent: 9.3, forwardShare: 0)),
  ]

  /// Integrates over the upper hemisphere.
  ///
  /// Midpoint rules in the cosine of the zenith angle and in azimuth.
  private func hemisphere(_ density: (Vector3) -> Double) -> Double {
    let (rings, sectors) = (400, 400)
    var sum = 0.0
    for ring in 0..<rings {
      let cosine = (Double(ring) + 0.5) / Double(rings)
      let sine = (1 - cosine * cosine).squareRoot()
      for sector in 0..<sectors {
        let phi = 2 * Double.pi * (Double(sector) + 0.5) / Double(sectors)
        sum += density(Vector3(sine * Double.cos(phi), sine * Double.sin(phi), cosine))
      }
    }
    return sum * 2 * .pi / Double(rings * sectors)
  }

  @Test("each lobe scatters exactly the power it is given", arguments: lobes)
  func normalisation(lobe: ScatteringLobe) {
    for degrees in [0.0, 20, 45, 70, 88] {
      let angle = degrees * .pi / 180
      let incident = Vector3(Double.sin(angle), 0, -Double.cos(angle))
      let total = hemisphere {
        lobe.density(incident: incident, scattered: $0, normal: .unitZ)
      }
      // The midpoint rule in the cosine errs by the kink at the horizon: h^2 / 12
      // of the slope there.
      #expect(isClose(total, 1, within: 2e-4), "\(degrees) degrees")
    }
  }

  @Test("the normalisation equals the published table for whole exponents up to 50")
  func goldenNormalisation() throws {
    // Degli-Esposti's closed form, evaluated elsewhere; exponent, degrees, F in steradians.
    let golden: [(exponent: Double, degrees: Double, integral: Double)] = [
      (1, 0, 4.71238898038469),
      (1, 45, 4.252313388129385),
      (1, 85, 3.2784965741568954),
      (2, 0, 3.665191429188092),
      (2, 45, 3.205115836932787),
      (2, 85, 2.2312990229602976),
      (3, 0, 2.945243112740431),
      (3, 45, 2.5773869924714017),
      (3, 85, 1.699078756133591),
      (4, 0, 2.4347343065320897),
      (4, 45, 2.1590976582493355),
      (4, 85, 1.3762979995462035),
      (5, 0, 2.061670178918302),
      (5, 45, 1.8592674632330306),
      (5, 85, 1.1593120380222084),
      (6, 0, 1.7811708348477842),
      (6, 45, 1.6330165123712046),
      (6, 85, 1.0032409765103236),
      (8, 0, 1.3935363246392223),
      (8, 45, 1.3129239433083952),
      (8, 85, 0.7933855271244444),
      (10, 0, 1.1418395173825118),
      (10, 45, 1.096533082136719),
      (10, 85, 0.6584956305790248),
      (15, 0, 0.7853861791725429),
      (15, 45, 0.7731494957624647),
      (15, 85, 0.466279632788232),
      (20, 0, 0.5983983153450818),
      (20, 45, 0.5946318252215123),
      (20, 85, 0.36386510553024703),
      (30, 0, 0.40536679382282276),
      (30, 45, 0.40492527919087956),
      (30, 85, 0.2561107432157749),
      (50, 0, 0.24639942381096402),
      (50, 45, 0.2463904076864602),
      (50, 85, 0.1646762582699887),
    ]
    for entry in golden {
      let normalization = LobeNormalization(exponent: entry.exponent)
      let value = normalization(Double.cos(entry.degrees * .pi / 180))
      // The table is good to 2e-15, the Chebyshev series to about 1e-12 of its largest value.
      #expect(isClose(value, entry.integral, relative: 1e-10), "\(entry)")
    }
  }

  @Test("nothing is scattered into the surface or from behind it", arguments: lobes)
  func halfSpace(lobe: ScatteringLobe) {
    let incident = Vector3(0.6, 0, -0.8)
    #expect(
      lobe.density(incident: incident, scattered: Vector3(0.6, 0, -0.8), normal: .unitZ) == 0)
    #expect(lobe.density(incident: -incident, scattered: .unitZ, normal: .unitZ) == 0)
  }

  /// The closed form of the lobe's integral for whole exponents.
  ///
  /// Source: Degli-Esposti et al. 2007.
  private func closedForm(_ exponent: Int, _ cosTilt: Double) -> Double {
    func binomial(_ n: Int, _ k: Int) -> Double {
      (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
    }
    let sinSquared = 1 - cosTilt * cosTilt
    var sum = 0.0
    for j in 0...exponent {
      var integral = 2 * Double.pi / Double(j + 1)
      if !j.isMultiple(of: 2) {
        let series = (0...(j - 1) / 2).reduce(0.0) { partial, w in
          partial + binomial(2 * w, w) * (0..<w).reduce(1.0) { power, _ in power * sinSquared / 4 }
        }
        integral *= cosTilt * series
      }
      sum += binomial(exponent, j) * integral
    }
    return sum / Double.pow(2, Double(exponent))
  }

  @Test(
    "the normalisation equals its closed form for whole exponents", arguments: [1, 2, 4, 7, 20])
  func wholeExponents(exponent: Int) {
    let normalization = LobeNormalization(exponent: Double(exponent))
    for step in 0...20 {
      let cosTilt = Double(step) / 20
      #expect(
        isClose(normalization(cosTilt), closedForm(exponent, cosTilt), relative: 1e-11),
        "cosine \(cosTilt)")
    }
  }

  @Test("at normal incidence the normalisation is 4 pi (1 - 2^-(a+1)) / (a+1), whole or not")
  func normalIncidence() {
    for exponent in [1, 1.3, 2.5, 4, 17.7, 60, 200] {
      let exact = 4 * .pi * (1 - Double.pow(2, -(exponent + 1))) / (exponent + 1)
      #expect(isClose(LobeNormalization(exponent: exponent)(1), exact, relative: 1e-10))
    }
  }

  @Test("towards and away from grazing the normalisation adds up to the whole sphere")
  func wholeSphere() {
    // F(c) + F(-c) is the integral over the sphere; at c = 0 each is half of it.
    for exponent in [1.3, 2.5, 17.7] {
      let sphere = 4 * .pi / (exponent + 1)
      #expect(isClose(LobeNormalization(exponent: exponent)(0), sphere / 2, relative: 1e-8))
    }
  }

  @Test(
    "a Lambertian surface returns 4 S^2 cos^2, a directive one of alpha 4 8.9 dB less at 45 degrees"
  )
  func backscatter() {
    // sigma_0 = 4 pi f(k, -k) cos theta, with S = Gamma = 1.
    func returned(_ lobe: ScatteringLobe, _ degrees: Double) -> Double {
      let angle = degrees * .pi / 180
      let incident = Vector3(Double.sin(angle), 0, -Double.cos(angle))
      let density = lobe.density(incident: incident, scattered: -incident, normal: .unitZ)
      return 10 * Double.log10(4 * .pi * density * Double.cos(angle))
    }
    #expect(isClose(returned(.lambertian, 0), 10 * Double.log10(4), within: 1e-12))
    #expect(isClose(returned(.lambertian, 60), 0, within: 1e-12))
    let directive = ScatteringLobe.directive(.init(exponent: 4))
    // Published to one decimal: -5.9 dB against 3.0 dB.
    #expect(isClose(returned(directive, 45), -5.9, within: 0.05))
    #expect(isClose(returned(directive, 0), 7.1, within: 0.05))
  }
}
