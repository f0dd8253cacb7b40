// SPDX-License-Identifier: Apache-2.0

package import Captures
package import Execution
internal import InputDocuments
internal import Spatial
internal import StatisticalChannel

/// What is computed of some drops.
struct DropPart {
  /// Of each kind of link, in the header's order.
  var rows: [DropLinkRows]
  var targets: [Vector3] = []
  var terminals: [Vector3] = []
}

/// Where a run has its drops from: those of targets, or those of terminals that are served.
protocol DropSource: Sendable {
  /// What is told of channels.
  var figures: [DropFigure] { get }
  /// How many drops are computed and written at a time; memory grows with it, not with their number.
  var batch: Int { get }
  /// What messages call one of its pairs of radios.
  var pairName: String { get }

  /// What is said of the whole.
  func header(_ description: DropDescription, drops: Int) -> DropRecordHeader

  /// Computes some drops.
  ///
  /// - Throws: `DropError` or `ChannelStandardError` where they cannot be drawn.
  func part(_ numbers: Range<Int>, workers: Workers) throws -> DropPart
}

/// Drops what a file says, so many times, into a record.
package struct DropRun: Sendable {
  private let description: DropDescription
  private let count: Int
  private let workers: Workers
  private let source: any DropSource

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
    /// How many pairs of radios and targets there were, or of terminals and sectors that serve them.
    package var pairs: Int
  }

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - description: What is dropped.
  ///   - count: How often.
  ///   - seed: Replaces the file's seed.
  ///   - workers: The threads to use; results do not depend on them.
  /// - Throws: `DropError` or `ChannelStandardError` where it cannot be dropped.
  package init(
    _ description: DropDescription, count: Int, seed: UInt64? = nil, workers: Workers
  ) throws {
    self.description = description
    self.count = count
    self.workers = workers
    let seed = seed ?? description.seed
    switch description.content {
    case .sensing(let scenario, let fading):
      source = try SensingSource(scenario, fading, seed: seed)
    case .serving(let scenario, let noise):
      source = try ServingSource(scenario, noise, seed: seed)
    }
  }

  /// How many drops a run may have.
  package static let largestCount = SensingDrops.largestCount

  /// What is told of channels.
  package var figures: [DropFigure] { source.figures }

  /// What messages call one of the pairs that a run counts.
  package var pairName: String { source.pairName }

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
    let header = source.header(description, drops: count)
    let writer = try DropRecordWriter(path: path, header: header)
    var summary = Summary(
      links: header.links.map { link in
        LinkLevels(link: link.name, figures: figures.map { _ in LevelHistogram() })
      }, pairs: 0)
    do {
      for first in stride(from: 0, to: count, by: source.batch) {
        let numbers = first..<min(count, first + source.batch)
        let part = try computed(numbers)
        try writer.append(
          numbers.count, part.rows, targets: part.targets, terminals: part.terminals)
        add(part.rows, to: &summary)
        progress(numbers.upperBound)
      }
      try writer.finish()
    } catch {
      writer.abandon()
      throw error
    }
    return summary
  }

  private func computed(_ numbers: Range<Int>) throws(InputError) -> DropPart {
    do {
      return try source.part(numbers, workers: workers)
    } catch {
      throw InputError(file: description.file, "\(error)")
    }
  }

  private func add(_ rows: [DropLinkRows], to summary: inout Summary) {
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
  }
}
