// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Measured powers over delay and Doppler shift, or over delay and time, with what a twin lets expect before
/// and after a fit, in the same colours.
package struct CalibrationMapFigure {
  /// The middles of the cells in seconds, two at least.
  package var delays: [Double]

  /// The middles of the columns in hertz; nil where they are windows of time.
  package var dopplerShifts: [Double]?

  /// `[column][delay]` as path gains, of two columns at least.
  package var measured: [[Double]]
  package var before: [[Double]]
  package var after: [[Double]]

  /// Whether cells of each delay were fitted; the others stay grey in differences.
  package var isUsed: [Bool]

  package init(
    delays: [Double], dopplerShifts: [Double]?, measured: [[Double]], before: [[Double]],
    after: [[Double]], isUsed: [Bool]
  ) {
    self.delays = delays
    self.dopplerShifts = dopplerShifts
    self.measured = measured
    self.before = before
    self.after = after
    self.isUsed = isUsed
  }

  /// How many decibels the colours span at most, and those of differences on both sides of zero.
  private static let span = 60.0
  private static let difference = 6.0

  /// Draws a picture in the format PNG: what was measured, the twin after the fit, and measured over expected
  /// power before and after it.
  ///
  /// - Throws: `FigureError` when gnuplot fails.
  package func picture() throws(FigureError) -> Data {
    let columns =
      dopplerShifts.map(MapPanel.dopplerAxis)
      ?? MapPanel.Columns(first: 1, step: 1, count: measured.count, label: "window")
    // Most cells hold noise only, or else there is none to speak of.
    let sorted = measured.joined().sorted()
    let noise = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    let rows = PictureRows(
      (measured + after).flatMap { $0.map { Float($0) } }, bins: delays.count, noise: noise,
      needed: isUsed.indices.filter { isUsed[$0] })
    let peak = level(max((measured + after).joined().max() ?? 0, 1e-30))
    let highest = (peak / 5).rounded(.up) * 5
    let lowest = max(highest - Self.span, (min(level(noise), highest - 30) / 5).rounded(.down) * 5)
    let powers = "set cbrange [\(lowest):\(highest)]\n\(viridis)"
    let ratios = """
      set cbrange [-\(Self.difference):\(Self.difference)]
      set object 1 rectangle from graph 0,0 to graph 1,1 behind fillcolor rgb '#a0a0a0'
      \(divergingColours)
      """
    return try MapPanel.row(
      [
        ("measured: path gain with antennas (dB)", powers, levels(measured, rows, lowest)),
        ("twin after: path gain with antennas (dB)", powers, levels(after, rows, lowest)),
        ("measured over twin before (dB)", ratios, differences(before, rows)),
        ("measured over twin after (dB)", ratios, differences(after, rows)),
      ], columns: columns, delays: delays, rows: rows, perRow: 2)
  }

  private func level(_ power: Double) -> Double { 10 * log10(max(power, 1e-30)) }

  /// `[row][column]`, the strongest of the cells that share a row.
  private func levels(_ values: [[Double]], _ rows: PictureRows, _ lowest: Double) -> [Float] {
    pooled(rows) { Float(max(lowest, level(values[$0][$1].max() ?? 0))) }
  }

  /// `[row][column]`: the ratio of the means of the cells that share a row; no number where none of them was
  /// fitted.
  private func differences(_ expected: [[Double]], _ rows: PictureRows) -> [Float] {
    pooled(rows) { column, cells in
      guard cells.contains(where: { isUsed[$0] }) else { return .nan }
      let sums = (
        measured[column][cells].reduce(0, +), expected[column][cells].reduce(0, +)
      )
      return sums.0 > 0 && sums.1 > 0 ? Float(level(sums.0) - level(sums.1)) : 0
    }
  }

  private func pooled(
    _ rows: PictureRows, _ value: (_ column: Int, _ cells: Range<Int>) -> Float
  ) -> [Float] {
    (0..<rows.count).flatMap { row in
      let start = rows.first + row * rows.pooled
      return measured.indices.map { value($0, start..<start + rows.pooled) }
    }
  }
}
