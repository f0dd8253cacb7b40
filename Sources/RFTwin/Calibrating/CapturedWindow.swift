// SPDX-License-Identifier: Apache-2.0

internal import Calibration
internal import Captures

/// What was captured in a window of time, as path gains.
struct CapturedWindow: Sendable {
  /// The middle of the window, in seconds.
  var time: Double

  /// The power in each delay bin.
  var bins: [Double]

  /// `[delay][Doppler]` of a map; nothing where shifts are not told apart.
  var map: [Double] = []
}

extension RecordedLink {
  /// Some windows of the record, evenly over those within a scenario's episode.
  ///
  /// With Doppler shifts told apart a window is that of a map, and its powers over delay are the sums over
  /// all shifts: by Parseval's theorem the mean over the tapered chirps, times the taper's noise bandwidth.
  ///
  /// - Parameters:
  ///   - limit: How many there are at most.
  ///   - episode: Of the scenario.
  ///   - power: What the transmitter sends, in watts.
  ///   - doppler: What tells Doppler shifts apart; nil for profiles.
  ///   - record: The record's file, for messages.
  /// - Returns: One window at least.
  /// - Throws: `RecordError` where none has any power.
  func windows(
    _ limit: Int, of episode: Episode, power: Double, _ doppler: DopplerAxis?, record: String
  ) throws(RecordError) -> [CapturedWindow] {
    let span = episode.start...(episode.start + episode.duration)
    let windows =
      if let doppler {
        try maps(limit, span, power: power, doppler)
      } else {
        try profiles(limit, span, power: power)
      }
    guard !windows.isEmpty else {
      throw RecordError(
        file: record,
        "link '\(name)' has no \(doppler == nil ? "profile" : "map") with power within the scenario's"
          + " episode, from \(span.lowerBound) s to \(span.upperBound) s")
    }
    return windows
  }

  private func profiles(
    _ limit: Int, _ span: ClosedRange<Double>, power: Double
  ) throws(RecordError) -> [CapturedWindow] {
    let (values, width) = (try profiles(), delays.count)
    func row(_ index: Int) -> ArraySlice<Float> { values[index * width..<(index + 1) * width] }
    let rows = profileTimes.indices.filter {
      span.contains(profileTimes[$0]) && holdsPower(row($0))
    }
    return evenly(limit, of: rows.count).map {
      CapturedWindow(
        time: profileTimes[rows[$0]], bins: row(rows[$0]).map { Double($0) / power })
    }
  }

  private func maps(
    _ limit: Int, _ span: ClosedRange<Double>, power: Double, _ doppler: DopplerAxis
  ) throws(RecordError) -> [CapturedWindow] {
    let rows = mapTimes.indices.filter { span.contains(mapTimes[$0]) }
    let (columns, width) = (doppler.bins, delays.count)
    var windows: [CapturedWindow] = []
    for row in evenly(limit, of: rows.count).map({ rows[$0] }) {
      let values = try map(row)
      guard holdsPower(values[...]) else { continue }
      var window = CapturedWindow(
        time: mapTimes[row], bins: [Double](repeating: 0, count: width),
        map: [Double](repeating: 0, count: width * columns))
      for column in 0..<columns {
        for bin in 0..<width {
          let value = Double(values[column * width + bin]) / power
          window.map[bin * columns + doppler.place(ofRow: column)] = value
          window.bins[bin] += value / doppler.noiseBandwidth
        }
      }
      windows.append(window)
    }
    return windows
  }
}

/// Whether a recorder lost nothing: what it lost holds no numbers, or zeros only.
private func holdsPower(_ values: ArraySlice<Float>) -> Bool {
  values.allSatisfy(\.isFinite) && values.contains { $0 > 0 }
}
