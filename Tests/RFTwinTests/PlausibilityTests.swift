// SPDX-License-Identifier: Apache-2.0

import Foundation
import InputDocuments
import RFTwin
import TestSupport
import Testing

@Suite("Scenes that are allowed but hardly meant")
struct PlausibilityTests {
  private func load(_ text: String) throws -> Scenario {
    let folder = try TemporaryFolder()
    return try Scenario.load(SoundScenario.write(text, in: folder))
  }

  /// A scenario of one radio, with what follows it put in.
  private func scenario(
    meshes: String = "wall.obj", assign: String = "wall: concrete", actors: String = "[]",
    radio: String = "[0, 0, 1.5]"
  ) -> String {
    """
    name: odd
    scene: { meshes: [\(meshes)] }
    materials: { assign: { \(assign) } }
    actors: \(actors)
    radios: [ { name: r, position: \(radio) } ]
    links: [ { name: m, tx: r, rx: r } ]
    waveform: { kind: fmcw, start: 77 GHz, slope: 35.44 MHz/us, ramp: 112.86 us, idle: 13 us, \
    sample-rate: 18.75 MHz }
    episode: { duration: 2 s, frames: { chirps: 8, every: 100 ms } }
    """
  }

  @Test("a body that drives over a radio is refused with the time")
  func drivingOver() throws {
    let waypoints =
      "[ { time: 0 s, position: [-5, 0, 0] }, { time: 2 s, position: [5, 0, 0] } ]"
    let actors =
      "[ { name: lump, mesh: block.obj, trajectory: { waypoints: \(waypoints) } } ]"
    let text = scenario(assign: "wall: concrete, block: brick", actors: actors)
    let error = #expect(throws: InputError.self) { _ = try load(text) }
    #expect(error?.line == 5)
    // The block is 40 cm wide and drives at 5 m/s: it is over the radio from 0.96 s to 1.04 s.
    #expect(
      error?.message == "radio 'r' is inside the object 'lump/block' at 1.00050344 s; move it out",
      "\(error as Any)")
  }

  @Test("an object that holds all radios is taken for a room, which is said")
  func room() throws {
    let block = SoundScenario.block.split(separator: "\n").map { line in
      // A block of 2 m x 2 m x 5 m around the radio.
      line.replacing("0.2", with: "1").replacing(" 2", with: line.hasPrefix("v") ? " 6" : " 2")
    }.joined(separator: "\n")
    let folder = try TemporaryFolder()
    let path = try SoundScenario.write(
      scenario(meshes: "wall.obj, hall.obj", assign: "wall: concrete, block: brick"), in: folder)
    try folder.write(block + "\n", to: "hall.obj")
    #expect(
      try Scenario.load(path).scene.warnings == [
        "the radio 'r' is inside the object 'block', which is taken for a room"
      ])
  }

  @Test("an assignment that later ones override everywhere is a warning")
  func unusedRule() throws {
    let scenario = try load(scenario(assign: "wall: concrete, \"w*\": brick"))
    #expect(
      scenario.scene.warnings == [
        "the assignment of 'concrete' to 'wall' has no effect: later ones hold for all that it fits"
      ])
    #expect(scenario.scene.materials.map(\.name) == ["brick"])
  }

  @Test("an assignment to what the scenario leaves out is no warning")
  func leftOut() throws {
    let assign = "wall: concrete, block: brick"
    let removed = try load(
      scenario(meshes: "wall.obj, block.obj", assign: assign)
        .replacingOccurrences(of: "block.obj]", with: "block.obj], remove: [block]"))
    #expect(removed.scene.warnings == [])
    #expect(removed.scene.materials.map(\.name) == ["concrete"])
    let disabled = try load(
      scenario(
        assign: assign,
        actors: "[ { name: lump, mesh: block.obj, position: [5, 0, 0], enabled: off } ]"))
    #expect(disabled.scene.warnings == [])
    #expect(disabled.scene.groups.map(\.name) == ["static"])
    // Not even with the block would this one hold.
    let overridden = try load(
      scenario(meshes: "wall.obj, block.obj", assign: "wall: concrete, block: brick, b*: plaster")
        .replacingOccurrences(of: "block.obj]", with: "block.obj], remove: [block]"))
    #expect(
      overridden.scene.warnings == [
        "the assignment of 'brick' to 'block' has no effect: later ones hold for all that it fits"
      ])
  }

  @Test("a scene of many kilometres is a warning")
  func wideScene() throws {
    let text = scenario().replacingOccurrences(
      of: "meshes: [wall.obj]", with: "meshes: [wall.obj], unit: 10 km")
    #expect(
      try load(text).scene.warnings == ["the scene is 60 km wide; is the unit right?"])
  }

  @Test("diffuse paths that are asked for by name where no material scatters are a warning")
  func nothingScatters() throws {
    let folder = try TemporaryFolder()
    func warnings(_ propagation: String, of material: String = "smooth") throws -> [String] {
      let text =
        scenario(assign: "wall: \(material)")
        .replacing("{ assign", with: "{ library: smooth.yaml, assign")
        + "\n" + propagation
      let scenario = try Scenario.load(SoundScenario.write(text, in: folder))
      return try Simulation(scenario, workers: .init(count: 1)).warnings
    }
    try folder.write(
      "materials:\n  smooth:\n    permittivity: { relative-permittivity: 4, conductivity: 0.01 S/m }\n",
      to: "smooth.yaml")
    let sentence = "no material of the scene scatters, so there are no diffuse paths"
    for asked in ["diffuse: on", "accuracy: 0.3 dB"] {
      #expect(try warnings("propagation: { \(asked) }") == [sentence])
    }
    #expect(try warnings("propagation: { diffuse: off, scatterers: 500 }") == [])
    #expect(try warnings("propagation: { scatterers: 500 }") == [])
    #expect(try warnings("propagation: { diffuse: on }", of: "concrete") == [])
  }

  @Test("a material that extrapolation takes below vacuum is refused by its name")
  func belowVacuum() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "materials:\n  foam:\n    permittivity:\n      bands:\n"
        + "        - { from: 1 GHz, to: 10 GHz, a: 3, b: -0.4, c: 0, d: 0 }\n", to: "foam.yaml")
    let text = SoundScenario.text.replacingOccurrences(
      of: "{ assign: { wall: concrete } }", with: "{ library: foam.yaml, assign: { wall: foam } }")
    let scenario = try Scenario.load(SoundScenario.write(text, in: folder))
    let error = #expect(throws: InputError.self) {
      _ = try Simulation(scenario, workers: .init(count: 1))
    }
    #expect(error?.message.contains("material 'foam' would have a relative permittivity") == true)
  }
}
