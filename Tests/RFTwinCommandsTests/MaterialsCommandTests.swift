// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("rftwin materials")
struct MaterialsCommandTests {
  /// The names of the materials in a bundled file: the keys two spaces in.
  private func names(in file: String) throws -> [String] {
    let text = try String(
      contentsOfFile: "\(SharedFiles.project)/Materials/\(file)", encoding: .utf8)
    return text.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("  "), !line.hasPrefix("   "), line.hasSuffix(":") else { return nil }
      return String(line.dropFirst(2).dropLast())
    }
  }

  @Test("the list has a row for every material of the bundled files, and for no other")
  func list() throws {
    let outcome = try Program.run("materials")
    outcome.expectSuccess()
    let rows = outcome.text.split(separator: "\n").map { String($0.prefix { $0 != " " }) }
    let expected = try names(in: "itu-p2040.yaml") + names(in: "urban-79ghz.yaml")
    #expect(expected.count > 20)
    #expect(rows == ["material"] + expected)
    #expect(outcome.text.contains("at 79 GHz"))
  }

  @Test("concrete at 28 GHz has the permittivity of ITU-R P.2040, and says so")
  func concrete() throws {
    let outcome = try Program.run("materials", "itu_concrete", "--frequency", "28 GHz")
    outcome.expectSuccess()
    let lines = outcome.text.split(separator: "\n").map(String.init)
    #expect(lines.first == "itu_concrete at 28 GHz")
    // Table 3: eps_r = 5.24 and sigma = 0.0462 f^0.7822 S/m with f in GHz.
    let conductivity = String(format: "%.4g", 0.0462 * pow(28, 0.7822))
    #expect(lines.contains { $0.contains("permittivity") && $0.hasSuffix(" 5.24") })
    #expect(lines.contains { $0.contains("conductivity") && $0.hasSuffix(" \(conductivity) S/m") })
    #expect(lines.contains { $0.contains("source: ITU-R P.2040") })
  }

  @Test("a material used outside its bands says from where it was carried over")
  func extrapolation() throws {
    let outcome = try Program.run("materials", "itu_brick", "--frequency", "79 GHz")
    outcome.expectSuccess()
    #expect(outcome.text.contains("interpolated between 40 GHz and 110 GHz"))
  }

  @Test("a library of one's own stands beside the bundled ones")
  func library() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "materials:\n  slate:\n    permittivity: { relative-permittivity: 7, conductivity: 0 S/m }\n",
      to: "slate.yaml")
    let outcome = try Program.run("materials", "slate", "--library", path)
    outcome.expectSuccess()
    #expect(outcome.text.contains("slate at 79 GHz"))
    // |1 - sqrt(7)| / (1 + sqrt(7)) at normal incidence.
    let loss = 20 * log10((7.0.squareRoot() - 1) / (7.0.squareRoot() + 1))
    #expect(outcome.text.contains("\(String(format: "%.4g", loss)) dB"))
  }

  @Test("an unknown material is refused with status 65 and the name that could be meant")
  func unknown() throws {
    try Program.run("materials", "concret")
      .expectRefusal(at: "no material is named 'concret'; did you mean 'concrete'?")
    try Program.run("materials", "unobtainium").expectRefusal(
      at: "no material is named 'unobtainium'; 'rftwin materials' lists those there are")
  }
}
