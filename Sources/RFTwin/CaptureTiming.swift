// SPDX-License-Identifier: Apache-2.0

internal import CaptureFormats
internal import Captures
internal import InputDocuments
internal import Quantities
internal import RealModule
internal import Scenes

/// When the frames of a capture started.
struct CaptureTiming {
  /// In seconds.
  var starts: [Double]

  /// From frame to frame, where none is missing, in seconds.
  var period: Double

  /// How many frames are missing between others.
  var missing = 0

  /// Which frames have missing ones before them.
  var flags: [FrameFlags]
}

/// What is told of a capture's frames before its data are looked at.
struct CaptureFrameSettings {
  var chirps: Int?
  var count: Int?
  var period: Double?
  var start: Double
  var timestamps: [Double]?

  /// Whether frames follow one upon the other where nothing tells when they started.
  var isBackToBack = false
  var node: InputNode?

  /// Reads `frames`: `chirps`, `count`, `every`, `start`, `timestamps`.
  ///
  /// - Parameters:
  ///   - node: The section; what it leaves out is taken from the notes.
  ///   - notes: What files beside the samples tell.
  /// - Throws: `InputError` with the line.
  init(_ node: InputNode?, notes: CaptureNotes?) throws(InputError) {
    self.node = node
    let entry = try node?.mapping()
    chirps = try entry?.optional("chirps")?.integer(in: 1...1_048_576) ?? notes?.chirps
    count = try entry?.optional("count")?.integer(in: 1...Int(Int32.max)) ?? notes?.frames
    period =
      try entry?.optional("every")?.quantity(in: TimeSpan.plausible).seconds ?? notes?.period
    start =
      try entry?.optional("start")?.quantity(in: TimeSpan.plausibleInstants).seconds
      ?? notes?.start ?? 0
    if let place = entry?.optional("timestamps") {
      if let start = entry?.optional("start") {
        throw start.error("'\(start.path)' and 'timestamps' both tell the start; keep one")
      }
      timestamps = try readTimestamps(place)
    }
    try entry?.finish()
  }

  /// Takes over what is known of sweeps.
  ///
  /// - Parameters:
  ///   - sweep: What was read of them.
  ///   - times: When frames started, in seconds, as the data's file tells.
  mutating func take(_ sweep: CaptureSweep, times: [Double]?) {
    if timestamps == nil, period == nil { timestamps = times }
    isBackToBack = !sweep.isTimed
  }

  /// When frames started.
  ///
  /// - Parameters:
  ///   - frames: How many there are.
  ///   - length: How long one lasts, in seconds.
  ///   - root: Where to complain without a section.
  /// - Returns: The times, and where frames are missing between others.
  /// - Throws: `InputError` when times are missing or do not fit.
  func timing(
    frames: Int, length: Double, root: InputNode
  ) throws(InputError) -> CaptureTiming {
    let place = node ?? root
    if let period, period < length * (1 - 1e-9) {
      throw place.error(
        "frames last \(TimeSpan(si: length)), longer than the \(TimeSpan(si: period)) from one to"
          + " the next")
    }
    guard let timestamps else {
      guard let period = period ?? (frames == 1 || isBackToBack ? length : nil) else {
        throw place.error(
          "nothing tells when the \(frames) frames started; give 'every' or 'timestamps' in"
            + " 'frames'")
      }
      return CaptureTiming(
        starts: (0..<frames).map { start + Double($0) * period }, period: period,
        flags: .init(repeating: [], count: frames))
    }
    guard timestamps.count == frames else {
      throw place.error(
        "there \(timestamps.count == 1 ? "is" : "are") \(counted(timestamps.count, "timestamp")) for"
          + " \(counted(frames, "frame")); give one for each frame"
          + " that the data hold")
    }
    return try timing(of: timestamps, length: length, at: place)
  }

  private func timing(
    of starts: [Double], length: Double, at place: InputNode
  ) throws(InputError) -> CaptureTiming {
    let steps = zip(starts, starts.dropFirst()).map { $1 - $0 }
    // A recorder's times jitter, but no frame starts before the former one has ended.
    for (index, step) in steps.enumerated() where step < length * 0.999 {
      throw place.error(
        "frame \(index + 2) would start \(TimeSpan(si: step)) after the one before, which lasts"
          + " \(TimeSpan(si: length)); check the unit and the order of 'timestamps'")
    }
    let usual = steps.isEmpty ? length : steps.sorted()[steps.count / 2]
    let period = period ?? usual
    var timing = CaptureTiming(
      starts: starts, period: period, flags: .init(repeating: [], count: starts.count))
    for (index, step) in steps.enumerated() where step > 1.5 * period {
      timing.flags[index + 1].insert(.afterGap)
      timing.missing += Int((step / period).rounded()) - 1
    }
    return timing
  }
}

/// Times in seconds from a list of quantities, or from the column `t` of a CSV file.
private func readTimestamps(_ node: InputNode) throws(InputError) -> [Double] {
  if node.isList {
    var times: [Double] = []
    for item in try node.list() {
      times.append(try item.quantity(in: TimeSpan.plausibleInstants).seconds)
    }
    return times
  }
  let path = TextFile.path(try node.string(), besideFile: node.file)
  let table = try CSVTable(path)
  guard let column = table.column("t") else {
    throw InputError(
      file: path, line: table.headerLine, "the table has no column 't' of times; name it so")
  }
  let unit = table.units[column] ?? "s"
  guard let factor = TimeSpan.units.first(where: { $0.symbol == unit })?.factor else {
    throw InputError(
      file: path, line: table.headerLine,
      "'\(unit)' is not a unit for the column 't'; use"
        + " \(TimeSpan.units.map(\.symbol).joined(separator: ", "))")
  }
  return table.rows.map { $0.values[column] * factor }
}
