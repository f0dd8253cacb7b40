// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import Electromagnetics
import Foundation
import RealModule
import TestSupport
import Testing

@Suite("Tables of wedges")
struct GoldenWedgeTests {
  private struct Table: Decodable {
    struct Row: Decodable {
      var n: Double
      var phi_inc_deg: Double
      var phi_deg: Double
      var rho_over_lambda: Double
      var pol: String
      var utd_total: [Double]
      var exact_series: [Double]
    }
    var rows: [Row]
  }

  @Test("the total field is that of tables computed elsewhere, uniform and exact")
  func table() throws {
    guard let file = SharedFiles.path("facts/physics/golden_utd_pec_wedge.json") else {
      print("skipped: the table of wedges is not on this machine")
      return
    }
    let table = try JSONDecoder().decode(
      Table.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
    #expect(table.rows.count > 20)
    for row in table.rows {
      let field = total(row)
      let uniform = Complex(row.utd_total[0], row.utd_total[1])
      let exact = Complex(row.exact_series[0], row.exact_series[1])
      // The same formulas; the rows are rounded to double precision.
      #expect((field - uniform).length < 1e-11, "\(row)")
      // What the uniform theory leaves out falls with the distance: 4.5e-3 at a wavelength.
      #expect((field - exact).length < (row.rho_over_lambda < 5 ? 5e-3 : 1e-3), "\(row)")
    }
  }

  /// Incident, reflected and diffracted field of a plane wave, with a wavelength of one metre.
  private func total(_ row: Table.Row) -> Complex<Double> {
    let (k, rho, degree) = (2 * Double.pi, row.rho_over_lambda, Double.pi / 180)
    let (source, observer) = (row.phi_inc_deg * degree, row.phi_deg * degree)
    let sign = Complex<Double>(row.pol == "soft" ? -1 : 1)
    func wave(_ angle: Double) -> Complex<Double> {
      Complex(length: 1, phase: k * rho * Double.cos(angle))
    }
    let coefficients = WedgeCoefficients(
      n: row.n, sourceAngle: source, observerAngle: observer, sinSkew: 1, wavenumber: k,
      distanceParameter: rho)
    let diffracted =
      coefficients.incident + sign * (coefficients.zeroFace + coefficients.nFace)
    var field =
      diffracted * Complex(length: 1 / rho.squareRoot(), phase: -k * rho)
    if observer - source < .pi { field += wave(observer - source) }
    if observer + source < .pi { field += sign * wave(observer + source) }
    let beyond = (2 * row.n - 1) * .pi
    if observer + source > beyond { field += sign * wave(2 * row.n * .pi - observer - source) }
    return field
  }
}
