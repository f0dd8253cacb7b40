// SPDX-License-Identifier: Apache-2.0

internal import Calibration
internal import InputDocuments
internal import LinearAlgebra
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

  /// By how much the radios stand beside their places in the traced scene already.
  private let placed: [Int: Vector3]

  /// At most so many windows of each link are looked at.
  private static let windows = 6

  /// What is known of a delay and of a place before, in units of 100 ps and in metres.
  private static let delaySpread = 20.0
  private static let placeSpread = 0.1

  /// How far off delays are looked for, in bins.
  private static let reach = 8

  init(
    _ settings: CalibrationSettings, _ scenario: Scenario, _ observing: LinkObserving,
    placed: [Int: Vector3]
  ) {
    self.settings = settings
    self.scenario = scenario
    self.observing = observing
    self.placed = placed
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

    /// For each radio whose place was looked for what it stands beside it.
    var places: [Int: Vector3] = [:]
  }

  /// - Parameters:
  ///   - links: The traced links.
  ///   - isJudged: Whether intervals are asked for, too.
  ///   - progress: Called with sentences about what is done.
  /// - Returns: What was found.
  /// - Throws: `LinearAlgebraError` where values are no numbers.
  func run(
    _ links: [TracedLink], isJudged: Bool, _ progress: (String) -> Void
  ) throws(LinearAlgebraError) -> Result {
    var unknowns = unknowns(of: links)
    guard !unknowns.isEmpty else {
      return Result(links: links.map { _ in DelayCells.Geometry() }, unknowns: [])
    }
    progress("looking for the delays of links and the places of radios")
    var (notes, starts) = ([String](), [Double]())
    unknowns.removeAll { unknown in
      guard case .delay(let link) = unknown.kind else {
        starts.append(already(unknown))
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
    guard !unknowns.isEmpty else {
      return Result(
        links: links.map { _ in DelayCells.Geometry() }, unknowns: [], notes: notes)
    }
    let result = try fitted(unknowns, from: starts, links, isJudged: isJudged)
    notes += zip(unknowns, result.values).compactMap { farNote($0, $1, links) }
    var places: [Int: Vector3] = [:]
    for (unknown, value) in zip(unknowns, result.values) {
      if case .position(let radio, let axis) = unknown.kind {
        places[radio, default: .zero][axis] = value
      }
    }
    return Result(
      links: links.indices.map { geometry(of: $0, links, unknowns, result.values) },
      unknowns: unknowns, notes: notes,
      identifiability: try Identifiability(unknowns, result), places: places)
  }

  /// Beyond so many metres delays do not follow places to first order.
  private static let farPlace = 0.3

  /// A sentence about a value so far off that it may belong to another minimum.
  private func farNote(_ unknown: Unknown, _ value: Double, _ links: [TracedLink]) -> String? {
    let (found, most, unit): (Double, Double, String)
    switch unknown.kind {
    case .position: (found, most, unit) = (value, Self.farPlace, "m")
    case .delay(let link):
      let reach = Double(Self.reach) * links[link].grid.binWidth
      (found, most, unit) = (unknown.value(value) * 1e9, reach * 1e9, "ns")
    case .gain, .antenna, .orientation, .material: return nil
    }
    guard abs(found) > most else { return nil }
    return "\(unknown.name): \(rounded(found)) \(unit) is further off than can be told from here"
      + " (\(rounded(most)) \(unit)), and may be wrong by far more than its interval; survey it, put the"
      + " value into the scenario or the capture's description, and trust it once a calibration from there"
      + " stays there"
  }

  /// What of an unknown the traced paths have already.
  private func already(_ unknown: Unknown) -> Double {
    guard case .position(let radio, let axis) = unknown.kind else { return 0 }
    return placed[radio]?[axis] ?? 0
  }

  /// What a bin may stray depends on where paths lie in it, so it is worked out again where a fit ended.
  private static let rounds = 3

  /// How many other samples of scatterers are tried: they tell a standard deviation within 18 %.
  private static let samples = 16

  private func fitted(
    _ unknowns: [Unknown], from start: [Double], _ links: [TracedLink], isJudged: Bool
  ) throws(LinearAlgebraError) -> FitResult {
    func parts(at values: [Double]) -> [PlacedLink] {
      links.indices.map { placed($0, links, unknowns, values) }
    }
    var current = parts(at: start)
    var result = try fit(unknowns, from: start) { linearization(current, $0) }
    for _ in 1..<Self.rounds {
      current = parts(at: result.values)
      result = try fit(unknowns, from: result.values) { linearization(current, $0) }
    }
    guard isJudged else { return result }
    return result.straying(try strays(current, unknowns, from: result.values))
  }

  /// By how much else would be found with other samples of scatterers, to first order.
  private func strays(
    _ links: [PlacedLink], _ unknowns: [Unknown], from values: [Double]
  ) throws(LinearAlgebraError) -> [[Double]] {
    var strays: [[Double]] = []
    for number in 0..<Self.samples {
      let sample = links.map { link in
        var other = link
        other.powers = link.part.resampled(link.powers, number: number)
        return other
      }
      strays.append(try step(unknowns, at: values, linearization(sample, values)))
    }
    return strays
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
        let more = value - already(unknown)
        if radio == own.transmitter { geometry.transmitter[axis] += more }
        if radio == own.receiver { geometry.receiver[axis] += more }
      case .delay, .gain, .antenna, .orientation, .material: break
      }
    }
    return geometry
  }

  // MARK: Bins

  /// A link with its paths in bins at some values of the unknowns.
  private struct PlacedLink {
    let part: LinkObservation
    let values: [Double]

    /// The power of each path, and for each unknown what it changes of this link's geometry.
    var powers: [Double]
    let unknowns: [[(number: DelayCells.Geometry.Number, unit: Double)]]
  }

  private func placed(
    _ link: Int, _ links: [TracedLink], _ unknowns: [Unknown], _ values: [Double]
  ) -> PlacedLink {
    let part = bins(of: links[link], geometry(of: link, links, unknowns, values))
    return PlacedLink(
      part: part, values: values, powers: observing.pathPowers(part.cells),
      unknowns: unknowns.map { numbers(of: $0, links, link) })
  }

  /// Some windows of a link, each bin a cell.
  private func bins(of link: TracedLink, _ geometry: DelayCells.Geometry) -> LinkObservation {
    var grid = link.grid
    grid.binsPerCell = 1
    grid.doppler = nil
    return observing.observation(
      link, evenly(Self.windows, of: link.windows.count), grid, geometry)
  }

  /// What an unknown changes of a link's geometry.
  private func numbers(
    of unknown: Unknown, _ links: [TracedLink], _ link: Int
  ) -> [(number: DelayCells.Geometry.Number, unit: Double)] {
    let own = scenario.scene.links[links[link].index]
    switch unknown.kind {
    case .delay(let other): return other == link ? [(.delay, Unknown.delayUnit)] : []
    case .position(let radio, let axis):
      return (radio == own.transmitter ? [(.transmitter(axis: axis), 1)] : [])
        + (radio == own.receiver ? [(.receiver(axis: axis), 1)] : [])
    case .gain, .antenna, .orientation, .material: return []
    }
  }

  private func linearization(_ links: [PlacedLink], _ values: [Double]) -> Linearization {
    var sum = Linearization(unknowns: values.count)
    // Neighbouring bins see much of the same; together they count as fewer.
    let weight = 1 / observing.binsPerSample
    for link in links {
      var change = DelayCells.Geometry()
      for (index, numbers) in link.unknowns.enumerated() {
        for item in numbers {
          change.add((values[index] - link.values[index]) * item.unit, to: item.number)
        }
      }
      let expectation = link.part.cells.expectation(
        movedBy: change, unknowns: link.unknowns, powers: link.powers,
        workers: observing.workers)
      sum.add(
        link.part.linearization(
          expectation, gain: 1, slopes: values.indices.map { ($0, 1) }, gainPosition: nil,
          unknowns: values.count, robustness: settings.robustness, workers: observing.workers
        ).scaled(by: weight))
    }
    return sum
  }

  // MARK: A first guess

  /// The delay at which a link's residuals are least, on a grid of half bins, as a free value.
  ///
  /// - Returns: Nil where it does not stand out of those more than two bins away, or lies at an end.
  private func nearestDelay(_ link: TracedLink) -> Double? {
    let half = link.grid.binWidth / 2
    let halves = [0, half].map { delay in
      let part = bins(of: link, DelayCells.Geometry(delay: delay))
      return (part: part, expectation: observing.expectation(part.cells))
    }
    let steps = Array(-2 * Self.reach...2 * Self.reach)
    // A delay of whole bins shifts what was measured against what is expected.
    let costs = steps.map { step -> Double in
      let (part, expectation) = halves[step & 1]
      return cost(part, expectation, offset: step >> 1)
    }
    guard let best = costs.indices.min(by: { costs[$0] < costs[$1] }), best > 0,
      best < costs.count - 1
    else { return nil }
    let others = costs.indices.filter { abs($0 - best) > 4 }.map { costs[$0] }.min() ?? 0
    guard others - costs[best] > Self.evidence else { return nil }
    return Double(steps[best]) * half / Unknown.delayUnit
  }

  /// By how much a sum of squares must be less than elsewhere to tell a delay: five standard deviations.
  private static let evidence = 25.0

  /// The sum of squares of residuals, none of which counts more than a robust fit lets it.
  private func cost(
    _ part: LinkObservation, _ expectation: DelayCells.Expectation, offset: Int
  ) -> Double {
    let most = settings.robustness * settings.robustness
    return part.covariance.windows.indices.reduce(0) { sum, cell in
      let residuals = part.residuals(ofCell: cell, expectation, gain: 1, offset: offset)
      guard residuals.allSatisfy(\.isFinite) else {
        return sum + most * Double(residuals.count) / observing.binsPerSample
      }
      return part.covariance.whitened(residuals, cell: cell).reduce(sum) {
        $0 + min($1 * $1 / observing.binsPerSample, most)
      }
    }
  }
}
