// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// The noise of two records over delay, over each other.
package struct NoiseComparisonFigure {
  /// What the records are called.
  package var names: (reference: String, simulated: String)

  /// In seconds.
  package var delays: [Double]

  /// Noise of a cell in watts; zero where there is none.
  package var reference: [Double]
  package var simulated: [Double]

  package init(
    names: (reference: String, simulated: String), delays: [Double], reference: [Double],
    simulated: [Double]
  ) {
    self.names = names
    self.delays = delays
    self.reference = reference
    self.simulated = simulated
  }

  /// Draws a picture in the format PNG.
  ///
  /// - Throws: `FigureError` when gnuplot fails.
  package func picture() throws(FigureError) -> Data {
    func curve(_ powers: [Double]) -> [Float] {
      zip(delays, powers).filter { $1 > 0 }.flatMap { [Float($0 * 1e9), Float(dBm($1))] }
    }
    let pair = "binary format='%2float' using 1:2"
    return try GnuplotDrawing(
      width: 1100, height: 400,
      script: """
        set lmargin 10; set rmargin 3
        set grid
        set autoscale xfix
        set key bottom center
        set xlabel 'delay (ns)'
        set ylabel 'noise of a cell (dBm)'
        plot \(GnuplotDrawing.data(0)) \(pair) with lines linecolor rgb '#000000' linewidth 1.6 \
        title '\(quoted(names.reference))', \
        \(GnuplotDrawing.data(1)) \(pair) with lines linecolor rgb '#d55e00' linewidth 1.2 \
        title '\(quoted(names.simulated))'
        """,
      data: [curve(reference), curve(simulated)]
    ).picture()
  }
}
