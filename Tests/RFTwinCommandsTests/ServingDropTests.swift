// SPDX-License-Identifier: Apache-2.0

import Captures
import Foundation
import TestSupport
import Testing

/// Whether gnuplot is among the programs of this machine.
private let hasGnuplot: Bool = {
  let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
  return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/gnuplot") }
}()

@Suite("rftwin drop of serving links")
struct ServingDropTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let lines = [
    "name: served",
    "scenario: UMi",
    "frequency: 6 GHz",
    "layout: { kind: hexagonal, inter-site-distance: 200 m, sites: 7, height: 10 m }",
    "sectors: { tilt: 102 deg }",
    "terminals: { count: 20, region: cells, site-distance-2d: 10 m }",
    "modes: [serving]",
    "noise: { power: 44 dBm, bandwidth: 20 MHz, noise-figure: 9 dB }",
    "places: on",
  ]

  /// Writes the file with a line replaced.
  private func write(_ number: Int? = nil, _ line: String = "") throws {
    var lines = Self.lines
    if let number { lines[number - 1] = line }
    try folder.write(lines.joined(separator: "\n") + "\n", to: "s.yaml")
  }

  private func drop(_ options: String...) throws -> Program.Outcome {
    try Program.run(["drop", "s.yaml"] + options, in: folder.path)
  }

  private func array(_ run: String, _ name: String) throws -> [Float] {
    try HDF5File(opening: folder.file("\(run)/record.h5")).read("/links/serving/\(name)")
  }

  /// The value below which a share of an array lies.
  private func quantile(_ run: String, _ name: String, _ share: Double) throws -> Double {
    let values = try array(run, name).sorted()
    return Double(values[Int(share * Double(values.count - 1))])
  }

  /// Drops a bundled file.
  private func bundled(_ name: String, drops: Int) throws {
    try Program.run(
      "drop", Program.scene("drops/\(name).yaml"), "--drops", "\(drops)", "--quiet", "--output",
      name, in: folder.path
    ).expectSuccess()
  }

  @Test("the bundled calibration of UMi has the companies' coupling losses, geometries and SINRs")
  func largeScale() throws {
    try bundled("serving-umi", drops: 20)
    // 3GPP R1-165974 at 6 GHz: medians over companies, as the facts have them. 11400 terminals:
    // 1.25 * 21 dB / sqrt(11400) = 0.25 dB of standard error in the coupling loss, 0.13 dB in the
    // others; twice as much at the ends.
    for (name, expected) in [
      ("coupling_loss_db", [-135.923, -111.498, -81.93]), ("geometry_db", [-0.427, 7.388, 22.066]),
      ("sinr_db", [-2.967, 5.766, 20.768]),
    ] {
      for (share, value) in zip([0.1, 0.5, 0.9], expected) {
        let found = try quantile("serving-umi", name, share)
        #expect(isClose(found, value, within: share == 0.5 ? 1 : 1.5), "\(name) \(share): \(found)")
      }
    }
  }

  @Test("the bundled calibration of an office has the companies' coupling losses and geometries")
  func office() throws {
    try bundled("serving-inh", drops: 20)
    // 3GPP R1-165974 at 6 GHz; 0.1 dB of standard error in the medians.
    for (name, expected) in [
      ("coupling_loss_db", [-69.4, -59.3, -47.2]), ("geometry_db", [-3.5, 3.0, 15.6]),
    ] {
      for (share, value) in zip([0.1, 0.5, 0.9], expected) {
        let found = try quantile("serving-inh", name, share)
        #expect(isClose(found, value, within: share == 0.5 ? 1 : 1.5), "\(name) \(share): \(found)")
      }
    }
  }

  @Test(
    "the bundled full calibrations have the companies' medians over all rays",
    arguments: [
      ("serving-umi-full", [-106.2, 3.5], [196.6e-9, 19.7, 0.87, 60.3, 11.07]),
      ("serving-inh-full", [-58.3, 1.4], [15.8e-9, 35.3, 11.2, 46.2, 11.83]),
    ])
  func full(name: String, levels: [Double], spreads: [Double]) throws {
    try bundled(name, drops: 30)
    // 3GPP R1-165975 at 6 GHz. 1710 terminals leave 3 % of standard error in the widest spread and
    // 0.6 dB in the coupling loss of UMi. Half of the power of a slanted element arrives at each of two
    // crossed ones.
    let halves = [("full_coupling_loss_db", 10 * log10(2.0)), ("full_geometry_db", 0)]
    for ((array, half), value) in zip(halves, levels) {
      let found = try quantile(name, array, 0.5) - half
      #expect(isClose(found, value, within: 1), "\(array) \(found)")
    }
    let arrays = ["delay_spread_s", "asd_deg", "zsd_deg", "asa_deg", "zsa_deg"]
    for (array, value) in zip(arrays, spreads) {
      let found = try quantile(name, array, 0.5)
      #expect(isClose(found, value, relative: 0.12), "\(array) \(found)")
    }
  }

  @Test("records have the same bytes with one thread or two, and other ones with another seed")
  func reproducible() throws {
    try write()
    for fading in ["off", "on"] {
      for (name, options) in [
        ("one", ["--threads", "1"]), ("two", ["--threads", "2"]), ("other", ["--seed", "2"]),
      ] {
        try Program.run(
          ["drop", "s.yaml", "--drops", "60", "--quiet", "--output", name, "--set"]
            + ["fading=\(fading)"] + options, in: folder.path
        ).expectSuccess()
      }
      func record(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: folder.file("\(name)/record.h5")))
      }
      #expect(try record("one") == record("two"))
      #expect(try record("one") != record("other"))
    }
  }

  @Test("the table is that of info, and rays leave what the large scale gives as it is")
  func tables() throws {
    try write()
    let bare = try drop("--drops", "30", "--output", "bare")
    let outcome = try drop("--drops", "30", "--output", "run", "--set", "fading=on")
    #expect(outcome.text.hasPrefix("served: 30 drops, 600 served terminals\n"))
    let table = outcome.text.split(separator: "\n").dropFirst().dropLast()
    let rows = Set(table.map { $0.split(separator: " ") })
    for row in bare.text.split(separator: "\n").dropFirst().dropLast() {
      #expect(rows.contains(row.split(separator: " ")), "\(row)")
    }
    let info = try Program.run("info", "run/record.h5", in: folder.path)
    info.expectSuccess()
    #expect(info.text.contains("\n30 drops of 20 terminals\n"))
    #expect(info.text.contains(table.joined(separator: "\n")))
    // The coupling loss, with rays, over ports; four ratios and five spreads.
    #expect(table.count == 1 + 3 + 2 * (4 + 5))
    for (name, largest) in [("transmitter", 6), ("full_transmitter", 6), ("sector", 2)] {
      let numbers: [Int32] = try HDF5File(opening: folder.file("run/record.h5"))
        .read("/links/serving/\(name)")
      #expect(Set(numbers) == Set(0...Int32(largest)), "\(name)")
    }
    let places: [Double] = try HDF5File(opening: folder.file("run/record.h5"))
      .read("/places/terminal")
    #expect(places.count == 30 * 20 * 3)
    // Noise can only take from the geometry, and port gains are about half of the others.
    for (with, without) in [("sinr_db", "geometry_db"), ("full_sinr_db", "full_geometry_db")] {
      for (a, b) in zip(try array("run", with), try array("run", without)) { #expect(a <= b) }
    }
    let ports = zip(
      try array("run", "port_coupling_loss_db"), try array("run", "full_coupling_loss_db"))
    // (1 + 1 / kappa) / 2 with a cross-polar ratio kappa of some decibels and more.
    for (port, full) in ports { #expect((-3.02...0.5).contains(port - full)) }
  }

  @Test(
    "plot draws losses, ratios and spreads of serving links",
    .enabled(if: hasGnuplot, "gnuplot is not on this machine"))
  func plotted() throws {
    try write()
    try drop("--drops", "5", "--quiet", "--output", "run", "--set", "fading=on").expectSuccess()
    let outcome = try Program.run("plot", "run/record.h5", in: folder.path)
    outcome.expectSuccess()
    #expect(outcome.text == "run/coupling-loss.png\nrun/spreads.png\n")
    // Coupling loss, the same with rays, and four ratios.
    #expect(try PNGHeader(folder.file("run/coupling-loss.png")).width == 900 * 6)
  }

  @Test("one sector alone has no geometry, but a ratio to noise")
  func alone() throws {
    try write(4, "layout: { kind: given, sites: [[0, 0, 10]] }")
    try drop(
      "--drops", "5", "--quiet", "--output", "run", "--set", "sectors.azimuths=[0 deg]", "--set",
      "terminals.region={ from: [10, -20], to: [50, 20] }"
    ).expectSuccess()
    let file = try HDF5File(opening: folder.file("run/record.h5"))
    #expect(!file.has("/links/serving/geometry_db"))
    let losses = try array("run", "coupling_loss_db")
    // 44 dBm, and k T_0 B F of -174 dBm/Hz, 73 dB and 9 dB.
    for (loss, ratio) in zip(losses, try array("run", "sinr_db")) {
      #expect(isClose(Double(ratio), 44 + Double(loss) + 173.975 - 73.010 - 9, within: 0.01))
    }
  }

  @Test(
    "mistakes are told in one line with the place and what to do",
    arguments: [
      (2, "scenario: RMa", "can be one of UMi, UMa, InH-mixed, InH-open, not RMa"),
      (2, "scenario: UMi-AV", "can be one of UMi"),
      (2, "scenario: UMa\nrelease: V14", "not of UMa; choose V16 or V19"),
      (
        4, "layout: { kind: given, sites: [[0, 0, 10], [9, 0, 10], [0, 0, 10]] }", "at the place of"
      ),
      (5, "sectors: { tilt: 200 deg }", "must lie between"),
      (5, "sectors: { tilt: 102 deg, elements: [10] }", "rows and columns"),
      (5, "sectors: { tilt: 102 deg, azimuths: [] }", "one to twelve"),
      (5, "sectors: { tilt: 102 deg, azimuths: [-90 deg, 270 deg] }", "one direction twice"),
      (5, "sectors: {}", "lacks the key"),
      (6, "terminals: { count: 20, region: room }", "lacks a room"),
      (6, "terminals: { count: 20, region: cells, indoor: 2 }", "must lie between"),
      (6, "terminals: { count: 20, region: cells, positions: [[0, 0, 1]] }", "is not known"),
      (7, "modes: [serving, TRP-mono]", "a file of its own"),
      (7, "modes: [servin]", "did you mean 'serving'?"),
      (8, "noise: { power: 44 dBm }", "lacks the key"),
      (9, "targets: { kind: human, region: cells }", "is of sensing"),
      (9, "best-pairs: 2", "is of sensing"),
      (9, "fading: { paths: on }", "is not known"),
      (9, "fading: { shadow-fading: none }", "use one of joint, apart"),
      (9, "release: V15", "use one of V14, V16, V19"),
    ])
  func mistakes(number: Int, line: String, words: String) throws {
    try write(number, line)
    try drop("--quiet", "--output", "run").expectRefusal(at: "s.yaml:\(number)", words)
    #expect(!FileManager.default.fileExists(atPath: folder.file("run")))
  }

  @Test("an office has no buildings to put terminals into, and too many links are refused")
  func impossible() throws {
    try write()
    for (key, words) in [("indoor", "is a room"), ("low-loss", "is a room")] {
      try drop(
        "--quiet", "--output", "run", "--set", "scenario=InH-open", "--set",
        "terminals.\(key)=0.5"
      ).expectRefusal(at: "--set terminals.\(key)=0.5", words)
    }
    // Too far from all base stations, and at the very place of one.
    for terminals in [
      "{ count: 20, region: cells, site-distance-2d: 10 km }",
      "{ region: { from: [0, 0], to: [0, 0] }, height: 10 m, indoor: 0 }",
    ] {
      try write(6, "terminals: \(terminals)")
      try drop("--quiet", "--output", "run").expectRefusal(at: "s.yaml", "smaller distance")
      #expect(!FileManager.default.fileExists(atPath: folder.file("run")))
    }
  }

  @Test("heights that path losses are not given for bring a warning, near ones do not")
  func heights() throws {
    for (line, words) in [
      ("layout: { kind: given, sites: [[0, 0, 300]] }", "are given for 10 m (TR 38.901"),
      ("layout: { kind: given, sites: [[0, 0, 15]] }", ""),
    ] {
      try write(4, line)
      let outcome = try drop(
        "--drops", "2", "--output", "run", "--set",
        "terminals.region={ from: [20, -20], to: [50, 20] }")
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("warning: a base station") == !words.isEmpty)
      #expect(outcome.errors.contains(words) || words.isEmpty, "\(outcome.errors)")
    }
    try write(6, "terminals: { count: 3, region: cells, height: 40 m }")
    let outcome = try drop("--drops", "2", "--output", "run")
    #expect(outcome.errors.contains("a terminal is at a height of 40 m"), "\(outcome.errors)")
  }
}
