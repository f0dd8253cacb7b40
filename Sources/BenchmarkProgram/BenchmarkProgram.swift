// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Execution

/// Times the stages of the engine on the bundled courtyard.
@main
struct BenchmarkProgram: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Time the engine's stages on the bundled courtyard.")

  @Option(help: "How often each stage runs.")
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
    print("\(workers.count) threads, \(runs) runs; rates from the median")
    print(Measurement.heading)
    for stage in try CourtyardStages(scenario, workers: workers).all {
      print(try Measurement(stage, runs: runs).line)
    }
  }
}
