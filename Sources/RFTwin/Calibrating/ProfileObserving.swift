// SPDX-License-Identifier: Apache-2.0

internal import Calibration
internal import Captures
internal import InputDocuments
internal import Quantities

extension RecordedLink {
  /// The bins of a power-delay profile, some of which make a cell.
  ///
  /// Unlike those of transforms they need not be the scenario's: paths fall into them by their delays.
  ///
  /// - Parameters:
  ///   - record: The record, for messages.
  ///   - cell: How long a cell is to be in seconds; nil for a bin.
  ///   - centre: The middle of the scenario's band.
  ///   - band: How wide that is, in hertz.
  /// - Returns: The cells.
  /// - Throws: `RecordError` where the record is of another band or holds too little.
  func profileGrid(
    in record: Record, cell: Double?, centre: Frequency, width band: Double
  ) throws(RecordError) -> DelayCells.Grid {
    guard delays.count > 1 else {
      throw RecordError(file: record.path, "link '\(name)' has fewer than two delay bins")
    }
    let width = (delays[delays.count - 1] - delays[0]) / Double(delays.count - 1)
    // A profile with bins of w is that of a band of 1 / w at least; materials hardly change within it.
    guard abs(record.centreFrequency - centre.hertz) <= max(1 / width, band) / 2 else {
      throw RecordError(
        file: record.path,
        "its profiles are centred at \(Frequency(hertz: record.centreFrequency)), the scenario's band"
          + " at \(centre); captures of another band tell nothing of it")
    }
    let size = max(1, ((cell ?? width) / width).rounded())
    guard size <= Double(delays.count) else {
      throw RecordError(
        file: record.path,
        "'cell' is longer than the \(delays.count) bins of \(TimeSpan(si: width)) of link '\(name)'"
      )
    }
    return DelayCells.Grid(
      binWidth: width, bins: delays.count, binsPerCell: Int(size),
      // Profiles show paths at their delays, also those that change.
      centreFrequency: centre.hertz, slope: .infinity, first: delays[0] - width / 2)
  }
}
