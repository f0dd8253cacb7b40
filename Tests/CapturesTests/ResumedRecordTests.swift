// SPDX-License-Identifier: Apache-2.0

import Captures
import DelayDoppler
import Foundation
import TestSupport
import Testing

@Suite("Resumed records")
struct ResumedRecordTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("record.h5")
  }

  /// Five frames, of which each second one has two maps.
  private var header: RecordHeader {
    var header = SmallRecord.header
    header.extent = RecordExtent(frames: 5, maps: 2, mapEvery: 2)
    header.inputsDigest = 7
    return header
  }

  /// A link that may have diffuse paths, and in whose maps echoes are looked for.
  private var link: LinkHeader {
    var link = SmallRecord.link
    link.hasDiffusePaths = true
    link.keptDetections = 2
    return link
  }

  private func writer(resuming: Bool, header: RecordHeader? = nil) throws -> RecordWriter {
    try RecordWriter(
      path: path, header: header ?? self.header, links: [link], resuming: resuming)
  }

  /// Writes the values of a frame, without ending it.
  private func write(_ number: Int, to writer: RecordWriter) throws {
    let time = Double(number)
    try writer.append(time: time, positions: SmallRecord.positions)
    var frame = SmallRecord.frame(at: time)
    frame.pathCount = 10 - number
    frame.maps =
      number.isMultiple(of: 2)
      ? [0, 0.5].map { DelayDopplerMap(time: time + $0, power: [1, 2, 3, time]) } : []
    frame.detections = frame.maps.map { map in
      let echo = RecordedDetection(
        delay: 1e-9, dopplerShift: map.time, range: 1, radialVelocity: 0, power: 1,
        signalToNoise: 10)
      return MapDetections(count: number, detections: [echo], targets: [])
    }
    // Largest in frame 1.
    frame.phaseError = [1, 4, 2, 3, 0][number] * 1e-5
    try writer.append(frame, link: 0)
    // Largest in frame 2; frame 0 has no diffuse path.
    if number > 0 { try writer.setDiffuseError([0, 0.5, 0.75, 0.25, 0.125][number], link: 0) }
  }

  /// Starts a run that is stopped within a frame.
  private func stop(within frame: Int) throws {
    let writer = try writer(resuming: false)
    for number in 0..<frame {
      try write(number, to: writer)
      try writer.finishFrame()
    }
    try write(frame, to: writer)
  }

  private func bytes() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  private func complaint(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no complaint"
    } catch {
      return "\(error)"
    }
  }

  @Test("a run that was stopped within any frame ends with the bytes of one that was not")
  func sameBytes() throws {
    let whole = try writer(resuming: false)
    for number in 0..<5 {
      try write(number, to: whole)
      try whole.finishFrame()
    }
    try whole.finish()
    let expected = try bytes()
    for frame in 1..<5 {
      try FileManager.default.removeItem(atPath: path)
      try stop(within: frame)
      let resumed = try writer(resuming: true)
      #expect(resumed.progress.frames == frame)
      // That of the frame that was not finished counts already; it will be found again.
      #expect(resumed.progress.diffuseErrors == [[0, 0.5, 0.75, 0.75, 0.75][frame]])
      #expect(resumed.progress.phaseErrors == [4e-5])
      #expect(resumed.progress.mostPaths == [10])
      for number in frame..<5 {
        try write(number, to: resumed)
        try resumed.finishFrame()
      }
      try resumed.finish()
      #expect(try bytes() == expected, "stopped within frame \(frame)")
    }
    let link = try Record(path).links[0]
    #expect(link.diffuseError == 0.75 && link.phaseError == 4e-5)
  }

  @Test("an unfinished record is read up to its latest finished frame")
  func readable() throws {
    try stop(within: 3)
    let record = try Record(path + ".part", allowingUnfinished: true)
    #expect(record.finishedFrames == 3 && record.frames == 5 && !record.isComplete)
    #expect(try record.movers().times == [0, 1, 2])
    let link = record.links[0]
    #expect(link.chirpCount == 3 && link.span == 0...2)
    #expect(link.profileTimes == [0, 1, 2] && link.pathCounts == [10, 9, 8])
    #expect(try link.profiles() == [1, 2, 1, 2, 1, 2])
    #expect(link.mapTimes == [0, 0.5, 2, 2.5])
    #expect(try link.detectionCounts() == [0, 0, 2, 2])
    #expect(try link.detections(window: 3).detections.map(\.dopplerShift) == [2.5])
  }

  @Test("without a finished frame, or with the remains of another file, a run starts anew")
  func nothingToResume() throws {
    for remains in [nil, "no record"] {
      if let remains { try folder.write(remains, to: "record.h5.part") }
      #expect(try writer(resuming: true).progress.frames == 0)
      // Stopped before its first frame it leaves nothing.
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }

  @Test("a run does not go on with the record of another run, and leaves it as it was")
  func otherRuns() throws {
    try stop(within: 2)
    let changes: [(words: String, change: (inout RecordHeader) -> Void)] = [
      ("has the seed 1, not 2", { $0.seed = 2 }),
      ("another text of the scenario", { $0.scenario = "name: x" }),
      ("other overrides", { $0.overrides = ["seed=1"] }),
      ("was written by test, not by test 2", { $0.generator = "test 2" }),
      ("other contents of the files", { $0.inputsDigest = 8 }),
    ]
    for (words, change) in changes {
      var other = header
      change(&other)
      let said = complaint { _ = try writer(resuming: true, header: other) }
      #expect(said.contains(words) && said.contains("run without it to start anew"), "\(said)")
    }
    #expect(try writer(resuming: true).progress.frames == 2)
  }

  @Test("a complete record is told apart from one of another run and from an unfinished one")
  func complete() throws {
    #expect(try !Record.isComplete(path, of: header))
    try stop(within: 4)
    #expect(try !Record.isComplete(path, of: header))
    let resumed = try writer(resuming: true)
    try write(4, to: resumed)
    try resumed.finishFrame()
    try resumed.finish()
    #expect(try Record.isComplete(path, of: header))
    let changes: [(words: String, change: (inout RecordHeader) -> Void)] = [
      ("has the seed 1, not 2", { $0.seed = 2 }),
      ("is of another text of the scenario", { $0.scenario = "name: x" }),
      ("was written by test, not by test 2", { $0.generator = "test 2" }),
    ]
    for (words, change) in changes {
      var other = header
      change(&other)
      #expect(
        complaint { _ = try Record.isComplete(path, of: other) }
          == "\(path): this complete record \(words); run without --resume to replace it")
    }
  }

  @Test(
    "what is no regular file is neither resumed nor replaced, and stays", arguments: [true, false])
  func otherThings(isFolder: Bool) throws {
    func make(_ name: String) throws {
      if isFolder {
        try FileManager.default.createDirectory(atPath: name, withIntermediateDirectories: false)
      } else {
        try #require(mkfifo(name, 0o600) == 0)
      }
    }
    try make(path)
    let words = isFolder ? "a folder has the record's name" : "is no regular file"
    #expect(complaint { _ = try Record.isComplete(path, of: header) }.contains(words))
    for resuming in [false, true] {
      #expect(complaint { _ = try writer(resuming: resuming) }.contains(words))
    }
    try FileManager.default.removeItem(atPath: path)
    try make(path + ".part")
    for resuming in [false, true] {
      let said = complaint { _ = try writer(resuming: resuming) }
      #expect(said.contains("'\(path).part'") && said.contains("no regular file; remove it"))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["record.h5.part"])
  }

  @Test("what is no record is said to be none, and how to replace it")
  func noRecord() throws {
    try folder.write("name: x", to: "record.h5")
    #expect(
      complaint { _ = try Record.isComplete(path, of: header) }
        == "\(path): this is not an HDF5 file; run without --resume to replace it")
  }
}
