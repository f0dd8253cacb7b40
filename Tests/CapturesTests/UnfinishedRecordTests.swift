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

  @Test("what a run leaves behind that was stopped does not pass for a record")
  func unfinished() throws {
    var header = SmallRecord.header
    header.extent = RecordExtent(frames: 2)
    let writer = try RecordWriter(path: path, header: header, links: [SmallRecord.link])
    func writeFrame(at time: Double) throws {
      try writer.append(time: time, positions: SmallRecord.positions)
      try writer.append(SmallRecord.frame(at: time), link: 0)
      try writer.finishFrame()
    }
    try writeFrame(at: 0)
    #expect(complaint(path + ".part").contains("complete up to frame 1 of 2; finish it with"))
    #expect(complaint(path + ".part").contains("--resume"))
    try FileManager.default.copyItem(atPath: path + ".part", toPath: folder.file("copy.h5"))
    #expect(complaint(folder.file("copy.h5")).contains("unfinished record"))
    #expect(try complaint(folder.write("", to: "b.h5.part")).contains("unfinished record"))
    try writeFrame(at: 1)
    try writer.finish()
    #expect(complaint(path) == "no complaint")
  }

  @Test("what a stopped conversion leaves is told to be converted again")
  func stoppedConversion() throws {
    var header = SmallRecord.header
    header.capture = "name: street"
    header.missingFrames = 0
    header.extent = RecordExtent(frames: 2)
    let writer = try RecordWriter(path: path, header: header, links: [SmallRecord.link])
    try writer.append(time: 0, positions: SmallRecord.positions)
    try writer.append(SmallRecord.frame(at: 0), link: 0)
    try writer.append(FrameFlags())
    try writer.finishFrame()
    let words = complaint(path + ".part")
    #expect(words.contains("complete up to frame 1 of 2; convert the capture again"), "\(words)")
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
    try writer.finishFrame()
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

  @Test("a link in the place of the unfinished record is refused, and what it leads to stays")
  func link() throws {
    let target = try folder.write("somebody else's", to: "target")
    try FileManager.default.createSymbolicLink(
      atPath: path + ".part", withDestinationPath: target)
    let error = #expect(throws: RecordError.self) { try SmallRecord.write(to: path) }
    #expect(
      error?.message.contains("record.h5.part', under which it is written first, is a link")
        == true,
      "\(error as Any)")
    #expect(error?.message.hasSuffix("remove the link") == true)
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "somebody else's")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.sorted() == ["record.h5.part", "target"])
  }

  @Test("rows have their places before they are written, and read as zeros until then")
  func places() throws {
    let file = try HDF5File(creating: path)
    try file.reserve("/rows", shape: [4, 3], as: .float64)
    try file.write([1.0, 2, 3, 4, 5, 6], to: "/rows", at: 1)
    #expect(throws: RecordError.self) { try file.write([1.0, 2, 3], to: "/rows", at: 4) }
    try file.close()
    let read = try HDF5File(opening: path)
    #expect(try read.read("/rows") == [0.0, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0, 0])
  }
}
