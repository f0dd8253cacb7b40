// SPDX-License-Identifier: Apache-2.0

package import Captures
internal import Foundation
internal import Quantities
package import Spectra

/// The tapers that a record's profiles and maps were made with; nil where it does not say.
package struct RecordedWindows: Hashable, Sendable {
  package var delay: Window?
  package var doppler: Window?

  package init(delay: Window? = nil, doppler: Window? = nil) {
    self.delay = delay
    self.doppler = doppler
  }
}

/// A record with the tapers that it was made with.
package struct ComparedRecord {
  package let record: Record
  package let windows: RecordedWindows

  package init(_ record: Record, windows: RecordedWindows = RecordedWindows()) {
    self.record = record
    self.windows = windows
  }
}

/// The delays and Doppler shifts that two links have in common.
///
/// Powers cannot be brought to other cells or tapers without loss, so both records must have the same
/// ones; of axes that begin or end elsewhere, the part that both have is taken, which is exact.
struct CommonAxes {
  /// In seconds, one cell apart.
  let delays: [Double]

  /// The bins of the first common delay.
  let firstBins: (reference: Int, simulated: Int)

  /// In hertz; nothing where one of the links has no maps.
  let dopplerShifts: [Double]

  /// The taper over delay, where one of the records tells it.
  let window: Window?

  /// Sentences about what is not compared.
  let notes: [String]

  /// How many metres of range a cycle of phase is, or of the way on a bistatic link.
  let metresPerCycle: Double

  var cell: Double { delays[1] - delays[0] }

  init(
    _ pair: LinkPair, _ reference: ComparedRecord, _ simulated: ComparedRecord
  ) throws(RecordError) {
    let (a, b) = (pair.reference, pair.simulated)
    let other = reference.record.path
    func refusal(_ words: String) -> RecordError {
      RecordError(file: simulated.record.path, "link '\(b.name)': " + words)
    }
    guard a.delays.count > 1, b.delays.count > 1 else {
      throw refusal("one of the two links compared has fewer than two delay bins")
    }
    try checkBands(reference.record, simulated.record, bandwidth: 1 / (a.delays[1] - a.delays[0]))
    (delays, firstBins) = try Self.commonDelays(a.delays, b.delays, of: refusal, other)
    var notes: [String] = []
    if delays.count < max(a.delays.count, b.delays.count) {
      notes.append(
        "the delay axes differ in length; compared from \(nanoseconds(delays[0])) to"
          + " \(nanoseconds(delays[delays.count - 1]))")
    }
    dopplerShifts = try Self.commonShifts(a, b, of: refusal, other, &notes)
    try checkWindows(
      reference.windows, simulated.windows, withMaps: !dopplerShifts.isEmpty, refusal, other,
      &notes)
    metresPerCycle =
      PhysicalConstants.speedOfLight / reference.record.centreFrequency / (a.isMonostatic ? 2 : 1)
    window = reference.windows.delay ?? simulated.windows.delay
    if a.isMonostatic != b.isMonostatic {
      notes.append("one link is monostatic and the other is bistatic; delays are those of the way")
    }
    self.notes = notes
  }

  private static func commonDelays(
    _ a: [Double], _ b: [Double], of refusal: (String) -> RecordError, _ other: String
  ) throws(RecordError) -> (delays: [Double], firstBins: (Int, Int)) {
    let (cell, otherCell) = (a[1] - a[0], b[1] - b[0])
    // Half a tenth of a cell at the far end.
    guard abs(otherCell / cell - 1) * Double(max(a.count, b.count)) < 0.05 else {
      throw refusal(
        "its delay cells of \(picoseconds(otherCell)) differ from the \(picoseconds(cell)) of"
          + " '\(other)'; record both with the same slope and the same length of the sampled ramp")
    }
    let shift = (b[0] - a[0]) / cell
    guard abs(shift - shift.rounded()) < 0.05, abs(shift) < Double(max(a.count, b.count)) else {
      throw refusal(
        "its delays begin at \(nanoseconds(b[0])), no whole number of cells from the"
          + " \(nanoseconds(a[0])) of '\(other)'; convert the capture with the same first delay")
    }
    let first = (max(0, Int(shift.rounded())), max(0, -Int(shift.rounded())))
    let count = min(a.count - first.0, b.count - first.1)
    guard count > 1 else { throw refusal("it has no delays in common with '\(other)'") }
    return (Array(a[first.0..<first.0 + count]), first)
  }

  private static func commonShifts(
    _ a: RecordedLink, _ b: RecordedLink, of refusal: (String) -> RecordError, _ other: String,
    _ notes: inout [String]
  ) throws(RecordError) -> [Double] {
    guard a.dopplerShifts.count > 1, b.dopplerShifts.count > 1, !a.mapTimes.isEmpty,
      !b.mapTimes.isEmpty
    else {
      notes.append("there are no delay-Doppler maps in both records, so none are compared")
      return []
    }
    let (cell, otherCell) = (
      a.dopplerShifts[1] - a.dopplerShifts[0], b.dopplerShifts[1] - b.dopplerShifts[0]
    )
    let count = a.dopplerShifts.count
    guard count == b.dopplerShifts.count, abs(otherCell / cell - 1) * Double(count) < 0.05,
      abs(a.dopplerShifts[0] - b.dopplerShifts[0]) < 0.05 * cell
    else {
      throw refusal(
        "its maps have \(b.dopplerShifts.count) Doppler bins of \(hertz(otherCell)), those of"
          + " '\(other)' \(count) of \(hertz(cell)); record both with the same chirp period,"
          + " schedule of transmit elements and 'processing: map-chirps'")
    }
    return a.dopplerShifts
  }
}

private func checkBands(
  _ a: Record, _ b: Record, bandwidth: Double
) throws(RecordError) {
  guard abs(a.centreFrequency - b.centreFrequency) < bandwidth / 2 else {
    throw RecordError(
      file: b.path,
      "its band is centred at \(gigahertz(b.centreFrequency)), that of '\(a.path)' at"
        + " \(gigahertz(a.centreFrequency)); captures of different bands cannot be compared")
  }
}

private func checkWindows(
  _ a: RecordedWindows, _ b: RecordedWindows, withMaps: Bool, _ refusal: (String) -> RecordError,
  _ other: String, _ notes: inout [String]
) throws(RecordError) {
  func check(_ key: String, _ a: Window?, _ b: Window?) throws(RecordError) {
    guard let a, let b else {
      return notes.append("one of the records does not tell its \(key); they are taken to agree")
    }
    guard a == b else {
      throw refusal(
        "its \(key) is \(b.rawValue), that of '\(other)' \(a.rawValue); make both with the same"
          + " 'processing: \(key)'")
    }
  }
  try check("delay-window", a.delay, b.delay)
  if withMaps { try check("doppler-window", a.doppler, b.doppler) }
}

func nanoseconds(_ seconds: Double) -> String { String(format: "%.2f ns", seconds * 1e9) }

func picoseconds(_ seconds: Double) -> String { String(format: "%.2f ps", seconds * 1e12) }

private func hertz(_ value: Double) -> String { String(format: "%.3f Hz", value) }

private func gigahertz(_ hertz: Double) -> String { String(format: "%.4f GHz", hertz * 1e-9) }
