// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import Electromagnetics
import FieldOracles
import RealModule
import Spatial
import TestSupport
import Testing

@Suite("Diffraction by wedges")
struct WedgeTests {
  /// The wavelength is one metre.
  private let k = 2 * Double.pi
  private let degree = Double.pi / 180

  private func phasor(_ phase: Double) -> Complex<Double> { Complex(length: 1, phase: phase) }

  @Test(
    "the total field passes smoothly over every shadow boundary", arguments: [1.1, 1.5, 1.9, 2])
  func continuity(n: Double) {
    for source in [35.0, 70, 110, 160].map({ $0 * degree }) where source < n * .pi {
      let boundaries = [.pi + source, .pi - source, (2 * n - 1) * .pi - source]
      for boundary in boundaries where boundary > 0 && boundary < n * .pi {
        for isSoft in [true, false] {
          let step = 1e-9
          let fields = [-step, step].map {
            uniformWedgeField(
              isSoft: isSoft, n: n, source: source, observer: boundary + $0, rho: 7)
          }
          // The field turns by k rho = 44 rad for each radian.
          #expect((fields[0] - fields[1]).length < 200 * step)
        }
      }
    }
  }

  @Test(
    "continued over a boundary, diffracted and continued direct or reflected wave keep their sum")
  func continuation() {
    let (n, source, rho) = (1.5, 50 * degree, 400.0)
    // Beyond the direct path's boundary, that of the 0-face's reflection, and seen from the n-face.
    for (boundary, image, sign) in [
      (Double.pi + source, source, 1.0), (.pi - source, -source, -1),
    ] {
      let (before, after) = (boundary - 0.02, boundary + 0.03)
      func diffracted(_ observer: Double, _ sides: ShadowSides?, turned: Bool) -> Complex<Double> {
        let (from, to) = turned ? (n * .pi - source, n * .pi - observer) : (source, observer)
        let coefficients = WedgeCoefficients(
          n: n, sourceAngle: from, observerAngle: to, sinSkew: 1, wavenumber: k,
          distanceParameter: rho, sides: turned ? sides?.turned : sides)
        let total = coefficients.incident - coefficients.zeroFace - coefficients.nFace
        return total * phasor(-k * rho) / Complex(rho.squareRoot())
      }
      let sides = ShadowSides(n: n, sourceAngle: source, observerAngle: before)
      for turned in [false, true] {
        let continued = diffracted(after, sides, turned: turned)
        let wave = Complex(sign) * phasor(k * rho * Double.cos(after - image))
        let exact = diffracted(after, nil, turned: turned)
        // The plane wave is continued with the phase of the transition function, which is its own.
        // Its amplitude is cos(epsilon / 2n) sin(epsilon / 2) / (n sin(epsilon / 2n)), that is
        // 1 - epsilon^2 / 20.
        #expect((continued + wave - exact).length < 1e-4)
        #expect((continued - exact).length > 0.9)
        #expect(
          diffracted(before, sides, turned: turned) == diffracted(before, nil, turned: turned))
      }
    }
  }

  @Test("right on a boundary the incident term is one half of the incident field")
  func boundary() {
    for n in [1.25, 1.5, 2] {
      let coefficients = WedgeCoefficients(
        n: n, sourceAngle: 1, observerAngle: 1 + .pi, sinSkew: 1, wavenumber: k,
        distanceParameter: 1e6)
      // sqrt(L) / 2 from the singular term; the other one is of the order of 1 / sqrt(8 pi k).
      #expect(isClose(coefficients.incident.length, 500, within: 0.2))
    }
  }

  @Test("exchanging source and observer changes nothing at a conducting wedge")
  func reciprocity() {
    for (n, one, other) in [(1.5, 0.4, 3.9), (2, 1.1, 6), (1.3, 2.5, 0.2)] {
      let there = coefficients(n, one, other)
      let back = coefficients(n, other, one)
      // The angles enter through their sum and the magnitude of their difference.
      #expect((there.incident - back.incident).length < 1e-15)
      #expect((there.zeroFace + there.nFace - back.zeroFace - back.nFace).length < 1e-15)
    }
  }

  private func coefficients(_ n: Double, _ source: Double, _ observer: Double) -> WedgeCoefficients
  {
    WedgeCoefficients(
      n: n, sourceAngle: source, observerAngle: observer, sinSkew: 0.8, wavenumber: k,
      distanceParameter: 4)
  }

  // MARK: Fields in space

  /// A unit direction at an angle around the z axis, and at an angle from it.
  private func direction(_ phi: Double, skew: Double) -> Vector3 {
    SphericalAngles(theta: skew, phi: phi).direction
  }

  /// The wedge along z whose 0-face is y = 0, seen from an angle by an observer at another.
  private func ray(source: Double, observer: Double, skew: Double) -> WedgeRay {
    WedgeRay(
      edge: .unitZ, incident: -direction(source, skew: .pi - skew),
      diffracted: direction(observer, skew: skew))
  }

  private func normal(ofFaceAt angle: Double) -> Vector3 {
    Vector3(-Double.sin(angle), Double.cos(angle), 0)
  }

  @Test("with perfect conductors Luebbers' field is that of Kouyoumjian and Pathak, at any skew")
  func perfectConductor() {
    let metal = FresnelCoefficients(te: -.one, tm: .one)
    for (n, source, observer, skew) in [
      (1.5, 0.7, 3.9, 1.1), (1.5, 1.9, 0.3, 0.5), (2, 1, 5.5, 1.4), (1.2, 1.4, 2.2, 2.3),
    ] {
      let ray = ray(source: source, observer: observer, skew: skew)
      let coefficients = coefficients(n, source, observer)
      let (zero, far) = (normal(ofFaceAt: 0), normal(ofFaceAt: n * .pi))
      // The edge-fixed bases of the dyadic coefficient.
      let phiIn = -Vector3.unitZ.cross(ray.incident).normalized
      let phiOut = Vector3.unitZ.cross(ray.diffracted).normalized
      let (betaIn, betaOut) = (phiIn.cross(ray.incident), phiOut.cross(ray.diffracted))
      let faces = coefficients.zeroFace + coefficients.nFace
      for (field, expected) in [
        (betaIn, betaOut), (phiIn, phiOut),
      ] {
        let found = ray.diffracted(
          FieldVector(field), coefficients: coefficients,
          zeroFace: .init(normal: zero, reflection: metal),
          nFace: .init(normal: far, reflection: metal))
        let size = field == betaIn ? coefficients.incident - faces : coefficients.incident + faces
        let difference = found.adding(FieldVector(expected).scaled(by: size))
        #expect(difference.real.length + difference.imaginary.length < 1e-14)
      }
    }
  }

  @Test("on a lossy face's reflection boundary the field is half the jump of the reflected one")
  func lossyBoundary() {
    let permittivity = Complex(5.2, -0.3)
    for (n, source, skew, isNear) in [
      (1.5, 0.6, 1.2, true), (1.5, 1.9, 0.9, false), (2, 2.1, 1.3, true),
    ] {
      let boundary = isNear ? Double.pi - source : (2 * n - 1) * .pi - source
      let ray = ray(source: source, observer: boundary, skew: skew)
      let (zero, far) = (normal(ofFaceAt: 0), normal(ofFaceAt: n * .pi))
      func face(_ normal: Vector3, _ isNear: Bool) -> WedgeRay.Face {
        .init(
          normal: normal,
          reflection: halfSpaceReflection(
            permittivity: permittivity,
            cosIncidence: ray.cosIncidence(onFaceWith: normal, isNearSource: isNear)))
      }
      let field = FieldVector(Vector3(0.3, 1, -0.4), Vector3(0.1, 0, 1))
      let transverse = FieldVector(
        field.real - ray.incident * field.real.dot(ray.incident),
        field.imaginary - ray.incident * field.imaginary.dot(ray.incident))
      let distance = 1e8
      let coefficients = WedgeCoefficients(
        n: n, sourceAngle: source, observerAngle: boundary, sinSkew: Double.sin(skew),
        wavenumber: k, distanceParameter: distance * Double.sin(skew) * Double.sin(skew))
      let found = ray.diffracted(
        transverse, coefficients: coefficients, zeroFace: face(zero, true),
        nFace: face(far, false))
      let normal = isNear ? zero : far
      let reflected = transverse.reflected(
        travelling: ray.incident, normal: normal,
        coefficients: halfSpaceReflection(
          permittivity: permittivity, cosIncidence: abs(ray.incident.dot(normal))))
      let half = (distance.squareRoot()) / 2
      let size = (found.real.lengthSquared + found.imaginary.lengthSquared).squareRoot()
      let expected =
        (reflected.real.lengthSquared + reflected.imaginary.lengthSquared).squareRoot() * half
      // The other terms are of the order of 0.1, the half wave is some 1e3.
      #expect(isClose(size, expected, relative: 1e-3))
    }
  }
}
