// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Captures
internal import Figures
internal import Foundation

/// Draws a record.
struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract:
      "Draw a record: power over time and delay, delay-Doppler maps, the scene from above; or how the losses of drops are distributed."
  )

  @Argument(help: "The record (HDF5).")
  var record: String

  @Option(help: "The folder for the pictures. [default: the record's folder]")
  var output: String?

  @Option(
    parsing: .upToNextOption,
    help:
      "Instants in seconds whose delay-Doppler maps are drawn. [default: first, middle and last]")
  var at: [Double] = []

  func validate() throws {
    if !at.allSatisfy(\.isFinite) { throw ValidationError("Please give --at finite numbers.") }
  }

  func run() throws {
    if try DropRecord.isOne(record) { return try drawDrops() }
    let opened = try Record(record)
    let folder = output ?? (record as NSString).deletingLastPathComponent
    if !folder.isEmpty { try makeFolder(folder) }
    let drawn = try RecordFigures(opened, folder: folder).drawAll(mapsAt: at)
    for note in drawn.notes { complain("rftwin: \(record): \(note)") }
    for picture in drawn.pictures { try printResult(picture) }
  }

  private func drawDrops() throws {
    guard at.isEmpty else {
      throw ValidationError("Please leave out --at: drops have no instants.")
    }
    let opened = try DropRecord(record)
    let folder = output ?? (record as NSString).deletingLastPathComponent
    if !folder.isEmpty { try makeFolder(folder) }
    for picture in try DropFigures(opened, folder: folder).drawAll() { try printResult(picture) }
  }
}
