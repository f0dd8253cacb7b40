// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("rftwin info")
struct InfoCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What is said of a file.
  private func lines(_ words: String...) throws -> [String] {
    let outcome = try Program.run(["info"] + words, in: folder.path)
    outcome.expectSuccess()
    return outcome.text.split(separator: "\n").map(String.init)
  }

  @Test("a record tells its scenario, seed and links, and that nothing moves in a still street")
  func record() throws {
    let run = try Program.run(
      "simulate", Program.scene("street/scenario.yaml"), "--output", folder.path, "--seed", "7",
      "--quiet")
    run.expectSuccess()
    let lines = try lines("record.h5")
    let first = try #require(lines.first)
    #expect(first.contains("'Street'") && first.hasSuffix("seed 7"))
    #expect(lines.contains { $0.contains("'bistatic'") && $0.contains("lamp to receiver") })
    #expect(lines.contains { $0.contains("'monostatic'") && $0.contains("monostatic, lamp") })
    // Two frames of 64 chirps of 125.86 us; a cell of 1 / (64 x 125.86 us).
    #expect(lines.count { $0.contains("128 chirps") } >= 2)
    #expect(lines.contains { $0.contains("64 Doppler bins of 124.1") })
    // 1 / (35.44 MHz/us x 2116 samples at 18.75 MHz).
    #expect(lines.contains { $0.contains("2116 delay bins of 250.0") })
    #expect(lines.contains { $0.hasPrefix("bistatic, at rest: strongest at") })
    #expect(lines.contains("bistatic, moving: nothing above the noise"))
    #expect(lines.contains("monostatic, moving: nothing above the noise"))
  }

  @Test("a scenario tells the scattering centres of its actors, and which of them move")
  func centres() throws {
    let text = try String(contentsOfFile: Program.scene("street/scenario.yaml"), encoding: .utf8)
      .replacing("street.glb", with: Program.scene("street/street.glb"))
    let actors = """
      actors:
        - name: drone
          position: [0, 0, 5]
          parts: [ { name: rotor, pivot: [0, 0, 0], spins: { axis: [0, 0, 1], rate: 90 rpm } } ]
          scattering-centres:
            - { name: hub, position: [0, 0, 0], rcs: -10 dBsm }
            - { name: tip, position: [0.1, 0, 0], rcs: -20 dBsm, part: rotor }
      """
    try folder.write(text + "\n" + actors, to: "drone.yaml")
    let lines = try lines("drone.yaml")
    #expect(lines.contains { $0.hasPrefix("scene: ") && $0.hasSuffix("; 2 scattering centres") })
    #expect(lines.contains("moving: drone/tip"))
  }

  @Test("a scenario tells its radios, links, materials and frames")
  func scenario() throws {
    let lines = try lines(Program.scene("street/scenario.yaml"))
    #expect(lines.contains("scenario 'Street'"))
    #expect(lines.contains("radios: lamp, receiver"))
    #expect(lines.contains { $0.contains("bistatic (lamp to receiver)") })
    #expect(lines.contains("moving: nothing"))
    #expect(lines.contains { $0.contains("3 objects, 878 triangles") })
    for material in ["asphalt", "brick", "plaster", "window-glass"] {
      #expect(lines.contains { $0.hasPrefix("scene:") && $0.contains(material) })
    }
    // 20 ms hold two frames of 64 chirps of 125.86 us.
    #expect(lines.contains { $0.contains("2 frames of 64 chirps") })
    let rolling = try self.lines(Program.scene("rolling-wheel/scenario.yaml"))
    #expect(rolling.contains("moving: roller/wheel"))
  }

  @Test("a scene in Mitsuba's format tells its shapes and materials")
  func scene() throws {
    try folder.write(
      """
      <scene version="2.1.0">
      <bsdf type="itu-radio-material" id="steel"><string name="type" value="metal"/></bsdf>
      <shape type="rectangle" id="mesh-floor"><ref id="steel" name="bsdf"/></shape>
      <shape type="cube" id="mesh-block"><ref id="steel" name="bsdf"/></shape>
      </scene>
      """, to: "scene.xml")
    let lines = try lines("scene.xml")
    // A rectangle of two triangles and a cube of twelve, both from -1 to 1.
    #expect(lines.first == "2 objects, 14 triangles, 2 m x 2 m x 2 m")
    #expect(lines.contains { $0.contains("floor: 2 triangles") && $0.contains("'steel'") })
    #expect(lines.contains { $0.contains("block: 12 triangles") && $0.contains("'steel'") })
  }

  @Test("a mesh tells its animations, how long they last and what they move")
  func animation() throws {
    // Three corners, the times of three keys, and three turns about x, one after the other.
    let numbers: [Float] = [
      0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0.5, 2, 0, 0, 0, 1, 0.6, 0, 0, 0.8, 0, 0, 0, 1,
    ]
    let bytes = numbers.reduce(into: Data()) { data, number in
      withUnsafeBytes(of: number.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    try folder.write(
      """
      {"asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}],
       "nodes": [{"name": "door", "mesh": 0}],
       "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
       "animations": [{"name": "open", "channels": [
         {"sampler": 0, "target": {"node": 0, "path": "rotation"}}],
         "samplers": [{"input": 1, "output": 2}]}],
       "accessors": [
         {"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3",
          "min": [0, 0, 0], "max": [1, 1, 0]},
         {"bufferView": 1, "componentType": 5126, "count": 3, "type": "SCALAR",
          "min": [0], "max": [2]},
         {"bufferView": 2, "componentType": 5126, "count": 3, "type": "VEC4"}],
       "bufferViews": [{"buffer": 0, "byteLength": 36},
         {"buffer": 0, "byteOffset": 36, "byteLength": 12},
         {"buffer": 0, "byteOffset": 48, "byteLength": 48}],
       "buffers": [{"byteLength": 96, "uri": \
      "data:application/octet-stream;base64,\(bytes.base64EncodedString())"}]}
      """, to: "door.gltf")
    #expect(try lines("door.gltf").last == "animation 'open': 2 s, moves door")
    #expect(try !lines(Program.scene("box/box.glb")).contains { $0.contains("animation") })
  }

  @Test("a mesh tells its objects, sizes and materials")
  func mesh() throws {
    let lines = try lines(Program.scene("box/box.glb"))
    #expect(lines.first == "1 object, 12 triangles, 10 m x 10 m x 5 m")
    #expect(lines.contains { $0.contains("room: 12 triangles, material '") })
    try folder.write("o panel\nv 0 0 0\nv 2 0 0\nv 0 0 1\nf 1 2 3\n", to: "panel.obj")
    let bare = try self.lines("panel.obj")
    #expect(bare.contains { $0.contains("panel: 1 triangle, material not stated") })
  }
}
