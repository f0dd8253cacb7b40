// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Execution

/// Options of all commands that compute.
struct RunOptions: ParsableArguments {
  @Option(help: "Replaces the scenario's seed of random numbers.")
  var seed: UInt64?

  @Option(help: "How many threads to use; results do not depend on it. [default: one a processor]")
  var threads: Int?

  func validate() throws {
    if let threads, !(1...4096).contains(threads) {
      throw ValidationError("Please give --threads a number from 1 to 4096, not \(threads).")
    }
  }

  /// The threads to use.
  var workers: Workers { Workers(count: threads) }
}
