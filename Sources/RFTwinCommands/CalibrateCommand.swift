// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import RFTwin

/// Fits the materials of a twin to captures.
struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Fit the materials of a scenario to records, and say what these can tell.")

  @Argument(help: "The calibration file (YAML).")
  var file: String

  @Option(help: "The folder for the results. [default: results/NAME, after the file or its folder]")
  var output: String?

  @OptionGroup var options: RunOptions

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  func run() throws {
    let settings = try CalibrationSettings.load(file)
    let run = try CalibrationRun(settings, seed: options.seed, workers: options.workers)
    if !quiet { for warning in run.warnings { complain("rftwin: warning: \(warning)") } }
    let outcome = try run.run { step in if !quiet { complain("rftwin: \(step)") } }
    let report = CalibrationReport(outcome)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let folder = output ?? defaultFolder(forScenario: file)
    let day = Date.now.formatted(.iso8601.year().month().day())
    let files = [
      ("materials.yaml", Data(outcome.materialLibrary(date: day, band: run.band).utf8)),
      ("calibration.json", try encoder.encode(report)),
    ]
    try makeFolder(folder)
    for (name, data) in files {
      let path = (folder as NSString).appendingPathComponent(name)
      do {
        try data.write(to: URL(fileURLWithPath: path), options: .atomic)
      } catch {
        throw DataError("\(path): the file cannot be written: \(error.localizedDescription)")
      }
    }
    guard !quiet else { return }
    for line in report.lines { try printResult(line) }
    for (name, _) in files {
      try printResult((folder as NSString).appendingPathComponent(name))
    }
  }
}
