// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CaptureFormats
internal import Captures
internal import Foundation
internal import InputDocuments
internal import Quantities
internal import RFTwin
internal import Scenes

/// Writes a record in other formats.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a record's IF samples as DCA1000 or SigMF files, or all of it as NPZ.")

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case dca1000, sigmf, npz
  }

  enum SampleType: String, CaseIterable, ExpressibleByArgument {
    case int16, float32
  }

  @Argument(help: "The record (HDF5).")
  var record: String

  @Option(
    help: """
      dca1000: raw samples as TI's capture card writes them; sigmf: samples with a description; \
      npz: all arrays for NumPy.
      """)
  var format: Format

  @Option(help: "The folder for the files. [default: the record's folder]")
  var output: String?

  @Option(help: "A link; repeat it for more. [default: all]")
  var link: [String] = []

  @Option(
    parsing: .unconditional,
    help: """
      The power of a complex tone at full scale of 16-bit samples, "-50 dBm"; not with an ADC, \
      whose codes are kept. [default: the largest sample]
      """)
  var fullScale: String?

  @Option(
    help: "Of SigMF, int16 or float32. [default: int16 with an ADC or --full-scale, else float32]")
  var samples: SampleType?

  @Flag(help: "Replace files that are there.")
  var overwrite = false

  func validate() throws {
    if samples != nil, format != .sigmf {
      throw ValidationError("Please leave out --samples, which is for --format sigmf.")
    }
    if fullScale != nil {
      if format == .npz || samples == .float32 {
        throw ValidationError("Please leave out --full-scale, which is for 16-bit samples.")
      }
      _ = try parsedFullScale()
    }
  }

  private func parsedFullScale() throws -> Power? {
    guard let fullScale else { return nil }
    let power: Power
    do {
      power = try Power(parsing: fullScale)
    } catch {
      throw ValidationError("Please mend --full-scale: \(error).")
    }
    guard Power.plausible.contains(power) else {
      throw ValidationError(
        "Please give --full-scale a value from \(Power.plausible.lowerBound) to"
          + " \(Power.plausible.upperBound), not '\(fullScale)'.")
    }
    return power
  }

  func run() throws {
    let opened = try Record(record)
    let links = try chosenLinks(of: opened)
    let folder = output ?? (record as NSString).deletingLastPathComponent
    func path(_ name: String) -> String {
      folder.isEmpty ? name : (folder as NSString).appendingPathComponent(name)
    }
    if format == .npz {
      let name = ((record as NSString).lastPathComponent as NSString).deletingPathExtension
      let archive = NPZArchive(opened, links: links, path: path(name + ".npz"))
      try prepare([archive.path], in: folder)
      let count = try archive.write()
      try printResult("\(opened.name): \(counted(count, "array"))")
      return try printResult(archive.path)
    }
    let sensor = try RecordedSensor(opened)
    // All links are checked before the first one is written.
    var exports: [LinkExport] = []
    for link in links {
      exports.append(
        try LinkExport(
          link, of: opened, sensor, format: format, samples: samples,
          fullScale: try parsedFullScale(), stem: path(link.name)))
    }
    try prepare(exports.flatMap(\.paths), in: folder)
    for export in exports {
      let (line, warnings) = try export.write()
      for warning in warnings { complain("rftwin: warning: \(warning)") }
      try printResult(line)
      for path in export.paths { try printResult(path) }
    }
  }

  private func chosenLinks(of opened: Record) throws -> [RecordedLink] {
    let names = opened.links.map(\.name)
    for name in link where !names.contains(name) {
      let near = suggestion(for: name, among: names)
      throw DataError(
        "\(record): no link is named '\(name)'"
          + (near.isEmpty ? "; the record has \(names.joined(separator: ", "))" : near))
    }
    return link.isEmpty ? opened.links : opened.links.filter { link.contains($0.name) }
  }

  private func prepare(_ paths: [String], in folder: String) throws {
    try checkTargets(paths, overwriting: overwrite)
    if !folder.isEmpty { try makeFolder(folder) }
  }
}
