// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("The report of rftwin paths")
struct PathReportTests {
  private func keys(_ value: Any?) -> Set<String> {
    Set((value as? [String: Any] ?? [:]).keys)
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
