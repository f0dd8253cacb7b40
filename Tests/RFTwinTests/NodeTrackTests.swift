// SPDX-License-Identifier: Apache-2.0

import Foundation
import InputDocuments
import Kinematics
import RFTwin
import Scenes
import Spatial
import TestSupport
import Testing

@Suite("Tracks of nodes")
struct NodeTrackTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func scenario(
    _ trajectory: String, radio: String = "[0, 0, 2.5]", scene: String = "",
    duration: String = "1 ms"
  ) throws -> Scenario {
    let text = """
      name: track
      \(scene)
      actors: [ { name: phone, trajectory: \(trajectory) } ]
      radios:
        - { name: fixed, position: \(radio) }
        - { name: moving, attached-to: phone }
      links: [ { name: link, tx: fixed, rx: moving } ]
      waveform: { kind: fmcw, start: 28 GHz, slope: 20 MHz/us, ramp: 50 us, idle: 10 us, \
      sample-rate: 10 MHz }
      propagation: { diffuse: off, max-depth: 1 }
      episode: { duration: \(duration), frames: { chirps: 4 } }
      """
    return try Scenario.load(folder.write(text, to: "scenario.yaml"))
  }

  private func place(_ scenario: Scenario, at time: Double) throws -> Vector3 {
    let node = try #require(scenario.scene.actors.first).node
    return scenario.scene.motion.states(at: time)[node].worldFromBody.translation
  }

  @Test("rows are places in even steps of time, by the step or by the whole duration")
  func evenSteps() throws {
    try folder.write("# a node\n0,0,1\n\n 2,\t0 ,1\n4,1,1", to: "node.dat")
    for keys in ["every: 0.5 s", "duration: 1 s"] {
      let scenario = try scenario("{ track: node.dat, \(keys), start: 0 s }")
      for (time, expected) in [
        (0.0, Vector3(0, 0, 1)), (0.5, Vector3(2, 0, 1)), (1.0, Vector3(4, 1, 1)),
      ] {
        #expect((try place(scenario, at: time) - expected).length < 1e-12, "\(time)")
      }
    }
  }

  @Test("one row is a body that stands")
  func single() throws {
    try folder.write("7,15,1.6", to: "node.dat")
    let scenario = try scenario("{ track: node.dat }")
    #expect(try place(scenario, at: 100) == Vector3(7, 15, 1.6))
  }

  @Test(
    "what is wrong is one sentence",
    arguments: [
      ("1,2,3\n4,5,6", "{ track: node.dat }", "needs either 'every'"),
      ("1,2,3\n4,5,6", "{ track: node.dat, every: 1 s, duration: 1 s }", "needs either 'every'"),
      ("1,2,3\n4,5,6", "{ track: node.dat, every: 0 s }", "must be above zero"),
      ("1,2,3\n4,5", "{ track: node.dat, every: 1 s }", "node.dat:2: a row of a track is three"),
      ("t,x,y\n4,5,6", "{ track: node.dat, every: 1 s }", "node.dat:1: a row of a track is three"),
      ("1,2,nan", "{ track: node.dat, every: 1 s }", "node.dat:1: a row of a track is three"),
      ("", "{ track: node.dat, every: 1 s }", "the track has no rows"),
      ("1,2,3", "{ track: nodes.dat }", "there is no track file"),
      (
        "1,2,3", "{ track: node.dat, step: 1 s }",
        "the key 'actors[0].trajectory.step' is not known"
      ),
    ])
  func mistakes(rows: String, trajectory: String, words: String) throws {
    try folder.write(rows, to: "node.dat")
    do {
      _ = try scenario(trajectory)
      Issue.record("'\(trajectory)' is read")
    } catch {
      #expect("\(error)".contains(words), "\(error)")
    }
  }

  @Test("NIST's receiver walks over the parking lot between measured places in 800 s")
  func parkingLot() throws {
    guard let track = SharedFiles.data("nist_qd_60ghz_materials/ParkingLot_NodePosition1.dat"),
      let scene = SharedFiles.data("nist_qd_60ghz_materials/ParkingLot_ParkingLot.xml")
    else {
      print("skipped: RFTWIN_DATA names no folder with nist_qd_60ghz_materials")
      return
    }
    // paraCfgCurrent.txt: totalTimeDuration 800, numberOfTimeDivisions 61, so 62 places.
    let scenario = try scenario(
      "{ track: \(track), duration: 800 s }",
      scene: """
        scene: { meshes: [\(scene)] }
        materials: { assign: { "*": itu_concrete } }
        """)
    // As the data's authors list them.
    #expect((try place(scenario, at: 0) - Vector3(1.11, -6.02, 1.6)).length < 0.01)
    #expect((try place(scenario, at: 800) - Vector3(66.18, 12.27, 1.6)).length < 0.01)
    let third = Vector3(3.451_918_754, -5.485_736_058, 1.6)
    #expect((try place(scenario, at: 2 * 800.0 / 61) - third).length < 1e-9)
    // It walks: a metre or so in thirteen seconds, never more than two metres a second.
    for second in stride(from: 0.0, to: 799, by: 1) {
      #expect((try place(scenario, at: second + 1) - place(scenario, at: second)).length < 2)
    }
  }
}
