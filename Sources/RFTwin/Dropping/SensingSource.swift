// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import ChannelStandards
internal import Execution
internal import StatisticalChannel

/// Drops of targets with the radios that sense them.
struct SensingSource: DropSource {
  private let scenario: SensingDropScenario
  private let fading: DropFading?
  private let drops: SensingDrops
  private let channels: SensingChannels?
  let batch: Int
  let pairName = "pair"

  /// - Parameters:
  ///   - scenario: What is dropped.
  ///   - fading: How channels of pairs are drawn; nil where large-scale losses are all.
  ///   - seed: The run's seed.
  /// - Throws: `DropError` or `ChannelStandardError` where it cannot be dropped.
  init(_ scenario: SensingDropScenario, _ fading: DropFading?, seed: UInt64) throws {
    self.scenario = scenario
    self.fading = fading
    let drops = try SensingDrops(scenario, seed: seed)
    self.drops = drops
    channels = try fading.map { try SensingChannels(drops, options: $0.channels) }
    let pairs = scenario.modes.reduce(0) { $0 + drops.pairCount($1) }
    // A pair may have thousands of paths.
    batch =
      fading?.keepsPaths != true
      ? 512 : max(1, 256 / max(1, pairs * scenario.targets.placement.count))
  }

  var figures: [DropFigure] {
    guard let fading else { return [] }
    return DropFigure.all.filter { figure in
      guard !figure.quantity.isGeometry else { return false }
      return figure.quantity == .detectionProbability
        ? fading.detection != nil : figure.subject == .target || scenario.hasBackground
    }
  }

  func header(_ description: DropDescription, drops count: Int) -> DropRecordHeader {
    var header = DropRecordHeader(
      description, drops: count, seed: drops.seed, frequency: scenario.frequency.hertz,
      sites: scenario.layout.sites,
      links: scenario.modes.map { mode in
        DropLinkHeader(
          name: mode.rawValue, pairs: drops.pairCount(mode),
          backgrounds: drops.backgroundCount(mode))
      })
    header.targets = scenario.targets.placement.count
    header.terminals = scenario.terminals?.placement.count ?? 0
    header.figures = figures
    header.keepsPaths = fading?.keepsPaths ?? false
    return header
  }

  func part(_ numbers: Range<Int>, workers: Workers) throws -> DropPart {
    let part = try drops.drops(numbers, workers: workers)
    var rows = [DropLinkRows](repeating: .init(), count: scenario.modes.count)
    for drop in part {
      // Each target has one entry of each mode, in the modes' order.
      for (index, coupled) in drop.coupled.enumerated() {
        rows[index % scenario.modes.count].append(coupled)
      }
    }
    try addChannels(of: part, to: &rows, workers: workers)
    return DropPart(
      rows: rows, targets: part.flatMap(\.targets), terminals: part.flatMap(\.terminals))
  }

  /// Adds what is told of channels, pair by pair in the rows' order.
  private func addChannels(
    of part: [SensingDrop], to rows: inout [DropLinkRows], workers: Workers
  ) throws {
    guard let channels, let fading else { return }
    let told = figures
    let pairs: [[PairRow]] = try workers.map(part.count, chunk: batch < 64 ? 1 : 4) { index in
      Result { try channels.pairs(of: part[index]).map { PairRow($0, told, fading) } }
    }.map { try $0.get() }
    for (link, mode) in scenario.modes.enumerated() {
      let own = pairs.flatMap { $0.filter { $0.mode == mode } }
      rows[link].figures = told.indices.map { place in own.flatMap { $0.figures[place] } }
      for pair in own { rows[link].paths.append(pair.paths) }
    }
  }
}

extension DropLinkRows {
  /// Adds the best pairs of a target in one mode.
  fileprivate mutating func append(_ coupled: SensingDrop.Coupled) {
    for pair in coupled.pairs {
      transmitters.append(Int32(clamping: pair.transmitter))
      receivers.append(Int32(clamping: pair.receiver))
      couplings.append(Float(-pair.loss))
    }
    backgrounds += coupled.background.map { Float(-$0) }
  }
}
