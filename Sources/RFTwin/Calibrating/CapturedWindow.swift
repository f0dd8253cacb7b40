// SPDX-License-Identifier: Apache-2.0

internal import Calibration
internal import Captures
internal import FMCWSensing
internal import InputDocuments
internal import Kinematics
internal import Quantities
internal import RadarFrames
internal import Scenes
internal import Spatial

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

extension CaptureTracing {
  /// What tells cells of a link apart by Doppler shift, if the calibration asks for it.
  ///
  /// - Throws: `CalibrationError` where the record's maps are not those of the scenario.
  func dopplerAxis(
    of link: RecordedLink, in record: Record
  ) throws(CalibrationError) -> DopplerAxis? {
    guard let cell = settings.dopplerCell else { return nil }
    let (bins, processing) = (link.dopplerShifts.count, scenario.processing)
    func refusal(_ text: String) -> CalibrationError {
      .record(RecordError(file: record.path, "link '\(link.name)' \(text)"))
    }
    let own = scenario.scene.links.first { $0.name == link.name }
    guard let own, link.schedule.multiplexing != "ddm" else {
      throw refusal("has elements that share the chirps (ddm); leave out 'doppler-cell'")
    }
    let mapping = MapTransform(
      TransmitSchedule(scenario.scene.radios[own.transmitter].emission), processing,
      chirpPeriod: scenario.waveform.chirpPeriod, workers: workers)
    let wanted = mapping.dopplerShifts
    guard bins > 1, wanted.count == bins,
      zip(wanted, link.dopplerShifts).allSatisfy({ abs($0 - $1) < 1e-6 * (wanted[1] - wanted[0]) })
    else {
      throw refusal(
        "has maps of \(axis(link.dopplerShifts)), the scenario of \(axis(wanted)); give the scenario"
          + " the capture's 'map-chirps' and chirps, or leave out 'doppler-cell'")
    }
    let width = wanted[1] - wanted[0]
    guard !radiosRest(own, width) else { return nil }
    let size = (cell / width).rounded()
    guard size >= Self.smallestCell, size <= Double(bins / 2) else {
      let ends = [Self.smallestCell, Double(bins / 2)].map {
        "\(Frequency(hertz: ($0 * width).rounded()))"
      }
      throw .input(
        InputError(
          file: settings.file,
          "'doppler-cell' must be from \(ends[0]) to \(ends[1]) for maps of \(axis(wanted)), not"
            + " \(Frequency(hertz: cell))"))
    }
    return DopplerAxis(
      bins: bins, binWidth: width, binsPerCell: Int(size), firstRow: wanted[0],
      taper: processing.dopplerWindow)
  }

  /// Whether the motion of a link's radios shifts no path by half a bin of a map.
  private func radiosRest(_ own: Link, _ width: Double) -> Bool {
    let scene = scenario.scene
    let speeds = scenario.episode.frameMiddles(atMost: 9).map { time in
      let states = scene.motion.states(at: time)
      return [own.transmitter, own.receiver].reduce(0) {
        $0 + states[scene.radios[$1].node].velocity.length
      }
    }
    let shift =
      (speeds.max() ?? 0) * scenario.waveform.centreFrequency.hertz
      / PhysicalConstants.speedOfLight
    return shift < width / 2
  }

  private func axis(_ shifts: [Double]) -> String {
    let width = shifts.count > 1 ? shifts[1] - shifts[0] : 0
    return "\(shifts.count) Doppler bins of \(Frequency(hertz: width))"
  }
}
