// SPDX-License-Identifier: Apache-2.0

import Captures
import Foundation
import TestSupport
import Testing

@Suite("Unfinished records")
struct UnfinishedRecordTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("record.h5")
  }

  private func complaint(_ path: String) -> String {
    do {
      _ = try Record(path)
      return "no complaint"
    } catch {
      return error.message
    }
  }

  @Test("what a run leaves behind that was stopped does not pass for a record")
  func unfinished() throws {
    let writer = try RecordWriter(
      path: path, header: SmallRecord.header, links: [SmallRecord.link])
    try writer.append(time: 0, positions: SmallRecord.positions)
    try writer.append(SmallRecord.frame(at: 0), link: 0)
    #expect(complaint(path + ".part").contains("unfinished record"))
    try FileManager.default.copyItem(atPath: path + ".part", toPath: folder.file("copy.h5"))
    #expect(complaint(folder.file("copy.h5")).contains("unfinished record"))
    #expect(try complaint(folder.write("", to: "b.h5.part")).contains("unfinished record"))
    try writer.finish()
    #expect(complaint(path) == "no complaint")
  }

  @Test("two runs do not write one record, and the first is not disturbed")
  func twice() throws {
    let writer = try RecordWriter(
      path: path, header: SmallRecord.header, links: [SmallRecord.link])
    do {
      _ = try RecordWriter(path: path, header: SmallRecord.header, links: [SmallRecord.link])
      Issue.record("no complaint")
    } catch {
      #expect(error.message.contains("another run writes there"))
    }
    try writer.append(time: 0, positions: SmallRecord.positions)
    try writer.append(SmallRecord.frame(at: 0), link: 0)
    try writer.finish()
    #expect(complaint(path) == "no complaint")
    try SmallRecord.write(to: path)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["record.h5"])
  }

  @Test("a file that a killed run left behind is no obstacle")
  func leftBehind() throws {
    try folder.write("the remains of a run", to: "record.h5.part")
    try SmallRecord.write(to: path)
    #expect(complaint(path) == "no complaint")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["record.h5"])
  }

  @Test("rows of any size have a place")
  func largeRows() throws {
    let file = try HDF5File(creating: path)
    try file.makeGrowing("/six-gigabytes", row: [40_000, 40_000], as: .float32)
    try file.makeGrowing("/long", row: [3_000_000_000], as: .float64)
    try file.makeGrowing("/row", row: [3], as: .float64)
    try file.append([1.0, 2, 3, 4, 5, 6], to: "/row")
    try file.close()
    let read = try HDF5File(opening: path)
    #expect(try read.shape(of: "/six-gigabytes") == [0, 40_000, 40_000])
    #expect(try read.read("/row") == [1.0, 2, 3, 4, 5, 6])
  }
}
