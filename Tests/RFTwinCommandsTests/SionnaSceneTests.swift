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
  var refraction: Bool?
  var velocities: [String: [Double]]?
  var rx_velocity: [Double]?

  /// The same case as words of a command line.
  var words: [String] {
    func triple(_ point: [Double]) -> String {
      point.map { "\($0)" }.joined(separator: ",")
    }
    let moving = (velocities ?? [:]).sorted { $0.key < $1.key }
    var words = ["--tx", triple(tx), "--frequency", "\(frequency_hz / 1e9) GHz"]
    words += ["--max-depth", "\(max_depth)"]
    for receiver in rx { words += ["--rx", triple(receiver)] }
    for (object, velocity) in moving { words += ["--velocity", object + "=" + triple(velocity)] }
    if let rx_velocity { words += ["--rx-velocity", triple(rx_velocity)] }
    return refraction == true ? words + ["--transmission"] : words
  }
}

@Suite("Scenes of Sionna RT")
struct SionnaSceneTests {
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

  @Test(
    "every path that Sionna RT finds is found, with its gain, angles and Doppler, and no other",
    arguments: [
      // Box: the image lattice. Canyon: a brute-force search over all sequences of facets.
      ("box_specular_60ghz", 231), ("box_screen_refraction_5ghz", 11),
      ("canyon_specular_28ghz", 6 + 4 + 2 + 4 + 5), ("canyon_cars_doppler_28ghz", 9),
      ("munich_specular_28ghz", 55),
    ])
  func againstSionna(name: String, count: Int) throws {
    let reference = "reference/sionna-rt-2.2.0/\(name)"
    guard let solution = SharedFiles.path(reference + ".json"),
      let caseFile = SharedFiles.path(reference + ".case.json")
    else {
      print("skipped: the paths that Sionna RT found are not on this machine")
      return
    }
    let solved = try JSONDecoder().decode(
      SolvedCase.self, from: Data(contentsOf: URL(fileURLWithPath: caseFile)))
    guard let scene = SharedFiles.sionnaScene(solved.scene) else {
      print("skipped: RFTWIN_SIONNA_SCENES names no folder with the scene '\(solved.scene)'")
      return
    }
    let outcome = try Program.run(["paths", scene] + solved.words)
    outcome.expectSuccess()
    let expected = try PathReportFile(contentsOf: solution).links
    let found = try PathReportFile(outcome.output).links
    #expect(found.map(\.rx) == expected.map(\.rx))
    #expect(expected.reduce(0) { $0 + $1.count } == count)
    for (link, reference) in zip(found, expected) {
      var left = link.paths
      for path in reference.paths {
        let index = left.firstIndex { isSame($0, path) }
        #expect(index != nil, "to \(reference.rx): \(path)")
        // Each of our paths stands for one of theirs.
        if let index { left.remove(at: index) }
      }
      #expect(left.isEmpty, "to \(reference.rx), not found by Sionna RT: \(left)")
    }
  }

  /// Whether a path of ours is one of Sionna RT's.
  ///
  /// It computes in single precision, 24 bits: some 1e-5 m at the corners of this scene, which lie
  /// up to 700 m from its origin, ten times that where a ray meets a wall at a grazing angle, and
  /// more after three reflections. Found: 1 mm at the vertices, which leaves 1.7e-13 s of delay
  /// because errors along a wall hardly lengthen a path; 3e-4 of the amplitude, 0.005 dB, and
  /// 0.0006 Hz. Its transmission coefficient refers to the faces of a wall, ours to the same way
  /// through air, so phases behind walls differ by k d cos(theta).
  private func isSame(_ ours: PathReportFile.Path, _ theirs: PathReportFile.Path) -> Bool {
    let steps = zip(ours.interactions, theirs.interactions)
    let amplitude = distance(theirs.a, [0, 0])
    let passesWalls = theirs.interactions.contains { $0.type == "refraction" }
    func name(_ type: String) -> String { type == "refraction" ? "transmission" : type }
    return ours.interactions.count == theirs.interactions.count
      && steps.allSatisfy { $0.type == name($1.type) && $0.object == $1.object }
      && steps.allSatisfy { distance($0.vertex, $1.vertex) < 5e-3 }
      && isClose(ours.delay_s, theirs.delay_s, within: 1e-12)
      && isClose(ours.gain_db ?? 0, theirs.gain_db ?? 0, within: 0.01)
      && (passesWalls || distance(ours.a, theirs.a) < 1e-3 * amplitude)
      && isClose(ours.doppler_hz, theirs.doppler_hz, within: 0.01)
      && distance(ours.aod, theirs.aod) < 1e-4 && distance(ours.aoa, theirs.aoa) < 1e-4
  }
}
