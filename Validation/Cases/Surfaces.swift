// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import Electromagnetics
internal import RealModule
internal import Spatial

extension ValidationCase {
  static let layer = ValidationCase(
    name: "A layer of lossy glass reflects and passes what the fields at its two faces demand",
    oracle: "continuity of the tangential fields, solved as a characteristic matrix",
    tolerance: 1e-12, unit: "of the incident field",
    reason: "phases of 60 rad in double precision are good to 1e-14, some ten operations"
  ) {
    let (permittivity, thickness) = (Complex(6.31, -0.285), 0.006)
    var deviation = 0.0
    var points: [(place: Double, found: Double, exact: Double)] = []
    for step in 0...80 {
      let frequency = 77e9 + 0.05e9 * Double(step)
      let wavelength = 299_792_458 / frequency
      for degrees in [0.0, 17, 45, 68, 85] {
        let cosine = Double.cos(degrees * .pi / 180)
        let found = slabCoefficients(
          permittivity: permittivity, thickness: thickness, wavelength: wavelength,
          cosIncidence: cosine)
        let exact = matched(permittivity, thickness / wavelength, cosine)
        for (a, b) in [
          (found.reflection.te, exact.te.reflection), (found.reflection.tm, exact.tm.reflection),
          (found.transmission.te, exact.te.transmission),
          (found.transmission.tm, exact.tm.transmission),
        ] { deviation = max(deviation, (a - b).length) }
        guard degrees == 0 else { continue }
        points.append(
          (
            frequency / 1e9, 20 * Double.log10(found.reflection.te.length),
            20 * Double.log10(exact.te.reflection.length)
          ))
      }
    }
    return Comparison(
      deviation: deviation,
      curves: Curves(
        file: "layer", abscissa: "frequency (GHz)", ordinate: "reflection of 6 mm of glass (dB)",
        isLogarithmic: false, points: points))
  }

  private typealias Pair = (reflection: Complex<Double>, transmission: Complex<Double>)

  /// The coefficients from the characteristic matrix of a layer (Born and Wolf, section 1.6).
  ///
  /// With admittances y relative to air's, [cos d, j sin d / y; j y sin d, cos d] joins electric and
  /// magnetic tangential fields of both faces.
  private static func matched(
    _ permittivity: Complex<Double>, _ wavelengths: Double, _ cosine: Double
  ) -> (te: Pair, tm: Pair) {
    let inside = Complex.sqrt(permittivity - Complex(1 - cosine * cosine))
    let phase = Complex<Double>(2 * .pi * wavelengths) * inside
    func solved(_ outer: Complex<Double>, _ inner: Complex<Double>) -> Pair {
      let y = inner / outer
      let (c, s) = (Complex.cos(phase), Complex(0, 1) * Complex.sin(phase))
      let (electric, magnetic) = (c + s / y, y * s + c)
      return ((electric - magnetic) / (electric + magnetic), 2 / (electric + magnetic))
    }
    let te = solved(Complex(cosine), inside)
    // For fields in the plane of incidence the electric field along the face is the one reflected
    // with the other sign.
    let tm = solved(1 / Complex(cosine), permittivity / inside)
    return (te, (-tm.reflection, tm.transmission))
  }

  static let lobes = ValidationCase(
    name: "Lobes of whole and broken exponents scatter all the power they are given",
    oracle: "Simpson's rule over the hemisphere", tolerance: 1e-9, unit: "of the power",
    reason: "Simpson's rule errs by h^4 / 180 of the fourth derivative, 1e3 for an exponent of 30"
  ) {
    var deviation = 0.0
    for lobe: ScatteringLobe in [
      .lambertian, .directive(.init(exponent: 4)), .directive(.init(exponent: 2.7)),
      .directive(.init(exponent: 30)),
      .backscattering(.init(forwardExponent: 4, backwardExponent: 6, forwardShare: 0.6)),
      .backscattering(.init(forwardExponent: 1.5, backwardExponent: 9.3, forwardShare: 0)),
    ] {
      for degrees in [0.0, 15, 45, 75, 85] {
        let angle = degrees * .pi / 180
        let incident = Vector3(Double.sin(angle), 0, -Double.cos(angle))
        let total = hemisphere {
          lobe.density(incident: incident, scattered: $0, normal: .unitZ)
        }
        deviation = max(deviation, abs(total - 1))
      }
    }
    return Comparison(deviation: deviation)
  }

  /// Integrates over the upper hemisphere with Simpson's rule in the zenith angle.
  ///
  /// The lobes are smooth in it, and periodic in azimuth, where equal steps converge at once.
  private static func hemisphere(_ density: (Vector3) -> Double) -> Double {
    let (rings, sectors) = (800, 128)
    var sum = 0.0
    for ring in 0...rings {
      let zenith = Double.pi / 2 * Double(ring) / Double(rings)
      let weight = ring == 0 || ring == rings ? 1.0 : ring.isMultiple(of: 2) ? 2 : 4
      // At the horizon itself the lobes are cut off; its limit from above belongs to the integral.
      let cosine = max(Double.cos(zenith), 1e-15)
      let sine = Double.sin(zenith)
      for sector in 0..<sectors {
        let phi = 2 * Double.pi * (Double(sector) + 0.5) / Double(sectors)
        sum +=
          weight * sine * density(Vector3(sine * Double.cos(phi), sine * Double.sin(phi), cosine))
      }
    }
    return sum * Double.pi / 2 / Double(rings) / 3 * 2 * .pi / Double(sectors)
  }
}
