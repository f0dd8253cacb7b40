// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Captures
internal import Execution
internal import Foundation
internal import Quantities
internal import RFTwin
internal import Scenes

/// Converts a measured capture.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Convert a measured capture to a record, processed as simulations are.")

  @Argument(help: "The capture's description (YAML).")
  var capture: String

  @Option(help: "The record. [default: results/NAME/record.h5, after the file or its folder]")
  var output: String?

  @Option(help: "How many threads to use; results do not depend on it. [default: one a processor]")
  var threads: Int?

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    if let threads, !(1...4096).contains(threads) {
      throw ValidationError("Please give --threads a number from 1 to 4096, not \(threads).")
    }
  }

  func run() throws {
    if try ProfileCapture.describes(capture) { return try convertProfiles() }
    let description = try CaptureDescription.load(capture)
    let path = try place()
    if !quiet {
      for warning in description.warnings { complain("rftwin: warning: \(warning)") }
    }
    let conversion = CaptureConversion(description, workers: Workers(count: threads))
    var display = quiet ? nil : ProgressDisplay()
    func convert() throws -> CaptureConversion.Summary {
      defer { display?.end() }
      return try conversion.run(writingTo: path) { done, frames in
        display?.show(finished: done, of: frames, given: 0)
      }
    }
    let summary = try convert()
    guard !quiet else { return }
    for warning in summary.warnings { complain("rftwin: warning: \(warning)") }
    let noise =
      summary.noisePerMapCell > 0
      ? "noise \(Power(watts: summary.noisePerMapCell)) a cell" : "no noise to be told"
    try printResult(
      "\(description.name): \(counted(summary.frames, "frame")),"
        + " \(counted(summary.chirps, "chirp")), \(counted(summary.channels, "receiver")), \(noise)"
    )
    try printResult("record: \(path)")
  }
  /// Where the record goes; its folder is made.
  private func place() throws -> String {
    let path = output ?? defaultFolder(forScenario: capture) + "/record.h5"
    let folder = (path as NSString).deletingLastPathComponent
    if !folder.isEmpty { try makeFolder(folder) }
    return path
  }

  private func convertProfiles() throws {
    let description = try ProfileCapture.load(capture)
    let path = try place()
    if !quiet {
      for warning in description.warnings { complain("rftwin: warning: \(warning)") }
    }
    let words = try ProfileConversion(description).run(writingTo: path)
    guard !quiet else { return }
    try printResult(words)
    try printResult("record: \(path)")
  }
}
