// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Whether gnuplot is among the programs of this machine.
private let hasGnuplot: Bool = {
  let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
  return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/gnuplot") }
}()

@Suite("rftwin plot", .enabled(if: hasGnuplot, "gnuplot is not on this machine"))
struct PlotCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try Program.run(
      "simulate", Program.scene("corner/scenario.yaml"), "--output", "run", "--quiet",
      in: folder.path
    ).expectSuccess()
  }

  private func plot(_ options: String...) throws -> [String] {
    let outcome = try Program.run(["plot", "run/record.h5"] + options, in: folder.path)
    outcome.expectSuccess()
    return outcome.text.split(separator: "\n").map(String.init)
  }

  @Test("a record of two links and two frames becomes eight whole pictures of a fair size")
  func pictures() throws {
    let pictures = try plot("--output", "pictures")
    // An overview and the scene; for each link its profiles and a map of either frame.
    #expect(pictures.count == 2 + 2 * (1 + 2))
    #expect(pictures.first == "pictures/overview.png")
    let written = try FileManager.default.contentsOfDirectory(atPath: folder.file("pictures"))
    #expect(written.map { "pictures/\($0)" }.sorted() == pictures.sorted())
    var sizes: [PNGHeader] = []
    for picture in pictures { sizes.append(try PNGHeader(folder.file(picture))) }
    for size in sizes {
      #expect((600...4000).contains(size.width) && (400...4000).contains(size.height))
    }
    // The overview shows four of the others, two by two.
    #expect(sizes[0].width == 2 * sizes[1].width && sizes[0].height == 2 * sizes[1].height)
  }

  @Test("pictures go beside the record, and instants choose the maps that are drawn")
  func instants() throws {
    // Frames of 64 chirps of 125.86 us: their middles are at 4.0 ms and 12.1 ms.
    let pictures = try plot("--at", "0.012")
    #expect(pictures.contains("run/delay-doppler-monostatic-0.012s.png"))
    #expect(!pictures.contains { $0.contains("0.004s") })
    #expect(pictures.allSatisfy { $0.hasPrefix("run/") })
  }
}
