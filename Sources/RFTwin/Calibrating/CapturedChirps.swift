// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import InputDocuments
internal import Quantities
internal import RadarFrames

extension CaptureTracing {
  /// Complains about a record whose chirps rise or follow each other otherwise than the scenario's, where it
  /// tells them.
  ///
  /// Paths that change show elsewhere with another slope, and at another Doppler shift with another period.
  func checkChirps(of record: Record) throws(CalibrationError) {
    let waveform = scenario.waveform
    guard let recorded = (try? RecordedSensor(record))?.waveform else { return }
    func agree(_ one: Double, _ other: Double) -> Bool { abs(one - other) <= 1e-6 * abs(other) }
    guard
      !agree(recorded.slope.si, waveform.slope.si)
        || !agree(recorded.chirpPeriod, waveform.chirpPeriod)
    else { return }
    func chirps(_ slope: Double, _ period: Double) -> String {
      "\(rounded(slope * 1e-12)) MHz/us every \(TimeSpan(si: period))"
    }
    throw .record(
      RecordError(
        file: record.path,
        "its chirps rise by \(chirps(recorded.slope.si, recorded.chirpPeriod)), those of the scenario by"
          + " \(chirps(waveform.slope.si, waveform.chirpPeriod)); give the scenario the capture's"
          + " waveform"))
  }
}
