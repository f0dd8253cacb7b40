// SPDX-License-Identifier: Apache-2.0

internal import Calibration
internal import InputDocuments
internal import LinearAlgebra
internal import RealModule
internal import Scenes
internal import Spatial

/// Finds out what the delays of links and the places of radios are off by, before materials are fitted.
///
/// Powers are compared bin by bin, where strong single paths leave no doubt about their place. Delays
/// follow places to first order, so centimetres are found, not metres.
struct GeometryFit {
  private let settings: CalibrationSettings
  private let scenario: Scenario
  private let observing: LinkObserving

  /// At most so many windows of each link are looked at.
  private static let windows = 6

  /// What is known of a delay and of a place before, in units of 100 ps and in metres.
  private static let delaySpread = 20.0
  private static let placeSpread = 0.1

  /// How far off delays are looked for, in bins.
  private static let reach = 8

  init(_ settings: CalibrationSettings, _ scenario: Scenario, _ observing: LinkObserving) {
    self.settings = settings
    self.scenario = scenario
    self.observing = observing
  }

  /// What was found.
  struct Result {
    /// For each traced link.
    var links: [DelayCells.Geometry]
    var unknowns: [Unknown]

    /// Sentences about delays that could not be told.
    var notes: [String] = []

    /// Nil where nothing was to be found out.
    var identifiability: Identifiability?
  }

  func run(
    _ links: [TracedLink], _ progress: (String) -> Void
  ) throws(LinearAlgebraError) -> Result {
    var unknowns = unknowns(of: links)
    guard !unknowns.isEmpty else {
      return Result(links: links.map { _ in DelayCells.Geometry() }, unknowns: [])
    }
    progress("looking for the delays of links and the places of radios")
    var (notes, starts) = ([String](), [Double]())
    unknowns.removeAll { unknown in
      guard case .delay(let link) = unknown.kind else {
        starts.append(unknown.prior)
        return false
      }
      guard let delay = nearestDelay(links[link]) else {
        let reach = Double(Self.reach) * links[link].grid.binWidth * 1e9
        notes.append(
          "\(unknown.name): not determined by these data and left as it is, no offset within"
            + " \(rounded(reach)) ns stands out; a line of sight or a strong reflector would")
        return true
      }
      starts.append(delay)
      return false
    }
    let start = starts
    guard !unknowns.isEmpty else {
      return Result(
        links: links.map { _ in DelayCells.Geometry() }, unknowns: [], notes: notes)
    }
    let result = try fit(unknowns, from: start) { values in
      linearization(unknowns, values, links)
    }
    return Result(
      links: links.indices.map { geometry(of: $0, links, unknowns, result.values) },
      unknowns: unknowns, notes: notes,
      identifiability: try Identifiability(unknowns, result))
  }

  private func unknowns(of links: [TracedLink]) -> [Unknown] {
    let delays = links.enumerated().filter { settings.delays.contains($1.name) }.map {
      Unknown(
        name: "delay of \($1.name)", unit: "s", prior: 0, spread: Self.delaySpread,
        kind: .delay(link: $0))
    }
    let places = scenario.scene.radios.enumerated()
      .filter { settings.positions.contains($1.name) }
      .flatMap { index, radio in
        (0..<3).map { axis in
          Unknown(
            name: "\(["x", "y", "z"][axis]) of \(radio.name)", unit: "m", prior: 0,
            spread: Self.placeSpread, kind: .position(radio: index, axis: axis))
        }
      }
    return delays + places
  }

  private func geometry(
    of link: Int, _ links: [TracedLink], _ unknowns: [Unknown], _ values: [Double]
  ) -> DelayCells.Geometry {
    let own = scenario.scene.links[links[link].index]
    var geometry = DelayCells.Geometry()
    for (unknown, value) in zip(unknowns, values) {
      switch unknown.kind {
      case .delay(let other) where other == link: geometry.delay += unknown.value(value)
      case .position(let radio, let axis):
        if radio == own.transmitter { geometry.transmitter[axis] += value }
        if radio == own.receiver { geometry.receiver[axis] += value }
      case .delay, .gain, .material: break
      }
    }
    return geometry
  }

  /// The residuals of a link bin by bin, each over its own standard deviation.
  private func residuals(
    _ link: TracedLink, _ geometry: DelayCells.Geometry
  ) -> [Double] {
    var grid = link.grid
    grid.binsPerCell = 1
    let count = min(Self.windows, link.windows.count)
    let windows = (0..<count).map {
      count > 1 ? $0 * (link.windows.count - 1) / (count - 1) : 0
    }
    let part = observing.observation(link, windows, grid, geometry)
    let expectation = observing.expectation(part.cells)
    // The same bins at all geometries: those that count somewhere add what they have, others nothing.
    return part.covariance.windows.indices.flatMap { cell -> [Double] in
      var row = [Double](repeating: 0, count: count)
      let values = part.covariance.whitened(
        part.residuals(ofCell: cell, expectation, gain: 1), cell: cell)
      // Neighbouring bins see much of the same; together they count as fewer.
      let weight = 1 / observing.binsPerSample.squareRoot()
      for (window, value) in zip(part.covariance.windows[cell], values) {
        row[window] = weight * value
      }
      return row
    }
  }

  /// The delay at which a link's residuals are least, on a grid of half bins, as a free value.
  ///
  /// - Returns: Nil where it does not stand out of those more than two bins away, or lies at an end.
  private func nearestDelay(_ link: TracedLink) -> Double? {
    let steps = Array(-2 * Self.reach...2 * Self.reach)
    let width = link.grid.binWidth / 2
    let most = settings.robustness * settings.robustness
    let costs = steps.map { step in
      residuals(link, DelayCells.Geometry(delay: Double(step) * width))
        .reduce(0) { $0 + min($1 * $1, most) }
    }
    guard let best = costs.indices.min(by: { costs[$0] < costs[$1] }), best > 0,
      best < costs.count - 1
    else { return nil }
    let others = costs.indices.filter { abs($0 - best) > 4 }.map { costs[$0] }.min() ?? 0
    guard others - costs[best] > Self.evidence else { return nil }
    return Double(steps[best]) * width / Unknown.delayUnit
  }

  /// By how much a sum of squares must be less than elsewhere to tell a delay: five standard deviations.
  private static let evidence = 25.0

  /// Residuals with derivatives by differences: few unknowns, and every one moves all paths.
  private func linearization(
    _ unknowns: [Unknown], _ values: [Double], _ links: [TracedLink]
  ) -> Linearization {
    var sum = Linearization(unknowns: unknowns.count)
    for (index, link) in links.enumerated() {
      func residuals(_ values: [Double]) -> [Double] {
        self.residuals(link, geometry(of: index, links, unknowns, values))
      }
      let own = residuals(values)
      let columns = unknowns.indices.map { position -> [Double] in
        guard moves(unknowns[position], links, index) else { return own.map { _ in 0 } }
        // A fiftieth of a bin.
        let step = Self.step(of: unknowns[position], links[index].grid)
        var (less, more) = (values, values)
        less[position] -= step
        more[position] += step
        return zip(residuals(less), residuals(more)).map { ($1 - $0) / (2 * step) }
      }
      for row in own.indices {
        sum.add(
          own[row], slopes: columns.map { $0[row] }, robustness: settings.robustness)
      }
    }
    return sum
  }

  private func moves(_ unknown: Unknown, _ links: [TracedLink], _ index: Int) -> Bool {
    let own = scenario.scene.links[links[index].index]
    return switch unknown.kind {
    case .delay(let link): link == index
    case .position(let radio, _): radio == own.transmitter || radio == own.receiver
    case .gain, .material: false
    }
  }

  private static func step(of unknown: Unknown, _ grid: DelayCells.Grid) -> Double {
    if case .position = unknown.kind { return 3e8 * grid.binWidth / 50 }
    return grid.binWidth / 50 / Unknown.delayUnit
  }
}
