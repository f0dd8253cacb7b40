// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Two power-delay profiles over each other, and their differences below.
package struct ProfileComparisonFigure {
  /// A difference of levels over a stretch of delay.
  package struct Difference {
    /// In seconds.
    package let delay: Double

    /// In dB.
    package let decibels: Double

    package init(delay: Double, decibels: Double) {
      self.delay = delay
      self.decibels = decibels
    }
  }

  /// What the profiles are called.
  package var names: (reference: String, simulated: String)

  /// In seconds.
  package var delays: [Double]

  /// In watts.
  package var reference: [Double]
  package var simulated: [Double]

  /// What an echo exceeds, in watts.
  package var threshold: Double
  package var differences: [Difference]

  /// What speckle alone makes of a difference, as a standard deviation in dB.
  package var speckleDeviation: Double

  package init(
    names: (reference: String, simulated: String), delays: [Double], reference: [Double],
    simulated: [Double], threshold: Double, differences: [Difference], speckleDeviation: Double
  ) {
    self.names = names
    self.delays = delays
    self.reference = reference
    self.simulated = simulated
    self.threshold = threshold
    self.differences = differences
    self.speckleDeviation = speckleDeviation
  }

  /// Draws a picture in the format PNG.
  ///
  /// - Throws: `FigureError` when gnuplot fails.
  package func picture() throws(FigureError) -> Data {
    let rows = PictureRows(
      (reference + simulated).map { Float($0) }, bins: max(1, delays.count), noise: threshold)
    let last = min(delays.count - 1, rows.first + rows.count * rows.pooled)
    let range = "[\(delays[rows.first] * 1e9):\(delays[max(last, 0)] * 1e9)]"
    let lowest = dBm(max(threshold, 1e-30)) - 20
    func curve(_ powers: [Double]) -> [Float] {
      zip(delays, powers).flatMap {
        [Float($0 * 1e9), Float(max(lowest, dBm(max($1, 1e-30))))]
      }
    }
    let points = differences.flatMap { [Float($0.delay * 1e9), Float($0.decibels)] }
    let pair = "binary format='%2float' using 1:2"
    let deviation = speckleDeviation
    var lower = """
      set origin 0,0; set size 1,0.36
      unset title
      set xlabel 'delay (ns)'
      set ylabel 'difference (dB)'
      set yrange [*:*]
      unset key
      set object 1 rectangle from graph 0,first \(-deviation) to graph 1,first \(deviation) \
      fillcolor rgb '#dddddd' fillstyle solid noborder behind
      plot 0 with lines linecolor rgb '#000000'
      """
    if !points.isEmpty {
      lower +=
        ", \(GnuplotDrawing.data(2)) \(pair) with points pointtype 7 pointsize 0.5 linecolor"
        + " rgb '#0072b2'"
    }
    return try GnuplotDrawing(
      width: 1100, height: 800,
      script: """
        set multiplot
        set origin 0,0.36; set size 1,0.64
        set lmargin 10; set rmargin 3
        set grid
        set key top right
        set xrange \(range)
        set ylabel 'power (dBm)'
        plot \(GnuplotDrawing.data(0)) \(pair) with lines linecolor rgb '#000000' linewidth 1.6 \
        title '\(quoted(names.reference))', \
        \(GnuplotDrawing.data(1)) \(pair) with lines linecolor rgb '#d55e00' linewidth 1.2 \
        title '\(quoted(names.simulated))', \
        \(dBm(max(threshold, 1e-30))) with lines dashtype 2 linecolor rgb '#777777' \
        title 'compared above'
        \(lower)
        unset multiplot
        """,
      data: [curve(reference), curve(simulated)] + (points.isEmpty ? [] : [points])
    ).picture()
  }
}
