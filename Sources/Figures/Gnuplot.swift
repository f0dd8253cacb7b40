// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import Foundation

/// A drawing as a gnuplot script with the numbers it draws.
struct GnuplotDrawing {
  /// The size of the picture in pixels.
  var width = 1200
  var height = 800

  /// The script; `data(0)` and so on stand for the names of the data files.
  var script: String

  /// Numbers that are handed over as 32-bit floats.
  var data: [[Float]]

  /// What stands in a script for the name of a data file.
  ///
  /// Control characters are its brackets: no quoted text holds any.
  static func data(_ index: Int) -> String { "\u{2}\(index)\u{3}" }

  /// Several drawings in one picture, row by row.
  static func grid(_ drawings: [GnuplotDrawing], columns: Int) -> GnuplotDrawing {
    let rows = (drawings.count + columns - 1) / columns
    var script = "set multiplot layout \(rows),\(columns)\n"
    var data: [[Float]] = []
    for drawing in drawings {
      var part = drawing.script
      for index in drawing.data.indices.reversed() {
        part = part.replacingOccurrences(
          of: Self.data(index), with: Self.data(index + data.count))
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
    try write(picture(), to: path)
  }

  /// Draws a picture in the format PNG.
  func picture() throws(FigureError) -> Data {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "rftwin-figure-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      // gnuplot works in the folder, so that the folder's own name stands in no script.
      var text = """
        set terminal pngcairo size \(width),\(height) enhanced font 'DejaVu Sans,15' linewidth 1.2
        set output 'figure.png'
        \(script)

        """
      for (index, numbers) in data.enumerated() {
        let bytes = unsafe numbers.withUnsafeBytes { unsafe Data($0) }
        try bytes.write(to: folder.appendingPathComponent("data\(index)"))
        text = text.replacingOccurrences(of: Self.data(index), with: "'data\(index)'")
      }
      try Data(text.utf8).write(to: folder.appendingPathComponent("script"))
      try runGnuplot(in: folder)
      return try Data(contentsOf: folder.appendingPathComponent("figure.png"))
    } catch let error as FigureError {
      throw error
    } catch {
      throw .writing(folder.path, reason: reason(of: error))
    }
  }
}

private func runGnuplot(in folder: URL) throws {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["gnuplot", "script"]
  process.currentDirectoryURL = folder
  let complaints = Pipe()
  process.standardInput = FileHandle.nullDevice
  process.standardError = complaints
  process.standardOutput = FileHandle.nullDevice
  do {
    try process.run()
  } catch {
    throw FigureError.gnuplot("it cannot be started: \(reason(of: error))")
  }
  let words = (try? complaints.fileHandleForReading.readToEnd()) ?? nil
  process.waitUntilExit()
  let status = process.terminationStatus
  if process.terminationReason == .uncaughtSignal {
    let name = unsafe strsignal(status).map { unsafe String(cString: $0) } ?? ""
    throw FigureError.gnuplot("it was ended by signal \(status) (\(name))")
  }
  // env answers 127 when there is no such program.
  guard status != 127 else { throw FigureError.noGnuplot }
  guard status == 0 else {
    let lines = String(decoding: words ?? Data(), as: UTF8.self).split(whereSeparator: \.isNewline)
    throw FigureError.gnuplot(
      lines.isEmpty ? "status \(status)" : lines.joined(separator: " "))
  }
}

/// Writes a whole file, or leaves what is there.
private func write(_ picture: Data, to path: String) throws(FigureError) {
  let part = path + ".part"
  UnfinishedFiles.add(part)
  defer {
    unsafe unlink(part)
    UnfinishedFiles.forget(part)
  }
  guard let file = unsafe fopen(part, "wb") else { throw .writing(path, reason: systemReason()) }
  let count = unsafe picture.withUnsafeBytes { bytes in
    unsafe fwrite(bytes.baseAddress, 1, bytes.count, file)
  }
  // What is still in the buffer may be refused, too.
  let isClosed = unsafe fclose(file) == 0
  guard count == picture.count, isClosed, unsafe rename(part, path) == 0 else {
    throw .writing(path, reason: systemReason())
  }
}

/// What the system said, where the error tells it.
private func reason(of error: any Error) -> String {
  let error = error as NSError
  let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
  return cause.domain == NSPOSIXErrorDomain
    ? systemReason(Int32(cause.code)) : error.localizedDescription
}
