// SPDX-License-Identifier: Apache-2.0

import Captures
import ComplexModule
import Foundation
import TestSupport
import Testing

/// Whether gnuplot is among the programs of this machine.
private let hasGnuplot: Bool = {
  let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
  return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/gnuplot") }
}()

@Suite("rftwin drop")
struct DropCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let lines = [
    "name: test",
    "scenario: UMa-AV",
    "frequency: 6 GHz",
    "layout: { kind: hexagonal, inter-site-distance: 500 m, sites: 7, height: 25 m }",
    "targets: { kind: uav-small, region: cell, height: 200 m, site-distance: 10 m }",
    "terminals: { kind: terrestrial, count: 5, region: cell }",
    "modes: [TRP-mono, TRP-TRP, TRP-UE, UE-TRP, UE-UE, UE-mono]",
    "best-pairs: { TRP-mono: 2 }",
    "places: on",
  ]

  /// Writes the scenario with a line replaced.
  private func write(_ number: Int? = nil, _ line: String = "", to name: String = "s.yaml") throws {
    var lines = Self.lines
    if let number { lines[number - 1] = line }
    try folder.write(lines.joined(separator: "\n") + "\n", to: name)
  }

  private func drop(_ options: String...) throws -> Program.Outcome {
    try Program.run(["drop", "s.yaml"] + options, in: folder.path)
  }

  @Test("records have the same bytes with one thread or two, and other ones with another seed")
  func reproducible() throws {
    try write()
    for (name, options) in [
      ("one", ["--threads", "1"]), ("two", ["--threads", "2"]), ("other", ["--seed", "2"]),
    ] {
      try Program.run(
        ["drop", "s.yaml", "--drops", "700", "--quiet", "--output", name] + options,
        in: folder.path
      ).expectSuccess()
    }
    func record(_ name: String) throws -> Data {
      try Data(contentsOf: URL(fileURLWithPath: folder.file("\(name)/record.h5")))
    }
    #expect(try record("one") == record("two"))
    #expect(try record("one") != record("other"))
  }

  @Test("links that are alike where they are near are asked for by one word, whatever the threads")
  func consistency() throws {
    try write()
    for (name, options) in [
      ("off", ["--set", "consistency=off"]), ("plain", []),
      ("on", ["--set", "consistency=on", "--threads", "1"]),
      ("again", ["--set", "consistency=on", "--threads", "2"]),
    ] {
      try Program.run(
        ["drop", "s.yaml", "--drops", "20", "--quiet", "--output", name] + options,
        in: folder.path
      ).expectSuccess()
    }
    func losses(_ name: String) throws -> String {
      try Program.run("info", "\(name)/record.h5", in: folder.path).text
    }
    #expect(try losses("off") == losses("plain"))
    #expect(try losses("on") == losses("again"))
    #expect(try losses("on") != losses("off"))
  }

  @Test("the table on standard output is that which info reads from the record")
  func table() throws {
    try write()
    let outcome = try drop("--drops", "300", "--output", "run")
    #expect(outcome.status == 0)
    let lines = outcome.text.split(separator: "\n").map(String.init)
    // 300 drops of 2 + 4 + 4 + 4 + 4 + 4 pairs.
    #expect(lines.first == "test: 300 drops, 6600 pairs")
    #expect(lines.last == "record: run/record.h5")
    let table = lines.dropFirst().dropLast()
    #expect(table.count == 1 + 2 * 6)
    #expect(lines[1].contains("5 %") && lines[1].contains("95 %"))
    let info = try Program.run("info", "run/record.h5", in: folder.path)
    info.expectSuccess()
    #expect(info.text.contains(table.joined(separator: "\n")))
    #expect(info.text.contains("frequency: 6 GHz"))
    for row in table.dropFirst() {
      let levels = row.dropFirst(24).split(separator: " ").compactMap { Double($0) }
      #expect(levels.count == 5 && levels == levels.sorted(), "\(row)")
    }
    // A UAV at 200 m is 175 m to 600 m from base stations: -150 dB to -200 dB.
    let mono = try #require(table.first { $0.hasPrefix("TRP-mono ") })
    let median = try #require(mono.split(separator: " ").dropFirst(3).first.flatMap { Double($0) })
    #expect((-185 ... -165).contains(median))
  }

  @Test("a value may be replaced on the command line")
  func overridden() throws {
    try write()
    try drop("--set", "frequency=30 GHz", "--quiet", "--output", "run").expectSuccess()
    let info = try Program.run("info", "run/record.h5", in: folder.path)
    #expect(info.text.contains("frequency: 30 GHz"))
    try drop("--set", "frequency=300 GHz").expectRefusal(
      at: "--set frequency=300 GHz", "0.5 GHz to 100 GHz")
  }

  @Test(
    "mistakes are told in one line with the place and what to do",
    arguments: [
      (2, "scenario: UMA", "use one of UMi, UMa"),
      (2, "scenario: UMa", "from base stations to what flies in UMa, where nothing flies"),
      (3, "frequency: 0.4 GHz", "0.5 GHz to 100 GHz"),
      (3, "frequency: 101 GHz", "choose a frequency"),
      (
        4, "layout: { kind: hexagonal, inter-site-distance: 500 m, sites: 8, height: 25 m }",
        "7 or 19"
      ),
      (4, "layout: { kind: hall, size: [10 m, 20 m], spacing: 15 m, height: 3 m }", "larger than"),
      (4, "layout: { kind: given, sites: [[0, 0, 25], [0, 0, 25]] }", "at the place of"),
      (
        6, "terminals: { kind: terrestrial, positions: [[9, 0, 2], [0, 0, 25]] }",
        "at the place of base station 0"
      ),
      (5, "targets: { kind: uav-small, region: cell, height: -2 m }", "below the ground"),
      (5, "targets: { kind: human, positions: [[0, 0, -1]] }", "below the ground"),
      (5, "targets: { kind: uav-small, region: cell, height: 400 m }", "300 m"),
      (5, "targets: { kind: dog, region: cell }", "use one of"),
      (5, "targets: { kind: uav-small, region: room, height: 20 m }", "lacks a room"),
      (5, "targets: { kind: uav-small, region: outer-lane, height: 20 m }", "urban-grid"),
      (5, "targets: { kind: uav-small, positions: [[50, 0, 301]] }", "above the 300 m"),
      (9, "clutter: { density: 0.4, size: 2 m, height: 6 m }", "stands in a factory"),
      (6, "#", "needs terminals"),
      (7, "modes: [TRP-mono, radar]", "use one of TRP-mono"),
      (7, "modes: [TRP-TRP, TRP-TRP]", "named twice"),
      (8, "best-pairs: { UE-RSU: 2 }", "none of the modes"),
      (8, "best-pairs: 0", "from 1 to 1000000"),
      (9, "place: on", "is not known"),
      (9, "fading: { joining: study-9 }", "use one of option-1"),
      (9, "fading: { release: V17 }", "V16"),
      (9, "fading: { release: V14 }", "not of UMa; choose V16 or V19"),
      (9, "fading: maybe", "on or off"),
      (9, "fading: { paths: 0 }", "from 1 to"),
      (9, "fading: { paths: some }", "on or off"),
      (9, "fading: { motion: { targets: fast } }", "speed"),
      (9, "fading: { detection: { bandwidth: 1 MHz } }", "lacks the key"),
      (9, "fading: { detection: { power: 1 W, bandwidth: 1 MHz, false-alarm: 2 } }", "between"),
      (9, "fading: { motion: { sites: 3 km/h } }", "is not known"),
      (9, "fading: { weak-clusters: 10 dB }", "must lie between"),
      (9, "fading: { coupling-factor: 2 }", "level in decibels"),
      (5, "targets: { kind: uav-small, region: cell, height: 20 m, points: 5 }", "can be 1"),
      (5, "targets: { kind: vehicle, region: cell, points: 4 }", "can be 1"),
      (9, "objects: { walls: [] }", "has no wall"),
      (9, "objects: { buildings: on }", "of kind urban-grid"),
      (9, "objects: { walls: [{ from: [0, 0], to: [9, 0], height: 9 m }] }", "drawn with fading"),
      (
        9, "objects: { walls: [{ from: [0, 0], to: [0, 0], height: 9 m }], sight: blocked }",
        "begins where it ends"
      ),
      (
        9, "objects: { walls: [{ from: [0, 0], to: [9, 0], bottom: 9 m, height: 9 m }] }",
        "is not above"
      ),
      (
        9,
        "objects: { material: floorboard, walls: [{ from: [0, 0], to: [9, 0], height: 9 m }] }",
        "choose another material"
      ),
      (9, "objects: { material: straw }", "use one of concrete"),
    ])
  func mistakes(number: Int, line: String, words: String) throws {
    try write(number, line)
    let outcome = try drop("--quiet", "--output", "run")
    // What is missing is told where it would be needed, what does not fit the scenario at its name.
    let place = line == "#" ? 7 : number
    outcome.expectRefusal(at: "s.yaml:\(place)", words)
    #expect(!FileManager.default.fileExists(atPath: folder.file("run")))
  }

  @Test("targets for which there is no room end the run, which leaves nothing")
  func noRoom() throws {
    try write(5, "targets: { kind: uav-small, region: cell, height: 20 m, site-distance-2d: 1 km }")
    try drop("--quiet", "--output", "run").expectRefusal(at: "s.yaml", "smaller distance")
    #expect(!FileManager.default.fileExists(atPath: folder.file("run")))
  }

  @Test("given places keep the distances that are asked for, and one radio makes no pair of two")
  func impossible() throws {
    try write(
      5,
      "targets: { kind: uav-small, positions: [[5, 0, 20]], site-distance-2d: 35 m }")
    try drop("--quiet", "--output", "run").expectRefusal(
      at: "s.yaml", "place 1 in 'positions' of a target is nearer than the 35.0 m")
    try write(4, "layout: { kind: hexagonal, inter-site-distance: 500 m, sites: 1, height: 25 m }")
    try drop("--quiet", "--output", "run").expectRefusal(
      at: "s.yaml:2", "TRP-TRP pairs two radios, and there is one")
    #expect(!FileManager.default.fileExists(atPath: folder.file("run/record.h5")))
  }

  @Test("a run that a signal ends leaves nothing", arguments: [SIGINT, SIGTERM])
  func interrupted(signal: Int32) throws {
    try write()
    let run = try RunningProgram(
      ["drop", "s.yaml", "--drops", "4000000", "--output", "run", "--threads", "1"],
      in: folder.path)
    while run.isRunning, !FileManager.default.fileExists(atPath: folder.file("run/record.h5.part"))
    { usleep(5000) }
    #expect(run.isRunning)
    usleep(100_000)
    run.send(signal: signal)
    let outcome = try run.end()
    #expect(outcome.wasKilled && outcome.status == signal)
    #expect(!FileManager.default.fileExists(atPath: folder.file("run")))
  }

  @Test("a number of drops that cannot be is a mistake on the command line")
  func counts() throws {
    try write()
    for count in ["0", "-1", "5000000"] {
      #expect(try drop("--drops", count).status == 64)
    }
  }

  @Test("other commands say that a record of drops is none of frames")
  func otherCommands() throws {
    try write()
    try drop("--drops", "3", "--quiet", "--output", "run").expectSuccess()
    try Program.run("export", "run/record.h5", "--format", "npz", in: folder.path)
      .expectRefusal(at: "run/record.h5", "holds drops")
  }

  @Test(
    "plot draws how the losses are distributed, with and without a background",
    .enabled(if: hasGnuplot, "gnuplot is not on this machine"))
  func plotted() throws {
    try write()
    try drop("--drops", "50", "--quiet", "--output", "run").expectSuccess()
    let outcome = try Program.run("plot", "run/record.h5", in: folder.path)
    outcome.expectSuccess()
    #expect(outcome.text == "run/coupling-loss.png\n")
    let both = try PNGHeader(folder.file("run/coupling-loss.png"))
    #expect(both.width == 1800 && both.height == 700)
    try drop("--drops", "50", "--quiet", "--output", "bare", "--set", "background=off")
      .expectSuccess()
    try Program.run("plot", "bare/record.h5", "--output", "pictures", in: folder.path)
      .expectSuccess()
    #expect(try PNGHeader(folder.file("pictures/coupling-loss.png")).width == 900)
    #expect(try Program.run("plot", "run/record.h5", "--at", "1", in: folder.path).status == 64)
  }

  @Test("with fading, a record tells of all paths and their spreads, on any number of threads")
  func fading() throws {
    try write()
    let bare = try drop("--drops", "20", "--output", "bare", "--threads", "1")
    for (name, threads) in [("one", "1"), ("two", "2")] {
      let outcome = try drop(
        "--drops", "20", "--output", name, "--threads", threads, "--set", "fading=on")
      #expect(outcome.status == 0, "\(outcome.errors)")
      for row in ["TRP-mono with fading", "UE-UE with fading", "delay spread (ns)", "ZSA (deg)"] {
        #expect(outcome.text.contains("\n\(row) "), "\(row)")
      }
      // What the large scale gives does not change with what is drawn besides.
      let rows = Set(outcome.text.split(separator: "\n").map { $0.split(separator: " ") })
      for row in bare.text.split(separator: "\n").dropLast() {
        #expect(rows.contains(row.split(separator: " ")), "\(row)")
      }
    }
    let records = try ["one", "two"].map {
      try Data(contentsOf: URL(fileURLWithPath: folder.file("\($0)/record.h5")))
    }
    #expect(records[0] == records[1])
    let info = try Program.run("info", "--summary", "one/record.h5", in: folder.path)
    info.expectSuccess()
    // Of six modes with and without target, large-scale and full, over ports and together; then five
    // spreads.
    #expect(info.text.split(separator: "\n").count == 1 + 6 * 6 + 5 * (1 + 3 * 6))
    guard hasGnuplot else { return }
    let plot = try Program.run("plot", "one/record.h5", in: folder.path)
    plot.expectSuccess()
    #expect(plot.text == "one/coupling-loss.png\none/spreads.png\n")
  }

  @Test("what needs something else of the file is refused with the line of what asks for it")
  func combinations() throws {
    let wall = "objects: { walls: [{ from: [0, 0], to: [9, 0], height: 9 m }] }"
    for (extra, line, words) in [
      ("fading: { joining: study-2R }\n" + wall, 11, "choose option-1 or option-2"),
      ("background: off\nfading: { coupling-factor: -10 dB }", 11, "'background' is off"),
      ("background: off\nfading: { weak-clusters: on }", 11, "'background' is off"),
    ] {
      try folder.write(Self.lines.joined(separator: "\n") + "\n" + extra + "\n", to: "s.yaml")
      try drop("--quiet", "--output", "run").expectRefusal(at: "s.yaml:\(line)", words)
    }
    var lines = Self.lines
    lines[5] = "fading: { motion: { terminals: 3 km/h } }"
    lines[6] = "modes: [TRP-mono]"
    try folder.write(lines.joined(separator: "\n") + "\n", to: "s.yaml")
    try drop("--quiet", "--output", "run").expectRefusal(at: "s.yaml:6", "moves terminals")
    let hall =
      "layout: { kind: hall, size: [60 m, 40 m], spacing: 20 m, height: 8 m }\n"
      + "targets: { kind: agv, region: room }\nmodes: [TRP-mono]\nfading: on\n"
    try folder.write(
      "name: test\nscenario: InF-HH\nfrequency: 6 GHz\n" + hall, to: "s.yaml")
    try drop("--quiet", "--output", "run").expectRefusal(
      at: "s.yaml:7", "switch 'background' off")
    lines[1] = "scenario: UMa"
    lines[4] = "targets: { kind: vehicle, region: cell, points: 5 }"
    lines[5] = "fading: off"
    try folder.write(lines.joined(separator: "\n") + "\n", to: "s.yaml")
    try drop("--quiet", "--output", "run").expectRefusal(at: "s.yaml:5", "switch 'fading' on")
    lines[5] = "fading: { directive: off }"
    try folder.write(lines.joined(separator: "\n") + "\n", to: "s.yaml")
    try drop("--quiet", "--output", "run").expectRefusal(at: "s.yaml:6", "faces its own side")
    lines[3] =
      "layout: { kind: hexagonal, inter-site-distance: 500 m, height: 25 m, wrap-around: on }"
    lines[5] = wall
    try folder.write(lines.joined(separator: "\n") + "\n", to: "s.yaml")
    try drop("--quiet", "--output", "run").expectRefusal(at: "s.yaml:6", "wraps around")
  }

  @Test(
    "each way of joining legs is taken by its name",
    arguments: ["option-1", "option-2", "study-0", "study-2RN", "study-3A"])
  func joining(name: String) throws {
    try write(9, "fading: { joining: \(name), directive: on, absolute-delay: off, release: V16 }")
    try drop("--drops", "3", "--quiet", "--output", "run").expectSuccess()
  }

  /// The sums of the powers of paths by pair, those by way of the target and all of them, in decibels.
  private func sums(_ path: String, _ link: String) throws -> [(target: Double, all: Double)] {
    let file = try HDF5File(opening: path)
    let group = "/links/\(link)/paths"
    let firsts: [UInt64] = try file.read(group + "/first")
    let counts: [Int32] = try file.read(group + "/count")
    let coefficients: [Complex<Double>] = try file.read(group + "/coefficient")
    let points: [Int32] = try file.read(group + "/target_point")
    let references: [Int32] = try file.read(group + "/reference_point")
    return zip(firsts, counts).map { first, count in
      var (target, all) = (0.0, 0.0)
      for index in Int(first)..<Int(first) + Int(count) {
        let power =
          (coefficients[4 * index].lengthSquared + coefficients[4 * index + 3].lengthSquared) / 2
        all += power
        if points[index] >= 0 { target += power }
        #expect((points[index] >= 0) != (references[index] >= 0))
      }
      return (10 * log10(target), 10 * log10(all))
    }
  }

  @Test(
    "the paths of a record add up to its coupling losses, of the target alone and with its background",
    arguments: [
      "paths: on", "paths: on, coupling-factor: -20 dB", "paths: on, joining: option-1",
      "paths: on, weak-clusters: on",
    ])
  func paths(options: String) throws {
    try write(9, "fading: { \(options) }")
    try drop("--drops", "12", "--quiet", "--output", "run").expectSuccess()
    let path = folder.file("run/record.h5")
    let file = try HDF5File(opening: path)
    for link in ["TRP-mono", "TRP-TRP", "TRP-UE", "UE-TRP", "UE-UE", "UE-mono"] {
      let target: [Float] = try file.read("/links/\(link)/full_coupling_loss_db")
      let all: [Float] = try file.read("/links/\(link)/combined_full_coupling_loss_db")
      let sums = try sums(path, link)
      #expect(sums.count == target.count && !sums.isEmpty)
      for (index, sum) in sums.enumerated() {
        // Of 32 bits are the coefficients and the losses: 1e-7 of 200 dB and of powers.
        #expect(abs(sum.target - Double(target[index])) < 1e-4)
        #expect(abs(sum.all - Double(all[index])) < 1e-4)
      }
    }
    let info = try Program.run("info", "run/record.h5", in: folder.path)
    #expect(info.text.contains("\npaths: ") && info.text.contains(" of UE-mono\n"))
  }

  @Test("echoes are detected the surer the stronger, never less than noise is, and at last always")
  func detection() throws {
    // The echo of -175 dB of 66 dBm lies at -109 dBm, as does the noise of 1 MHz and 5 dB.
    try write(
      9,
      "fading: { detection: { power: 66 dBm, bandwidth: 1 MHz, noise-figure: 5 dB,"
        + " samples: 8, false-alarm: 1e-4 } }")
    let outcome = try drop("--drops", "40", "--output", "run")
    #expect(outcome.text.contains("\nP_d "))
    let file = try HDF5File(opening: folder.file("run/record.h5"))
    let levels: [Float] = try file.read("/links/TRP-mono/full_coupling_loss_db")
    let found: [Float] = try file.read("/links/TRP-mono/detection_probability")
    let ordered = zip(levels, found).sorted { $0.0 < $1.0 }
    for (weaker, stronger) in zip(ordered, ordered.dropFirst()) {
      #expect(weaker.1 <= stronger.1)
    }
    #expect(found.allSatisfy { (0.999e-4...1).contains($0) })
    for (level, probability) in ordered {
      // 10 lg(8 P G / (k T_0 B F)).
      let ratio = 66 + 9.03 + Double(level) + 108.98
      // Rice's envelope is nearly normal about A + sigma^2 / (2 A); what that adds to A, at most 0.14
      // sigma here, is worth 0.06.
      let distance = (2 * pow(10, ratio / 10)).squareRoot() - (2 * log(1e4)).squareRoot()
      if ratio > 8 {
        let normal = erfc(-distance / 2.0.squareRoot()) / 2
        #expect(abs(Double(probability) - normal) < 0.06, "\(ratio) \(probability) \(normal)")
      }
    }
    #expect(found.contains { $0 > 0.999 } && found.contains { $0 < 0.5 })
  }

  @Test("as many of the strongest paths are kept as are asked for, the same with one thread or two")
  func strongestPaths() throws {
    try write(
      9, "fading: { paths: 3, motion: { targets: 36 km/h, terminals: 3 km/h } }")
    for (name, threads) in [("one", "1"), ("two", "2")] {
      try drop("--drops", "20", "--quiet", "--output", name, "--threads", threads).expectSuccess()
    }
    let records = try ["one", "two"].map {
      try Data(contentsOf: URL(fileURLWithPath: folder.file("\($0)/record.h5")))
    }
    #expect(records[0] == records[1])
    let file = try HDF5File(opening: folder.file("one/record.h5"))
    for link in ["TRP-mono", "UE-UE"] {
      let counts: [Int32] = try file.read("/links/\(link)/paths/count")
      #expect(counts.allSatisfy { $0 == 6 })
      let shifts: [Float] = try file.read("/links/\(link)/paths/doppler_shift")
      // At most 10 m/s of the target twice and 3 km/h of both ends, at 6 GHz.
      let largest = Float(2 * (10 + 3 / 3.6) * 6e9 / 299_792_458)
      #expect(shifts.contains { $0 != 0 } && shifts.allSatisfy { abs($0) <= largest })
    }
  }

  @Test("vehicles of five points between walls are dropped, and the record tells the points")
  func fivePoints() throws {
    try folder.write(
      """
      name: a street
      scenario: Urban grid
      frequency: 28 GHz
      layout: { kind: urban-grid, inter-site-distance: 250 m, sites: 7, height: 25 m }
      targets: { kind: vehicle, region: outer-lane, points: 5 }
      modes: [TRP-mono]
      objects: { buildings: on, sight: blocked }
      fading: { paths: on }
      """, to: "s.yaml")
    try drop("--drops", "10", "--quiet", "--output", "run").expectSuccess()
    let file = try HDF5File(opening: folder.file("run/record.h5"))
    let points: [Int32] = try file.read("/links/TRP-mono/paths/target_point")
    #expect(Set(points) == [-1, 0, 1, 2, 3, 4])
  }

  @Test("every bundled scenario of drops can be dropped")
  func bundled() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Program.scene("drops")).sorted()
    #expect(names.count >= 8)
    for name in names {
      let outcome = try Program.run(
        "drop", Program.scene("drops/\(name)"), "--drops", "5", "--output", name, "--quiet",
        in: folder.path)
      outcome.expectSuccess()
    }
  }

  @Test("given places of radios and targets, and a clutter of the user's own, are taken")
  func given() throws {
    try folder.write(
      """
      name: a hall of my own
      scenario: InF-DH
      frequency: 28 GHz
      layout: { kind: given, sites: [[0, 0, 8], [40, 10, 8]] }
      targets: { kind: agv, positions: [[5, 5, 0.5], [20, 5, 0.5]] }
      terminals: { kind: agv, region: { from: [0, 0], to: [40, 10] }, count: 3 }
      modes: [TRP-mono, TRP-TRP, UE-UE]
      background: off
      clutter: { density: 0.4, size: 3 m, height: 4 m }
      """, to: "s.yaml")
    let outcome = try drop("--drops", "10", "--output", "run")
    #expect(outcome.status == 0, "\(outcome.errors)")
    // Of two targets, two pairs, one and three.
    #expect(outcome.text.contains("10 drops, 120 pairs"))
    #expect(!outcome.text.contains("background"))
  }
}
