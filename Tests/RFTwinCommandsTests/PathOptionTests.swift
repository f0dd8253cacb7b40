// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("The options of rftwin paths")
struct PathOptionTests {
  /// The report's links for a wall in the plane x = 10, 6 m wide and 4 m high.
  private func wall(_ options: String...) throws -> [PathReportFile.Link] {
    let outcome = try Program.run(
      ["paths", Program.scene("one-wall/wall.glb"), "--frequency", "28 GHz"] + options)
    outcome.expectSuccess()
    return try PathReportFile(outcome.output).links
  }

  @Test("coordinates, velocities and angles may start with a minus sign")
  func negativeNumbers() throws {
    let links = try wall(
      "--tx", "-2,0,1", "--rx", "-3,0,1", "--rx", "-4,-1,1", "--tx-velocity", "-1,0,0",
      "--rx-velocity", "-1,0,0", "--tx-orientation", "-1,0,0", "--rx-orientation", "-1,0,0",
      "--velocity", "wall=-1,0,0", "--at", "-1")
    #expect(links.map(\.rx) == [[-3, 0, 1], [-4, -1, 1]])
    #expect(links.map(\.tx) == [[-2, 0, 1], [-2, 0, 1]])
  }

  @Test("a pipe that the report goes to stays a pipe")
  func pipe() throws {
    let folder = try TemporaryFolder()
    try Program.shell(
      """
      mkfifo report && cat report > got &
      while [ ! -p report ]; do sleep 0.01; done
      "$rftwin" paths '\(Program.scene("box/box.glb"))' --tx 0,0,1 --rx 1,0,1 --max-depth 0 \
        --frequency "28 GHz" --output report && wait && [ -p report ] && grep -q '"count":1' got
      """, in: folder.path
    ).expectSuccess()
  }

  @Test("what comes nearer has a positive Doppler shift: f v / c for an end, twice that for a wall")
  func doppler() throws {
    let shift = 3 * 28e9 / speedOfLight
    let moving = try #require(
      try wall("--tx", "0,0,1", "--rx", "5,0,1", "--rx-velocity", "-3,0,0").first)
    // The direct path grows shorter, the one over the wall behind the receiver longer.
    #expect(moving.paths.map(\.interactions.count) == [0, 1])
    #expect(isClose(moving.paths[0].doppler_hz, shift, relative: 1e-12))
    #expect(isClose(moving.paths[1].doppler_hz, -shift, relative: 1e-12))
    let wall = try #require(
      try wall("--tx", "0,0,1", "--rx", "5,0,1", "--velocity", "wall=-3,0,0").first)
    #expect(wall.paths[0].doppler_hz == 0)
    #expect(isClose(wall.paths[1].doppler_hz, 2 * shift, relative: 1e-12))
  }

  @Test("the four edges of a wall diffract where --diffraction asks for it")
  func diffraction() throws {
    let ends = ["--tx", "0,0,1", "--rx", "5,0,1"]
    let without = try #require(try wall(ends[0], ends[1], ends[2], ends[3]).first)
    let link = try #require(
      try wall(ends[0], ends[1], ends[2], ends[3], "--diffraction").first)
    #expect(without.diffraction_gain_db == nil && without.count == 2)
    #expect(link.specular_gain_db == without.specular_gain_db && link.count == 6)
    #expect(link.diffraction_gain_db != nil)
    let vertices = link.paths.flatMap(\.interactions).filter { $0.type == "diffraction" }
      .map(\.vertex)
    // Both ends are in the plane y = 0, 10 m and 5 m from the wall of 6 m by 4 m.
    #expect(vertices.count { abs(abs($0[1]) - 3) < 1e-6 && abs($0[2] - 1) < 1e-6 } == 2)
    #expect(vertices.count { abs($0[1]) < 1e-6 && [0, 4].contains($0[2].rounded()) } == 2)
  }

  @Test("a short dipole gains 1.76 dB broadside, and sends nothing along itself")
  func antennas() throws {
    func direct(_ options: String...) throws -> Double? {
      let outcome = try Program.run(
        [
          "paths", Program.scene("one-wall/wall.glb"), "--tx", "0,0,1", "--rx", "5,0,1",
          "--frequency", "28 GHz", "--no-specular",
        ] + options)
      outcome.expectSuccess()
      return try PathReportFile(outcome.output).links.first?.paths.first?.gain_db
    }
    let isotropic = try #require(try direct())
    let upright = try #require(
      try direct("--tx-pattern", "dipole", "--rx-pattern", "dipole"))
    // Its directivity is 3/2.
    #expect(isClose(upright - isotropic, 20 * log10(1.5), within: 1e-9))
    let crossed = try direct("--tx-polarization", "H") ?? -.infinity
    // What is left is the rounding of a right angle, 1e-16 of the amplitude.
    #expect(crossed < isotropic - 250)
    let pitch = Double.pi / 2
    let lying = try direct("--tx-pattern", "dipole", "--tx-orientation", "0,\(pitch),0")
    #expect((lying ?? -.infinity) < isotropic - 250)
  }

  @Test("a pattern may be a file, which brings its own polarisation")
  func patternFiles() throws {
    let folder = try TemporaryFolder()
    // A short dipole along z at the points of a coarse table, the horizon among them.
    var table = "theta [deg],phi [deg],re-theta,im-theta\n"
    for theta in stride(from: 0, through: 180, by: 30) {
      for phi in stride(from: 0, to: 360, by: 30) {
        table += "\(theta),\(phi),0,\(sin(Double(theta) * .pi / 180))\n"
      }
    }
    try folder.write(table, to: "dipole.csv")
    try folder.write(
      "GAIN 4 dBi\nFREQUENCY 900\nPOLARIZATION V\nHORIZONTAL 4\n0 0\n90 0\n180 0\n270 0\n"
        + "VERTICAL 4\n0 0\n90 20\n180 0\n270 20\n", to: "mast.msi")
    let words = [
      "paths", Program.scene("one-wall/wall.glb"), "--tx", "0,0,1", "--rx", "5,0,1",
      "--frequency", "28 GHz", "--no-specular",
    ]
    func direct(_ options: String...) throws -> (path: PathReportFile.Path, warnings: String) {
      let outcome = try Program.run(words + options, in: folder.path)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let path = try #require(try PathReportFile(outcome.output).links.first?.paths.first)
      return (path, outcome.errors)
    }
    let named = try direct("--tx-pattern", "dipole")
    let read = try direct("--tx-pattern", "dipole.csv")
    #expect(read.warnings == "")
    // The quadrature of its directivity is exact; the table's field is a quarter of a period ahead.
    #expect(isClose(read.path.a[1], named.path.a[0], relative: 1e-12))
    #expect(isClose(read.path.a[0], 0, within: 1e-12 * named.path.a[0]))
    let isotropic = try #require(try direct().path.gain_db)
    let mast = try direct("--rx-pattern", "mast.msi")
    #expect(isClose(try #require(mast.path.gain_db), isotropic + 4, within: 1e-9))
    #expect(mast.warnings.contains("warning: mast.msi: the pattern belongs to 900 MHz"))
    try Program.run(
      words + ["--tx-pattern", "dipole.csv", "--tx-polarization", "H"], in: folder.path
    ).expectRefusal(at: "dipole.csv", "leave out --tx-polarization")
    try Program.run(words + ["--rx-pattern", "none.ffd"], in: folder.path)
      .expectRefusal(at: "none.ffd", "no such file")
  }

  @Test("--assign gives objects of a mesh file their materials, the last that fits holding")
  func assign() throws {
    let folder = try TemporaryFolder()
    // In millimetres and with y up: a wall in the plane x = 10 m.
    try folder.write(
      "o bare\nv 10000 0 -3000\nv 10000 0 3000\nv 10000 4000 3000\nv 10000 4000 -3000\n"
        + "f 1 2 3 4\n", to: "bare.obj")
    let words = [
      "paths", "bare.obj", "--tx", "0,0,1", "--rx", "0,1,1", "--frequency", "28 GHz",
    ]
    let units = ["--unit", "1 mm", "--up", "y"]
    try Program.run(words + units, in: folder.path)
      .expectRefusal(at: "bare.obj", "with --assign on the command line")
    let outcome = try Program.run(
      words + units + ["--assign", "bare=itu_glass", "--assign", "*=itu_metal"], in: folder.path)
    #expect(outcome.status == 0)
    #expect(outcome.errorLines.count == 1)
    #expect(
      outcome.errors.contains("warning: the assignment of 'itu_glass' to 'bare' has no effect"))
    let link = try #require(try PathReportFile(outcome.output).links.first)
    #expect(link.paths.map(\.interactions.count) == [0, 1])
    #expect(isClose(link.paths[1].interactions[0].vertex[0], 10, within: 1e-9))
    try Program.run(words + units + ["--assign", "wal=itu_metal"], in: folder.path)
      .expectRefusal(at: "bare.obj", "'wal' fits no object")
    try Program.run(words + units + ["--assign", "bare=itu_mettal"], in: folder.path)
      .expectRefusal(at: "bare.obj", "did you mean 'itu_metal'")
    #expect(try Program.run(words + ["--unit", "1 kg"], in: folder.path).status == 64)
  }

  @Test("an end inside a solid, and diffuse paths over nothing that scatters, are warnings")
  func oddities() throws {
    func warnings(_ options: String...) throws -> [String] {
      let outcome = try Program.run(
        ["paths", Program.scene("box/box.glb"), "--tx", "1,1,1", "--frequency", "28 GHz"] + options)
      #expect(outcome.status == 0)
      return outcome.errorLines
    }
    #expect(try warnings("--rx", "-1,0,2").isEmpty)
    let outside = try warnings("--rx", "-1,0,50")
    #expect(outside.count == 1)
    #expect(outside.first?.contains("--tx is inside the object") == true, "\(outside)")
  }

  @Test("a receiver inside a solid is named with it, and its walls keep all waves out")
  func enclosedReceiver() throws {
    let outcome = try Program.run(
      "paths", Program.scene("box/box.glb"), "--tx", "0,0,50", "--rx", "1,1,60", "--rx", "1,1,1",
      "--frequency", "28 GHz")
    #expect(outcome.status == 0)
    #expect(
      outcome.errorLines == ["rftwin: warning: --rx number 2 is inside the object 'room'"],
      "\(outcome.errors)")
    let links = try PathReportFile(outcome.output).links
    #expect(links.map { $0.paths.isEmpty } == [false, true])
  }

  @Test("ends at one point are a monostatic radar, ends closer than a wavelength a warning")
  func closeEnds() throws {
    func run(_ receiver: String) throws -> Program.Outcome {
      try Program.run(
        "paths", Program.scene("box/box.glb"), "--tx", "1,1,1", "--rx", receiver, "--frequency",
        "28 GHz", "--max-depth", "1")
    }
    let monostatic = try run("1,1,1")
    monostatic.expectSuccess()
    let link = try #require(try PathReportFile(monostatic.output).links.first)
    // Six walls and no line of sight.
    #expect(link.paths.map(\.interactions.count) == [1, 1, 1, 1, 1, 1])
    // The wavelength is 10.7 mm.
    try run("1,1,1.011").expectSuccess()
    let close = try run("1,1,1.0001")
    #expect(close.status == 0 && close.errorLines.count == 1)
    #expect(
      close.errors.contains("--rx number 1 is 100 um from --tx, less than a wavelength"),
      "\(close.errors)")
  }

  @Test("a scenario's radio is an end by its name, at the place where it is then")
  func radioNames() throws {
    let scenario = Program.scene("umi-courtyard/configuration-b.yaml")
    let words = [
      "paths", scenario, "--frequency", "79 GHz", "--max-depth", "0", "--tx", "bs", "--rx",
    ]
    let outcome = try Program.run(words + ["1,2,3"])
    #expect(outcome.status == 0)
    let link = try #require(try PathReportFile(outcome.output).links.first)
    #expect(link.rx == [1, 2, 3])
    #expect(link.tx?.count == 3 && link.tx != [0, 0, 0])
    try Program.run(words + ["nobody"]).expectRefusal(at: scenario, "no radio is named 'nobody'")
  }

  @Test("an array or a polarisation that there is not is refused with what there is")
  func choices() throws {
    let words = [
      "paths", Program.scene("one-wall/wall.glb"), "--tx", "0,0,1", "--rx", "5,0,1",
      "--frequency", "28 GHz",
    ]
    for (option, value, allowed) in [
      ("--tx-array", "0x4", "such as 8 or 4x2, of 1 to 10000 elements, or awr1243"),
      ("--rx-array", "awr1642", "or awr1243"), ("--rx-array", "200x200", "of 1 to 10000 elements"),
      ("--tx-polarization", "round", "vertical, horizontal, slant+45"),
      ("--rx-polarization", "200 deg", "an angle from vertical up to 180 deg"),
    ] {
      let outcome = try Program.run(words + [option, value])
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains("'\(value)' is invalid for '\(option)"), "\(outcome.errors)")
      #expect(outcome.errors.contains(allowed), "\(outcome.errors)")
    }
  }

  @Test("--output writes what else would be printed, and prints nothing")
  func output() throws {
    let folder = try TemporaryFolder()
    let words = [
      "paths", Program.scene("box/box.glb"), "--tx", "1,1,1", "--rx", "-1,0,2", "--frequency",
      "28 GHz",
    ]
    let printed = try Program.run(words)
    let written = try Program.run(words + ["--output", folder.file("paths.json")])
    printed.expectSuccess()
    written.expectSuccess()
    #expect(written.output.isEmpty)
    func untimed(_ data: Data) throws -> NSDictionary {
      var report = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      #expect(report.removeValue(forKey: "timing_s") != nil)
      return report as NSDictionary
    }
    let file = try Data(contentsOf: URL(fileURLWithPath: folder.file("paths.json")))
    #expect(try untimed(printed.output) == untimed(file))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["paths.json"])
  }

  @Test("--repeat finds the same paths, diffuse ones too, and times them")
  func repetition() throws {
    func solve(_ times: String) throws -> PathReportFile {
      let outcome = try Program.run(
        "paths", Program.scene("street/scenario.yaml"), "--tx", "-15,5,6", "--rx", "12,-2,1.5",
        "--frequency", "77 GHz", "--diffuse", "--scatterers", "500", "--repeat", times)
      outcome.expectSuccess()
      return try PathReportFile(outcome.output)
    }
    let (once, thrice) = (try solve("1"), try solve("3"))
    #expect(once.links == thrice.links)
    #expect(once.links[0].diffuse_gain_db != nil && once.links[0].count > 100)
    #expect(try #require(thrice.timing_s).solve > 0)
  }

  @Test("another seed draws other scatterers, another number of threads does not")
  func seeds() throws {
    func solve(_ options: String...) throws -> [PathReportFile.Link] {
      let outcome = try Program.run(
        [
          "paths", Program.scene("street/street.glb"), "--tx", "-15,5,6", "--rx", "12,-2,1.5",
          "--frequency", "77 GHz", "--diffuse", "--scatterers", "500",
        ] + options)
      outcome.expectSuccess()
      return try PathReportFile(outcome.output).links
    }
    let first = try solve("--seed", "1", "--threads", "1")
    #expect(try solve("--seed", "1", "--threads", "3") == first)
    #expect(try solve("--seed", "2", "--threads", "1") != first)
  }
}
