// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("An accuracy that is asked for")
struct AccuracyTests {
  private func paths(_ words: [String]) throws -> Program.Outcome {
    try Program.run(
      [
        "paths", Program.scene("one-wall/wall.glb"), "--tx", "0,0,1.5", "--rx", "0,1,1.5",
        "--frequency", "79 GHz", "--max-depth", "0", "--materials",
        Program.scene("sliding-plate/rough-plate.yaml"), "--assign", "*=rough-plate",
      ] + words)
  }

  private struct Report: Decodable {
    struct Link: Decodable {
      var diffuse_gain_db: Double?
      var diffuse_error_db: Double?
    }

    var scatterers: Int
    var links: [Link]
  }

  private func report(_ outcome: Program.Outcome) throws -> Report {
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try JSONDecoder().decode(Report.self, from: outcome.output)
  }

  @Test("a report tells the error it leaves, below what was asked for")
  func reached() throws {
    let outcome = try paths(["--diffuse", "--accuracy", "0.05 dB"])
    let report = try report(outcome)
    let error = try #require(report.links[0].diffuse_error_db)
    #expect(error > 0 && error <= 0.05)
    #expect(report.scatterers >= 1000)
    #expect(outcome.errors.isEmpty)
    let fewer = try self.report(try paths(["--diffuse", "--scatterers", "200"]))
    #expect(fewer.scatterers == 200)
    #expect(try #require(fewer.links[0].diffuse_error_db) > error)
  }

  @Test("an accuracy out of reach ends in a warning, and one without diffuse paths in a refusal")
  func unreached() throws {
    // 20000 leave two thousandths of a decibel, which is not nothing.
    for count in [500, 20_000] {
      let outcome = try paths([
        "--diffuse", "--accuracy", "0.001 dB", "--scatterers", "\(count)",
      ])
      let report = try report(outcome)
      #expect(report.scatterers == count)
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains("allow more with --scatterers"))
      let told = outcome.errors.firstMatch(of: /good to ([0-9.e-]+) dB with/)
      let left = try #require(told.flatMap { Double($0.1) }, "\(outcome.errors)")
      let error = try #require(report.links[0].diffuse_error_db)
      // Two digits, rounded up.
      #expect(left > 0.001 && left >= error && left <= 1.1 * error, "\(outcome.errors)")
    }
    #expect(try paths(["--accuracy", "0.3 dB"]).status == 64)
    #expect(try paths(["--diffuse", "--accuracy", "0.3"]).status == 64)
    #expect(try paths(["--diffuse", "--accuracy", "20 dB"]).status == 64)
  }

  @Test("a record keeps the error of each link, and info prints it")
  func record() throws {
    let folder = try TemporaryFolder()
    try Program.shell(
      """
      cp '\(Program.scene("sliding-plate"))'/* . \
      && sed -i 's/scatterers: 2000/accuracy: 0.5 dB/; s/chirps: 256/chirps: 16/' scenario.yaml \
      && "$rftwin" simulate scenario.yaml --output . --quiet
      """, in: folder.path
    ).expectSuccess()
    let info = try Program.run(["info", "record.h5"], in: folder.path)
    info.expectSuccess()
    let line = try #require(
      info.text.components(separatedBy: "\n").first { $0.contains("diffuse power good to") })
    let words = line.split(separator: " ")
    let place = try #require(words.firstIndex(of: "to"))
    let error = try #require(Double(words[place + 1]))
    // The plate comes nearer from the instants that count to others, so a little more may be left.
    #expect(error > 0 && error <= 0.6)
  }
}
