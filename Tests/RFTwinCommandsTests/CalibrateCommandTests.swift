// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("rftwin calibrate")
struct CalibrateCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try simulate(to: "a")
  }

  /// A wall before a radar, in few frames of few scatterers.
  private func simulate(start: String = "77 GHz", slope: String = "35 MHz/us", to name: String)
    throws
  {
    let text = """
      name: wall
      scene: { meshes: [\(Program.scene("one-wall/wall.glb"))] }
      radios: [{ name: radar, position: [0, 0, 1.5] }]
      links: [{ name: monostatic, tx: radar, rx: radar }]
      waveform: { kind: fmcw, start: \(start), slope: \(slope), ramp: 40 us, idle: 25 us, \
      sample-rate: 10 MHz }
      propagation: { max-depth: 1, diffuse: on, scatterers: 500 }
      episode: { duration: 4 ms, frames: { chirps: 4, every: 1 ms } }
      """
    try folder.write(text, to: "\(name).yaml")
    try Program.run(
      "simulate", "\(name).yaml", "--output", name, "--quiet", in: folder.path
    ).expectSuccess()
  }

  private func calibrate(
    records: [String] = ["a/record.h5"], materials: String = "concrete: { fit: [scattering] }"
  ) throws -> Program.Outcome {
    let captures = records.map { "{ record: \($0) }" }.joined(separator: ", ")
    try folder.write(
      "name: wall\nscenario: a.yaml\ncaptures: [\(captures)]\nmaterials:\n  \(materials)\n",
      to: "calibration.yaml")
    return try Program.run(
      "calibrate", "calibration.yaml", "--output", "x", "--quiet", in: folder.path)
  }

  @Test("a calibration writes its report, its numbers and the materials, and nothing else")
  func success() throws {
    try calibrate().expectSuccess()
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.file("x")).sorted()
    #expect(files == ["calibration.html", "calibration.json", "materials.yaml"])
  }

  @Test("a calibration that is left with a cell or two draws them, and keeps what it found")
  func fewCells() throws {
    try folder.write(
      "name: wall\nscenario: a.yaml\ncaptures: [{ record: a/record.h5 }]\ndynamic-range: 1 dB\n"
        + "materials:\n  concrete: { fit: [scattering] }\n", to: "calibration.yaml")
    try Program.run(
      "calibrate", "calibration.yaml", "--output", "x", "--quiet", in: folder.path
    ).expectSuccess()
    let page = try String(contentsOfFile: folder.file("x/calibration.html"), encoding: .utf8)
    #expect(page.contains("data:image/png"))
  }

  @Test("what an earlier calibration has left in the folder is told, and stays")
  func olderFiles() throws {
    try calibrate().expectSuccess()
    try folder.write("older\n", to: "x/poses.yaml")
    let again = try Program.run(
      "calibrate", "calibration.yaml", "--output", "x", in: folder.path)
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.errors.contains("x/poses.yaml is of an earlier calibration"), "\(again.errors)")
    #expect(!again.errors.contains("materials.yaml is of"), "\(again.errors)")
    #expect(try String(contentsOfFile: folder.file("x/poses.yaml"), encoding: .utf8) == "older\n")
  }

  @Test("captures of another band or of other sweeps are refused with both, and nothing is left")
  func waveforms() throws {
    try simulate(start: "76 GHz", to: "low")
    let band = try calibrate(records: ["low/record.h5"])
    band.expectRefusal(at: "low/record.h5", "at 76.7 GHz, the scenario")
    #expect(band.errors.contains("at 77.7 GHz; give the scenario the capture's waveform"))
    try simulate(slope: "30 MHz/us", to: "short")
    // The first of the two agrees with the scenario; no path is traced before the second is looked at.
    let second = try calibrate(records: ["a/record.h5", "short/record.h5"])
    second.expectRefusal(at: "short/record.h5", "link 'monostatic' has 400 delay bins of")
    #expect(!FileManager.default.fileExists(atPath: folder.file("x")))
  }

  @Test("a material that nothing is made of, and a record that is cut off, are one sentence each")
  func refusals() throws {
    try calibrate(materials: "concret: { fit: [scattering] }")
      .expectRefusal(
        at: "calibration.yaml:5",
        "no surface of the scenario is made of 'concret'; did you mean 'concrete'?")
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder.file("a/record.h5")))
    try folder.write(whole.prefix(whole.count / 2), to: "half.h5")
    try calibrate(records: ["half.h5"]).expectRefusal(at: "half.h5", "truncated")
    try calibrate(records: ["none.h5"]).expectRefusal(at: "none.h5", "no such file")
    try folder.write(whole, to: "copy.h5")
    try calibrate(records: ["a/record.h5", "copy.h5"])
      .expectRefusal(at: "calibration.yaml", "a copy of a/record.h5")
    #expect(!FileManager.default.fileExists(atPath: folder.file("x")))
  }
}
