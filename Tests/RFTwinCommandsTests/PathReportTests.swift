// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("The report of rftwin paths")
struct PathReportTests {
  private func keys(_ value: Any?) -> Set<String> {
    Set((value as? [String: Any] ?? [:]).keys)
  }

  @Test("the example of the documentation is what the program prints, but for the times")
  func documentedExample() throws {
    let page = try String(
      contentsOfFile: "\(SharedFiles.project)/Sources/RFTwin/RFTwin.docc/CommandLine.md",
      encoding: .utf8)
    let command = try #require(page.firstMatch(of: /rftwin (paths Scenes\S+ --tx .*)/)?.1)
    let example = try #require(page.firstMatch(of: /(?s)```json\n(.*?)```/)?.1)
    func report(_ data: Data) throws -> [String: Any] {
      var report = try #require(
        try JSONSerialization.jsonObject(with: data) as? [String: Any])
      #expect(keys(report["timing_s"]) == ["load", "build", "solve"])
      report["timing_s"] = nil
      #expect(report.removeValue(forKey: "conventions") is String)
      return report
    }
    // The frequency stands in quotes, for the shell.
    let outcome = try Program.shell("\"$rftwin\" \(command)", in: SharedFiles.project)
    outcome.expectSuccess()
    #expect(isAlike(try report(outcome.output), try report(Data(example.utf8))))
  }

  /// Whether two trees have the same keys, texts and numbers.
  private func isAlike(_ first: Any, _ second: Any) -> Bool {
    switch (first, second) {
    case (let first as [String: Any], let second as [String: Any]):
      keys(first) == keys(second)
        && first.allSatisfy { key, value in second[key].map { isAlike(value, $0) } ?? false }
    case (let first as [Any], let second as [Any]):
      first.count == second.count && zip(first, second).allSatisfy { isAlike($0, $1) }
    case (let first as String, let second as String): first == second
    // Functions of other mathematical libraries differ in their last digits.
    case (let first as Double, let second as Double):
      abs(first - second) <= 1e-9 * max(abs(first), abs(second))
    default: first is NSNull && second is NSNull
    }
  }

  @Test("the report has every key that tools rely on, also where there is nothing to tell")
  func keysOfReport() throws {
    // Two paths, none, and one above a standing dipole, which sends nothing upwards.
    for (rx, words, count) in [
      ("1,0,1", [], 2), ("1,0,1", ["--no-line-of-sight", "--no-specular"], 0),
      ("0,0,2", ["--no-specular", "--tx-pattern", "dipole"], 1),
    ] {
      let outcome = try Program.run(
        [
          "paths", Program.scene("one-wall/wall.glb"), "--tx", "0,0,1", "--rx", rx,
          "--frequency", "28 GHz",
        ] + words)
      outcome.expectSuccess()
      let report = try #require(
        try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
      #expect(keys(report).isSuperset(of: ["timing_s", "scatterers", "links"]))
      #expect(keys(report["timing_s"]) == ["load", "build", "solve"])
      let link = try #require((report["links"] as? [[String: Any]])?.first)
      #expect(
        keys(link) == [
          "tx", "rx", "count", "missed_paths_estimate", "total_gain_db", "specular_gain_db",
          "diffuse_gain_db", "diffuse_error_db", "diffraction_gain_db",
          "mean_delay_s", "rms_delay_spread_s", "paths",
        ])
      let paths = try #require(link["paths"] as? [[String: Any]])
      #expect(link["count"] as? Int == count && paths.count == count)
      for path in paths {
        #expect(
          keys(path) == ["delay_s", "gain_db", "a", "aod", "aoa", "doppler_hz", "interactions"])
        for interaction in path["interactions"] as? [Any] ?? [] {
          #expect(keys(interaction) == ["type", "object", "vertex"])
        }
      }
    }
  }
}
