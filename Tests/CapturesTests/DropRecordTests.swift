// SPDX-License-Identifier: Apache-2.0

import Captures
import ComplexModule
import Foundation
import TestSupport
import Testing

@Suite("Records of drops")
struct DropRecordTests {
  private func header(keepsPlaces: Bool = true) -> DropRecordHeader {
    DropRecordHeader(
      name: "n", generator: "g", scenario: "s: 1", overrides: ["a=b"], seed: 9, frequency: 6e9,
      drops: 3, targets: 1, terminals: 2, sites: [SIMD3(1, 2, 3)], keepsPlaces: keepsPlaces,
      links: [
        .init(name: "TRP-mono", pairs: 2, backgrounds: 3),
        .init(name: "UE-UE", pairs: 1, backgrounds: 0),
      ])
  }

  private func rows(_ drops: Int, level: Float) -> [DropLinkRows] {
    var (first, second) = (DropLinkRows(), DropLinkRows())
    for drop in 0..<drops {
      first.transmitters += [0, 1]
      first.receivers += [0, 1]
      first.couplings += [level - Float(drop), level - Float(drop) - 10]
      first.backgrounds += [Float](repeating: -100, count: 6)
      second.transmitters.append(0)
      second.receivers.append(1)
      second.couplings.append(-50)
    }
    return [first, second]
  }

  private func places(_ count: Int) -> [SIMD3<Double>] {
    [SIMD3<Double>](repeating: SIMD3(4, 5, 6), count: count)
  }

  @Test("what a killed run leaves is told as unfinished, whatever it is called")
  func unfinished() throws {
    let folder = try TemporaryFolder()
    let writer = try DropRecordWriter(path: folder.file("record.h5"), header: header())
    try writer.append(2, rows(2, level: -170), targets: places(2), terminals: places(4))
    let left = folder.file("left.h5")
    try FileManager.default.copyItem(atPath: folder.file("record.h5.part"), toPath: left)
    let error = #expect(throws: RecordError.self) { try DropRecord(left) }
    #expect(
      error?.message.contains("unfinished record of drops") == true, "\(error?.message ?? "")")
    writer.abandon()
  }

  @Test("what was written in parts is read whole")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("record.h5")
    let writer = try DropRecordWriter(path: path, header: header())
    try writer.append(2, rows(2, level: -170), targets: places(2), terminals: places(4))
    try writer.append(1, rows(1, level: -160), targets: places(1), terminals: places(2))
    try writer.finish()
    #expect(try DropRecord.isOne(path))
    let record = try DropRecord(path)
    #expect(record.name == "n" && record.seed == 9 && record.frequency == 6e9)
    #expect(record.drops == 3 && record.targets == 1)
    // The scenario's order, not the alphabet's.
    #expect(record.links == ["TRP-mono", "UE-UE"])
    let couplings = try record.couplings("TRP-mono")
    #expect(couplings.total == 6)
    // -181, -180, -171, -170, -170, -160.
    #expect(isClose(try #require(couplings.quantile(0)), -181, within: 0.006))
    #expect(isClose(try #require(couplings.quantile(0.4)), -171, within: 0.006))
    #expect(isClose(try #require(couplings.quantile(1)), -160, within: 0.006))
    #expect(try record.backgrounds("TRP-mono").total == 18)
    #expect(try record.backgrounds("UE-UE").total == 0)
    let places: [Double] = try HDF5File(opening: path).read("/places/terminal")
    #expect(places == [4, 5, 6, 4, 5, 6, 4, 5, 6, 4, 5, 6, 4, 5, 6, 4, 5, 6])
  }

  @Test("quantities of channels are kept where the header says so, and their quantiles found")
  func quantities() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("record.h5")
    var header = header(keepsPlaces: false)
    header.drops = 1
    header.figures = [
      DropFigure(.fullCoupling), DropFigure(.delaySpread),
      DropFigure(.fullCoupling, of: .combined), DropFigure(.delaySpread, of: .background),
    ]
    header.links[1].backgrounds = 1
    let writer = try DropRecordWriter(path: path, header: header)
    var rows = rows(1, level: -170)
    rows[0].figures = [
      [-180, -190], [1e-8, 0], [-99, -98], [1e-8, 2e-8, 3e-8, 4e-8, 5e-8, 6e-8],
    ]
    rows[1].figures = [[-60], [3e-9], [-50], [7e-9]]
    rows[1].backgrounds = [-55]
    try writer.append(1, rows, targets: [], terminals: [])
    try writer.finish()
    let record = try DropRecord(path)
    let full = try record.levels(DropFigure(.fullCoupling), "TRP-mono")
    #expect(isClose(try #require(full.quantile(1)), -180, within: 0.006))
    // Half a step of 0.01 dB of seconds: 0.12 %.
    let delays = try record.levels(DropFigure(.delaySpread), "UE-UE")
    let median = DropQuantity.delaySpread.value(try #require(delays.quantile(0.5)))
    #expect(isClose(median, 3e-9, relative: 1.2e-3))
    // Of a background each point has a spread.
    #expect(try record.levels(DropFigure(.delaySpread, of: .background), "TRP-mono").total == 6)
    #expect(try record.levels(DropFigure(.fullCoupling, of: .combined), "TRP-mono").total == 2)
    // No spread at all is the lowest level there is.
    #expect(try record.levels(DropFigure(.delaySpread), "TRP-mono").quantile(0) == -500)
    #expect(try record.levels(DropFigure(.arrivalZenithSpread), "UE-UE").total == 0)
  }

  /// Paths of pairs with so many each, numbered in their delays.
  private func paths(_ counts: [Int32], from first: Int) -> DropPathRows {
    var rows = DropPathRows()
    rows.counts = counts
    for number in first..<first + Int(counts.reduce(0, +)) {
      rows.delays.append(Double(number))
      rows.coefficients += (0..<4).map { Complex(Double(number), Double($0)) }
      rows.departures += [1, Float(number)]
      rows.arrivals += [2, Float(number)]
      rows.dopplers.append(Float(-number))
      rows.points.append(number.isMultiple(of: 2) ? 0 : -1)
      rows.references.append(number.isMultiple(of: 2) ? -1 : 2)
    }
    return rows
  }

  @Test("paths of pairs with any number of them, none at all too, are found by their first one")
  func paths() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("record.h5")
    var header = header(keepsPlaces: false)
    header.keepsPaths = true
    let writer = try DropRecordWriter(path: path, header: header)
    // More than one portion of the file.
    var (first, second) = (rows(2, level: -170), rows(1, level: -160))
    first[0].paths = paths([3, 0, 9000, 1], from: 0)
    first[1].paths = paths([0, 0], from: 0)
    second[0].paths = paths([2, 2], from: 9004)
    second[1].paths = paths([0], from: 0)
    try writer.append(2, first, targets: [], terminals: [])
    try writer.append(1, second, targets: [], terminals: [])
    try writer.finish()
    let record = try DropRecord(path)
    #expect(try record.pathCount("TRP-mono") == 9008)
    #expect(try record.pathCount("UE-UE") == 0)
    let file = try HDF5File(opening: path)
    let group = "/links/TRP-mono/paths"
    let firsts: [UInt64] = try file.read(group + "/first")
    #expect(firsts == [0, 3, 3, 9003, 9004, 9006])
    let counts: [Int32] = try file.read(group + "/count")
    #expect(counts == [3, 0, 9000, 1, 2, 2])
    let delays: [Double] = try file.read(group + "/delay")
    #expect(delays == (0..<9008).map(Double.init))
    #expect(try file.shape(of: group + "/coefficient") == [9008, 2, 2])
    let coefficients: [Complex<Double>] = try file.read(group + "/coefficient", rows: 9005..<9006)
    #expect(coefficients == (0..<4).map { Complex(9005, Double($0)) })
    let arrivals: [Float] = try file.read(group + "/arrival_angles", rows: 3..<4)
    #expect(arrivals == [2, 3])
    let none: [Double] = try file.read("/links/UE-UE/paths/delay")
    #expect(none.isEmpty)
    #expect(try DropRecord(path).links.count == 2)
  }

  @Test("a record that is given up leaves nothing")
  func abandoned() throws {
    let folder = try TemporaryFolder()
    do {
      let writer = try DropRecordWriter(
        path: folder.file("record.h5"), header: header(keepsPlaces: false))
      try writer.append(1, rows(1, level: -170), targets: [], terminals: [])
    }
    #expect(throws: RecordError.self) { try DropRecord(folder.file("record.h5")) }
    #expect(throws: RecordError.self) { try DropRecord(folder.file("record.h5.part")) }
  }

  @Test("a histogram tells quantiles to half a step, and counts what lies beyond its ends")
  func histogram() throws {
    var histogram = LevelHistogram()
    #expect(histogram.quantile(0.5) == nil)
    for step in -1000...1000 { histogram.add(Double(step) / 10) }
    histogram.add(.nan)
    #expect(histogram.total == 2001)
    for share in [0.1, 0.5, 0.95] {
      // The step is 0.01 dB.
      let found = try #require(histogram.quantile(share))
      #expect(isClose(found, 200 * share - 100, within: 0.0051))
    }
    histogram.add(-.infinity)
    #expect(histogram.quantile(0) == -500)
  }
}
