// SPDX-License-Identifier: Apache-2.0

import Foundation
import InputDocuments
import Quantities
import Scenes
import TestSupport
import Testing

@Suite("Broken antenna files")
struct BrokenAntennaFileTests {
  /// One slip in a file that is right otherwise.
  struct Slip: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var name: String
    var text: String
    var line: Int?
    var words: String

    init(_ what: String, _ name: String, _ text: String, line: Int?, _ words: String) {
      (testDescription, self.name, self.text, self.line, self.words) = (
        what, name, text, line, words
      )
    }
  }

  /// A sound file with something replaced once.
  private static func changed(_ text: String, _ old: String, _ new: String) -> String {
    guard let place = text.range(of: old) else { return "the slip '\(old)' does not fit" }
    return text.replacingCharacters(in: place, with: new)
  }

  private static let ffd = PatternTexts.farField(step: 60)
  private static let blocks = PatternTexts.farField(step: 60, frequencies: [77e9, 79e9])
  private static let msi = PatternTexts.planet
  private static let csv = PatternTexts.table(step: 60)

  private static let slips: [Slip] = [
    Slip("no such format", "a.txt", ffd, line: nil, "'.txt' is no format of antenna patterns"),
    Slip("an empty file", "a.ffd", "", line: nil, "the file is empty"),
    Slip("blank lines only", "a.ffd", "\n\n", line: 2, "ends before the zenith angles"),
    Slip(
      "half a sphere", "a.ffd", changed(ffd, "0 180 4", "0 90 4"), line: 1,
      "must run from 0 to 180 deg"),
    Slip(
      "a fraction of a count", "a.ffd", changed(ffd, "0 180 4", "0 180 4.5"), line: 1,
      "must be whole"),
    Slip(
      "half a turn", "a.ffd", changed(ffd, "-180 180 7", "0 180 7"), line: 2, "must go around once"),
    Slip(
      "more points than memory", "a.ffd", "0 180 1000000\n0 360 1000000\n", line: 2,
      "more than 4000000 points"),
    Slip("no field", "a.ffd", "0 180 4\n-180 180 7\n", line: 2, "ends before the field"),
    Slip(
      "a field too short", "a.ffd", ffd.split(separator: "\n").dropLast().joined(separator: "\n"),
      line: 29, "after 27 of 28 rows"),
    Slip(
      "a field too long", "a.ffd", ffd + "0 0 0 0\n", line: 31, "goes on after the 28 rows"),
    Slip(
      "a row of three", "a.ffd", changed(ffd, "0.0 0 0 0\n", "0.0 0 0\n"), line: 3,
      "must have 4 numbers, not 3 words"),
    Slip(
      "not a number", "a.ffd", changed(ffd, "0.0 0 0 0\n", "nan 0 0 0\n"), line: 3,
      "'nan' is not a number"),
    Slip(
      "rubbish", "a.ffd", changed(ffd, "0.0 0 0 0\n", "\u{1B}[2J 0 0 0\n"), line: 3,
      "'?[2J' is not a number"),
    Slip(
      "no field at all", "a.ffd",
      "0 180 3\n0 360 4\n" + String(repeating: "0 0 0 0\n", count: 12), line: nil,
      "zero in all directions"),
    Slip(
      "a field beyond all numbers", "a.ffd",
      "0 180 3\n0 360 4\n" + String(repeating: "1e300 0 0 0\n", count: 12), line: nil,
      "too strong"),
    Slip(
      "frequencies missing", "a.ffd", changed(blocks, "Frequencies 2", "Frequencies 3"), line: 61,
      "ends before all 3 frequencies"),
    Slip(
      "frequencies not counted", "a.ffd", changed(blocks, "Frequencies 2", "Frequencies"), line: 3,
      "must follow 'Frequencies'"),
    Slip(
      "a frequency in words", "a.ffd", changed(blocks, "Frequency 7", "Freq 7"), line: 4,
      "must stand here, not 'Freq'"),
    Slip(
      "a frequency in gigahertz", "a.ffd",
      changed(blocks, "Frequency 77000000000.0", "Frequency 77"),
      line: 4, "write it in hertz"),

    Slip(
      "a cut missing", "a.msi", changed(msi, "VERTICAL 360", "COMMENT 360"), line: 370,
      "a row of a cut stands here"),
    Slip(
      "no vertical cut", "a.msi",
      String(msi[..<(msi.range(of: "VERT")?.lowerBound ?? msi.endIndex)]),
      line: nil, "lacks the cut 'VERTICAL 360'"),
    Slip(
      "a row missing", "a.msi", changed(msi, "\n17 0.0\n", "\n"), line: 26,
      "the angle 18 is not the 17 deg"),
    Slip(
      "the last row missing", "a.msi", changed(msi, "\n359 0.0\n", "\n"), line: 368,
      "announces 360 rows, but ends after 359"),
    Slip(
      "an angle twice", "a.msi", changed(msi, "\n17 0.0\n", "\n16 0.0\n"), line: 26,
      "the angle 16 is not the 17 deg"),
    Slip(
      "a loss above the peak", "a.msi", changed(msi, "\n17 0.0\n", "\n17 -3\n"), line: 26,
      "the loss -3 must lie between 0 and 300 dB"),
    Slip(
      "a loss that is no number", "a.msi", changed(msi, "\n17 0.0\n", "\n17 inf\n"), line: 26,
      "'inf' is not a number"),
    Slip("no gain", "a.msi", changed(msi, "GAIN", "GAIN_"), line: nil, "lacks the line 'GAIN'"),
    Slip(
      "a gain in other units", "a.msi", changed(msi, " dBi", " dBq"), line: 4,
      "'dBq' is no unit of a gain"),
    Slip(
      "a cut without a count", "a.msi", changed(msi, "HORIZONTAL 360", "HORIZONTAL"), line: 8,
      "must follow HORIZONTAL"),
    Slip(
      "a cut twice", "a.msi", changed(msi, "VERTICAL", "HORIZONTAL"), line: 369, "stands twice"),

    Slip(
      "a direction missing", "a.csv", changed(csv, "60,120,", "60,180,"), line: 9,
      "stands in line 8 already"),
    Slip(
      "a row less", "a.csv",
      csv.split(separator: "\n").filter { !$0.hasPrefix("60,120,") }.joined(separator: "\n"),
      line: nil, "zenith angle 120 deg and the azimuth 60 deg is missing"),
    Slip(
      "uneven steps", "a.csv", csv.replacingOccurrences(of: ",120,", with: ",130,"), line: 4,
      "130 deg is off the even steps of 60 deg"),
    Slip(
      "angles without a unit", "a.csv", changed(csv, "theta [deg]", "theta"), line: 1,
      "needs a unit, as in 'theta [deg]'"),
    Slip(
      "an unknown unit", "a.csv", changed(csv, "theta [deg]", "theta [gon]"), line: 1,
      "'gon' is not a unit"),
    Slip(
      "an unknown column", "a.csv", changed(csv, "re-phi", "real-phi"), line: 1,
      "'real-phi' is not known"),
    Slip(
      "an imaginary part missing", "a.csv",
      csv.replacingOccurrences(of: ",0,0\n", with: ",0\n")
        .replacingOccurrences(of: ",im-phi", with: ""), line: 1,
      "the column 'im-phi' is missing"),
    Slip(
      "two kinds of columns", "a.csv", changed(csv, "re-phi", "gain-phi [dBi]"), line: 1,
      "keep one"),
    Slip("a NaN", "a.csv", changed(csv, "60,120,0", "60,120,NaN"), line: 8, "'NaN'"),
    Slip(
      "no rows", "a.csv", "theta [deg],phi [deg],re-theta,im-theta\n", line: nil,
      "zenith angles must run from 0"),
    Slip(
      "half a turn in a table", "a.csv",
      csv.split(separator: "\n").filter { !$0.hasPrefix("300,") }.joined(separator: "\n"),
      line: nil, "must go around once"),
  ]

  @Test("a mistake is one sentence with its file and line", arguments: slips)
  func slip(_ slip: Slip) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(slip.text, to: slip.name)
    let error = try #require(
      #expect(throws: InputError.self) {
        try AntennaFile(path, frequency: Frequency(gigahertz: 79))
      })
    #expect(error.file == path)
    #expect(error.line == slip.line, "\(error)")
    #expect(error.message.contains(slip.words), "\(error)")
    #expect(!error.description.contains("\n"))
  }

  @Test("a file of 100 MB is refused for its size before it is read")
  func large() throws {
    let folder = try TemporaryFolder()
    for name in ["a.ffd", "a.msi", "a.csv"] {
      let path = try folder.write("", to: name)
      let file = try #require(FileHandle(forWritingAtPath: path))
      // A hole, which takes no room on the disk.
      try file.truncate(atOffset: 100_000_000)
      try file.close()
      let error = #expect(throws: InputError.self) {
        try AntennaFile(path, frequency: Frequency(gigahertz: 79))
      }
      #expect(error?.message == "the file has 100000000 bytes; at most 67108864 are read")
    }
  }
}
