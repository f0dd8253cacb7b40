// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Two delay-Doppler maps side by side with the same axes and colours, and their difference.
package struct MapComparisonFigure {
  /// What the maps are called.
  package var names: (reference: String, simulated: String)

  /// In seconds and hertz, two values each at least.
  package var delays: [Double]
  package var dopplerShifts: [Double]

  /// `[Doppler][delay]` in watts.
  package var reference: [Double]
  package var simulated: [Double]

  /// The mean noise of a cell in watts, the larger of both; zero for none.
  package var noise: Double

  package init(
    names: (reference: String, simulated: String), delays: [Double], dopplerShifts: [Double],
    reference: [Double], simulated: [Double], noise: Double
  ) {
    self.names = names
    self.delays = delays
    self.dopplerShifts = dopplerShifts
    self.reference = reference
    self.simulated = simulated
    self.noise = noise
  }

  /// Draws a picture in the format PNG.
  ///
  /// - Throws: `FigureError` when gnuplot fails.
  package func picture() throws(FigureError) -> Data {
    let (first, second) = (reference.map { Float($0) }, simulated.map { Float($0) })
    let both = first + second
    let rows = PictureRows(both, bins: delays.count, noise: noise)
    let axis = PowerAxis(both, noise: noise)
    let levels = [first, second].map {
      axis.levels(columns: $0, length: delays.count, rows: rows)
    }
    // Where neither stands out, differences are those of the noise. The strongest of the cells
    // that share a row of the picture exceed its mean by 10 dB now and then only.
    let floor = Float(noise > 0 ? dBm(noise) + 10 : axis.lowest)
    let differences = zip(levels[0], levels[1]).map { max($0, $1) > floor ? $1 - $0 : 0 }
    let scale = "set cbrange [\(axis.lowest):\(axis.highest)]\n\(viridis)"
    let titles = [names.reference, names.simulated].map { quoted($0 + " (dBm)") }
    let panels = [
      panel(titles[0], scale, 0, rows), panel(titles[1], scale, 1, rows),
      panel("difference (dB)", "set cbrange [-20:20]\n\(diverging)", 2, rows),
    ]
    return try GnuplotDrawing(
      width: 1600, height: 600,
      script: "set multiplot layout 1,3\n\(panels.joined(separator: "\n"))\nunset multiplot",
      data: levels + [differences]
    ).picture()
  }

  private func panel(_ title: String, _ scale: String, _ index: Int, _ rows: PictureRows) -> String
  {
    let bin = (delays[1] - delays[0]) * 1e9
    let step = (dopplerShifts[1] - dopplerShifts[0]) * 1e-3
    let height = bin * Double(rows.pooled)
    let bottom = delays[0] * 1e9 + (Double(rows.first) - 0.5) * bin
    let first = dopplerShifts[0] * 1e-3
    let lowest = first - step / 2
    return """
      \(scale)
      set title '\(title)'
      set xlabel 'Doppler shift (kHz)'
      set ylabel 'delay (ns)'
      set xrange [\(lowest):\(lowest + Double(dopplerShifts.count) * step)]
      set yrange [\(bottom):\(bottom + Double(rows.count) * height)]
      set tics out
      plot \(GnuplotDrawing.data(index)) binary \
      array=(\(dopplerShifts.count),\(rows.count)) format='%float' \
      origin=(\(first),\(bottom + height / 2)) dx=\(step) dy=\(height) \
      using 1 with image notitle
      """
  }

  /// Blue where the simulation is weaker, red where it is stronger.
  private var diverging: String {
    "set palette defined (-1 '#2166ac', -0.5 '#92c5de', 0 '#f7f7f7', 0.5 '#f4a582', 1 '#b2182b')"
  }
}
