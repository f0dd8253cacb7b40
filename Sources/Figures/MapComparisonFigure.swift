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
    let columns = MapPanel.dopplerAxis(dopplerShifts)
    return try MapPanel.row(
      [
        (titles[0], scale, levels[0]), (titles[1], scale, levels[1]),
        ("difference (dB)", "set cbrange [-20:20]\n\(divergingColours)", differences),
      ], columns: columns, delays: delays, rows: rows)
  }
}
