// SPDX-License-Identifier: Apache-2.0

package import Captures
internal import Foundation

/// Draws what a record of drops holds.
package struct DropFigures {
  private let record: DropRecord
  private let folder: String

  /// Prepares to draw.
  ///
  /// - Parameters:
  ///   - record: What is drawn.
  ///   - folder: An existing folder for the pictures.
  package init(_ record: DropRecord, folder: String) {
    self.record = record
    self.folder = folder
  }

  /// Draws how the losses of each kind of link are distributed: with targets, and the background.
  ///
  /// - Returns: The paths of the pictures.
  /// - Throws: `FigureError` when the figure cannot be drawn.
  package func drawAll() throws(FigureError) -> [String] {
    var targets: [(String, LevelHistogram)] = []
    var backgrounds: [(String, LevelHistogram)] = []
    do {
      for link in record.links {
        targets.append((link, try record.couplings(link)))
        let background = try record.backgrounds(link)
        if background.total > 0 { backgrounds.append((link, background)) }
      }
    } catch {
      throw .record(error)
    }
    var panels = [panel("coupling loss by way of the target (dB)", targets)]
    if !backgrounds.isEmpty { panels.append(panel("loss of the background (dB)", backgrounds)) }
    let path = (folder as NSString).appendingPathComponent("coupling-loss.png")
    try GnuplotDrawing.grid(panels, columns: panels.count).draw(to: path)
    return [path]
  }

  /// Colours that also differ in brightness.
  private static let colors = [
    "#1040a0", "#f08030", "#208060", "#c02060", "#7050c0", "#606060",
  ]

  private func panel(
    _ axis: String, _ curves: [(name: String, levels: LevelHistogram)]
  ) -> GnuplotDrawing {
    var data: [[Float]] = []
    var plots: [String] = []
    for (index, curve) in curves.enumerated() where curve.levels.total > 0 {
      let points = (0...1000).compactMap { step -> [Float]? in
        let share = Double(step) / 1000
        return curve.levels.quantile(share).map { [Float($0), Float(100 * share)] }
      }
      let color = Self.colors[index % Self.colors.count]
      plots.append(
        "\(GnuplotDrawing.data(data.count)) binary format='%2float' using 1:2 with lines"
          + " linewidth 2 linecolor rgb '\(color)' title '\(quoted(curve.name))'")
      data.append(points.flatMap { $0 })
    }
    let script = """
      set title '\(quoted(record.name)), \(record.drops) drops'
      set xlabel '\(axis)'
      set ylabel 'share of links below (%)'
      set yrange [0:100]
      set key top left
      set grid
      plot \(plots.isEmpty ? "0 notitle" : plots.joined(separator: ", "))
      """
    return GnuplotDrawing(width: 900, height: 700, script: script, data: data)
  }
}
