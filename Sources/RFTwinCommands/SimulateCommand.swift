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

  @Option(help: "The folder for the results. [default: results/NAME-OF-THE-FILE]")
  var output: String?

  @OptionGroup var options: RunOptions

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  func run() throws {
    let loaded = try Scenario.load(scenario)
    let simulation = try Simulation(loaded, seed: options.seed, workers: options.workers)
    let stem = ((scenario as NSString).lastPathComponent as NSString).deletingPathExtension
    let folder = output ?? "results/\(stem)"
    try makeFolder(folder)
    let path = (folder as NSString).appendingPathComponent("record.h5")
    if !quiet {
      for warning in simulation.warnings {
        print(to: .standardError, "rftwin: warning: \(warning)")
      }
    }
    var display = quiet ? nil : ProgressDisplay()
    let summary = try simulation.run(writingTo: path) { progress in
      display?.show(finished: progress.finishedFrames, of: progress.frames)
    }
    display?.end()
    guard !quiet else { return }
    print(
      to: .standardOutput,
      "\(loaded.name): \(summary.frames) frames, \(summary.chirps) chirps,"
        + " \(summary.scatterers) scatterers, \(loaded.scene.triangleCount) triangles")
    for link in summary.mostPaths {
      print(to: .standardOutput, "link \(link.link): up to \(link.count) paths")
    }
    print(to: .standardOutput, "record: \(path)")
  }
}

/// Makes a folder for results.
func makeFolder(_ path: String) throws {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    throw DataError("\(path): the folder cannot be made; check the path and its permissions")
  }
}
