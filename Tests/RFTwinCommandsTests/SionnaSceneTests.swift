// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A case that was solved with Sionna RT, as `sionna_paths.py` reads it.
private struct SolvedCase: Decodable {
  var scene: String
  var frequency_hz: Double
  var tx: [Double]
  var rx: [[Double]]
  var max_depth: Int

  /// The same case as words of a command line.
  var words: [String] {
    func triple(_ point: [Double]) -> String {
      point.map { "\($0)" }.joined(separator: ",")
    }
    return ["--tx", triple(tx)] + rx.flatMap { ["--rx", triple($0)] }
      + ["--frequency", "\(frequency_hz / 1e9) GHz", "--max-depth", "\(max_depth)"]
  }
}

@Suite("Scenes of Sionna RT")
struct SionnaSceneTests {
  private static let reference = "reference/sionna-rt-2.2.0/munich_specular_28ghz"

  /// The path of the scene, or nil after a message.
  private func munich() -> String? {
    let path = SharedFiles.sionnaScene("munich")
    if path == nil {
      print("skipped: RFTWIN_SIONNA_SCENES names no folder with the scene 'munich'")
    }
    return path
  }

  @Test("Munich at 79 GHz is solved as it is, with one warning about marble and one about brick")
  func munichBeyondItsMaterials() throws {
    guard let scene = munich() else { return }
    let outcome = try Program.run(
      "paths", scene, "--tx", "8.5,21,27", "--rx", "45,90,1.5", "--frequency", "79 GHz",
      "--max-depth", "2", "--rays", "100000")
    #expect(outcome.status == 0 && !outcome.wasKilled)
    #expect(outcome.errorLines.count == 2, "\(outcome.errors)")
    for material in ["itu_marble", "itu_brick"] {
      let start = "rftwin: warning: material '\(material)' has no values at 79 GHz: interpolated"
      #expect(outcome.errorLines.count { $0.hasPrefix(start) } == 1, "\(outcome.errors)")
    }
    let link = try #require(try PathReportFile(outcome.output).links.first)
    let direct = try #require(link.paths.first)
    #expect(direct.interactions.isEmpty)
    let range = distance([8.5, 21, 27], [45, 90, 1.5])
    #expect(isClose(direct.delay_s, range / speedOfLight, within: 1e-18))
  }

  @Test("every path that Sionna RT finds in Munich at 28 GHz is found, with its gain and vertices")
  func munichAgainstSionna() throws {
    guard let scene = munich() else { return }
    guard let solution = SharedFiles.path(Self.reference + ".json"),
      let caseFile = SharedFiles.path(Self.reference + ".case.json")
    else {
      print("skipped: the paths that Sionna RT found are not on this machine")
      return
    }
    let solved = try JSONDecoder().decode(
      SolvedCase.self, from: Data(contentsOf: URL(fileURLWithPath: caseFile)))
    try #require(solved.scene == "munich")
    let outcome = try Program.run(["paths", scene] + solved.words)
    outcome.expectSuccess()
    let expected = try PathReportFile(contentsOf: solution).links
    let found = try PathReportFile(outcome.output).links
    #expect(found.map(\.rx) == expected.map(\.rx))
    #expect(expected.reduce(0) { $0 + $1.count } == 55)
    for (link, reference) in zip(found, expected) {
      var left = link.paths
      for path in reference.paths {
        let index = left.firstIndex { isSame($0, path) }
        #expect(index != nil, "to \(reference.rx): \(path)")
        // Each of our paths stands for one of theirs.
        if let index { left.remove(at: index) }
      }
    }
  }

  /// Whether a path of ours is one of Sionna RT's.
  ///
  /// It computes in single precision, 24 bits: some 1e-5 m at the corners of this scene, which lie
  /// up to 700 m from its origin, ten times that where a ray meets a wall at a grazing angle, and
  /// more after three reflections. Found: 1 mm at the vertices, which leaves 1.7e-13 s of delay
  /// because errors along a wall hardly lengthen a path; 3e-4 of the amplitude, 0.002 dB.
  private func isSame(_ ours: PathReportFile.Path, _ theirs: PathReportFile.Path) -> Bool {
    let steps = zip(ours.interactions, theirs.interactions)
    let amplitude = distance(theirs.a, [0, 0])
    return ours.interactions.count == theirs.interactions.count
      && steps.allSatisfy { $0.type == $1.type && $0.object == $1.object }
      && steps.allSatisfy { distance($0.vertex, $1.vertex) < 5e-3 }
      && isClose(ours.delay_s, theirs.delay_s, within: 1e-12)
      && isClose(ours.gain_db ?? 0, theirs.gain_db ?? 0, within: 0.01)
      && distance(ours.a, theirs.a) < 1e-3 * amplitude
      && distance(ours.aod, theirs.aod) < 1e-4 && distance(ours.aoa, theirs.aoa) < 1e-4
  }
}
