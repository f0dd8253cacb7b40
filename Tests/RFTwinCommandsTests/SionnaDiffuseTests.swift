// SPDX-License-Identifier: Apache-2.0

import Foundation
import RealModule
import TestSupport
import Testing

/// A case with diffuse scattering that was solved with Sionna RT.
private struct DiffuseCase: Decodable {
  struct Materials: Decodable {
    var scattering_coefficient: Double
    var xpd_coefficient: Double?
    var pattern: Pattern
  }
  struct Pattern: Decodable {
    var type: String
    var alpha_r: Double?
    var alpha_i: Double?
    var lambda_: Double?
  }
  var scene: String
  var frequency_hz: Double
  var tx: [Double]
  var rx: [[Double]]
  var max_depth: Int
  var all_materials: Materials

  /// The lobe as a library of materials has it.
  var lobe: String {
    let pattern = all_materials.pattern
    let forward = pattern.alpha_r ?? 1
    return switch pattern.type {
    case "lambertian": "{ kind: lambertian }"
    case "directive": "{ kind: directive, exponent: \(forward) }"
    default:
      "{ kind: backscattering, forward-exponent: \(forward), backward-exponent:"
        + " \(pattern.alpha_i ?? 1), forward-share: \(pattern.lambda_ ?? 1) }"
    }
  }

  /// A library in which some materials of the ITU scatter, in layers as Sionna RT has them.
  func library(_ names: [String]) -> String {
    names.reduce("materials:\n") { text, name in
      text + """
          itu_\(name):
            permittivity: { like: itu_\(name) }
            thickness: 0.1 m
            scattering:
              coefficient: \(all_materials.scattering_coefficient)
              lobe: \(lobe)
              cross-polar-share: \(all_materials.xpd_coefficient ?? 0)

        """
    }
  }
}

/// What Sionna RT found: powers without regard to phase.
private struct DiffuseSolution: Decodable {
  struct Link: Decodable {
    var diffuse_gain_db: Double
    /// The start of a bin in nanoseconds and the gain in it, of all paths.
    var pdp_5ns_db: [[Double]]
  }
  struct Values: Decodable {}
  var materials_at_frequency: [String: Values]
  var links: [Link]
}

@Suite("Diffuse scattering against Sionna RT")
struct SionnaDiffuseTests {
  /// The objects of each scene and what they are made of.
  private static let objects: [String: [String: String]] = [
    "floor_wall": ["floor": "concrete", "wall": "brick"],
    "simple_street_canyon": [
      "building_1": "glass", "building_2": "brick", "building_3": "marble", "building_4": "marble",
      "building_5": "glass", "building_6": "wood", "floor": "concrete",
    ],
  ]

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
    let reference = "reference/sionna-rt-2.2.0/\(name)"
    guard let solution = SharedFiles.path(reference + ".json"),
      let caseFile = SharedFiles.path(reference + ".case.json")
    else {
      print("skipped: what Sionna RT found of '\(name)' is not on this machine")
      return
    }
    let solved = try JSONDecoder().decode(
      DiffuseCase.self, from: Data(contentsOf: URL(fileURLWithPath: caseFile)))
    let expected = try JSONDecoder().decode(
      DiffuseSolution.self, from: Data(contentsOf: URL(fileURLWithPath: solution)))
    guard let scene = SharedFiles.sionnaScene(solved.scene) else {
      print("skipped: RFTWIN_SIONNA_SCENES names no folder with the scene '\(solved.scene)'")
      return
    }
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
    let rules = try #require(Self.objects[solved.scene]).sorted { $0.key < $1.key }
    let outcome = try Program.run(
      ["paths", scene, "--tx", triple(solved.tx)] + solved.rx.flatMap { ["--rx", triple($0)] } + [
        "--frequency", "\(solved.frequency_hz / 1e9) GHz", "--max-depth", "\(solved.max_depth)",
        "--diffuse", "--scatterers", "10000", "--materials", folder.file("materials.yaml"),
      ] + rules.flatMap { ["--assign", "\($0.key)=itu_\($0.value)"] })
    outcome.expectSuccess()
    return try PathReportFile(outcome.output).links
  }
}
