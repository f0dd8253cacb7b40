// SPDX-License-Identifier: Apache-2.0

import Electromagnetics
import Foundation
import InputDocuments
import Quantities
import RFTwin
import Scenes
import Spatial
import TestSupport
import Testing

@Suite("Antennas of scenarios")
struct ScenarioAntennaTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    // The field of a short dipole along y: theta and phi parts in steps of 30 degrees.
    var field = "0 180 7\n0 360 13\nFrequencies 1\nFrequency 60e9\n"
    for ring in 0..<7 {
      for sector in 0..<13 {
        let (theta, phi) = (Double(ring) * .pi / 6, Double(sector) * .pi / 6)
        field += "\(cos(theta) * sin(phi)) 0 \(cos(phi)) 0\n"
      }
    }
    try folder.write(field, to: "antennas/dipole.ffd")
    var cuts = "GAIN 8 dBi\nPOLARIZATION H\nHORIZONTAL 4\n0 0\n90 3\n180 20\n270 3\n"
    cuts += "VERTICAL 4\n0 0\n90 10\n180 20\n270 10\n"
    try folder.write(cuts, to: "antennas/panel.msi")
  }

  private func scenario(_ antenna: String, _ more: String = "") throws -> Scenario {
    let text = SoundScenario.text.replacingOccurrences(
      of: "antenna: { pattern: sector, gain: 10.5 dBi, beamwidth: [56 deg, 28 deg] }",
      with: "antenna: { \(antenna) }\(more)")
    #expect(text.contains(antenna))
    return try Scenario.load(SoundScenario.write(text, in: folder))
  }

  private func antenna(_ text: String) throws -> Antenna {
    try scenario(text).scene.radios[1].antenna
  }

  private func gain(_ antenna: Antenna, _ direction: Vector3 = .unitX) -> Double {
    Decibels(
      amplitudeRatio: antenna.field(towards: direction, orientation: .identity).length
    ).decibels
  }

  @Test("horns and Gaussian beams have the gain that is written, or their directivity")
  func beams() throws {
    for name in ["horn", "gaussian-beam"] {
      let lossy = try antenna("pattern: \(name), gain: 10.5 dBi, beamwidth: [56 deg, 28 deg]")
      #expect(isClose(gain(lossy), 10.5, within: 1e-12))
    }
    let horn = try antenna("pattern: horn, beamwidth: [28 deg, 28 deg], polarization: horizontal")
    // 2 (q + 1) with q = ln(1/2) / ln(cos(14 deg)).
    let q = log(0.5) / log(cos(14 * Double.pi / 180))
    #expect(isClose(gain(horn), 10 * log10(2 * (q + 1)), within: 1e-9))
    #expect(horn.polarization == .horizontal)
    let narrow = try antenna("pattern: gaussian-beam, beamwidth: [2 deg, 1 deg]")
    // 16 ln 2 / (A E), the limit for narrow beams, right within 7e-5.
    let limit = 16 * log(2) / (2 * 1) * pow(180 / Double.pi, 2)
    #expect(isClose(gain(narrow), 10 * log10(limit), within: 1e-3))
  }

  @Test("a file beside the scenario gives field, gain and polarisation")
  func files() throws {
    let dipole = try scenario("pattern: file, file: antennas/dipole.ffd")
    let antenna = dipole.scene.radios[1].antenna
    let field = antenna.field(towards: .unitX, orientation: .identity)
    // A point of the table; the scale comes from a quadrature that is exact for a dipole.
    #expect((field.real - .unitY * 1.5.squareRoot()).length < 1e-12)
    #expect(dipole.scene.warnings.contains { $0.contains("belongs to 60 GHz") })
    let scaled = try self.antenna("pattern: file, file: antennas/dipole.ffd, gain: 1 dBi")
    #expect(isClose(gain(scaled), 1, within: 1e-12))
    // The table's y is up where its z is the boresight.
    let turned = try self.antenna("pattern: file, file: antennas/dipole.ffd, boresight: z")
      .field(towards: .unitY, orientation: .identity)
    #expect((turned.real - .unitZ * 1.5.squareRoot()).length < 1e-12)
    let panel = try self.antenna("pattern: file, file: antennas/panel.msi")
    #expect(panel.polarization == .horizontal)
    #expect(isClose(gain(panel, -.unitY), 5, within: 1e-9))
    let other = try self.antenna(
      "pattern: file, file: antennas/panel.msi, gain: 3 dBi, polarization: vertical")
    #expect(other.polarization == .vertical)
    #expect(isClose(gain(other), 3, within: 1e-12))
  }

  @Test("a mistake in an antenna is named with the scenario's line")
  func mistakes() throws {
    for (text, words) in [
      ("pattern: file", "lacks the key 'file'"),
      ("pattern: file, file: nix.ffd", "there is no antenna file"),
      ("pattern: horn", "lacks the key 'beamwidth'"),
      ("pattern: horn, beamwidth: [56 deg, 200 deg]", "between 0.01 deg and 179 deg"),
      ("pattern: gaussian-beam, beamwidth: [0 deg, 20 deg]", "between 0.01 deg and 180 deg"),
      ("pattern: horn, gain: 20 dBi, beamwidth: [56 deg, 28 deg]", "which is 14 dBi"),
      ("pattern: isotropic, file: antennas/dipole.ffd", "'radios[1].antenna.file' is not known"),
      (
        "pattern: file, file: antennas/dipole.ffd, polarization: vertical",
        "holds both polarisations"
      ),
      (
        "pattern: file, file: antennas/dipole.ffd, gain: 3 dBi, incident-power: 1 W",
        "both scale the field"
      ),
      ("pattern: file, file: antennas/panel.msi, boresight: z", "not for two cuts"),
    ] {
      let error = #expect(throws: InputError.self) { try scenario(text) }
      #expect(error?.line == 10, "\(text)")
      #expect(error?.message.contains(words) == true, "\(String(describing: error))")
    }
  }

  @Test("a mistake in an antenna's file is named with the line of that file")
  func fileMistake() throws {
    try folder.write("0 180 7\n0 360 x\n", to: "antennas/broken.ffd")
    let error = #expect(throws: InputError.self) {
      try scenario("pattern: file, file: antennas/broken.ffd")
    }
    #expect(error?.file == folder.file("antennas/broken.ffd"))
    #expect(error?.line == 2)
  }

  @Test("a polarisation is a word, its initials or an angle from vertical")
  func polarizations() throws {
    for (text, polarization) in [
      ("horizontal", Polarization.horizontal), ("V", .vertical), ("rhcp", .rightCircular),
      ("left-circular", .leftCircular), ("slant+45", .slanted(Angle(degrees: 45))),
      ("slant-45", .slanted(Angle(degrees: -45))), ("-30 deg", .slanted(Angle(degrees: -30))),
    ] {
      let antenna = try antenna("pattern: tr38901, polarization: \(text)")
      #expect(antenna.polarization == polarization, "\(text)")
    }
    for text in ["circular", "30", "200 deg", "slant"] {
      let error = #expect(throws: InputError.self) {
        try antenna("pattern: tr38901, polarization: \(text)")
      }
      #expect(error?.line == 10)
      #expect(error?.message.contains("cannot be '\(text)'; use one of vertical") == true)
    }
  }
}
