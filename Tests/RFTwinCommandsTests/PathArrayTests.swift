// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("Arrays and grids of rftwin paths")
struct PathArrayTests {
  private let wavelength = speedOfLight / 28e9

  private func links(
    _ scene: String, _ options: [String], at frequency: String = "28 GHz", in folder: String? = nil
  ) throws -> [PathReportFile.Link] {
    let outcome = try Program.run(["paths", scene, "--frequency", frequency] + options, in: folder)
    outcome.expectSuccess()
    return try PathReportFile(outcome.output).links
  }

  @Test("a grid goes along x, then along y, and its receivers follow the others")
  func grid() throws {
    let links = try links(
      Program.scene("one-wall/wall.glb"),
      ["--tx", "0,0,1", "--rx", "5,5,2", "--rx-grid", "2,-1,1,0.1,1.5,0.5", "--max-depth", "0"])
    #expect(
      links.map(\.rx) == [
        [5, 5, 2], [1, -1, 1.5], [1.5, -1, 1.5], [2, -1, 1.5], [1, -0.5, 1.5], [1.5, -0.5, 1.5],
        [2, -0.5, 1.5], [1, 0, 1.5], [1.5, 0, 1.5], [2, 0, 1.5],
      ])
    // 1001 receivers along each axis.
    let many = "1002001 receivers are more than the 100000"
    let asked = "give X0,Y0,X1,Y1,Z,SPACING"
    for (grid, words) in [
      ("0,0,1,1,1.5", asked), ("0,0,1,1,1.5,0", asked), ("0,0,1,1,x,1", asked),
      ("0,0,1000,1000,1,1", many),
    ] {
      let outcome = try Program.run(
        "paths", Program.scene("one-wall/wall.glb"), "--frequency", "28 GHz", "--tx", "0,0,1",
        "--rx-grid", grid)
      #expect(outcome.status == 64 && outcome.errors.contains("--rx-grid"), "\(outcome.errors)")
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }
  }

  @Test("adding receivers changes nothing of the others")
  func otherReceivers() throws {
    let options = [
      "--tx", "-15,5,6", "--max-depth", "2", "--diffraction", "--specular", "aperture", "--rx",
      "12,-2,1.5",
    ]
    let street = Program.scene("street/street.glb")
    func links(_ options: [String]) throws -> [PathReportFile.Link] {
      try self.links(street, options, at: "77 GHz")
    }
    let alone = try links(options)
    let among = try links(options + ["--rx-grid", "-10,-3,10,3,1.5,5", "--rx", "3,1,2"])
    #expect(among.count == 2 + 5 * 2)
    #expect(alone[0].count > 5)
    #expect(alone[0] == among[0])
    // The grid's last receiver is the same one alone, too.
    let last = try #require(among.last)
    let place = last.rx.map { "\($0)" }.joined(separator: ",")
    #expect(try links(options.dropLast() + [place])[0] == last)
  }

  @Test("exact pairs have the phases of their distances, plane waves those of their directions")
  func elements() throws {
    let scene = Program.scene("one-wall/wall.glb")
    let options = [
      "--tx", "0,0,1", "--rx", "3,4,1", "--no-specular", "--tx-array", "2x2", "--rx-array", "3",
    ]
    let half = wavelength / 2
    let transmit = [(1.0, 1.0), (-1, 1), (1, -1), (-1, -1)].map {
      [0, $0.0 * half / 2, 1 + $0.1 * half / 2]
    }
    let receive = [1.0, 0, -1].map { [3, 4 + $0 * half, 1] }
    for model in ["synthetic", "exact"] {
      let path = try #require(
        try links(scene, options + ["--arrays", model]).first?.paths.first)
      let rows = try #require(path.a_elements)
      #expect(rows.count == 4 && rows.allSatisfy { $0.count == 3 })
      for (from, row) in zip(transmit, rows) {
        for (to, value) in zip(receive, row) {
          // The direction of departure is (0.6, 0.8, 0), that of arrival its opposite.
          let longer =
            model == "exact"
            ? distance(from, to) - 5 : -0.8 * from[1] + 0.8 * (to[1] - 4)
          let phase = -2 * Double.pi * longer / wavelength
          let amplitude =
            wavelength / (4 * .pi * (model == "exact" ? distance(from, to) : 5))
          // The elements are isotropic, but each exact pair has a slightly other vertical: the field
          // loses the square of the inclination, 1e-3, at each end.
          #expect(isClose(value[0], amplitude * cos(phase), within: 4e-6 * amplitude))
          #expect(isClose(value[1], amplitude * sin(phase), within: 4e-6 * amplitude))
        }
      }
    }
    #expect(try links(scene, Array(options.prefix(5))).first?.paths.first?.a_elements == nil)
  }

  @Test("a scenario's radios bring their antennas and arrays where arrays are asked for")
  func radios() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      name: array
      radios:
        - { name: a, position: [0, 0, 2], look-at: b, antenna: { pattern: tr38901 } }
        - name: b
          position: [40, 30, 2]
          look-at: a
          array: { layout: awr1243 }
      links: [{ name: link, tx: a, rx: b }]
      waveform: { kind: fmcw, start: 77 GHz, slope: 35 MHz/us, ramp: 100 us, idle: 10 us, \
      sample-rate: 18 MHz }
      episode: { duration: 20 ms, frames: { chirps: 8 } }
      """, to: "scenario.yaml")
    func direct(_ options: String...) throws -> PathReportFile.Path {
      try #require(
        try links("scenario.yaml", ["--tx", "b", "--rx", "a"] + options, in: folder.path)
          .first?.paths.first)
    }
    let points = try direct()
    #expect(points.a_elements == nil)
    let radios = try direct("--arrays", "synthetic")
    #expect(radios.a_elements?.map(\.count) == [1, 1, 1])
    // The element's 8 dBi at its boresight.
    #expect(
      isClose(try #require(radios.gain_db) - (try #require(points.gain_db)), 8, within: 1e-9))
    let replaced = try direct("--tx-array", "5", "--rx-array", "2")
    #expect(replaced.a_elements?.map(\.count) == [2, 2, 2, 2, 2])
    #expect(replaced.gain_db == points.gain_db)
  }

  @Test("arrays too large for plane waves are a warning that names the remedy")
  func nearField() throws {
    let words = [
      "paths", Program.scene("one-wall/wall.glb"), "--frequency", "28 GHz", "--tx", "0,0,1", "--rx",
      "1,0,1", "--tx-array", "32",
    ]
    let outcome = try Program.run(words)
    #expect(outcome.status == 0 && outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("ask for --arrays exact"), "\(outcome.errors)")
    try Program.run(words + ["--arrays", "exact"]).expectSuccess()
  }
  @Test("a report with more amplitudes between elements than tools would read is refused")
  func size() throws {
    let scene = Program.scene("one-wall/wall.glb")
    let words = ["paths", scene, "--frequency", "28 GHz", "--tx", "0,0,1", "--rx", "5,0,1"]
    // A pair of arrays that is too large by itself, and one that two paths make too large.
    try Program.run(words + ["--tx-array", "5000", "--rx-array", "5000"])
      .expectRefusal(at: scene, "would have 25000000 amplitudes")
    try Program.run(words + ["--tx-array", "2001", "--rx-array", "2500", "--max-depth", "1"])
      .expectRefusal(at: scene, "would have 10005000 amplitudes")
  }
}
