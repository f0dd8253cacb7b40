// SPDX-License-Identifier: Apache-2.0

import Captures
import ComplexModule
import DelayDoppler
import Foundation
import TestSupport
import Testing

@Suite("Records")
struct RecordTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let header = RecordHeader(
    name: "A record, \u{03C4} and more", generator: "test 1", scenario: "name: x\n# y\n",
    seed: UInt64.max - 3, centreFrequency: 79e9, objects: ["wall", "car/wheel"],
    materials: ["brick"], movers: ["ue", "car"], outline: [SIMD4(0, 1, 2, 3)])

  private func link(_ name: String) -> LinkHeader {
    LinkHeader(
      name: name, transmitter: "bs", receiver: "ue", delays: [0, 1e-9, 2e-9],
      dopplerShifts: [-1, 0], noisePerDelayBin: 1e-15, noisePerMapCell: 1e-17, channels: 2,
      samples: 3, keptPaths: 2, keptInteractions: 2, keepsSamples: true, keepsResponse: true)
  }

  private func frame(_ number: Int) -> LinkFrame {
    let base = Double(number)
    let path = RecordedPath(
      identifier: 1 << 63 | UInt64(number), delay: 1e-8 * base, dopplerShift: -5, power: 1e-12,
      interactions: [
        RecordedInteraction(kind: 2, object: 1, material: 0, vertex: SIMD3(1, 2, 3 + base))
      ])
    return LinkFrame(
      chirpStarts: [base, base + 0.1], profileTimes: [base], profiles: [1, 2, 3 + base],
      maps: [DelayDopplerMap(time: base, power: [1, 2, 3, 4, 5, 6 + base])], paths: [path],
      pathTime: base, pathCount: 17,
      samples: (0..<12).map { Complex(Double($0), base) },
      response: (0..<12).map { Complex(base, Double($0)) })
  }

  private func write(_ path: String, frames: Int) throws {
    var header = header
    header.extent = RecordExtent(frames: frames, chirps: 2)
    let writer = try RecordWriter(path: path, header: header, links: [link("a"), link("b")])
    for number in 0..<frames {
      try writer.append(time: Double(number), positions: [SIMD3(1, 2, 3), SIMD3(4, 5, 6)])
      try writer.append(frame(number), link: 0)
      try writer.append(frame(number + 10), link: 1)
      try writer.finishFrame()
    }
    try writer.finish()
  }

  @Test("what is written frame by frame is read back")
  func roundTrip() throws {
    let path = folder.file("record.h5")
    try write(path, frames: 3)
    let record = try Record(path)
    #expect(record.name == header.name)
    #expect(record.scenario == header.scenario)
    #expect(record.seed == header.seed)
    #expect(record.centreFrequency == 79e9)
    #expect(try record.objectNames() == header.objects)
    #expect(try record.materialNames() == header.materials)
    #expect(try record.outline() == header.outline)
    let movers = try record.movers()
    #expect(movers.names == header.movers)
    #expect(movers.times == [0, 1, 2])
    #expect(movers.positions[2][1] == SIMD3(4, 5, 6))
    #expect(record.links.map(\.name) == ["a", "b"])
    let link = try #require(record.links.last)
    #expect(link.delays == [0, 1e-9, 2e-9])
    #expect(link.dopplerShifts == [-1, 0])
    #expect(link.noisePerDelayBin == 1e-15)
    #expect(link.profileTimes == [10, 11, 12])
    #expect(try link.profiles() == [1, 2, 13, 1, 2, 14, 1, 2, 15])
    #expect(try link.map(1) == [1, 2, 3, 4, 5, 17])
    #expect(link.chirpCount == 6)
    #expect(link.pathCounts == [17, 17, 17])
    #expect(try link.paths(frame: 1) == frame(11).paths)
    #expect(try link.samples() == (10..<13).flatMap { frame($0).samples })
  }

  @Test("equal runs give equal bytes")
  func deterministic() throws {
    try write(folder.file("a.h5"), frames: 2)
    // A second apart, so that a time in the file would show.
    Thread.sleep(forTimeInterval: 1.1)
    try write(folder.file("b.h5"), frames: 2)
    let bytes = ["a.h5", "b.h5"].map { FileManager.default.contents(atPath: folder.file($0)) }
    #expect(bytes[0] != nil)
    #expect(bytes[0] == bytes[1])
  }

  @Test(
    "a record has its name only when it is complete, and without a finished frame nothing is left")
  func completeness() throws {
    let path = folder.file("record.h5")
    var header = header
    header.extent = RecordExtent(frames: 2, chirps: 2)
    var writer: RecordWriter? = try RecordWriter(path: path, header: header, links: [link("a")])
    try writer?.append(frame(0), link: 0)
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(FileManager.default.fileExists(atPath: path + ".part"))
    writer = nil
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test("a record without frames can be read")
  func empty() throws {
    let path = folder.file("record.h5")
    try write(path, frames: 0)
    let record = try Record(path)
    #expect(try record.links.first?.profiles().isEmpty == true)
    #expect(try record.movers().positions.isEmpty)
  }

  @Test("every array says its units and its dimensions")
  func descriptions() throws {
    let path = folder.file("record.h5")
    try write(path, frames: 1)
    let file = try HDF5File(opening: path)
    for name in [
      "/links/a/delay", "/links/a/doppler_shift", "/links/a/power_delay_profile",
      "/links/a/delay_doppler_map", "/links/a/if_samples", "/links/a/impulse_response",
      "/links/a/chirp_start", "/links/a/paths/delay", "/links/a/paths/vertex", "/movers/position",
      "/scene/outline",
    ] {
      #expect(file.textAttribute("units", of: name)?.isEmpty == false, "\(name)")
      #expect(file.textAttribute("dimensions", of: name)?.isEmpty == false, "\(name)")
    }
    #expect(file.textAttribute("conventions", of: "/")?.contains("approaching is positive") == true)
  }

  @Test("what is no record is refused with a sentence that names the file")
  func refused() throws {
    func complaint(_ path: String) -> String {
      do {
        _ = try Record(path)
        return "no complaint"
      } catch {
        return error.description
      }
    }
    #expect(complaint(folder.file("none.h5")).contains("there is no such file"))
    let text = try folder.write("not HDF5", to: "text.h5")
    #expect(complaint(text) == "\(text): this is not an HDF5 file")
    let other = folder.file("other.h5")
    let file = try HDF5File(creating: other)
    try file.close()
    #expect(complaint(other).contains("not a record of this program"))
  }

  @Test("a record cannot be started where there is no folder")
  func noFolder() {
    #expect(
      throws: RecordError(
        file: folder.file("none/record.h5"),
        "the file cannot be created: No such file or directory")
    ) {
      _ = try RecordWriter(
        path: folder.file("none/record.h5"), header: header, links: [link("a")])
    }
  }

  @Test("detections, their labels and targets are read back, and what is not known as not known")
  func detections() throws {
    let label = DetectionLabel(
      path: 17, object: 1, material: 0, kind: 2, power: 1e-12, delay: 1e-8, dopplerShift: -4,
      vertex: SIMD3(1, 2, 3))
    let full = RecordedDetection(
      delay: 1.1e-8, dopplerShift: -5, range: 1.6, radialVelocity: 0.01, power: 2e-12,
      signalToNoise: 40, angles: SIMD2(0.1, -0.2), direction: SIMD3(1, 0, 0),
      position: SIMD3(4, 5, 6), label: label)
    let plain = RecordedDetection(
      delay: 2e-8, dopplerShift: 7, range: 3, radialVelocity: -0.01, power: 1e-12,
      signalToNoise: 20)
    let target = RecordedTarget(power: 1e-12, delay: 1e-9, dopplerShift: -1)
    var header = header
    header.actors = ["car"]
    header.actorsOfObjects = [-1, 0]
    header.extent = RecordExtent(frames: 1, chirps: 2)
    var link = link("a")
    link.keptDetections = 3
    var frame = frame(1)
    frame.paths[0].geometry.range = 4
    frame.paths[0].geometry.arrival = SIMD3(0, 1, 0)
    frame.paths[0].geometry.arrivalAngles = SIMD2(0.5, 0.25)
    frame.detections = [MapDetections(count: 5, detections: [full, plain], targets: [target])]
    let path = folder.file("detections.h5")
    let writer = try RecordWriter(path: path, header: header, links: [link])
    try writer.append(time: 0, positions: [SIMD3(1, 2, 3), SIMD3(4, 5, 6)])
    try writer.append(frame, link: 0)
    try writer.finishFrame()
    try writer.finish()
    let record = try Record(path)
    let read = try #require(record.links.first)
    #expect(read.hasDetections)
    #expect(try read.detectionCounts() == [5])
    let found = try read.detections(window: 0)
    #expect(found.count == 5)
    #expect(found.targets == [target])
    #expect(found.detections.first == full)
    let second = try #require(found.detections.last)
    #expect(second.angles == nil && second.position == nil && !second.label.isKnown)
    #expect(second.delay == plain.delay && second.label.object == -1)
    #expect(try read.paths(frame: 0) == frame.paths)
    let actors = try record.actors()
    #expect(actors.names == ["car"] && actors.ofObjects == [-1, 0])
  }

  @Test("a record in which detections were not looked for has none")
  func noDetections() throws {
    let path = folder.file("record.h5")
    try write(path, frames: 1)
    #expect(try Record(path).links.allSatisfy { !$0.hasDetections })
  }
}
