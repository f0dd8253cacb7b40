// SPDX-License-Identifier: Apache-2.0

import Calibration
import Captures
import Foundation
import InputDocuments
import RFTwin
import TestSupport
import Testing

/// The files of the worked example, with fewer scatterers, frames and chirps, in a folder of their own.
@Suite("The worked campaign: two facades that were taken for one material")
struct WorkedCampaignTests {
  private let folder: TemporaryFolder
  private static let place = "\(SharedFiles.project)/Scenes/street/campaign"

  init() throws {
    folder = try TemporaryFolder()
    for name in ["twin", "truth", "fitted", "hidden-materials", "calibration"] {
      let text = try String(contentsOfFile: "\(Self.place)/\(name).yaml", encoding: .utf8)
        .replacing("../street.glb", with: "\(Self.place)/../street.glb")
        .replacing("../../../results/campaign/truth/", with: "")
        .replacing("../../../results/campaign/fit/", with: "")
        .replacing("scatterers: 5000", with: "scatterers: 3000")
        .replacing("chirps: 64, every: 30 ms", with: "chirps: 8, every: 80 ms")
        .replacing("doppler-cell: 500 Hz\n", with: "")
      try folder.write(text, to: "\(name).yaml")
    }
  }

  private func simulate(_ name: String, seed: UInt64) throws {
    _ = try Simulation(
      Scenario.load(folder.file("\(name).yaml")), seed: seed, workers: .init(count: 2)
    ).run(writingTo: folder.file("record.h5"))
  }

  @Test("each facade is found for itself, and the fitted twin holds what was found")
  func facades() throws {
    try simulate("truth", seed: 8)
    let run = try CalibrationRun(
      CalibrationSettings.load(folder.file("calibration.yaml")), workers: .init(count: 2))
    let outcome = try run.run()
    let estimates = Dictionary(
      uniqueKeysWithValues: outcome.identifiability.estimates.map { ($0.name, $0) })
    let north = try #require(estimates["brick of building-north scattering"])
    let south = try #require(estimates["brick of building-south scattering"])
    let ground = try #require(estimates["asphalt scattering"])
    // Half of what the facades differ by. So few scatterers and frames stray by more than intervals say:
    // by 0.046 in the south, where the interval of 95 % ends at 0.032.
    for (estimate, truth) in [(north, 0.42), (south, 0.55), (ground, 0.6)] {
      #expect(isClose(estimate.value, truth, within: 0.065), "\(estimate)")
    }
    #expect(north.interval.upperBound < south.interval.lowerBound, "\(north), \(south)")
    #expect(outcome.heldOutCostAfter < outcome.heldOutCostBefore)

    _ = try folder.write(
      outcome.materialLibrary(date: "2026-01-01", band: run.band), to: "materials.yaml")
    let scene = try Scenario.load(folder.file("fitted.yaml")).scene
    let names = scene.objects.map(\.name)
    for (facade, found) in [("building-north", north), ("building-south", south)] {
      let object = try #require(names.firstIndex(of: facade))
      let materials = scene.materials(ofObject: object).map { scene.materials[$0] }
      #expect(materials.map(\.name).sorted() == ["brick of \(facade)", "window-glass"])
      let brick = try #require(materials.first { $0.name == "brick of \(facade)" })
      // Nine digits are written.
      #expect(isClose(brick.scattering.coefficient, found.value, within: 1e-8))
    }
  }

  private func complaint() -> String {
    do {
      _ = try CalibrationRun(
        CalibrationSettings.load(folder.file("calibration.yaml")), workers: .init(count: 1))
      return "nothing was refused"
    } catch {
      return "\(error)"
    }
  }

  private func replace(_ written: String, with other: String, in name: String) throws {
    let text = try String(contentsOfFile: folder.file(name), encoding: .utf8)
    try #require(text.contains(written))
    try folder.write(text.replacing(written, with: other), to: name)
  }

  @Test("copies of an earlier calibration keep the names that they have")
  func again() throws {
    let brick = """
      permittivity: { like: itu_brick }
          scattering: { coefficient: 0.4, lobe: { kind: lambertian } }
      """
    try folder.write(
      """
      name: first
      materials:
        brick of building-north:
          \(brick)
        brick of building-south:
          \(brick)
      """, to: "materials.yaml")
    try replace("twin.yaml", with: "fitted.yaml", in: "calibration.yaml")
    for facade in ["building-north", "building-south"] {
      try replace(
        "\(facade): { materials: [brick]", with: "\(facade): { materials: [brick of \(facade)]",
        in: "calibration.yaml")
    }
    #expect(
      complaint().contains(":9: material 'brick of building-north' has no exponent to begin with"),
      "\(complaint())")
  }

  @Test(
    "a mistake in what objects are fitted is one sentence with its line",
    arguments: [
      (
        "building-south:", "building-sout:",
        "calibration.yaml:10: 'building-sout' fits no object of the scenario; did you mean"
          + " 'building-south'?"
      ),
      (
        "building-south:", "building-*:",
        "calibration.yaml:10: 'building-north' fits 'building-north' and 'building-*'; leave its"
          + " 'brick' to one of them"
      ),
      (
        "building-south: { materials: [brick]", "building-south: { materials: [plaster]",
        "calibration.yaml:10: no surface of 'building-south' is made of 'plaster'; there are brick,"
          + " window-glass"
      ),
      (
        "asphalt:", "brick:",
        "calibration.yaml:7: all surfaces of 'brick' are fitted under 'objects'; leave it out of"
          + " 'materials'"
      ),
      (
        "building-south: { materials: [brick], fit: [scattering",
        "building-south: { fit: [forward-share",
        "calibration.yaml:10: material 'window-glass of building-south' has no forward-share"
      ),
      ("materials: [brick]", "materials: []", "'materials' names none of the materials"),
    ])
  func mistakes(_ written: String, _ wrong: String, _ expected: String) throws {
    try replace(written, with: wrong, in: "calibration.yaml")
    #expect(complaint().contains(expected), "\(complaint())")
  }

  @Test("the permittivity of metal is not fitted")
  func metal() throws {
    try replace("plaster: brick", with: "plaster: bare-metal", in: "twin.yaml")
    try replace(
      "building-south: { materials: [brick]", with: "building-south: { materials: [bare-metal]",
      in: "calibration.yaml")
    let complaint = complaint()
    #expect(
      complaint.contains(
        ":10: material 'bare-metal of building-south' begins with a permittivity of 1, which is not"
          + " between 1.01 and 100"), "\(complaint)")
    #expect(complaint.contains("fit [scattering] instead"), "\(complaint)")
  }

  @Test("Doppler shifts tell what each facade is of: S within 0.03, alpha_R 15 %, eps_r 10 %")
  func dopplerShifts() throws {
    for name in ["twin.yaml", "truth.yaml"] {
      try replace("chirps: 8, every: 80 ms", with: "chirps: 64, every: 80 ms", in: name)
    }
    try simulate("truth", seed: 8)
    let plain = try String(contentsOfFile: folder.file("calibration.yaml"), encoding: .utf8)
    func outcome(_ more: String) throws -> CalibrationOutcome {
      try folder.write(plain + more, to: "calibration.yaml")
      return try CalibrationRun(
        CalibrationSettings.load(folder.file("calibration.yaml")), seed: 1008,
        workers: .init(count: 2)
      ).run()
    }
    let (profiles, maps) = (try outcome(""), try outcome("doppler-cell: 500 Hz\n"))
    func estimates(_ outcome: CalibrationOutcome) -> [String: Identifiability.Estimate] {
      Dictionary(
        uniqueKeysWithValues: outcome.identifiability.estimates.map { ($0.name, $0) })
    }
    let (found, before) = (estimates(maps), estimates(profiles))
    let truth: [(name: String, scattering: Double, exponent: Double, permittivity: Double)] = [
      ("asphalt", 0.6, 4.5, 4.6), ("brick of building-north", 0.42, 6, 4.07),
      ("brick of building-south", 0.55, 5, 2.73),
    ]
    for material in truth {
      func estimate(_ quantity: String) throws -> Identifiability.Estimate {
        try #require(found["\(material.name) \(quantity)"])
      }
      let scattering = try estimate("scattering")
      #expect(isClose(scattering.value, material.scattering, within: 0.03), "\(scattering)")
      let exponent = try estimate("exponent")
      #expect(
        isClose(exponent.value, material.exponent, within: 0.15 * material.exponent), "\(exponent)")
      let permittivity = try estimate("permittivity")
      #expect(
        isClose(permittivity.value, material.permittivity, within: 0.1 * material.permittivity),
        "\(permittivity)")
      // Profiles of the same frames tell S less well, though here 3,000 scatterers limit both.
      func width(_ estimate: Identifiability.Estimate) -> Double {
        estimate.interval.upperBound - estimate.interval.lowerBound
      }
      let plain = try #require(before["\(material.name) scattering"])
      #expect(width(scattering) < width(plain) / 1.3)
    }
    let map = try #require(maps.links.first?.map)
    // 64 bins of 124 Hz in cells of four.
    #expect(map.dopplerShifts?.count == 16 && map.measured.count == 16)
    #expect(map.measured[0].count == maps.links[0].profiles.delays.count)
  }

  @Test("of radios at rest Doppler cells tell nothing more, and change nothing")
  func restingRadios() throws {
    for name in ["twin.yaml", "truth.yaml"] {
      try replace(
        "time: 0 s, position: [6, -3, 0]", with: "time: 0 s, position: [9, 0, 0]", in: name)
      try replace(
        "time: 1.2 s, position: [12, 2, 0]", with: "time: 1.2 s, position: [9, 0, 0]", in: name)
    }
    try simulate("truth", seed: 3)
    let text = try String(contentsOfFile: folder.file("calibration.yaml"), encoding: .utf8)
    func fitted(_ more: String) throws -> CalibrationOutcome {
      try folder.write(text + more, to: "calibration.yaml")
      return try CalibrationRun(
        CalibrationSettings.load(folder.file("calibration.yaml")), workers: .init(count: 2)
      ).run()
    }
    let (plain, shifted) = (try fitted(""), try fitted("doppler-cell: 500 Hz\n"))
    #expect(plain.fit.values == shifted.fit.values)
    #expect(plain.notes.isEmpty)
    #expect(shifted.notes.contains { $0.contains("link 'bistatic' has radios at rest") })
  }

  @Test(
    "Doppler cells that maps do not have are refused in a sentence",
    arguments: [
      ("doppler-cell: 100 Hz", "'doppler-cell' must be from 3.973 kHz to 3.973 kHz for maps of 8"),
      ("doppler-cell: -1 Hz", "'doppler-cell' must be above zero, such as 300 Hz"),
      ("doppler-cell: 2 m", "doppler-cell"),
    ])
  func refusedShifts(_ key: String, _ complaint: String) throws {
    try simulate("twin", seed: 1)
    let text = try String(contentsOfFile: folder.file("calibration.yaml"), encoding: .utf8)
    try folder.write(text + key + "\n", to: "calibration.yaml")
    expectRefusal(complaint)
    try folder.write(text + "doppler-cell: 4 kHz\n", to: "calibration.yaml")
    try replace("chirps: 8, every: 80 ms", with: "chirps: 16, every: 80 ms", in: "twin.yaml")
    expectRefusal("has maps of 8 Doppler bins of 993.167011 Hz, the scenario of 16 Doppler bins of")
  }

  private func expectRefusal(_ complaint: String) {
    do {
      _ = try CalibrationRun(
        CalibrationSettings.load(folder.file("calibration.yaml")), workers: .init(count: 2)
      ).run()
      Issue.record("nothing was refused")
    } catch {
      #expect("\(error)".contains(complaint), "\(error)")
    }
  }
}
