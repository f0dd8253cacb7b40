// SPDX-License-Identifier: Apache-2.0

import Foundation
import RealModule
import TestSupport
import Testing

@Suite("Diffuse scattering against Sionna RT")
struct SionnaDiffuseTests {
  // In the canyon Sionna RT has paths with several diffuse interactions, which are not modelled
  // here, and loses nearly all on which a mirror follows the scatterer. Either shows only in bins
  // more than 25 dB below the strongest.
  @Test(
    "total within 0.3 dB, and bins of 5 ns within 1 dB wherever within 25 dB of the strongest",
    arguments: [
      "floor_wall_lambertian", "floor_wall_directive4", "floor_wall_backscatter",
      "canyon_diffuse_28ghz",
    ])
  func againstSionna(name: String) throws {
    guard let (solved, expected, scene) = try DiffuseCase.load(name) else { return }
    let found = try solve(solved, scene, Array(expected.materials_at_frequency.keys))
    try #require(found.count == expected.links.count)
    for (link, theirs) in zip(found, expected.links) {
      // 10000 scatterers, placed by what they contribute, err by about 0.02 dB.
      #expect(isClose(try #require(link.diffuse_gain_db), theirs.diffuse_gain_db, within: 0.3))
      let strongest = theirs.pdp_5ns_db.map { $0[1] }.max() ?? 0
      var compared = 0
      for bin in theirs.pdp_5ns_db where bin[1] > strongest - 25 {
        let power = link.paths.filter { ($0.delay_s * 1e9 / 5).rounded(.down) * 5 == bin[0] }
          .reduce(0) { $0 + $1.a[0] * $1.a[0] + $1.a[1] * $1.a[1] }
        #expect(isClose(10 * Double.log10(power), bin[1], within: 1), "\(bin[0]) ns to \(link.rx)")
        compared += 1
      }
      #expect(compared > 0)
    }
  }

  private func solve(
    _ solved: DiffuseCase, _ scene: String, _ materials: [String]
  ) throws -> [PathReportFile.Link] {
    let folder = try TemporaryFolder()
    try folder.write(solved.library(materials.sorted()), to: "materials.yaml")
    func triple(_ point: [Double]) -> String { point.map { "\($0)" }.joined(separator: ",") }
    let rules = try #require(DiffuseCase.objects[solved.scene]).sorted { $0.key < $1.key }
    let outcome = try Program.run(
      ["paths", scene, "--tx", triple(solved.tx)] + solved.rx.flatMap { ["--rx", triple($0)] } + [
        "--frequency", "\(solved.frequency_hz / 1e9) GHz", "--max-depth", "\(solved.max_depth)",
        "--diffuse", "--scatterers", "10000", "--materials", folder.file("materials.yaml"),
      ] + rules.flatMap { ["--assign", "\($0.key)=itu_\($0.value)"] })
    outcome.expectSuccess()
    return try PathReportFile(outcome.output).links
  }
}
