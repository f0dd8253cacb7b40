// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Captures
internal import Comparison
internal import Figures
internal import Foundation
internal import RFTwin

/// Holds two records against each other.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Hold a record against another one: metrics with intervals, pictures, a report.")

  /// An offset that can be taken out.
  enum Offset: String, CaseIterable, ExpressibleByArgument {
    case delay, gain
  }

  @Argument(help: "The record of the measurement, or another reference (HDF5).")
  var reference: String

  @Argument(help: "The record of the simulation (HDF5).")
  var simulated: String

  @Option(help: "The folder for the report. [default: the simulation's folder]")
  var output: String?

  @Option(help: "Pairs of links, NAME=NAME,... [default: those of the same name]")
  var links: String?

  @Option(help: "Common offsets that are taken out first: delay, gain, or delay,gain.")
  var align: String?

  @Option(help: "How far above the noise of both records echoes are compared, in dB.")
  var margin = 3.0

  func validate() throws {
    _ = try alignment()
    _ = try linkNames()
    guard margin >= 0, margin <= 100 else {
      throw ValidationError("Please give --margin a value from 0 to 100 dB.")
    }
  }

  private func alignment() throws -> AlignmentChoice {
    let words = align?.split(separator: ",", omittingEmptySubsequences: false) ?? []
    let offsets = words.compactMap { Offset(rawValue: String($0)) }
    guard offsets.count == words.count else {
      throw ValidationError("Please give --align 'delay', 'gain' or 'delay,gain'.")
    }
    return AlignmentChoice(delay: offsets.contains(.delay), gain: offsets.contains(.gain))
  }

  private func linkNames() throws -> [(reference: String, simulated: String)] {
    try (links?.split(separator: ",", omittingEmptySubsequences: false) ?? []).map { pair in
      let names = pair.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard names.count == 2, !names.contains("") else {
        throw ValidationError(
          "Please give --links pairs of names, 'measured=simulated,...', not '\(pair)'.")
      }
      return (names[0], names[1])
    }
  }

  func run() throws {
    let (first, second) = (try opened(reference), try opened(simulated))
    let (pairs, notes) = try pairedLinks(first.record, second.record, names: try linkNames())
    var settings = ComparisonSettings()
    settings.alignment = try alignment()
    settings.margin = margin
    let comparison = RecordComparison(
      reference: reference, simulated: simulated,
      links: try pairs.map { try compare($0, first, second, settings: settings) }, notes: notes)
    let files = try write(comparison)
    for line in summary(of: comparison) { try printResult(line) }
    for file in files { try printResult(file) }
  }

  private func opened(_ path: String) throws -> ComparedRecord {
    let record = try Record(path)
    let processing = RecordedProcessing(record)
    return ComparedRecord(
      record,
      windows: RecordedWindows(
        delay: processing?.delayWindow, doppler: processing?.dopplerWindow))
  }

  /// Writes the report and its numbers; neither gets its name before both are complete.
  private func write(_ comparison: RecordComparison) throws -> [String] {
    let pictures = try comparison.links.map { try draw($0) }
    guard let numbers = comparison.json else {
      throw DataError("\(simulated): a number of the comparison is not finite")
    }
    let folder = output ?? (simulated as NSString).deletingLastPathComponent
    if !folder.isEmpty { try makeFolder(folder) }
    let paths = ["comparison.html", "comparison.json"].map {
      (folder as NSString).appendingPathComponent($0)
    }
    let files = try paths.map { try StreamedFile($0) }
    for (file, bytes) in zip(files, [comparison.page(pictures), numbers]) { try file.write(bytes) }
    try StreamedFile.finish(files)
    return paths
  }

  private func draw(_ link: LinkComparison) throws -> RecordComparison.Pictures {
    let errors = link.profileErrors
    let profiles = ProfileComparisonFigure(
      names: ("reference", "simulation"), delays: link.delays, reference: link.referenceProfile,
      simulated: link.simulatedProfile, threshold: link.threshold,
      differences: errors.bands.compactMap { band in
        band.error.map { .init(delay: band.delay, decibels: $0) }
      }, speckleDeviation: errors.bands.first?.speckleDeviation ?? 0)
    let noise = max(link.pair.reference.noisePerMapCell, link.pair.simulated.noisePerMapCell)
    let maps = link.shownMaps.map { shown in
      MapComparisonFigure(
        names: ("reference", "simulation"), delays: link.delays,
        dopplerShifts: shown.dopplerShifts, reference: shown.reference,
        simulated: shown.simulated, noise: noise)
    }
    let medians = link.noise.flatMap { noise in
      noise.level == nil
        ? nil
        : NoiseComparisonFigure(
          names: ("reference", "simulation"), delays: link.delays, reference: noise.reference,
          simulated: noise.simulated)
    }
    return try .init(
      profiles: profiles.picture(), maps: maps?.picture(), noise: medians?.picture())
  }

  private func summary(of comparison: RecordComparison) -> [String] {
    comparison.notes
      + comparison.links.flatMap { link in
        ["link '\(link.pair.reference.name)'"] + (link.notes + link.findings).map { "  " + $0 }
      }
  }
}
