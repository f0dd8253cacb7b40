// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import Electromagnetics
internal import FieldOracles
internal import RealModule

extension ValidationCase {
  static let wedge = ValidationCase(
    name: "From 5 wavelengths on the field at a metal wedge is that of the exact series",
    oracle: "series of modes (Bowman, Senior and Uslenghi 1969), angles right at the shadows too",
    tolerance: 1e-3, unit: "of the incident field",
    reason:
      "the uniform theory leaves out terms of (k rho)^-3/2: 6e-3 at 5 wavelengths, times a factor"
      + " below one"
  ) {
    let degree = Double.pi / 180
    var deviation = 0.0
    var points: [(place: Double, found: Double, exact: Double)] = []
    for n in [1.25, 1.5, 1.75, 2] {
      for rho in [5.0, 10] {
        let exact = WedgeSeries(n: n, distance: 2 * .pi * rho)
        for (source, observers) in [
          (55.0, [10.0, 60, 100, 124.9, 125.1, 140, 190, 234.9]), (100, [5.0, 79.9, 150, 220]),
          (20, [33.0, 159.9, 160.1, 199.9, 200.1]),
        ] {
          for observer in observers where observer < n * 180 {
            for isSoft in [true, false] {
              let found = uniformWedgeField(
                isSoft: isSoft, n: n, source: source * degree, observer: observer * degree,
                rho: rho)
              let series = exact.field(
                isSoft: isSoft, source: source * degree, observer: observer * degree)
              deviation = max(deviation, (found - series).length)
            }
          }
        }
      }
    }
    let exact = WedgeSeries(n: 1.5, distance: 10 * .pi)
    for step in 1..<270 {
      let observer = Double(step) * degree
      let found = uniformWedgeField(
        isSoft: true, n: 1.5, source: 55 * degree, observer: observer, rho: 5)
      let series = exact.field(isSoft: true, source: 55 * degree, observer: observer)
      points.append((Double(step), found.length, series.length))
    }
    return Comparison(
      deviation: deviation,
      curves: Curves(
        file: "wedge", abscissa: "angle from the lit face of a right-angled wedge (degrees)",
        ordinate: "field along the edge, 5 wavelengths away", isLogarithmic: false, points: points))
  }

  static let knifeEdge = ValidationCase(
    name: "An edge far away has the loss of a knife edge",
    oracle: "Fresnel's integrals (ITU-R P.526, section 4.1)", tolerance: 0.01, unit: "dB",
    reason: "the terms of the screen's faces are of the order of the angle, 2e-3 of the field"
  ) {
    let (d1, d2) = (4e5, 6e5)
    var points: [(place: Double, found: Double, exact: Double)] = []
    for step in 1...50 {
      let nu = Double(step) / 10
      let theta = nu / (2 * d1 * d2 / (d1 + d2)).squareRoot()
      let coefficients = WedgeCoefficients(
        n: 2, sourceAngle: .pi / 2, observerAngle: 1.5 * .pi + theta, sinSkew: 1,
        wavenumber: 2 * .pi, distanceParameter: d1 * d2 / (d1 + d2))
      let gain = coefficients.incident.length * ((d1 + d2) / (d1 * d2)).squareRoot()
      points.append((nu, -20 * Double.log10(gain), -20 * Double.log10(fresnelShadow(nu))))
    }
    return Comparison(
      deviation: points.map { abs($0.found - $0.exact) }.max() ?? 0,
      curves: Curves(
        file: "knife-edge", abscissa: "Fresnel parameter nu", ordinate: "loss (dB)",
        isLogarithmic: false, points: points))
  }

  /// |(1 + j) / 2 integral of e^(-j pi t^2 / 2) from nu to infinity|.
  ///
  /// With t = nu + (1 - j) u / sqrt 2 the integrand decays: e^(-j pi nu^2 / 2) times the integral
  /// of e^(-pi u^2 / 2 - pi nu (1 + j) u / sqrt 2), which Simpson's rule does.
  private static func fresnelShadow(_ nu: Double) -> Double {
    let (steps, end) = (4000, 6.0)
    let step = end / Double(steps)
    let decay = .pi * nu / 2.0.squareRoot()
    var sum = Complex<Double>.zero
    for index in 0...steps {
      let u = Double(index) * step
      let weight = index == 0 || index == steps ? 1.0 : index.isMultiple(of: 2) ? 2 : 4
      sum += Complex(
        length: weight * Double.exp(-.pi * u * u / 2 - decay * u), phase: -decay * u)
    }
    return (sum.length * step / 3) / 2.0.squareRoot()
  }
}
