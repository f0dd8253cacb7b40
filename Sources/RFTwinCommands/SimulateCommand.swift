// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import InputDocuments
internal import RFTwin
internal import Scenes

/// Simulates a scenario.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Simulate a scenario and write its record.")

  @Argument(help: "The scenario file (YAML).")
  var scenario: String

  @Option(help: "The folder for the results. [default: results/NAME, after the file or its folder]")
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Replace a value of the scenario; may be repeated.", valueName: "key=value"))
  var set: [String] = []

  @OptionGroup var options: RunOptions

  @Flag(help: "Go on where the same run was stopped before its end.")
  var resume = false

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    if let wrong = set.first(where: { Override($0) == nil }) {
      throw ValidationError(
        "Please give --set KEY=VALUE, such as actors.car.enabled=false, not '\(wrong)'.")
    }
  }

  func run() throws {
    let loaded = try Scenario.load(scenario, overrides: set.compactMap { Override($0) })
    let simulation = try Simulation(loaded, seed: options.seed, workers: options.workers)
    let folder = output ?? defaultFolder(forScenario: scenario)
    try makeFolder(folder)
    let path = (folder as NSString).appendingPathComponent("record.h5")
    if !quiet {
      for warning in simulation.warnings {
        complain("rftwin: warning: \(warning)")
      }
    }
    if resume, try simulation.isComplete(at: path) {
      if !quiet { try printResult("\(path) is complete already; there is nothing to resume") }
      return
    }
    var display = quiet ? nil : ProgressDisplay()
    func simulate() throws -> Simulation.Summary {
      defer { display?.end() }
      return try simulation.run(writingTo: path, resuming: resume) { progress in
        display?.show(
          finished: progress.finishedFrames, of: progress.frames, given: progress.resumedFrames)
        guard !quiet, progress.finishedFrames > 0 else { return }
        Farewell.say(
          "rftwin: \(progress.finishedFrames) of \(counted(progress.frames, "frame")) are in"
            + " \(path).part; the same command with --resume goes on from there")
      }
    }
    let summary = try simulate()
    Farewell.say(nil)
    guard !quiet else { return }
    for warning in summary.warnings { complain("rftwin: warning: \(warning)") }
    try printResult(
      "\(loaded.name): \(counted(summary.frames, "frame")), \(counted(summary.chirps, "chirp")),"
        + " \(counted(summary.scatterers, "scatterer")),"
        + " \(counted(loaded.scene.triangleCount, "triangle"))")
    for link in summary.mostPaths {
      try printResult("link \(link.link): up to \(counted(link.count, "path"))")
    }
    try printResult("record: \(path)")
  }
}
