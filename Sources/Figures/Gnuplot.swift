// SPDX-License-Identifier: Apache-2.0

package import Captures
internal import Foundation

/// Why a figure cannot be drawn.
package enum FigureError: Error, CustomStringConvertible {
  /// gnuplot is not on the machine.
  case noGnuplot

  /// gnuplot failed; its own words.
  case gnuplot(String)

  /// A file cannot be written.
  case writing(String)

  /// The record cannot be read.
  case record(RecordError)

  /// The record has nothing to draw.
  case nothingToDraw(String)

  package var description: String {
    switch self {
    case .noGnuplot:
      "gnuplot is needed for figures and is not installed; install the package 'gnuplot-nox'"
    case .gnuplot(let words): "gnuplot failed: \(words)"
    case .writing(let path): "\(path): the figure cannot be written; is the disk full?"
    case .record(let error): error.description
    case .nothingToDraw(let what): what
    }
  }
}

/// A drawing as a gnuplot script with the numbers it draws.
struct GnuplotDrawing {
  /// The size of the picture in pixels.
  var width = 1200
  var height = 800

  /// The script; "<data 0>" and so on stand for the names of the data files.
  var script: String

  /// Numbers that are handed over as 32-bit floats.
  var data: [[Float]]

  /// Several drawings in one picture, row by row.
  static func grid(_ drawings: [GnuplotDrawing], columns: Int) -> GnuplotDrawing {
    let rows = (drawings.count + columns - 1) / columns
    var script = "set multiplot layout \(rows),\(columns)\n"
    var data: [[Float]] = []
    for drawing in drawings {
      var part = drawing.script
      for index in drawing.data.indices.reversed() {
        part = part.replacingOccurrences(
          of: "<data \(index)>", with: "<data \(index + data.count)>")
      }
      script += "reset\n\(part)\n"
      data += drawing.data
    }
    return GnuplotDrawing(
      width: columns * (drawings.map(\.width).max() ?? 0),
      height: rows * (drawings.map(\.height).max() ?? 0), script: script + "unset multiplot",
      data: data)
  }

  /// Draws into a PNG file, which appears only when it is complete.
  func draw(to path: String) throws(FigureError) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "rftwin-figure-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      var text = script
      for (index, numbers) in data.enumerated() {
        let file = folder.appendingPathComponent("data\(index)")
        try unsafe numbers.withUnsafeBytes { unsafe Data($0) }.write(to: file)
        text = text.replacingOccurrences(of: "<data \(index)>", with: "'\(file.path)'")
      }
      let picture = folder.appendingPathComponent("figure.png")
      let head = """
        set terminal pngcairo size \(width),\(height) enhanced font 'DejaVu Sans,15' linewidth 1.2
        set output '\(picture.path)'

        """
      let commands = folder.appendingPathComponent("script")
      try Data((head + text + "\n").utf8).write(to: commands)
      try run(commands.path)
      if FileManager.default.fileExists(atPath: path) {
        try FileManager.default.removeItem(atPath: path)
      }
      try FileManager.default.moveItem(atPath: picture.path, toPath: path)
    } catch let error as FigureError {
      throw error
    } catch {
      throw .writing(path)
    }
  }

  private func run(_ commands: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gnuplot", commands]
    let complaints = Pipe()
    process.standardError = complaints
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let words = (try? complaints.fileHandleForReading.readToEnd()) ?? nil
    process.waitUntilExit()
    // env answers 127 when there is no such program.
    guard process.terminationStatus != 127 else { throw FigureError.noGnuplot }
    guard process.terminationStatus == 0 else {
      throw FigureError.gnuplot(
        String(decoding: words ?? Data(), as: UTF8.self).split(separator: "\n")
          .joined(separator: " "))
    }
  }
}

/// Perceptually even colours, dark to bright (viridis), as gnuplot wants them.
let viridis = """
  set palette defined (0 '#440154', 0.13 '#472c7a', 0.25 '#3b518b', 0.38 '#2c718e', \
  0.5 '#21908d', 0.63 '#27ad81', 0.75 '#5cc863', 0.88 '#aadc32', 1 '#fde725')
  """

/// The text with the characters quoted that gnuplot would take for markup.
func quoted(_ text: String) -> String {
  var result = ""
  for character in text {
    if "_^@&{}~\\".contains(character) { result += "\\\\" }
    result += character == "'" ? "''" : String(character)
  }
  return result
}

/// A number with a fixed count of decimals.
func fixed(_ value: Double, _ decimals: Int) -> String {
  String(format: "%.\(decimals)f", value)
}
