// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Pictures over delay and something else, side by side with the same axes.
enum MapPanel {
  /// What the columns of a picture are: the first one, how far apart they are, how many, and their label.
  struct Columns {
    var first: Double
    var step: Double
    var count: Int
    var label: String
  }

  /// Columns of Doppler shifts in hertz, two at least.
  static func dopplerAxis(_ shifts: [Double]) -> Columns {
    Columns(
      first: shifts[0] * 1e-3, step: (shifts[1] - shifts[0]) * 1e-3, count: shifts.count,
      label: "Doppler shift (kHz)")
  }

  /// Draws pictures in rows.
  ///
  /// - Parameters:
  ///   - panels: Of each its title, the commands that set its colours, and `[row][column]` values.
  ///   - columns: The horizontal axis.
  ///   - delays: Of all bins, in seconds.
  ///   - rows: Those that are shown.
  ///   - perRow: How many pictures stand side by side; nil for all.
  /// - Returns: A picture in the format PNG.
  /// - Throws: `FigureError` when gnuplot fails.
  static func row(
    _ panels: [(title: String, colours: String, values: [Float])], columns: Columns,
    delays: [Double], rows: PictureRows, perRow: Int? = nil
  ) throws(FigureError) -> Data {
    let commands = panels.enumerated().map { index, panel in
      command(panel.title, panel.colours, index, columns, delays, rows)
    }
    let across = perRow ?? panels.count
    let down = (panels.count + across - 1) / across
    return try GnuplotDrawing(
      width: max(1600, 450 * across), height: 600 * down,
      script:
        "set multiplot layout \(down),\(across)\n\(commands.joined(separator: "\n"))\nunset multiplot",
      data: panels.map(\.values)
    ).picture()
  }

  private static func command(
    _ title: String, _ colours: String, _ index: Int, _ columns: Columns, _ delays: [Double],
    _ rows: PictureRows
  ) -> String {
    let bin = (delays[1] - delays[0]) * 1e9
    let height = bin * Double(rows.pooled)
    let bottom = delays[0] * 1e9 + (Double(rows.first) - 0.5) * bin
    let lowest = columns.first - columns.step / 2
    return """
      \(colours)
      set title '\(title)'
      set xlabel '\(columns.label)'
      set ylabel 'delay (ns)'
      set xrange [\(lowest):\(lowest + Double(columns.count) * columns.step)]
      set yrange [\(bottom):\(bottom + Double(rows.count) * height)]
      set tics out
      plot \(GnuplotDrawing.data(index)) binary \
      array=(\(columns.count),\(rows.count)) format='%float' \
      origin=(\(columns.first),\(bottom + height / 2)) dx=\(columns.step) dy=\(height) \
      using 1 with image notitle
      """
  }
}

/// Blue where the second of two is weaker, red where it is stronger.
let divergingColours =
  "set palette defined (-1 '#2166ac', -0.5 '#92c5de', 0 '#f7f7f7', 0.5 '#f4a582', 1 '#b2182b')"
