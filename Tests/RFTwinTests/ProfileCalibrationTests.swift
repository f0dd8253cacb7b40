// SPDX-License-Identifier: Apache-2.0

import Calibration
import Captures
import Foundation
import InputDocuments
import RFTwin
import TestSupport
import Testing

/// The bundled street, whose profile without phases is what hidden materials let expect.
@Suite("Materials fitted to power-delay profiles")
struct ProfileCalibrationTests {
  private let folder: TemporaryFolder
  private static let street = "\(SharedFiles.project)/Scenes/street"

  init() throws {
    folder = try TemporaryFolder()
    let text = try String(contentsOfFile: "\(Self.street)/scenario.yaml", encoding: .utf8)
      .replacing("[street.glb]", with: "[\(Self.street)/street.glb]")
      .replacing("max-depth: 3", with: "max-depth: 1")
      .replacing("scatterers: 10000", with: "scatterers: 20000")
    let lobe = "scattering: { coefficient: 0.5, lobe: { kind: directive, exponent: 6 } }"
    try folder.write(
      """
      name: hidden
      materials:
        brick:
          permittivity: { like: itu_brick }
          \(lobe)
        plaster:
          permittivity: { like: itu_plasterboard }
          \(lobe)

      """, to: "hidden.yaml")
    try folder.write(text + "\nmaterials: { library: [hidden.yaml] }\n", to: "truth.yaml")
    // What is fitted begins elsewhere, all else is alike.
    let other = try String(contentsOfFile: folder.file("hidden.yaml"), encoding: .utf8)
      .replacing("coefficient: 0.5", with: "coefficient: 0.25")
      .replacing("exponent: 6", with: "exponent: 3")
    try folder.write(other, to: "start.yaml")
    try folder.write(text + "\nmaterials: { library: [start.yaml] }\n", to: "twin.yaml")
  }

  private func convert(_ powers: [Double], centre: String = "79 GHz") throws {
    let rows = powers.enumerated().map { "\(60 + 10 * $0),\($1)" }
    try folder.write(
      "delay_ns,power_linear\n" + rows.joined(separator: "\n") + "\n", to: "profile.csv")
    let path = try folder.write(
      """
      name: street
      data: { file: profile.csv, delays: start, scale: { sent: 12 dBm } }
      waveform: { kind: profile, centre: \(centre) }
      radios: [{ name: lamp }, { name: receiver }]
      link: { name: bistatic, tx: lamp, rx: receiver }
      """, to: "capture.yaml")
    _ = try ProfileConversion(ProfileCapture.load(path)).run(writingTo: folder.file("record.h5"))
  }

  private func run(_ scenario: String, _ more: String = "") throws -> CalibrationOutcome {
    let path = try folder.write(
      """
      name: street
      scenario: \(scenario)
      captures: [{ record: record.h5 }]
      hold-out: 0
      materials:
        masonry: { of: [brick, plaster], fit: [scattering, exponent] }
      \(more)
      """, to: "calibration.yaml")
    return try CalibrationRun(CalibrationSettings.load(path), workers: .init(count: 2)).run()
  }

  @Test("two walls that are alike are found as one from the powers that bins should hold")
  func recovery() throws {
    // Any profile will do to learn what the hidden materials let expect. 12 dBm are sent, as scenarios do unless told.
    try convert([Double](repeating: 1e-9, count: 20))
    let truth = try run("truth.yaml").links[0].profiles
    #expect(isClose(truth.delays[0], 65e-9, within: 1e-15))
    #expect(truth.before.count { $0 > 0 } > 5)
    try convert(truth.before)
    let found = try run("twin.yaml")
    #expect(
      found.identifiability.estimates.map(\.name) == ["masonry scattering", "masonry exponent"])
    #expect(found.fitted.count == 2)
    for index in found.fitted {
      let material = found.materials[index]
      guard case .directive(let exponent) = material.lobe else {
        Issue.record("\(material)")
        continue
      }
      // Scatterers are placed by what they contribute, so those of the twin lie elsewhere than those of
      // the truth: bins of some hundred differ by up to 0.25 dB, which is a few hundredths of S where the
      // powers of several bins go by its square.
      #expect(isClose(material.scattering, 0.5, within: 0.03), "\(material)")
      #expect(isClose(exponent, 6, relative: 0.05), "\(material)")
    }
    for (estimate, truth) in zip(found.identifiability.estimates, [0.5, 6]) {
      #expect(estimate.interval.contains(truth) && estimate.verdict == .determined, "\(estimate)")
    }
    // A twentieth of the 3.4 dB that it began with is left of that.
    #expect(found.links[0].after.rootMeanSquare < 0.17)
  }

  @Test("cells are made of whole bins, and the report tells where 'cell' was rounded to them")
  func rounding() throws {
    try convert([Double](repeating: 1e-9, count: 20))
    #expect(
      try run("truth.yaml", "cell: 24 ns").notes.contains(
        "cells of link 'bistatic' are 20 ns long, 2 bins of 10 ns, not 24 ns as 'cell' says"))
    #expect(try !run("truth.yaml", "cell: 20 ns").notes.contains { $0.contains("as 'cell' says") })
  }

  @Test("profiles of another band, delays of bins and materials named twice are refused")
  func refusals() throws {
    try convert([1e-9, 1e-10, 1e-11])
    func complaint(_ more: String) -> String {
      do {
        _ = try run("twin.yaml", more)
        return "nothing was refused"
      } catch {
        return "\(error)"
      }
    }
    #expect(complaint("delays: [bistatic]").contains("tell no delays; give 'delay-offset'"))
    #expect(complaint("cell: 50 ns").contains("longer than the 3 bins of 10 ns"))
    #expect(complaint("dynamic-range: 0 dB").contains("'dynamic-range' must be above zero"))
    #expect(
      complaint("  brick: { fit: [permittivity] }").contains("'brick' is fitted by itself or with"))
    #expect(
      complaint("  other: { of: [brik], fit: [scattering] }").contains("is made of 'brik'"))
    try convert([1e-9, 1e-10, 1e-11], centre: "28 GHz")
    #expect(complaint("").contains("captures of another band"))
  }
}
