// SPDX-License-Identifier: Apache-2.0

import Captures
import DelayDoppler
import Figures
import Foundation
import TestSupport
import Testing

@Suite("Figures of records")
struct RecordFiguresTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let header = RecordHeader(
    name: "small", generator: "test", scenario: "", seed: 1, centreFrequency: 79e9, objects: [],
    materials: [], movers: ["ue"], outline: [SIMD4(0, 1, 2, 3)])

  private let link = LinkHeader(
    name: "mono", transmitter: "ue", receiver: "ue", delays: [0, 1e-9, 2e-9],
    dopplerShifts: [-1, 0], noisePerDelayBin: 0, noisePerMapCell: 0, channels: 1, samples: 0,
    keptPaths: 1, keptInteractions: 1, keepsSamples: false, keepsResponse: false)

  /// Draws a record of frames that hold one power everywhere; gives the names of the pictures.
  private func draw(
    _ header: RecordHeader? = nil, _ link: LinkHeader? = nil, power: Double = 1e-9,
    frames: [Double] = [0, 1, 2], at times: [Double] = []
  ) throws -> (pictures: [String], notes: [String]) {
    let (header, link) = (header ?? self.header, link ?? self.link)
    let path = folder.file("record.h5")
    var sized = header
    sized.extent = RecordExtent(frames: frames.count)
    let writer = try RecordWriter(path: path, header: sized, links: [link])
    for time in frames {
      try writer.append(time: time, positions: header.movers.map { _ in SIMD3(1, 2, 3) })
      let cells = link.delays.count * link.dopplerShifts.count
      try writer.append(
        LinkFrame(
          chirpStarts: [time], profileTimes: [time],
          profiles: Array(repeating: power, count: link.delays.count),
          maps: [DelayDopplerMap(time: time, power: Array(repeating: power, count: cells))],
          paths: [], pathTime: time, pathCount: 0, samples: [], response: []), link: 0)
      try writer.finishFrame()
    }
    try writer.finish()
    let drawn = try RecordFigures(Record(path), folder: folder.path).drawAll(mapsAt: times)
    return (drawn.pictures.map { ($0 as NSString).lastPathComponent }, drawn.notes)
  }

  private func complaint(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no complaint"
    } catch {
      return "\(error)"
    }
  }

  @Test("an overview, the scene, the profiles and three maps are drawn")
  func all() throws {
    let drawn = try draw()
    #expect(
      drawn.pictures == [
        "overview.png", "scene.png", "power-delay-profile-mono.png",
        "delay-doppler-mono-0.000s.png", "delay-doppler-mono-1.000s.png",
        "delay-doppler-mono-2.000s.png",
      ])
    #expect(drawn.notes.isEmpty)
    for picture in drawn.pictures {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file(picture)))
      #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]), "\(picture)")
    }
  }

  @Test("names run no commands and may hold any character")
  func names() throws {
    let witness = folder.file("witness")
    let command = "a\n!touch \(witness)\n#\u{2}0\u{3} <data 0> 'x' `touch \(witness)` \"y\" \\"
    var (header, link) = (header, link)
    header.name = command
    header.movers = [command]
    (link.transmitter, link.receiver) = (command, command)
    link.name = "a\n!touch witness"
    let drawn = try draw(header, link, frames: [0])
    #expect(drawn.pictures.contains("power-delay-profile-a-!touch witness.png"))
    #expect(!FileManager.default.fileExists(atPath: witness))
  }

  @Test("instants outside a record are refused with its span", arguments: [99, 1e300, -1, .nan])
  func outside(time: Double) {
    let words = complaint { _ = try draw(at: [1, time]) }
    #expect(words.contains("chirps start from 0.000000 s to 2.000000 s"), "\(words)")
  }

  @Test("the map nearest to an instant is drawn")
  func nearest() throws {
    let drawn = try draw(at: [1.2, 0.9])
    #expect(
      drawn.pictures.filter { $0.hasPrefix("delay-doppler") } == ["delay-doppler-mono-1.000s.png"])
  }

  @Test("instants before zero and close together have names of their own")
  func instants() throws {
    let drawn = try draw(frames: [-1, -0.0002, 0.0001])
    #expect(
      drawn.pictures.filter { $0.hasPrefix("delay-doppler") } == [
        "delay-doppler-mono-minus-1.0000s.png", "delay-doppler-mono-minus-0.0002s.png",
        "delay-doppler-mono-0.0001s.png",
      ])
  }

  @Test("of a record without maps the rest is drawn, with a note")
  func noMaps() throws {
    var link = link
    link.dopplerShifts = [0]
    let drawn = try draw(link: link)
    #expect(drawn.pictures == ["overview.png", "scene.png", "power-delay-profile-mono.png"])
    #expect(drawn.notes.count == 1)
    #expect(drawn.notes.first?.contains("no delay-Doppler maps") == true)
  }

  @Test("of a record without frames or places nothing is drawn, with notes")
  func nothing() throws {
    var header = header
    (header.movers, header.outline) = ([], [])
    let drawn = try draw(header, frames: [])
    #expect(drawn.pictures.isEmpty)
    #expect(drawn.notes.count == 3)
  }

  @Test("places without an outline, and places that are no numbers, are drawn as far as they go")
  func places() throws {
    var header = header
    header.outline = []
    #expect(try draw(header, frames: [0]).pictures.contains("scene.png"))
    header.outline = [SIMD4(.nan, 0, 1, 1), SIMD4(0, 0, .infinity, 1)]
    #expect(try draw(header, frames: [0]).pictures.contains("scene.png"))
  }

  @Test("a record without finite power is refused", arguments: [Double.nan, .infinity])
  func notFinite(power: Double) {
    let words = complaint { _ = try draw(power: power) }
    #expect(words.contains("holds no finite power"), "\(words)")
  }

  @Test("a folder that has a picture's name is not removed")
  func folderInTheWay() throws {
    try folder.write("kept", to: "overview.png/notes.txt")
    let words = complaint { _ = try draw() }
    #expect(words.contains("overview.png: the figure cannot be written: Is a directory"))
    #expect(FileManager.default.fileExists(atPath: folder.file("overview.png/notes.txt")))
    #expect(!FileManager.default.fileExists(atPath: folder.file("overview.png.part")))
  }

  private func draw(link: LinkHeader) throws -> (pictures: [String], notes: [String]) {
    try draw(nil, link)
  }
}
