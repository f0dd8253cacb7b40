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
