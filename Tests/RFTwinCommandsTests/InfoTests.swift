// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("What info says of files")
struct InfoTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("files are known by their content")
  func content() throws {
    try Program.shell(
      """
      cp '\(Program.scene("one-wall"))'/* . && cp scenario.yaml scenario.txt
      "$rftwin" simulate scenario.yaml --output . --quiet && cp record.h5 record.dat
      """, in: folder.path
    ).expectSuccess()
    func firstLine(_ name: String) throws -> String {
      let outcome = try Program.run(["info", name], in: folder.path)
      outcome.expectSuccess()
      return outcome.text.components(separatedBy: "\n")[0]
    }
    #expect(try firstLine("record.dat").hasPrefix("record 'One wall'"))
    #expect(try firstLine("scenario.txt") == "scenario 'One wall'")
    #expect(try firstLine("wall.glb").hasPrefix("1 object, 2 triangles"))
    let library = Program.scene("sliding-plate/rough-plate.yaml")
    #expect(try firstLine(library) == "a library of 1 material: rough-plate")
  }

  @Test("elements that share the chirps divide the speeds that are unambiguous")
  func schedules() throws {
    try Program.shell(
      """
      cp '\(Program.scene("one-wall"))'/* .
      sed -e 's/name: radar,/name: radar, array: { layout: awr1243, multiplexing: tdm },/' \
        -e 's/chirps: 64/chirps: 66/' -e 's/scatterers: 5000/scatterers: 50/' \
        scenario.yaml > tdm.yaml
      "$rftwin" simulate tdm.yaml --output . --quiet
      """, in: folder.path
    ).expectSuccess()
    // 7.5378 m/s with one element, lambda / (4 T).
    let scenario = try Program.run(["info", "tdm.yaml"], in: folder.path)
    #expect(
      scenario.text.contains(
        "'radar' sends from elements 0, 1, 2 in cycles of 3 chirps, speeds unambiguous to +-2.5126")
    )
    let record = try Program.run(["info", "record.h5"], in: folder.path)
    #expect(record.text.contains("  sent from elements 0, 1, 2 by tdm, in cycles of 3 chirps"))
    #expect(record.text.contains("with 22 Doppler bins"))
  }

  @Test("a record that is not finished is called so")
  func unfinished() throws {
    try folder.write("", to: "record.h5.part")
    try Program.run(["info", "record.h5.part"], in: folder.path)
      .expectRefusal(at: "record.h5.part", "unfinished record")
  }

  @Test("counts of one are singular")
  func singular() throws {
    let outcome = try Program.run(["info", Program.scene("one-wall/scenario.yaml")])
    #expect(outcome.text.contains("1 object, 2 triangles in 1 facet, 1 material: "))
  }

  @Test("help shows defaults as they are typed")
  func defaults() throws {
    let help = try Program.run(["paths", "--help"]).text
    #expect(help.contains("(default: 0.0,0.0,0.0)") || help.contains("(default: 0,0,0)"))
    #expect(!help.contains("SIMD3"))
  }
}
