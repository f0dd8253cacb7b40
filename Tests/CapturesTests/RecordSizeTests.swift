// SPDX-License-Identifier: Apache-2.0

import Captures
import Foundation
import TestSupport
import Testing

@Suite("Sizes of records")
struct RecordSizeTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The size in bytes of a record of 20 frames with one map each, before its first frame.
  private func size(
    paths: Int = 1, interactions: Int = 1, detections: Int? = nil, actors: Int = 0
  ) throws -> Int {
    var (header, link) = (SmallRecord.header, SmallRecord.link)
    header.extent = RecordExtent(frames: 20)
    header.actors = (0..<actors).map { _ in "a" }
    (link.keptPaths, link.keptInteractions) = (paths, interactions)
    link.keptDetections = detections
    let path = folder.file("record.h5")
    let writer = try RecordWriter(path: path, header: header, links: [link])
    let attributes = try FileManager.default.attributesOfItem(atPath: path + ".part")
    writer.abandon()
    return try #require(attributes[.size] as? Int)
  }

  @Test("what paths and detections take of a record is what is predicted")
  func prediction() throws {
    // Differences of two sizes, so that nothing but the arrays counts; the library keeps the
    // arrays at multiples of eight bytes, and the names of actors take a byte each.
    func expect(_ difference: Int, _ predicted: Int) {
      #expect(abs(difference - predicted) < 2000, "\(difference) bytes, predicted \(predicted)")
    }
    let paths = try size(paths: 400, interactions: 3) - size(paths: 100, interactions: 2)
    expect(
      paths,
      20
        * (RecordSize.paths(400, interactions: 3) - RecordSize.paths(100, interactions: 2)))
    let kept = try size(detections: 500, actors: 1) - size(detections: 100, actors: 1)
    expect(
      kept, 20 * (RecordSize.detections(500, actors: 1) - RecordSize.detections(100, actors: 1)))
    let actors = try size(detections: 1, actors: 1000) - size(detections: 1, actors: 10)
    expect(
      actors, 20 * (RecordSize.detections(1, actors: 1000) - RecordSize.detections(1, actors: 10)))
  }
}
