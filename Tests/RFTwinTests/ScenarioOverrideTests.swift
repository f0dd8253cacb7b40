// SPDX-License-Identifier: Apache-2.0

import InputDocuments
import RFTwin
import Scenes
import TestSupport
import Testing

@Suite("Scenarios with other values")
struct ScenarioOverrideTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func scenario(_ options: String..., text: String? = nil) throws -> Scenario {
    let path = try SoundScenario.write(text ?? SoundScenario.text, in: folder)
    return try Scenario.load(path, overrides: options.map { try #require(Override($0)) })
  }

  private func complaint(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no complaint"
    } catch {
      return "\(error)"
    }
  }

  @Test("options replace values anywhere in a scenario, and the scenario remembers them")
  func values() throws {
    let changed = try scenario(
      "propagation.scatterers=5000", "radios.ue.position=[1,2,3]", "materials.assign.wall=brick",
      "seed=9")
    #expect(changed.propagation.scatterers == 5000 && changed.propagation.maximumDepth == 1)
    #expect(changed.seed == 9)
    let scene = changed.scene
    let states = scene.motion.states(at: 0)
    #expect(states[scene.radios[1].node].worldFromBody.translation == [1, 2, 3])
    #expect(scene.materials.contains { $0.name == "brick" })
    #expect(!scene.materials.contains { $0.name == "concrete" })
    #expect(
      changed.overrides == [
        "propagation.scatterers=5000", "radios.ue.position=[1,2,3]",
        "materials.assign.wall=brick", "seed=9",
      ])
  }

  @Test("unknown keys and bad values of options are told as those of the file, with the option")
  func mistakes() {
    #expect(
      complaint { _ = try scenario("propagation.scaterers=5") }
        == "--set propagation.scaterers=5: the key 'propagation.scaterers' is not known;"
        + " did you mean 'scatterers'?")
    #expect(
      complaint { _ = try scenario("actors.plate.enabled=2") }
        == "--set actors.plate.enabled=2: 'actors[0].enabled' must be on or off")
    #expect(
      complaint { _ = try scenario("materials.assign.wal=brick") }.hasPrefix(
        "--set materials.assign.wal=brick: 'wal' fits no object"))
  }

  @Test("an actor that is not enabled is not in the scene, but its unknown keys count")
  func actors() throws {
    let (with, without) = (try scenario(), try scenario("actors.plate.enabled=false"))
    #expect(with.scene.actors.map(\.name) == ["plate"])
    #expect(without.scene.actors.isEmpty)
    #expect(without.scene.triangleCount < with.scene.triangleCount)
    #expect(without.scene.objects.map(\.name) == ["wall"])
    #expect(
      complaint {
        _ = try scenario("actors.plate.enabled=false", "actors.plate.msh=plate.obj")
      }.contains("the key 'actors[0].msh' is not known"))
    #expect(
      complaint {
        _ = try scenario(
          "actors.plate.enabled=false",
          "radios.ue={ name: ue, attached-to: plate, offset: [0, 0, 1] }")
      }.contains("the actor 'plate' is not enabled"))
  }

  @Test("an actor that is not enabled need not be complete, nor its files be there")
  func incompleteActors() throws {
    let options = [
      "{ name: plate, enabled: off }",
      "{ name: plate, enabled: off, mesh: nothing.obj, trajectory: nothing.csv }",
    ]
    for actor in options {
      let scene = try scenario("actors.plate=\(actor)", "materials.assign.\"plate/*\"=brick").scene
      #expect(scene.actors.isEmpty && scene.objects.map(\.name) == ["wall"], "\(actor)")
    }
    #expect(
      complaint {
        _ = try scenario(
          "actors.plate={ name: plate, enabled: off, position: [0, 0, 0], parts: [ { name: a,"
            + " pivot: [0, 0, 0], spins: { axis: [0, 0, 1], rate: 1 rad/s }, spinns: 1 } ] }")
      }.contains("the key 'actors[0].parts[0].spinns' is not known"))
    #expect(
      complaint { _ = try scenario("actors.plate={ enabled: off }") }
        .contains("lacks the key 'name'"))
    // An enabled one must have its files.
    #expect(
      complaint { _ = try scenario("actors.plate.mesh=nothing.obj") }.contains("nothing.obj"))
  }

  @Test("values that do not fit together are blamed on the option that has changed one of them")
  func blame() {
    for option in ["waveform.ramp=0.05 us", "waveform.sample-rate=1 kHz"] {
      #expect(
        complaint { _ = try scenario(option) }.hasPrefix("--set \(option): 'waveform': two samples")
      )
    }
  }

  @Test("a link that is not enabled is left out; one at least must be left")
  func links() throws {
    let two = SoundScenario.text.replacing(
      "links:\n", with: "links:\n  - { name: bi, tx: bs, rx: ue }\n")
    #expect(try scenario(text: two).scene.links.map(\.name) == ["bi", "mono"])
    #expect(try scenario("links.bi.enabled=off", text: two).scene.links.map(\.name) == ["mono"])
    #expect(
      complaint { _ = try scenario("links.mono.enabled=off") }
        .contains("at least one link must be enabled"))
  }

  @Test("objects of meshes are removed by pattern; a pattern that fits nothing is refused")
  func removal() throws {
    let without = try scenario("scene.remove=[\"w*l\"]")
    #expect(!without.scene.objects.contains { $0.name == "wall" })
    #expect(without.scene.objects.contains { $0.name.hasPrefix("plate") })
    #expect(
      complaint { _ = try scenario("scene.remove=[wal]") }
        == "--set scene.remove=[wal]: 'wal' fits no object of the meshes; did you mean 'wall'?")
  }
}
