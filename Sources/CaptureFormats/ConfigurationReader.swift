// SPDX-License-Identifier: Apache-2.0

package import InputDocuments

extension CaptureFile {
  /// Reads what a device was set to: commands of the mmWave SDK (`.cfg`), a script (`.lua`) or a
  /// document (`.json`) of mmWave Studio.
  ///
  /// - Parameter path: The file.
  /// - Returns: What it tells; `missing` lists what it lacks.
  /// - Throws: `InputError` when it is none of these or does not make sense.
  package static func configuration(_ path: String) throws(InputError) -> CaptureNotes {
    let name = path.lowercased()
    if name.hasSuffix(".cfg") { return try readSDKCommands(TextFile.text(path), file: path) }
    if name.hasSuffix(".lua") { return try readStudioScript(TextFile.text(path), file: path) }
    if name.hasSuffix(".json") { return try readStudioDocument(path) }
    throw InputError(
      file: path,
      "a configuration is a '.cfg' of the mmWave SDK, or a '.lua' or '.mmwave.json' of mmWave"
        + " Studio")
  }
}

/// A command and its arguments.
struct DeviceCommand {
  var name: String
  var values: [Double]
  var file: String
  var line: Int

  /// An argument, counted from zero.
  func value(_ index: Int) throws(InputError) -> Double {
    guard values.indices.contains(index) else {
      throw InputError(
        file: file, line: line,
        "'\(name)' has \(values.count) numbers, but its number \(index + 1) is needed")
    }
    return values[index]
  }

  /// An argument that is a whole number.
  func whole(_ index: Int) throws(InputError) -> Int {
    let value = try value(index)
    guard let whole = Int(exactly: value) else {
      throw InputError(
        file: file, line: line, "number \(index + 1) of '\(name)' must be whole, not \(value)")
    }
    return whole
  }

  /// A range of chirps, from two arguments.
  func numbers(_ first: Int) throws(InputError) -> ClosedRange<Int> {
    let (start, end) = (try whole(first), try whole(first + 1))
    guard 0 <= start, start <= end, end < 4096 else {
      throw InputError(file: file, line: line, "'\(name)' has chirps from \(start) to \(end)")
    }
    return start...end
  }
}
