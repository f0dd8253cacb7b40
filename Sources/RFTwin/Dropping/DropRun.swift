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
  private static let batch = 512

  /// The distributions of one kind of link, in negative decibels.
  package struct LinkLevels: Sendable {
    package let link: String
    package var couplings = LevelHistogram()
    package var backgrounds = LevelHistogram()
    /// Levels of what is told of channels, none where nothing is.
    package var quantities: [LevelHistogram]
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
    channels = try description.fading.map { try SensingChannels(drops, options: $0) }
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
          quantities: quantities.map { _ in LevelHistogram() })
      }, pairs: 0)
    do {
      for first in stride(from: 0, to: count, by: Self.batch) {
        let numbers = first..<min(count, first + Self.batch)
        let part = try computed(numbers)
        let rows = try rows(of: part)
        try writer.append(
          numbers.count, rows, targets: part.flatMap(\.targets),
          terminals: part.flatMap(\.terminals))
        for (index, rows) in rows.enumerated() {
          summary.pairs += rows.couplings.count
          for level in rows.couplings { summary.links[index].couplings.add(Double(level)) }
          for level in rows.backgrounds { summary.links[index].backgrounds.add(Double(level)) }
          for (place, quantity) in quantities.enumerated() {
            for value in rows.quantities[place] {
              summary.links[index].quantities[place].add(quantity.level(Double(value)))
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
  package var quantities: [DropQuantity] { channels == nil ? [] : DropQuantity.allCases }

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
    header.quantities = quantities
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
    guard let channels else { return }
    let figures: [[PairFigures]]
    do {
      figures = try workers.map(part.count, chunk: 4) { index in
        Result { try channels.channels(of: part[index]).map { PairFigures($0) } }
      }.map { try $0.get() }
    } catch {
      throw InputError(file: description.file, "\(error)")
    }
    let modes = description.scenario.modes
    for link in rows.indices {
      let own = figures.flatMap { $0.filter { $0.mode == modes[link] } }
      rows[link].quantities = DropQuantity.allCases.map { quantity in
        own.map { Float($0.value(quantity)) }
      }
    }
  }
}

/// What is told of the channel of one pair.
private struct PairFigures: Sendable {
  let mode: SensingMode
  private let gain: Double
  private let delaySpread: Double
  /// ASD, ZSD, ASA, ZSA in degrees.
  private let spreads: SIMD4<Double>

  init(_ channel: SensingChannel) {
    mode = channel.mode
    gain = channel.gain
    delaySpread = channel.channel.delaySpread
    let paths = channel.channel
    spreads =
      SIMD4(
        paths.departureSpread(\.phi), paths.departureSpread(\.theta), paths.arrivalSpread(\.phi),
        paths.arrivalSpread(\.theta)) * (180 / .pi)
  }

  func value(_ quantity: DropQuantity) -> Double {
    switch quantity {
    case .fullCoupling: gain
    case .delaySpread: delaySpread
    case .departureAzimuthSpread: spreads.x
    case .departureZenithSpread: spreads.y
    case .arrivalAzimuthSpread: spreads.z
    case .arrivalZenithSpread: spreads.w
    }
  }
}
