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
    let title =
      record.isServing
      ? "coupling loss to the sector that serves (dB)" : "coupling loss by way of the target (dB)"
    var panels = [panel(title, try levels(record.couplings))]
    for (subject, title) in Self.fullTitles {
      let full = try levels { (link) throws(RecordError) in
        try record.levels(DropFigure(.fullCoupling, of: subject), link)
      }
      if !full.isEmpty { panels.append(panel(title, full)) }
    }
    let backgrounds = try levels(record.backgrounds)
    if !backgrounds.isEmpty { panels.append(panel("loss of the background (dB)", backgrounds)) }
    for quantity in DropQuantity.allCases where quantity.isGeometry {
      let ratios = try levels { (link) throws(RecordError) in
        try record.levels(DropFigure(quantity), link)
      }
      if !ratios.isEmpty { panels.append(panel(quantity.heading, ratios)) }
    }
    var pictures = [try draw(panels, columns: panels.count, as: "coupling-loss")]
    let spreads = try spreadPanels()
    if !spreads.isEmpty { pictures.append(try draw(spreads, columns: 3, as: "spreads")) }
    return pictures
  }

  private static let fullTitles: [(DropSubject, String)] = [
    (.target, "coupling loss with fading (dB)"),
    (.combined, "coupling loss with fading and background (dB)"),
  ]

  /// The panels of delay and angular spreads by way of the target, none where the record has none.
  private func spreadPanels() throws(FigureError) -> [GnuplotDrawing] {
    var panels: [GnuplotDrawing] = []
    for quantity in DropQuantity.allCases where !quantity.isLevel {
      let curves = try levels { (link) throws(RecordError) in
        try record.levels(DropFigure(quantity), link)
      }
      guard !curves.isEmpty else { continue }
      panels.append(
        panel(quantity.heading, curves, isLogarithmic: true) {
          quantity.value($0) * quantity.headingScale
        })
    }
    return panels
  }

  /// The levels of all links that have any.
  private func levels(
    _ read: (String) throws(RecordError) -> LevelHistogram
  ) throws(FigureError) -> [(String, LevelHistogram)] {
    var found: [(String, LevelHistogram)] = []
    do {
      for link in record.links { found.append((link, try read(link))) }
    } catch {
      throw .record(error)
    }
    return found.filter { $0.1.total > 0 }
  }

  private func draw(
    _ panels: [GnuplotDrawing], columns: Int, as name: String
  ) throws(FigureError) -> String {
    let path = (folder as NSString).appendingPathComponent(name + ".png")
    try GnuplotDrawing.grid(panels, columns: columns).draw(to: path)
    return path
  }

  /// Colours that also differ in brightness.
  private static let colors = [
    "#1040a0", "#f08030", "#208060", "#c02060", "#7050c0", "#606060",
  ]

  private func panel(
    _ axis: String, _ curves: [(name: String, levels: LevelHistogram)],
    isLogarithmic: Bool = false, value: (Double) -> Double = { $0 }
  ) -> GnuplotDrawing {
    var data: [[Float]] = []
    var plots: [String] = []
    for (index, curve) in curves.enumerated() where curve.levels.total > 0 {
      // Spreads of nearly nothing would take most of a logarithmic axis.
      let steps = isLogarithmic ? 5...995 : 0...1000
      let points = steps.compactMap { step -> [Float]? in
        let share = Double(step) / 1000
        guard let level = curve.levels.quantile(share) else { return nil }
        if isLogarithmic, level <= LevelHistogram.range.lowerBound { return nil }
        return [Float(value(level)), Float(100 * share)]
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
      \(isLogarithmic ? "set logscale x" : "")
      plot \(plots.isEmpty ? "0 notitle" : plots.joined(separator: ", "))
      """
    return GnuplotDrawing(width: 900, height: 700, script: script, data: data)
  }
}
