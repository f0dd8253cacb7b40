// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Execution

/// What there is to time.
enum BenchmarkGroup: String, CaseIterable, ExpressibleByArgument {
  /// Each stage of a scenario by itself.
  case stages

  /// A second at chirp rate, and how the cost of episodes grows.
  case episode

  /// Fitting materials to captures.
  case calibration

  /// Targets of statistical channels.
  case drops
}

/// Times the engine on bundled scenes.
@main
struct BenchmarkProgram: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Time the engine on bundled scenes.")

  @Option(
    help: "What to time: each stage by itself, episodes at chirp rate, a calibration, or drops.")
  var group = BenchmarkGroup.stages

  @Option(help: "How often each stage or part of an episode runs.")
  var runs = 5

  @Option(help: "How many threads to use. [default: one a processor]")
  var threads: Int?

  @Option(help: "The scenario whose stages are timed.")
  var scenario = "Scenes/umi-courtyard/configuration-b.yaml"

  func validate() throws {
    if runs < 1 { throw ValidationError("Please give --runs a number above zero.") }
    if let threads, threads < 1 {
      throw ValidationError("Please give --threads a number above zero.")
    }
  }

  func run() throws {
    let workers = Workers(count: threads)
    switch group {
    case .stages: try timeStages(workers)
    case .episode:
      print("\(workers.count) threads; the shortest of \(runs) runs, the second once")
      try EpisodeReport(runs: runs, workers: workers).write()
    case .calibration:
      print("\(workers.count) threads; the shortest of \(runs) evaluations, the calibration once")
      try CalibrationTimes(runs: runs, workers: workers).write()
    case .drops:
      print("\(workers.count) threads, \(runs) runs with their records; rates from the median")
      try DropTimes(runs: runs, workers: workers).write()
    }
  }

  private func timeStages(_ workers: Workers) throws {
    print("\(workers.count) threads, \(runs) runs; rates from the median")
    print(Measurement.heading)
    for stage in try CourtyardStages(scenario, workers: workers).all {
      print(try Measurement(stage, runs: runs).line)
    }
  }
}
