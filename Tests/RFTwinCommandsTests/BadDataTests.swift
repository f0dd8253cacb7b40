// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("Files that cannot be used")
struct BadDataTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("", to: "empty.glb")
    try folder.write("", to: "empty.yaml")
    try folder.write("no record\n", to: "text.h5")
    try folder.write(Data([0x6e, 0x3a, 0xff, 0xfe]), to: "bytes.yaml")
    try folder.write("o panel\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n", to: "bare.obj")
    try folder.write("materials:\n  slate:\n    colour: grey\n", to: "slate.yaml")
    try folder.write(
      "materials:\n  slate:\n    permittivity: { relative-permittivity: -4 }\n", to: "negative.yaml"
    )
    try folder.write(
      "materials:\n  slate:\n    permittivity: { relative-permittivity: 4 }\n"
        + "    scattering: { coefficient: 1.01, lobe: { kind: lambertian } }\n", to: "rough.yaml")
    try FileManager.default.createDirectory(
      atPath: folder.file("folder.h5"), withIntermediateDirectories: false)
  }

  /// What is in the folder before and after.
  private func contents() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
  }

  private static let link = ["--tx", "0,0,1", "--rx", "1,0,1", "--frequency", "28 GHz"]
  private static let wall = Program.scene("one-wall/wall.glb")
  private static let drops = Program.scene("drops/uav.yaml")

  /// Command lines, the place that the complaint must start with, and words that it must hold.
  private static let cases: [(words: [String], place: String, complaint: String)] = [
    (["simulate", "none.yaml"], "none.yaml", "no such file"),
    (["simulate", "empty.yaml"], "empty.yaml", "empty"),
    (["simulate", "bytes.yaml"], "bytes.yaml", "not UTF-8"),
    (["simulate", "slate.yaml"], "slate.yaml:1", "lacks the key 'waveform'"),
    (["simulate", drops], "\(drops):11", "give the file to 'rftwin drop'"),
    (["info", drops], "\(drops):11", "give the file to 'rftwin drop'"),
    (["info", "none.h5"], "none.h5", "no such file"),
    (["info", "text.h5"], "text.h5", "not an HDF5 file"),
    (["info", "folder.h5"], "folder.h5", "this is a folder"),
    (["info", "empty.glb"], "empty.glb", "empty"),
    (["info", "none.glb"], "none.glb", "no such file"),
    (["info", "none.yaml"], "none.yaml", "no such file"),
    (["info", "."], ".", "extension"),
    (["plot", "text.h5", "--output", "pictures"], "text.h5", "not an HDF5 file"),
    (["plot", "none.h5", "--output", "pictures"], "none.h5", "no such file"),
    (["paths", "none.glb", "--output", "x.json"] + link, "none.glb", "no such file"),
    (["paths", "bare.obj", "--output", "x.json"] + link, "bare.obj", "'panel' has no material"),
    (["paths", wall, "--output", "no/x.json"] + link, "no/x.json", "cannot be written"),
    (["paths", wall, "--materials", "slate.yaml"] + link, "slate.yaml:3", "lacks the key"),
    (["paths", wall, "--materials", "negative.yaml"] + link, "negative.yaml:3", "is -4"),
    (["paths", wall, "--materials", "rough.yaml"] + link, "rough.yaml:4", "not 1.01"),
    (["paths", wall, "--velocity", "wal=1,0,0"] + link, wall, "did you mean 'wall'"),
    (
      ["paths", Program.scene("one-wall/scenario.yaml"), "--at", "0.5"] + link,
      Program.scene("one-wall/scenario.yaml"), "from 0 s to 20 ms"
    ),
    (["materials", "--library", "slate.yaml"], "slate.yaml:3", "lacks the key"),
  ]

  @Test(
    "a file that cannot be used is refused with status 65 in one line, and nothing is written",
    arguments: cases.indices)
  func refusal(index: Int) throws {
    let (words, place, complaint) = Self.cases[index]
    let before = try contents()
    try Program.run(words, in: folder.path).expectRefusal(at: place, complaint)
    #expect(try contents() == before)
  }

  @Test("a record cut short is refused, and no folder for pictures appears")
  func truncatedRecord() throws {
    let scenario = Program.scene("corner/scenario.yaml")
    let run = try Program.run(
      ["simulate", scenario, "--output", "run", "--quiet"], in: folder.path)
    run.expectSuccess()
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder.file("run/record.h5")))
    for share in [0.01, 0.5, 0.99] {
      try folder.write(whole.prefix(Int(share * Double(whole.count))), to: "cut.h5")
      for words in [["info", "cut.h5"], ["plot", "cut.h5", "--output", "pictures"]] {
        try Program.run(words, in: folder.path).expectRefusal(at: "cut.h5", "truncated")
      }
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("pictures")))
  }

  @Test("results that have no place are refused before anything is computed")
  func noPlace() throws {
    let scenario = Program.scene("one-wall/scenario.yaml")
    try folder.write("a file\n", to: "taken")
    try folder.write("kept\n", to: "run/record.h5/notes.txt")
    let before = try contents()
    try Program.run(["simulate", scenario, "--output", "taken"], in: folder.path)
      .expectRefusal(at: "taken", "the folder cannot be made")
    try Program.run(["simulate", scenario, "--output", "run", "--quiet"], in: folder.path)
      .expectRefusal(at: "run/record.h5", "a folder has the record's name")
    #expect(try contents() == before)
  }
}
