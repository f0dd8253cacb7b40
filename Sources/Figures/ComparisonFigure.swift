// SPDX-License-Identifier: Apache-2.0

/// A picture of the engine's values over a quantity and of those they are held against.
package struct ComparisonFigure {
  package var title: String
  package var abscissa: String
  package var ordinate: String

  /// Whether the abscissa is logarithmic.
  package var isLogarithmic: Bool

  /// Places, the engine's values, and the others.
  package var points: [(place: Double, found: Double, exact: Double)]

  package init(
    title: String, abscissa: String, ordinate: String, isLogarithmic: Bool,
    points: [(place: Double, found: Double, exact: Double)]
  ) {
    self.title = title
    self.abscissa = abscissa
    self.ordinate = ordinate
    self.isLogarithmic = isLogarithmic
    self.points = points
  }

  /// Draws into a PNG file.
  ///
  /// - Parameter path: The file.
  /// - Throws: `FigureError` when gnuplot fails or the file cannot be written.
  package func draw(to path: String) throws(FigureError) {
    let file = "\(GnuplotDrawing.data(0)) binary format='%3float'"
    try GnuplotDrawing(
      width: 1000, height: 600,
      script: """
        set title '\(quoted(title))'
        set xlabel '\(quoted(abscissa))'
        set ylabel '\(quoted(ordinate))'
        set grid
        set key top right
        \(isLogarithmic ? "set logscale x" : "")
        plot \(file) using 1:3 with lines linecolor rgb '#d55e00' linewidth 3 title 'oracle', \
        \(file) using 1:2 with points pointtype 7 pointsize 0.6 linecolor rgb '#0072b2' title 'rftwin'
        """,
      data: [points.flatMap { [Float($0.place), Float($0.found), Float($0.exact)] }]
    ).draw(to: path)
  }
}
