// SPDX-License-Identifier: Apache-2.0

import Electromagnetics
import Foundation
import InputDocuments
import Quantities
import Scenes
import Spatial
import TestSupport
import Testing

@Suite("Antenna files")
struct AntennaFileTests {
  private let folder: TemporaryFolder
  private let carrier = Frequency(gigahertz: 79)

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ text: String, _ name: String, _ options: AntennaFile.Options = .init()
  ) throws -> AntennaFile {
    try AntennaFile(folder.write(text, to: name), options: options, frequency: carrier)
  }

  /// Cubic convolution over 5 degrees misses h^3 (4/27) (1/3 + 1/6) of the third derivative, which
  /// for a dipole is its amplitude, sqrt(3/2).
  private let bound = 1.2 * 0.074_1 * pow(5 * Double.pi / 180, 3) * 1.5.squareRoot()

  private let directions: [Vector3] = (0..<500).map { index in
    let cosine = 1 - 2 * (Double(index) + 0.5) / 500
    let sine = (1 - cosine * cosine).squareRoot()
    let phi = Double(index) * 2.399_963_229_728_653
    return Vector3(sine * cos(phi), sine * sin(phi), cosine)
  }

  private func expectDipole(
    _ pattern: AntennaPattern, within bound: Double, _ location: SourceLocation = #_sourceLocation
  ) {
    for direction in directions {
      let exact = AntennaPattern.shortDipole.amplitude(direction)
      #expect(
        isClose(pattern.amplitude(direction), exact, within: bound), sourceLocation: location)
    }
  }

  @Test("a dipole in any format is the analytic dipole within the bound of interpolation")
  func formats() throws {
    expectDipole(try read(PatternTexts.farField(), "a.ffd").pattern, within: bound)
    expectDipole(try read(PatternTexts.table(), "a.csv").pattern, within: bound)
    expectDipole(try read(PatternTexts.table(isPolar: true), "b.csv").pattern, within: bound)
    // Straight lines in decibels over a degree: 1/8 of the second derivative of the logarithm, 1 /
    // cos^2(e) times the amplitude cos(e), times h^2; next to the null the amplitude itself.
    expectDipole(
      try read(PatternTexts.planet, "a.msi").pattern, within: 1.5.squareRoot() * Double.pi / 180)
    let cuts = try read(PatternTexts.planet, "a.PLN").pattern
    for direction in directions where abs(direction.z) < 0.95 {
      let exact = AntennaPattern.shortDipole.amplitude(direction)
      let step = Double.pi / 180
      let level = (1 - direction.z * direction.z).squareRoot() - step
      #expect(
        isClose(
          cuts.amplitude(direction), exact, within: 1.5.squareRoot() * step * step / 8 / level))
    }
  }

  @Test("fields of any scale are scaled to the directivity, to a gain, or by the incident power")
  func scaling() throws {
    let level = Vector3.unitX
    func gain(_ scale: Double, _ options: AntennaFile.Options = .init()) throws -> Double {
      let amplitude = try read(PatternTexts.farField(scale: scale), "s.ffd", options).pattern
        .amplitude(level)
      return amplitude * amplitude
    }
    // The horizon is a point of the table, and the quadrature exact for a dipole.
    #expect(isClose(try gain(1), 1.5, relative: 1e-13))
    #expect(isClose(try gain(17.3), 1.5, relative: 1e-13))
    #expect(
      isClose(
        try gain(17.3, .init(gain: Decibels(si: 1))), Decibels(si: 1).powerRatio, relative: 1e-13)
    )
    // r E of a source of 1 W that radiates half of it with the gain 3/2 in its peak:
    // |r E|^2 = 2 eta P G / (4 pi), peak values.
    let eta = 376.730_313_668
    let volts = (2 * eta * 0.5 / (4 * .pi)).squareRoot()
    #expect(isClose(try gain(volts, .init(power: Power(watts: 1))), 0.75, relative: 1e-9))
    let error = #expect(throws: InputError.self) {
      try gain(volts, .init(power: Power(watts: 0.25)))
    }
    #expect(error?.message.contains("would radiate 3.01 dB more than it is fed") == true)
    #expect(error?.message.contains("its directivity is 1.76 dBi") == true)
  }

  @Test("a gain in a table stays as it is, and phases are kept")
  func gains() throws {
    let antenna = Antenna(
      pattern: try read(PatternTexts.table(isPolar: true), "g.csv").pattern)
    let field = antenna.field(towards: .unitY, orientation: .identity)
    // The phase is 90 degrees, and theta points down at the horizon.
    #expect(field.real.length < 1e-15)
    #expect((field.imaginary + .unitZ * 1.5.squareRoot()).length < 1e-13)
  }

  @Test("of several frequencies the nearest is taken, and a warning says when it is far off")
  func frequencies() throws {
    let file = try read(
      PatternTexts.farField(step: 30, frequencies: [60e9, 77e9, 90e9]), "f.ffd")
    #expect(file.frequency == Frequency(gigahertz: 77))
    #expect(file.warnings(at: carrier, polarization: nil) == [])
    let warnings = file.warnings(at: Frequency(gigahertz: 28), polarization: nil)
    #expect(warnings.count == 1)
    #expect(
      warnings.first?.hasSuffix("the pattern belongs to 77 GHz, but is used at 28 GHz") == true)
    // Blocks but the first are along phi.
    let field = Antenna(pattern: file.pattern).field(towards: .unitX, orientation: .identity)
    #expect(abs(field.imaginary.y) > 1 && abs(field.real.z) < 1e-15)
  }

  @Test("a Planet file tells its polarisation, its frequency in MHz and its gain in dBd")
  func planet() throws {
    let text = PatternTexts.planet
      .replacingOccurrences(of: "POLARIZATION V", with: "POLARIZATION Horizontal")
      .replacingOccurrences(
        of: "GAIN \(10 * log10(1.5)) dBi", with: "GAIN 8")
    let file = try read(text, "p.msi")
    #expect(file.polarization == .horizontal)
    #expect(file.frequency == Frequency(gigahertz: 79))
    #expect(!file.hasBothPolarizations)
    // A half-wave dipole has 2.15 dBi.
    #expect(
      isClose(20 * log10(file.pattern.amplitude(.unitX)), 8 + 2.15, within: 0.002))
    let scaled = try read(text, "p.msi", .init(gain: Decibels(si: 3)))
    #expect(isClose(20 * log10(scaled.pattern.amplitude(.unitX)), 3, within: 1e-12))
  }

  @Test("a Planet file may be slanted; a cross of both is a warning unless the user gives another")
  func slanted() throws {
    func file(_ word: String) throws -> AntennaFile {
      try read(
        PatternTexts.planet.replacingOccurrences(
          of: "POLARIZATION V", with: "POLARIZATION \(word)"), "s.msi")
    }
    #expect(try file("+45").polarization == .slanted(Angle(degrees: 45)))
    #expect(try file("-45").polarization == .slanted(Angle(degrees: -45)))
    let cross = try file("+-45")
    #expect(cross.polarization == nil)
    let warnings = cross.warnings(at: carrier, polarization: nil)
    #expect(warnings.count == 1 && warnings.first?.contains("'+-45' is not modelled") == true)
    #expect(cross.warnings(at: carrier, polarization: .horizontal) == [])
  }

  @Test("the first line of a Planet file may be a name without a keyword, even one of digits")
  func bareName() throws {
    let file = try read("742 215\n\(PatternTexts.planet)", "n.msi")
    #expect(isClose(file.pattern.amplitude(.unitX), 1.5.squareRoot(), relative: 1e-12))
  }

  @Test("names of vendors in another encoding do not keep a Planet file from being read")
  func encoding() throws {
    var bytes = Data("COMMENT M".utf8)
    bytes.append(0xFC)
    bytes.append(Data("nchen\n\(PatternTexts.planet)".utf8))
    let file = try AntennaFile(folder.write(bytes, to: "latin.msi"), frequency: carrier)
    #expect(isClose(file.pattern.amplitude(.unitX), 1.5.squareRoot(), relative: 1e-12))
  }
}
