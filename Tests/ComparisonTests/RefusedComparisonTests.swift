// SPDX-License-Identifier: Apache-2.0

import Captures
import Comparison
import Foundation
import Spectra
import TestSupport
import Testing

@Suite("Comparisons that are refused")
struct RefusedComparisonTests {
  private let folder: TemporaryFolder
  private let record: Record

  init() throws {
    folder = try TemporaryFolder()
    record = try Self.plain.write(to: folder.file("a.h5"))
  }

  private static var plain: SyntheticRecord {
    var record = SyntheticRecord()
    (record.bins, record.frames) = (64, 2)
    record.profile = { 1e-9 * SyntheticRecord.lobe($1, at: 5e-9, cell: 250e-12) + Double($0) * 0 }
    return record
  }

  private func complaint(_ change: (inout SyntheticRecord) -> Void) throws -> String {
    var other = Self.plain
    change(&other)
    let second = try other.write(to: folder.file("b.h5"))
    do {
      _ = try compared(record, second)
      return "no complaint"
    } catch let error as RecordError {
      return error.message
    }
  }

  @Test("captures that disagree on the waveform are told what differs and how to record them alike")
  func waveforms() throws {
    #expect(try complaint { _ in } == "no complaint")
    #expect(try complaint { $0.cell = 300e-12 }.contains("its delay cells of 300.00 ps differ"))
    #expect(try complaint { $0.firstDelay = 100e-12 }.contains("no whole number of cells"))
    #expect(
      try complaint { $0.firstDelay = 1e-6 }.contains("no delays in common")
        || complaint { $0.firstDelay = 1e-6 }.contains("no whole number"))
    #expect(try complaint { $0.centreFrequency = 60e9 }.contains("its band is centred at 60.0000"))
    let shifts = try complaint { $0.shifts = (0..<32).map { Double($0 - 16) * 70 } }
    #expect(shifts.contains("its maps have 32 Doppler bins of 70.000 Hz"))
  }

  @Test("of delay axes that begin or end elsewhere the common part is compared")
  func shiftedAxes() throws {
    var other = Self.plain
    (other.firstDelay, other.bins) = (2.5e-9, 70)
    let found = try compared(record, try other.write(to: folder.file("b.h5")))
    #expect(found.delays.count == 54 && isClose(found.delays[0], 2.5e-9, within: 1e-18))
    #expect(found.profileErrors.absolute == 0)
    #expect(found.notes.contains { $0.contains("delay axes differ") })
  }

  @Test("other tapers are refused by their names")
  func windows() throws {
    let pair = try pairedLinks(record, record, names: []).pairs[0]
    #expect {
      _ = try compare(
        pair, ComparedRecord(record, windows: blackmanHarris),
        ComparedRecord(record, windows: RecordedWindows(delay: .hann, doppler: .blackmanHarris)))
    } throws: { error in
      "\(error)".contains("its delay-window is hann, that of")
    }
  }

  @Test("links without a common name are listed, and may be paired by name")
  func links() throws {
    var other = Self.plain
    other.linkNames = ["back", "forth"]
    let second = try other.write(to: folder.file("b.h5"))
    #expect { _ = try pairedLinks(record, second, names: []) } throws: { error in
      "\(error)".contains("it has 'back', 'forth'") && "\(error)".contains("--links")
    }
    let pairs = try pairedLinks(record, second, names: [("mono", "forth")]).pairs
    #expect(pairs.map(\.simulated.name) == ["forth"])
    #expect { _ = try pairedLinks(record, second, names: [("mono", "up")]) } throws: { error in
      "\(error)".contains("no link is named 'up'")
    }
  }
}
