// SPDX-License-Identifier: Apache-2.0

package import Captures
internal import ChannelStandards
package import Execution
internal import InputDocuments
internal import Spatial
internal import StatisticalChannel

/// Drops what a file says, so many times, into a record.
package struct DropRun: Sendable {
  private let description: DropDescription
  private let count: Int
  private let workers: Workers
  private let drops: SensingDrops
  private let channels: SensingChannels?

  /// How many drops are computed and written at a time; memory grows with it, not with their number.
  private let batch: Int

  /// The distributions of one kind of link, in negative decibels.
  package struct LinkLevels: Sendable {
    package let link: String
    package var couplings = LevelHistogram()
    package var backgrounds = LevelHistogram()
    /// Levels of the figures of channels, none where nothing is told of these.
    package var figures: [LevelHistogram]
  }

  /// What a run tells of itself.
  package struct Summary: Sendable {
    package var links: [LinkLevels]
    /// How many pairs of radios and targets there were.
    package var pairs: Int
  }

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - description: What is dropped.
  ///   - count: How often.
  ///   - seed: Replaces the file's seed.
  ///   - workers: The threads to use; results do not depend on them.
  /// - Throws: `InputError` where it cannot be dropped.
  package init(
    _ description: DropDescription, count: Int, seed: UInt64? = nil, workers: Workers
  ) throws {
    self.description = description
    self.count = count
    self.workers = workers
    let drops = try SensingDrops(description.scenario, seed: seed ?? description.seed)
    self.drops = drops
    channels = try description.fading.map { try SensingChannels(drops, options: $0.channels) }
    let pairs = description.scenario.modes.reduce(0) { $0 + drops.pairCount($1) }
    // A pair may have thousands of paths.
    batch =
      !description.keepsPaths
      ? 512 : max(1, 256 / max(1, pairs * description.scenario.targets.placement.count))
  }

  /// How many drops a run may have.
  package static let largestCount = SensingDrops.largestCount

  /// Computes all drops and writes their record.
  ///
  /// - Parameters:
  ///   - path: Where the finished record will be.
  ///   - progress: Is told how many drops are done.
  /// - Returns: The distributions of the losses.
  /// - Throws: `RecordError` where the record cannot be written, `InputError` where a drop finds no
  ///   place.
  package func run(
    writingTo path: String, progress: (Int) -> Void = { _ in }
  ) throws -> Summary {
    let writer = try DropRecordWriter(path: path, header: header)
    var summary = Summary(
      links: description.scenario.modes.map { mode in
        LinkLevels(
          link: mode.rawValue,
          figures: figures.map { _ in LevelHistogram() })
      }, pairs: 0)
    do {
      for first in stride(from: 0, to: count, by: batch) {
        let numbers = first..<min(count, first + batch)
        let part = try computed(numbers)
        let rows = try rows(of: part)
        try writer.append(
          numbers.count, rows, targets: part.flatMap(\.targets),
          terminals: part.flatMap(\.terminals))
        for (index, rows) in rows.enumerated() {
          summary.pairs += rows.couplings.count
          for level in rows.couplings { summary.links[index].couplings.add(Double(level)) }
          for level in rows.backgrounds { summary.links[index].backgrounds.add(Double(level)) }
          for (place, figure) in figures.enumerated() {
            for value in rows.figures[place] {
              summary.links[index].figures[place].add(figure.quantity.level(Double(value)))
            }
          }
        }
        progress(numbers.upperBound)
      }
      try writer.finish()
    } catch {
      writer.abandon()
      throw error
    }
    return summary
  }

  private func computed(_ numbers: Range<Int>) throws(InputError) -> [SensingDrop] {
    do {
      return try drops.drops(numbers, workers: workers)
    } catch {
      throw InputError(file: description.file, "\(error)")
    }
  }

  /// What is told of channels.
  package var figures: [DropFigure] {
    guard channels != nil else { return [] }
    let isDetecting = description.fading?.detection != nil
    return DropFigure.all.filter { figure in
      figure.quantity == .detectionProbability
        ? isDetecting : figure.subject == .target || description.scenario.hasBackground
    }
  }

  private var header: DropRecordHeader {
    let scenario = description.scenario
    var header = DropRecordHeader(
      name: description.name, generator: "rftwin \(Simulation.version)",
      scenario: description.text, overrides: description.overrides, seed: drops.seed,
      frequency: scenario.frequency.hertz, drops: count,
      targets: scenario.targets.placement.count,
      terminals: scenario.terminals?.placement.count ?? 0, sites: scenario.layout.sites,
      keepsPlaces: description.keepsPlaces,
      links: scenario.modes.map { mode in
        DropLinkHeader(
          name: mode.rawValue, pairs: drops.pairCount(mode),
          backgrounds: drops.backgroundCount(mode))
      })
    header.figures = figures
    header.keepsPaths = description.keepsPaths
    return header
  }

  /// The rows of all modes over some drops.
  private func rows(of part: [SensingDrop]) throws(InputError) -> [DropLinkRows] {
    let modes = description.scenario.modes
    var rows = [DropLinkRows](repeating: .init(), count: modes.count)
    for drop in part {
      // Each target has one entry of each mode, in the modes' order.
      for (index, coupled) in drop.coupled.enumerated() {
        let link = index % modes.count
        for pair in coupled.pairs {
          rows[link].transmitters.append(Int32(clamping: pair.transmitter))
          rows[link].receivers.append(Int32(clamping: pair.receiver))
          rows[link].couplings.append(Float(-pair.loss))
        }
        rows[link].backgrounds += coupled.background.map { Float(-$0) }
      }
    }
    try addChannels(of: part, to: &rows)
    return rows
  }

  /// Adds what is told of channels, pair by pair in the rows' order.
  private func addChannels(
    of part: [SensingDrop], to rows: inout [DropLinkRows]
  ) throws(InputError) {
    guard let channels, let fading = description.fading else { return }
    let told = figures
    let pairs: [[PairRow]]
    do {
      pairs = try workers.map(part.count, chunk: batch < 64 ? 1 : 4) { index in
        Result { try channels.pairs(of: part[index]).map { PairRow($0, told, fading) } }
      }.map { try $0.get() }
    } catch {
      throw InputError(file: description.file, "\(error)")
    }
    for (link, mode) in description.scenario.modes.enumerated() {
      let own = pairs.flatMap { $0.filter { $0.mode == mode } }
      rows[link].figures = told.indices.map { place in own.flatMap { $0.figures[place] } }
      for pair in own { rows[link].paths.append(pair.paths) }
    }
  }
}
