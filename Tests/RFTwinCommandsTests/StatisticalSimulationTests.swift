// SPDX-License-Identifier: Apache-2.0

import Captures
import Foundation
import TestSupport
import Testing

@Suite("rftwin simulate with a statistical channel")
struct StatisticalSimulationTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let scenario = Program.scene("statistical/umi.yaml")

  /// Runs the bundled scenario, shortened, with parts of its text replaced.
  private func simulate(
    _ options: String..., output: String = "out", replacing changes: [(String, String)] = []
  ) throws -> Program.Outcome {
    var text = try String(contentsOfFile: Self.scenario, encoding: .utf8)
    text = text.replacing("duration: 2 s", with: "duration: 0.3 s")
    for (old, new) in changes {
      #expect(text.contains(old))
      text = text.replacing(old, with: new)
    }
    try folder.write(text, to: "s.yaml")
    return try Program.run(
      ["simulate", "s.yaml", "--output", output, "--quiet"] + options, in: folder.path)
  }

  private func record(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder.file("\(name)/record.h5")))
  }

  @Test("records have the same bytes with one thread or two, and other ones with another seed")
  func reproducible() throws {
    try simulate("--threads", "1", output: "one").expectSuccess()
    try simulate("--threads", "2", output: "two").expectSuccess()
    try simulate("--seed", "2", output: "other").expectSuccess()
    #expect(try record("one") == record("two"))
    #expect(try record("one") != record("other"))
  }

  @Test("the record names the targets, and has the paths of the background")
  func named() throws {
    try simulate().expectSuccess()
    let record = try Record(folder.file("out/record.h5"))
    let names = try record.objectNames()
    #expect(names.contains("car/target"))
    #expect(names.contains("pedestrian/target"))
    let lines = try Program.run("info", "out/record.h5", in: folder.path)
    #expect(lines.status == 0)
  }

  @Test(
    "info of the scenario, comparison with another seed and other commands take it as traced ones")
  func otherCommands() throws {
    try simulate(output: "a").expectSuccess()
    try simulate("--seed", "5", output: "b").expectSuccess()
    for arguments in [
      ["info", "s.yaml"], ["info", "a/record.h5"],
      ["compare", "a/record.h5", "b/record.h5", "--output", "c"],
    ] {
      let outcome = try Program.run(arguments, in: folder.path)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
  }

  @Test("one word exchanges the statistical channel for a traced one of the same radios and times")
  func exchanged() throws {
    try simulate(output: "drawn").expectSuccess()
    try simulate("--set", "channel.kind=traced", output: "traced").expectSuccess()
    let records = try ["drawn", "traced"].map { try Record(folder.file("\($0)/record.h5")) }
    #expect(try records[0].objectNames().contains("car/target"))
    // The scene has no meshes, and echoes are the targets' statistics' alone.
    #expect(try records[1].objectNames().isEmpty)
  }

  @Test("an actor that is switched off takes its target with it")
  func disabled() throws {
    let kept = ["--set", "output.paths=1000"]
    func simulate(_ options: [String], _ output: String) throws -> Record {
      try Program.run(
        ["simulate", Self.scenario, "--output", output, "--quiet"] + kept + options
          + ["--set", "episode.duration=0.1 s"], in: folder.path
      ).expectSuccess()
      return try Record(folder.file("\(output)/record.h5"))
    }
    let both = try simulate([], "both")
    let alone = try simulate(["--set", "actors.car.enabled=false"], "alone")
    #expect(try both.objectNames() == ["car/target", "pedestrian/target"])
    #expect(try alone.objectNames() == ["pedestrian/target"])
  }

  @Test("an echo that rays joined one by one leave weaker is told once, and how to keep its power")
  func weakened() throws {
    func warnings(_ options: String...) throws -> Int {
      let outcome = try Program.run(
        [
          "simulate", Self.scenario, "--output", "out", "--set", "episode.duration=0.1 s",
          "--set", "radios.bs.position=[-250, 0, 10]", "--seed", "1",
        ] + options, in: folder.path)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.errors.components(separatedBy: "'channel: joining: study-3N' keeps").count - 1
    }
    #expect(try warnings() == 1)
    #expect(try warnings("--set", "channel.joining=study-3N") == 0)
    #expect(try warnings("--set", "channel.joining=option-1") == 0)
  }

  @Test("commands that trace say that the channel is none to trace")
  func tracing() throws {
    let outcome = try Program.run(
      "paths", Self.scenario, "--tx", "0,0,10", "--rx", "14,20,1.5", "--frequency", "79 GHz",
      in: folder.path)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("the channel is statistical"))
  }

  @Test(
    "what no statistical model has is told by its line and what to do",
    arguments: [
      ("actor: car", "actor: cart", "there is no actor 'cart' in the scene; did you mean 'car'?"),
      ("kind: human", "kind: uav-small", "has no reference channel for"),
      ("position: [-15, 8, 0]", "position: [-15, 8, -3]", "below the ground"),
      ("bs: trp, ", "", "'radios' does not say what 'bs' is"),
      ("bs: trp", "bd: trp", "'bd' is none of the scenario's radios"),
      ("start: 78.5 GHz", "start: 110 GHz", "100 GHz"),
      // The centre is inside, the upper edge is not.
      ("start: 78.5 GHz", "start: 99.2 GHz", "samples the band from 99.2 GHz to 100.2"),
      ("{ actor: pedestrian, kind: human }", "{ actor: car, kind: human }", "is a target already"),
      ("scenario: UMi", "scenario: InF-SL", "vehicles in InF-SL"),
      ("kind: statistical", "kind: statistic", "did you mean 'statistical'"),
      ("scenario: UMi", "scenario: UMi\n  hall: [9 m, 9 m, 3 m]", "UMi is none; leave it out"),
    ])
  func errors(old: String, new: String, words: String) throws {
    let outcome = try simulate(replacing: [(old, new)])
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.errors.contains("s.yaml:"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("out/record.h5")))
  }

  @Test("radios at heights that path losses are not given for bring a warning")
  func heights() throws {
    var text = try String(contentsOfFile: Self.scenario, encoding: .utf8)
    text = text.replacing("duration: 2 s", with: "duration: 0.1 s")
    for (height, isTold) in [("60", true), ("12", false)] {
      try folder.write(
        text.replacing("position: [0, 0, 10]", with: "position: [0, 0, \(height)]"), to: "s.yaml")
      let outcome = try Program.run("simulate", "s.yaml", "--output", "out", in: folder.path)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let words =
        "the radio 'bs' is at a height of 60 m, and the path losses of UMi are given for 10 m"
      #expect(outcome.errors.contains(words) == isTold, "\(outcome.errors)")
    }
  }

  @Test("two radios of a link at one place are refused")
  func samePlace() throws {
    let outcome = try simulate(replacing: [
      ("    look-at: ue\n", ""),
      ("position: [14, 20, 1.5]\n    look-at: bs", "position: [0, 0, 10]"),
    ])
    #expect(outcome.status == 65)
    #expect(
      outcome.errors.contains("'bs' and 'ue' of the link 'bistatic' are at the same place"),
      "\(outcome.errors)")
  }

  @Test("a factory asks for the size of its hall, and takes it")
  func hall() throws {
    let factory = [("scenario: UMi", "scenario: InF-SL"), ("kind: vehicle", "kind: agv")]
    let outcome = try simulate(replacing: factory)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("the hall's length, width and height"))
    let size = ("kind: statistical", "kind: statistical\n  hall: [120 m, 60 m, 10 m]")
    try simulate(replacing: factory + [size]).expectSuccess()
  }

  @Test("what cannot be in the hall, and actors that leave no echo when traced, are warned of")
  func warned() throws {
    func warnings(_ options: [String], scene: String) throws -> String {
      let outcome = try Program.run(
        ["simulate", scene, "--output", "out", "--set", "episode.duration=0.1 s"] + options,
        in: folder.path)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.errors
    }
    func hall(_ size: String) throws -> String {
      try warnings(
        [
          "--set", "channel.scenario=InF-SL", "--set", "channel.targets.0.kind=agv",
          "--set", "channel.hall=\(size)",
        ], scene: Self.scenario)
    }
    #expect(try !hall("[120 m, 60 m, 10 m]").contains("hall"))
    #expect(
      try hall("[120 m, 60 m, 9 m]").contains("the radio 'bs' is 10 m high, above the ceiling"))
    #expect(try hall("[12 m, 9 m, 10 m]").contains("between opposite corners of the 'hall'"))
    let traced = try warnings(["--set", "channel.kind=traced"], scene: Self.scenario)
    #expect(traced.contains("of their actors 'car', 'pedestrian' have no echo"))
  }
}
