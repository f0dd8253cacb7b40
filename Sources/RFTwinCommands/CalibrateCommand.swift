// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Captures
internal import Figures
internal import Foundation
internal import Quantities
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
    if let losses = try ReflectionCalibration.load(file) {
      return try report(losses.run(), band: losses.band)
    }
    let settings = try CalibrationSettings.load(file)
    let run = try CalibrationRun(settings, seed: options.seed, workers: options.workers)
    if !quiet { for warning in run.warnings { complain("rftwin: warning: \(warning)") } }
    func tell(_ step: String) { if !quiet { complain("rftwin: \(step)") } }
    let channels = try run.channels(progress: tell)
    guard run.fitsMaterials else {
      return try report(
        CalibrationReport(name: settings.name, scenario: settings.scenario), channels)
    }
    let outcome = try run.run(progress: tell)
    if !quiet { for warning in outcome.warnings { complain("rftwin: warning: \(warning)") } }
    try report(outcome, band: run.band, channels, run.radios(outcome))
  }

  /// Writes what was found, and prints it.
  private func report(
    _ outcome: CalibrationOutcome, band: ClosedRange<Frequency>, _ channels: [ChannelEstimate] = [],
    _ radios: CalibratedRadios? = nil
  ) throws {
    let day = Date.now.formatted(.iso8601.year().month().day())
    let texts = [
      ("materials.yaml", outcome.materialLibrary(date: day, band: band)),
      ("antennas.yaml", radios?.corrections(date: day)), ("poses.yaml", radios?.poses(date: day)),
    ]
    try report(
      CalibrationReport(outcome), channels,
      texts.compactMap { name, text in text.map { (name, Array($0.utf8)) } })
  }

  private func report(
    _ found: CalibrationReport, _ channels: [ChannelEstimate],
    _ more: [(name: String, bytes: [UInt8])] = []
  ) throws {
    var report = found
    report.channels = channels
    var files = [
      ("calibration.html", calibrationPage(report, pictures: report.links.map(draw))),
      ("calibration.json", try numbers(report)),
    ]
    files += channels.map { own in
      let name = channels.count > 1 ? "channels-\(own.link).yaml" : "channels.yaml"
      return (name, Array(own.captureKey.utf8))
    }
    files += more
    let paths = try write(files, to: output ?? defaultFolder(forScenario: file))
    guard !quiet else { return }
    for line in report.lines { try printResult(line) }
    for path in paths { try printResult(path) }
    warnOfOlderFiles(beside: paths)
  }

  /// Files of the same folder that an earlier calibration has written and this one has not: a scenario may
  /// still use them, so they stay.
  private func warnOfOlderFiles(beside paths: [String]) {
    guard let folder = paths.first.map({ ($0 as NSString).deletingLastPathComponent }) else {
      return
    }
    for name in ["materials.yaml", "antennas.yaml", "poses.yaml", "channels.yaml"] {
      let path = (folder as NSString).appendingPathComponent(name)
      guard !paths.contains(path), FileManager.default.fileExists(atPath: path) else { continue }
      complain(
        "rftwin: warning: \(path) is of an earlier calibration; this one found nothing of its kind")
    }
  }

  /// Writes all files; none gets its name before all are complete.
  private func write(_ files: [(name: String, bytes: [UInt8])], to folder: String) throws
    -> [String]
  {
    try makeFolder(folder)
    let paths = files.map { (folder as NSString).appendingPathComponent($0.name) }
    let streams = try paths.map { try StreamedFile($0) }
    for (stream, file) in zip(streams, files) { try stream.write(file.bytes) }
    try StreamedFile.finish(streams)
    return paths
  }

  private func numbers(_ report: CalibrationReport) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(report)) + Array("\n".utf8)
    } catch {
      throw DataError("\(file): a number of the calibration is not finite")
    }
  }

  /// Draws a link; what was found is worth more than its pictures, so that these may fail.
  private func draw(_ link: CalibrationReport.Link) -> (profile: Data?, map: Data?) {
    func drawn(_ picture: () throws(FigureError) -> Data) -> Data? {
      do {
        return try picture()
      } catch {
        complain("rftwin: warning: calibration.html lacks a picture of '\(link.name)': \(error)")
        return nil
      }
    }
    let isUsed = link.looks.map { $0 > 0 }
    let profile = drawn { () throws(FigureError) in
      try CalibrationFigure(
        delays: link.delay, measured: link.measured, before: link.before, after: link.after,
        isUsed: isUsed
      ).picture()
    }
    guard link.delay.count > 1, let measured = link.measuredMap, let before = link.beforeMap,
      let after = link.afterMap
    else { return (profile, nil) }
    let map = drawn { () throws(FigureError) in
      try CalibrationMapFigure(
        delays: link.delay, dopplerShifts: link.mapDopplerShifts, measured: measured,
        before: before, after: after, isUsed: isUsed
      ).picture()
    }
    return (profile, map)
  }
}
