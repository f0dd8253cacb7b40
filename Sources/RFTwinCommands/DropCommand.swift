// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Captures
internal import Foundation
internal import InputDocuments
internal import RFTwin
internal import Scenes

/// Drops radios and targets by the standards' statistical models.
struct DropCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drop",
    abstract:
      "Drop targets and radios, or terminals and the sectors that serve them, by 3GPP TR 38.901 and write their coupling losses."
  )

  @Argument(help: "The file of drops (YAML).")
  var scenario: String

  @Option(help: "How many drops to make.")
  var drops = 1000

  @Option(help: "The folder for the results. [default: results/NAME, after the file or its folder]")
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Replace a value of the file; may be repeated.", valueName: "key=value"))
  var set: [String] = []

  @OptionGroup var options: RunOptions

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    if let wrong = set.first(where: { Override($0) == nil }) {
      throw ValidationError(
        "Please give --set KEY=VALUE, such as frequency=\"30 GHz\", not '\(wrong)'.")
    }
    if !(1...DropRun.largestCount).contains(drops) {
      throw ValidationError(
        "Please give --drops a number from 1 to \(DropRun.largestCount), not \(drops).")
    }
  }

  func run() throws {
    let description = try DropDescription.load(
      scenario, overrides: set.compactMap { Override($0) })
    let run = try DropRun(
      description, count: drops, seed: options.seed, workers: options.workers)
    let folder = output ?? defaultFolder(forScenario: scenario)
    try makeFolder(folder)
    let path = (folder as NSString).appendingPathComponent("record.h5")
    if !quiet {
      for warning in description.warnings { complain("rftwin: warning: \(warning)") }
    }
    var display = quiet ? nil : ProgressDisplay(unit: "drop")
    func drop() throws -> DropRun.Summary {
      defer { display?.end() }
      return try run.run(writingTo: path) { done in display?.show(finished: done, of: drops) }
    }
    let summary = try drop()
    guard !quiet else { return }
    try printResult(
      "\(description.name): \(counted(drops, "drop")), \(counted(summary.pairs, run.pairName))")
    let links = summary.links.map { link in
      DropLinkLevels(
        name: link.link, couplings: link.couplings, backgrounds: link.backgrounds,
        figures: Array(zip(run.figures, link.figures)))
    }
    for line in levelTable(links) { try printResult(line) }
    try printResult("record: \(path)")
  }
}

/// How the figures of one kind of link are distributed.
struct DropLinkLevels {
  var name: String
  var couplings: LevelHistogram
  var backgrounds: LevelHistogram
  var figures: [(DropFigure, LevelHistogram)]

  /// A row for each channel that a quantity is told of.
  fileprivate func rows(_ quantity: DropQuantity, _ suffix: String = "") -> [LevelRow] {
    figures.filter { $0.0.quantity == quantity && $0.1.total > 0 }
      .map { LevelRow(name: name + $0.0.subject.heading + suffix, levels: $0.1) }
  }

  /// The rows of coupling losses.
  fileprivate var couplingRows: [LevelRow] {
    let large = [
      LevelRow(name: name, levels: couplings),
      LevelRow(name: name + DropSubject.background.heading, levels: backgrounds),
    ].filter { $0.levels.total > 0 }
    let full = rows(.fullCoupling, " with fading")
    guard !full.isEmpty else { return large }
    // Each with fading after the same without it.
    let all = (0..<max(large.count, full.count)).flatMap { index in
      Array(large.dropFirst(index).prefix(1)) + Array(full.dropFirst(index).prefix(1))
    }
    return all.prefix(2) + rows(.portCoupling, " over ports") + all.dropFirst(2)
  }
}

/// A row of a table.
private struct LevelRow {
  var name: String
  var levels: LevelHistogram
}

/// The lines of tables of losses in negative decibels and of spreads, by the share that lies below.
func levelTable(_ links: [DropLinkLevels]) -> [String] {
  let shares = [5, 10, 50, 90, 95]
  let couplings = links.flatMap(\.couplingRows)
  let others = DropQuantity.allCases.filter { quantity in
    !quantity.isLoss && links.contains { !$0.rows(quantity).isEmpty }
  }
  let names = couplings.map(\.name) + others.map(\.heading)
  let width = max(24, 1 + (names.map(\.count).max() ?? 0))
  func row(_ name: String, _ cells: [String]) -> String {
    name.padding(toLength: width, withPad: " ", startingAt: 0)
      + cells.map { String(repeating: " ", count: max(1, 9 - $0.count)) + $0 }.joined()
  }
  func cells(_ levels: LevelHistogram, _ value: (Double) -> String) -> [String] {
    shares.map { levels.quantile(Double($0) / 100).map(value) ?? "-" }
  }
  let head = shares.map { "\($0) %" }
  var lines = [row("coupling loss (dB)", head)]
  for coupling in couplings {
    lines.append(row(coupling.name, cells(coupling.levels) { String(format: "%.1f", $0) }))
  }
  for quantity in others {
    lines.append(row(quantity.heading, head))
    for line in links.flatMap({ $0.rows(quantity) }) {
      let format = quantity.isLevel ? "%.1f" : "%.3g"
      let scaled = cells(line.levels) {
        String(format: format, quantity.value($0) * quantity.headingScale)
      }
      lines.append(row(line.name, scaled))
    }
  }
  return lines
}
