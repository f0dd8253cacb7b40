// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import ChannelStandards
internal import Execution
internal import RealModule
internal import Spatial
internal import StatisticalChannel

/// Drops of terminals with the sectors that serve them.
struct ServingSource: DropSource {
  private let scenario: ServingDropScenario
  private let noise: DropNoise?
  private let drops: ServingDrops
  let batch: Int
  let pairName = "served terminal"
  let figures: [DropFigure]

  /// What files and records call the links.
  static let linkName = "serving"

  /// - Parameters:
  ///   - scenario: What is dropped.
  ///   - noise: The noise that terminals hear; nil leaves it out.
  ///   - seed: The run's seed.
  /// - Throws: `DropError` or `ChannelStandardError` where it cannot be dropped.
  init(_ scenario: ServingDropScenario, _ noise: DropNoise?, seed: UInt64) throws {
    self.scenario = scenario
    self.noise = noise
    drops = try ServingDrops(scenario, seed: seed)
    batch = max(1, (scenario.fading == nil ? 16384 : 512) / scenario.terminals)
    let sectors = scenario.layout.sites.count * scenario.sectors.boresights.count
    figures = Self.quantities.filter { quantity in
      switch quantity {
      case .geometry: sectors > 1
      case .noisyGeometry: noise != nil
      case .fullGeometry: sectors > 1 && scenario.fading != nil
      case .noisyFullGeometry: noise != nil && scenario.fading != nil
      default: scenario.fading != nil
      }
    }.map { DropFigure($0) }
  }

  private static let quantities = DropQuantity.allCases.filter { $0 != .detectionProbability }

  func header(_ description: DropDescription, drops count: Int) -> DropRecordHeader {
    var header = DropRecordHeader(
      description, drops: count, seed: drops.seed, frequency: scenario.frequency.hertz,
      sites: scenario.layout.sites,
      links: [DropLinkHeader(name: Self.linkName, pairs: 1, backgrounds: 0)])
    header.terminals = scenario.terminals
    header.isServing = true
    header.figures = figures
    return header
  }

  func part(_ numbers: Range<Int>, workers: Workers) throws -> DropPart {
    let terminals = try drops.terminals(numbers, workers: workers)
    var rows = DropLinkRows()
    for (index, terminal) in terminals.enumerated() {
      rows.transmitters.append(Int32(clamping: terminal.serving.site))
      rows.receivers.append(Int32(clamping: index % scenario.terminals))
      rows.sectors.append(Int32(clamping: terminal.serving.sector))
      rows.couplings.append(Float(-terminal.serving.loss))
      guard let faded = terminal.faded else { continue }
      rows.fullTransmitters.append(Int32(clamping: faded.serving.site))
      rows.fullSectors.append(Int32(clamping: faded.serving.sector))
    }
    rows.figures = figures.map { figure in
      terminals.map { Float(value(figure.quantity, $0)) }
    }
    return DropPart(rows: [rows], terminals: terminals.map(\.place))
  }

  private func value(_ quantity: DropQuantity, _ terminal: ServedTerminal) -> Double {
    let noise = noise?.relative ?? 0
    switch quantity {
    case .geometry: return terminal.serving.geometry
    case .noisyGeometry: return terminal.serving.ratio(noise: noise)
    default: return terminal.faded.map { value(quantity, $0, noise: noise) } ?? 0
    }
  }

  private func value(
    _ quantity: DropQuantity, _ faded: ServedTerminal.Faded, noise: Double
  ) -> Double {
    let degree = Double.pi / 180
    switch quantity {
    case .fullCoupling: return -faded.serving.loss
    case .portCoupling: return 10 * Double.log10(faded.portGain)
    case .fullGeometry: return faded.serving.geometry
    case .noisyFullGeometry: return faded.serving.ratio(noise: noise)
    case .delaySpread: return faded.link.delaySpread
    case .departureAzimuthSpread:
      return faded.link.angularSpread { $0.departure.angles.phi } / degree
    case .departureZenithSpread:
      return faded.link.angularSpread { $0.departure.angles.theta } / degree
    case .arrivalAzimuthSpread:
      return faded.link.angularSpread { $0.arrival.angles.phi } / degree
    case .arrivalZenithSpread:
      return faded.link.angularSpread { $0.arrival.angles.theta } / degree
    case .detectionProbability, .geometry, .noisyGeometry: return 0
    }
  }
}

extension DropRecordHeader {
  /// What files of all kinds have.
  init(
    _ description: DropDescription, drops: Int, seed: UInt64, frequency: Double,
    sites: [SIMD3<Double>], links: [DropLinkHeader]
  ) {
    self.init(
      name: description.name, generator: "rftwin \(Simulation.version)",
      scenario: description.text, overrides: description.overrides, seed: seed,
      frequency: frequency, drops: drops, targets: 0, terminals: 0, sites: sites,
      keepsPlaces: description.keepsPlaces, links: links)
  }
}
