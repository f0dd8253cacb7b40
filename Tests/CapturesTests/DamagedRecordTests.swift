// SPDX-License-Identifier: Apache-2.0

import Captures
import DelayDoppler
import Foundation
import TestSupport
import Testing

@Suite("Damaged records")
struct DamagedRecordTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("record.h5")
  }

  @Test("an undamaged small record is read")
  func undamaged() throws {
    try SmallRecord.write(to: path)
    #expect(complaint(path) == "no complaint")
  }

  @Test("arrays that do not fit together are refused by name")
  func shapes() throws {
    try HandmadeRecord.write(to: path)
    #expect(complaint(path) == "no complaint")
    for (name, shape, words) in [
      ("/movers/position", [2, 2, 3], "'/movers/position' has the shape 2 x 2 x 3"),
      ("/movers/position", [0, 2, 3], "'/movers/position' has the shape 0 x 2 x 3"),
      ("/links/a/profile_time", [0], "'/links/a/power_delay_profile' has the shape 1 x 2"),
      ("/links/a/power_delay_profile", [0, 2], "'/links/a/power_delay_profile' has the shape 0"),
      ("/links/a/delay_doppler_map", [2, 2, 2], "'/links/a/delay_doppler_map' has the shape 2"),
      ("/links/a/paths/power", [1, 2], "'/links/a/paths/power' has the shape 1 x 2"),
    ] {
      try HandmadeRecord.write(to: path, shapes: [name: shape])
      #expect(complaint(path).contains(words), "\(complaint(path))")
    }
  }

  @Test("axes that do not grow or are no numbers are refused by name")
  func axes() throws {
    var link = SmallRecord.link
    link.delays = [1e-9, 0]
    try SmallRecord.write(to: path, link: link)
    #expect(complaint(path).contains("'/links/a/delay' does not grow"))
    link = SmallRecord.link
    link.dopplerShifts = [0, .nan]
    try SmallRecord.write(to: path, link: link)
    #expect(complaint(path).contains("'/links/a/doppler_shift' does not grow"))
    try SmallRecord.write(to: path) { $0.profileTimes = [.infinity] }
    #expect(complaint(path).contains("'/links/a/profile_time' does not grow"))
    var header = SmallRecord.header
    header.centreFrequency = 0
    try SmallRecord.write(to: path, header: header)
    #expect(complaint(path).contains("centre_frequency_hz"))
  }

  @Test("an attribute is read only if it is a single value of its kind")
  func attributes() throws {
    let file = try HDF5File(opening: folder.write(ForeignFile.contents, to: "foreign.h5"))
    #expect(file.numberAttribute("one", of: "/", as: UInt64.self) == 7)
    #expect(file.numberAttribute("one", of: "/", as: Double.self) == 7)
    #expect(file.numberAttribute("nine", of: "/", as: UInt64.self) == nil)
    #expect(file.numberAttribute("word", of: "/", as: UInt64.self) == nil)
    #expect(file.textAttribute("word", of: "/") == "tau \u{03C4}")
    #expect(file.textAttribute("words", of: "/") == nil)
    #expect(file.textAttribute("one", of: "/") == nil)
  }

  @Test("an array is not read that claims more cells than its file holds")
  func vast() throws {
    let file = try HDF5File(opening: folder.write(ForeignFile.contents, to: "foreign.h5"))
    #expect(throws: RecordError.self) { _ = try file.read("/vast", of: Float.self) }
  }

  @Test("every way in which a file is no record has its own sentence")
  func reasons() throws {
    #expect(complaint(folder.file("none.h5")).contains("no such file"))
    #expect(complaint(folder.path).contains("this is a folder"))
    #expect(complaint(try folder.write("", to: "empty.h5")) == "the file is empty")
    #expect(complaint(try folder.write("text", to: "text.h5")) == "this is not an HDF5 file")
    let foreign = try folder.write(ForeignFile.contents, to: "foreign.h5")
    #expect(complaint(foreign).contains("not a record of this program"))
    try SmallRecord.write(to: path)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for share in [0.1, 0.5, 0.99] {
      let count = Int(share * Double(whole.count))
      let cut = try folder.write(whole.prefix(count), to: "cut.h5")
      #expect(complaint(cut).contains("the file is truncated"))
    }
  }

  @Test("who may not read a file is told so", .enabled(if: geteuid() != 0))
  func permission() throws {
    try SmallRecord.write(to: path)
    chmod(path, 0)
    #expect(complaint(path).contains("Permission denied"))
  }
}
