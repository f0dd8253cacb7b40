// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Materials fitted to published losses, from the calibration file to the scenario that uses them.
@Suite("rftwin calibrate with published losses")
struct PublishedLossesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("a table becomes a library, a page and numbers, and the library is read by name")
  func files() throws {
    try folder.write(
      "Reflector,s_RL,sigma_RL,mu_RL\nWall,8.8,1.5,9\nCar <b>,20,1,20\n", to: "losses.csv")
    try folder.write(
      """
      name: a yard
      reflections: { frequency: 60 GHz, losses: losses.csv }
      materials:
        Wall: { like: itu_concrete, fit: [permittivity] }
        Car <b>: { like: itu_metal, fit: [scattering] }
      """, to: "yard.yaml")
    let outcome = try Program.run("calibrate", "yard.yaml", "--output", "fit", in: folder.path)
    outcome.expectSuccess()
    #expect(outcome.text.contains("Wall: a loss of 9 dB was published"), "\(outcome.text)")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.file("fit")).sorted()
    #expect(files == ["calibration.html", "calibration.json", "materials.yaml"])
    let root = try SharedFiles.json(folder.file("fit/calibration.json")) as? [String: Any]
    let estimates = try #require(root?["estimates"] as? [[String: Any]])
    #expect(estimates.map { $0["name"] as? String } == ["Wall permittivity", "Car <b> scattering"])
    let page = try String(contentsOfFile: folder.file("fit/calibration.html"), encoding: .utf8)
    #expect(page.contains("Car &lt;b&gt; scattering") && !page.contains("<b>"))
    try Program.run(
      "materials", "Wall", "--library", "fit/materials.yaml", in: folder.path
    ).expectSuccess()
  }

  @Test("a mistake leaves nothing behind")
  func mistake() throws {
    try folder.write("Reflector,s_RL,sigma_RL,mu_RL\nWall,8.8,1.5,nine\n", to: "losses.csv")
    try folder.write(
      """
      name: a yard
      reflections: { frequency: 60 GHz, losses: losses.csv }
      materials: { Wall: { like: itu_concrete, fit: [permittivity] } }
      """, to: "yard.yaml")
    try Program.run("calibrate", "yard.yaml", "--output", "fit", in: folder.path)
      .expectRefusal(at: "losses.csv:2", "'nine' in column 'mu_RL'")
    #expect(!FileManager.default.fileExists(atPath: folder.file("fit")))
  }

  @Test("NIST's parking lot is walked through with the materials of its losses")
  func parkingLot() throws {
    guard let data = SharedFiles.data("nist_qd_60ghz_materials") else {
      print("skipped: RFTWIN_DATA names no folder with nist_qd_60ghz_materials")
      return
    }
    let manager = FileManager.default
    for (source, name) in [
      ("\(data)/ParkingLot_ParkingLot.xml", "ParkingLot.xml"),
      ("\(data)/ParkingLot_NodePosition1.dat", "NodePosition1.dat"),
      ("\(data)/materialLibraryParkingLot.csv", "materialLibraryParkingLot.csv"),
      (Program.scene("nist/parking-lot-losses.yaml"), "parking-lot-losses.yaml"),
      (Program.scene("nist/parking-lot.yaml"), "parking-lot.yaml"),
    ] {
      try manager.copyItem(atPath: source, toPath: folder.file(name))
    }
    try Program.run(
      "calibrate", "parking-lot-losses.yaml", "--output", "fit", "--quiet", in: folder.path
    ).expectSuccess()
    let run = try Program.run(
      "simulate", "parking-lot.yaml", "--output", "walk", "--quiet", in: folder.path)
    #expect(run.status == 0, "\(run.errors)")
    let outcome = try Program.run("info", "--summary", "walk/record.h5", in: folder.path)
    // A frame at each of the 62 places but the last one, at which the episode ends.
    #expect(outcome.text.contains("61 frames"), "\(outcome.text)")
    // The line of sight of the nearest place, 6.2 m, in cells of 1 ns: 20.6 ns; of all frames some path is the
    // strongest, and none is shorter.
    let place = try #require(
      outcome.text.firstMatch(of: /strongest at ([0-9.]+) ns/).flatMap { Double($0.1) })
    #expect(place > 20, "\(outcome.text)")
  }
}
