// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import Channels
internal import ComplexModule
internal import Execution
internal import Quantities
internal import RadarFrames
internal import RealModule
internal import Scenes
internal import Spatial

/// Tells which paths of a link the echoes in its maps are made of.
///
/// All tracks of a frame are candidates. In a cell, each counts with the amplitude that it has there
/// between every pair of elements: where both tapers' lobes and its way through delay cells put it. The
/// amplitudes of all paths that are named after one object are added up as they interfere, and the
/// mean of their power over the pairs of elements is what the object makes of the cell. The object
/// that makes most of it names the detection, and the strongest of its paths is the one that is told.
/// Where no object makes a tenth of the echo's power the detection has no name: it is noise, or the
/// sidelobe of an echo elsewhere.
struct DetectionLabelling {
  private let scenario: Scenario
  private let pairs: ElementPairs
  private let transmittedPower: Power
  private let response: CellResponse
  private let referredToLineOfSight: Bool
  private let isTimed: Bool
  private let names: PathNames
  private let workers: Workers

  /// Prepares a link.
  ///
  /// - Parameters:
  ///   - scenario: The scenario.
  ///   - pairs: The elements at both ends.
  ///   - power: What is fed to each transmit element.
  ///   - response: What paths make of cells.
  ///   - isAligned: Whether delays and phases are referred to the line of sight.
  ///   - isTimed: Whether delays show as they are, but for alignment; without it nothing is labelled.
  ///   - workers: How many threads to use.
  init(
    _ scenario: Scenario, pairs: ElementPairs, power: Power, response: CellResponse,
    isAligned: Bool, isTimed: Bool, workers: Workers
  ) {
    self.scenario = scenario
    self.pairs = pairs
    self.response = response
    self.isTimed = isTimed
    self.workers = workers
    transmittedPower = power
    referredToLineOfSight = isAligned
    names = PathNames(scenario.scene)
  }

  /// The paths of a frame at an instant, ready to be asked.
  func truth(of tracks: any PathTracks, at instant: Double) -> MapTruth {
    let interval = tracks.interval
    let time = min(max(instant, interval.lowerBound), interval.upperBound)
    let delays = workers.mapChunks(isTimed ? tracks.count : 0, chunk: 2048) { range in
      tracks.delays(of: range, at: time)
    }
    let frequency = scenario.waveform.centreFrequency.hertz
    let reference = referredToLineOfSight ? lineOfSightRate(tracks.ends(at: time)) : 0
    let places = delays.map { path in
      // A moving beat is displaced by f_c tau' / S.
      let rate = path.rate - reference
      return PathPlace(
        delay: path.delay + frequency * rate / scenario.waveform.slope.si,
        shift: -frequency * rate, rate: rate, trueDelay: path.delay, trueRate: path.rate)
    }
    return MapTruth(
      tracks: tracks, time: time, places: places, pairs: pairs,
      frequency: scenario.waveform.centreFrequency, power: transmittedPower.watts,
      response: response, names: names, workers: workers)
  }

  /// The rate of the delay between the radios' places.
  private func lineOfSightRate(_ ends: LinkEnds) -> Double {
    let way = ends.receiver.position - ends.transmitter.position
    let velocity = ends.receiver.velocity - ends.transmitter.velocity
    return way.length > 0 ? velocity.dot(way.normalized) / PhysicalConstants.speedOfLight : 0
  }
}

/// Where a path shows in a map.
struct PathPlace: Sendable {
  /// In seconds and hertz, as the map shows them.
  var delay: Double
  var shift: Double

  /// The rate of the shown delay in seconds per second.
  var rate: Double

  /// What delay and rate are in truth.
  var trueDelay: Double
  var trueRate: Double
}

/// The paths of one link at the middle of a map.
struct MapTruth {
  let time: Double

  private let tracks: any PathTracks
  private let places: [PathPlace]
  private let pairs: ElementPairs
  private let frequency: Frequency
  private let power: Double
  private let response: CellResponse
  private let names: PathNames
  private let workers: Workers
  private let tracksOfColumn: [Int: [Int]]

  /// How many cells of delay the fastest path runs through in half a window.
  private let widestMigration: Int

  /// How much of an echo's power an object must make to name it: a tenth, since several objects may
  /// share a cell and noise fluctuates.
  private static let leastShare = 0.1

  init(
    tracks: any PathTracks, time: Double, places: [PathPlace], pairs: ElementPairs,
    frequency: Frequency, power: Double, response: CellResponse, names: PathNames, workers: Workers
  ) {
    self.tracks = tracks
    self.time = time
    self.places = places
    self.pairs = pairs
    self.frequency = frequency
    self.power = power
    self.response = response
    self.names = names
    self.workers = workers
    var columns: [Int: [Int]] = [:]
    // A path beyond the unambiguous delay is filtered out, one that has ended has no delay.
    for (track, place) in places.enumerated()
    where place.trueDelay > 0 && response.holds(place.delay) {
      columns[response.column(of: place.delay), default: []].append(track)
    }
    tracksOfColumn = columns
    let fastest = places.reduce(0) { max($0, abs($1.rate)) }
    // A body that crosses more than that in a window has no cell of its own.
    widestMigration = Int(min(16, response.migration(rate: fastest).rounded(.up)))
  }

  // MARK: Detections

  /// Which paths the echoes in some cells are made of.
  ///
  /// - Parameters:
  ///   - cells: The cells.
  ///   - echoes: The power of each echo, without the noise beside it, in watts.
  /// - Returns: A label for each cell.
  func labels(
    of cells: [(row: Int, column: Int)], echoes: [Double]
  ) -> [DetectionLabel] {
    workers.map(cells.count, chunk: 4) { index in
      let makers = makers(of: cells[index], among: candidates(near: cells[index].column))
      guard let best = makers.first, best.power >= Self.leastShare * echoes[index] else {
        return .none
      }
      return label(best)
    }
  }

  private func label(_ maker: Maker) -> DetectionLabel {
    let place = places[maker.strongest]
    let interactions = tracks.path(maker.strongest, at: time).interactions
    let name = names.name(of: tracks.contacts(of: maker.strongest))
    let vertex = interactions.first { $0.facet == name.facet && $0.centre == name.centre }?.vertex
    return DetectionLabel(
      path: tracks.identifiers[maker.strongest].rawValue, object: name.object,
      material: name.material, kind: name.kind, power: maker.power, delay: place.trueDelay,
      dopplerShift: -frequency.hertz * place.trueRate,
      vertex: vertex ?? SIMD3(repeating: .nan))
  }

  /// What an object makes of a cell.
  private struct Maker {
    var object: Int32
    var power: Double
    var strongest: Int
  }

  /// The objects that make a cell, the one that makes most of it first.
  private func makers(of cell: (row: Int, column: Int), among list: [Int]) -> [Maker] {
    let shares = list.map { track in
      response(
        row: cell.row, column: cell.column, path: (places[track].delay, places[track].shift),
        rate: places[track].rate)
    }
    let near = list.indices.filter { shares[$0].lengthSquared > 0 }
    guard !near.isEmpty else { return [] }
    let rows = tracks.amplitudes(
      of: near.map { list[$0] }, at: time, over: pairs, frequency: frequency)
    var sums: [Int32: [Complex<Double>]] = [:]
    var strongest: [Int32: (track: Int, power: Double)] = [:]
    for (position, row) in zip(near, rows) {
      let track = list[position]
      let object = names.name(of: tracks.contacts(of: track)).object
      let cycles = frequency.hertz * places[track].trueDelay
      let factor =
        shares[position] * Complex(length: 1, phase: -2 * .pi * (cycles - cycles.rounded()))
      let parts = row.map { $0 * factor }
      let own = parts.reduce(0) { $0 + $1.lengthSquared }
      if own > strongest[object]?.power ?? 0 { strongest[object] = (track, own) }
      var sum = sums[object] ?? [Complex<Double>](repeating: .zero, count: pairs.count)
      for pair in parts.indices { sum[pair] += parts[pair] }
      sums[object] = sum
    }
    return strongest.map { object, path in
      let total = (sums[object] ?? []).reduce(0) { $0 + $1.lengthSquared }
      return Maker(
        object: object, power: power * total / Double(pairs.count), strongest: path.track)
    }.sorted { ($1.power, $0.object) < ($0.power, $1.object) }
  }

  private func candidates(near column: Int) -> [Int] {
    let reach = Int(CellResponse.reach) + 1 + widestMigration
    return Set((-reach...reach).map { response.column(ofNeighbour: $0, of: column) }).sorted()
      .flatMap { tracksOfColumn[$0] ?? [] }
  }

  // MARK: Targets

  /// What each actor makes of the cell that it makes most of: what there is to be detected.
  ///
  /// - Returns: A target for each actor; one without paths has no power.
  func targets() -> [RecordedTarget] {
    var ofActor = [[Int]](repeating: [], count: names.actorCount)
    for track in tracksOfColumn.values.joined().sorted() {
      if let actor = names.actor(of: tracks.contacts(of: track)) { ofActor[actor].append(track) }
    }
    return ofActor.map { target($0) }
  }

  private func target(_ list: [Int]) -> RecordedTarget {
    guard !list.isEmpty else { return .none }
    let powers = tracks.amplitudes(of: list, at: time, over: pairs, frequency: frequency).map {
      $0.reduce(0) { $0 + $1.lengthSquared }
    }
    // Where many weak paths add up to the strongest cell, one of the strongest of them is there.
    let order = list.indices.sorted { (powers[$1], $0) < (powers[$0], $1) }.prefix(32)
    let cells = Set(
      order.map { index in
        let place = places[list[index]]
        return SIMD2(response.row(of: place.shift), response.column(of: place.delay))
      })
    let own = Set(list)
    var best = RecordedTarget.none
    for cell in cells.sorted(by: { ($0.x, $0.y) < ($1.x, $1.y) }) {
      let near = candidates(near: cell.y).filter(own.contains)
      let power = makers(of: (cell.x, cell.y), among: near).reduce(0) { max($0, $1.power) }
      guard power > best.power else { continue }
      best = RecordedTarget(
        power: power, delay: response.delay(ofColumn: cell.y),
        dopplerShift: response.shift(ofRow: cell.x))
    }
    return best
  }
}

extension CellResponse {
  /// The column so many columns beside another one, which folds.
  fileprivate func column(ofNeighbour step: Int, of column: Int) -> Int {
    self.column(of: delay(ofColumn: column + step))
  }
}
