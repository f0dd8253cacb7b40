// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import FieldOracles
import Foundation
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
      let degree = Double.pi / 180
      let field = uniformWedgeField(
        isSoft: row.pol == "soft", n: row.n, source: row.phi_inc_deg * degree,
        observer: row.phi_deg * degree, rho: row.rho_over_lambda)
      let uniform = Complex(row.utd_total[0], row.utd_total[1])
      let exact = Complex(row.exact_series[0], row.exact_series[1])
      // The same formulas; the rows are rounded to double precision.
      #expect((field - uniform).length < 1e-11, "\(row)")
      // What the uniform theory leaves out falls with the distance: 4.5e-3 at a wavelength.
      #expect((field - exact).length < (row.rho_over_lambda < 5 ? 5e-3 : 1e-3), "\(row)")
    }
  }
}
