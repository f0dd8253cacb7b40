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

  /// How many drops are computed and written at a time; memory grows with it, not with their number.
  private static let batch = 512

  /// The distributions of one kind of link, in negative decibels.
  package struct LinkLevels: Sendable {
    package let link: String
    package var couplings = LevelHistogram()
    package var backgrounds = LevelHistogram()
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
    drops = try SensingDrops(description.scenario, seed: seed ?? description.seed)
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
      links: description.scenario.modes.map { LinkLevels(link: $0.rawValue) }, pairs: 0)
    do {
      for first in stride(from: 0, to: count, by: Self.batch) {
        let numbers = first..<min(count, first + Self.batch)
        let part = try computed(numbers)
        let rows = rows(of: part)
        try writer.append(
          numbers.count, rows, targets: part.flatMap(\.targets),
          terminals: part.flatMap(\.terminals))
        for (index, rows) in rows.enumerated() {
          summary.pairs += rows.couplings.count
          for level in rows.couplings { summary.links[index].couplings.add(Double(level)) }
          for level in rows.backgrounds { summary.links[index].backgrounds.add(Double(level)) }
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

  private var header: DropRecordHeader {
    let scenario = description.scenario
    return DropRecordHeader(
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
  }

  /// The rows of all modes over some drops.
  private func rows(of part: [SensingDrop]) -> [DropLinkRows] {
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
    return rows
  }
}
