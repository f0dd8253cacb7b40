// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Measured power over delay with what a twin lets expect before and after a fit.
package struct CalibrationFigure {
  /// The middles of the cells in seconds, and mean powers as path gains; what is zero is not drawn.
  package var delays: [Double]
  package var measured: [Double]
  package var before: [Double]
  package var after: [Double]

  /// Whether each cell was fitted.
  package var isUsed: [Bool]

  package init(
    delays: [Double], measured: [Double], before: [Double], after: [Double], isUsed: [Bool]
  ) {
    self.delays = delays
    self.measured = measured
    self.before = before
    self.after = after
    self.isUsed = isUsed
  }

  /// Draws a picture in the format PNG.
  ///
  /// - Throws: `FigureError` when gnuplot fails.
  package func picture() throws(FigureError) -> Data {
    let used = delays.indices.filter { isUsed[$0] }
    guard let first = used.first, let last = used.last else { return try empty.picture() }
    func level(_ value: Double) -> Double { 10 * log10(max(value, 1e-30)) }
    func curve(_ powers: [Double]) -> [Float] {
      (first...last).filter { powers[$0] > 0 }.flatMap { cell in
        [Float(delays[cell] * 1e9), Float(level(powers[cell]))]
      }
    }
    func difference(_ powers: [Double]) -> [Float] {
      used.filter { measured[$0] > 0 && powers[$0] > 0 }.flatMap { cell in
        [Float(delays[cell] * 1e9), Float(level(measured[cell]) - level(powers[cell]))]
      }
    }
    // Points are of single precision, and one cell alone has a width, too.
    let margin = delays.count > 1 ? abs(delays[1] - delays[0]) / 2 * 1e9 : 1
    let pair = "binary format='%2float' using 1:2"
    // Colours that also differ in brightness.
    let (grey, blue) = ("#f08030", "#1040a0")
    let script = """
      set multiplot
      set lmargin 10
      set rmargin 3
      set xrange [\(delays[first] * 1e9 - margin):\(delays[last] * 1e9 + margin)]
      set origin 0,0.36; set size 1,0.64
      set ylabel 'path gain with antennas (dB)'
      set key top right
      plot \(GnuplotDrawing.data(0)) \(pair) with points pt 7 ps 0.5 linecolor rgb '#000000' title 'measured', \
        \(GnuplotDrawing.data(1)) \(pair) with lines linecolor rgb '\(grey)' title 'before', \
        \(GnuplotDrawing.data(2)) \(pair) with lines linewidth 2 linecolor rgb '\(blue)' title 'after'
      set origin 0,0; set size 1,0.36
      set xlabel 'delay (ns)'
      set ylabel 'difference (dB)'
      unset key
      plot 0 with lines linecolor rgb '#000000', \
        \(GnuplotDrawing.data(3)) \(pair) with points pt 6 ps 0.6 linecolor rgb '\(grey)', \
        \(GnuplotDrawing.data(4)) \(pair) with points pt 7 ps 0.6 linecolor rgb '\(blue)'
      unset multiplot
      """
    return try GnuplotDrawing(
      script: script,
      data: [
        curve(measured), curve(before), curve(after), difference(before), difference(after),
      ]
    ).picture()
  }

  private var empty: GnuplotDrawing {
    GnuplotDrawing(
      script: "set title 'no cell was fitted'\nset xrange [0:1]\nset yrange [0:1]\nplot 0 notitle",
      data: [])
  }
}
