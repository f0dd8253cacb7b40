// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("Plots")
struct PlotTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let wall = Program.scene("one-wall/scenario.yaml")

  private func simulate() throws {
    try Program.run(
      ["simulate", Self.wall, "--output", "run", "--quiet"], in: folder.path
    ).expectSuccess()
  }

  @Test("a scenario's name runs no commands")
  func name() throws {
    try Program.shell(
      """
      cp '\(Program.scene("one-wall"))'/* .
      cat > name <<'END'
      name: "a'; system('touch witness'); print 'b `touch witness` <data 0>"
      END
      cat name > renamed && grep -v '^name:' scenario.yaml >> renamed && mv renamed scenario.yaml
      "$rftwin" simulate scenario.yaml --output run --quiet && cd run && "$rftwin" plot record.h5
      """, in: folder.path
    ).expectSuccess()
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    #expect(files.contains("run/overview.png"))
    #expect(!files.contains { $0.hasSuffix("witness") })
  }

  @Test("a folder for temporary files may have any name")
  func quotedFolder() throws {
    try simulate()
    try Program.shell(
      "mkdir \"it's\" && TMPDIR=\"$PWD/it's\" \"$rftwin\" plot run/record.h5", in: folder.path
    ).expectSuccess()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("it's")).isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
  }

  @Test("why gnuplot gave no picture is said, and a folder made for pictures is removed")
  func failures() throws {
    try simulate()
    func plot(with gnuplot: String) throws -> Program.Outcome {
      let program = try folder.write("#!/bin/sh\n\(gnuplot)\n", to: "bin/gnuplot")
      chmod(program, 0o755)
      return try Program.shell(
        "PATH=\"$PWD/bin:$PATH\" exec \"$rftwin\" plot run/record.h5 --output pictures",
        in: folder.path)
    }
    try plot(with: "kill -9 $$").expectRefusal(at: "gnuplot failed", "ended by signal 9 (Killed)")
    try plot(with: "echo 'no font' >&2; exit 3").expectRefusal(at: "gnuplot failed", "no font")
    try plot(with: "exit 3").expectRefusal(at: "gnuplot failed", "status 3")
    #expect(!FileManager.default.fileExists(atPath: folder.file("pictures")))
    try Program.shell("PATH= exec \"$rftwin\" plot run/record.h5", in: folder.path)
      .expectFailure("gnuplot-nox")
  }

  @Test("an instant outside the record is refused with its span")
  func outside() throws {
    try simulate()
    for time in ["99", "1e300", "-1"] {
      try Program.run(
        ["plot", "run/record.h5", "--output", "pictures", "--at=\(time)"], in: folder.path
      ).expectRefusal(at: "run/record.h5", "chirps start from 0.000000 s to 0.0")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("pictures")))
  }
}

extension Program.Outcome {
  /// Expects a failure of status 65 with one line of complaint.
  fileprivate func expectFailure(
    _ words: String, _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(!wasKilled && status == 65, "status \(status)", sourceLocation: location)
    #expect(errorLines.count == 1 && errors.contains(words), "\(errors)", sourceLocation: location)
  }
}
