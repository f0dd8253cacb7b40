// SPDX-License-Identifier: Apache-2.0

internal import Calibration
package import Captures
package import Execution
package import InputDocuments
package import LinearAlgebra
internal import Materials
package import PathTracing
package import Quantities
internal import RadarFrames
internal import Scenes
internal import Spatial

/// Why a calibration stopped.
package enum CalibrationError: Error, CustomStringConvertible {
  case input(InputError)
  case record(RecordError)
  case tracing(PathTracingError)
  case numbers(LinearAlgebraError)

  package var description: String {
    switch self {
    case .input(let error): error.description
    case .record(let error): error.description
    case .tracing(let error): error.description
    case .numbers(let error): "the fit came to no end: \(error)"
    }
  }
}

/// Fits the materials of a twin to records.
package struct CalibrationRun {
  let settings: CalibrationSettings
  let seed: UInt64?
  let workers: Workers
  let scenario: Scenario

  /// The band in which the fitted materials hold.
  package var band: ClosedRange<Frequency> { scenario.waveform.sampledBand }

  let problem: MaterialProblem

  /// Sentences about what was assumed.
  package let warnings: [String]

  /// Prepares a calibration.
  ///
  /// - Parameters:
  ///   - settings: What to do.
  ///   - seed: Replaces the scenario's seed.
  ///   - workers: How many threads to use.
  /// - Throws: `CalibrationError` when the scenario cannot be read or a material is not its own.
  package init(
    _ settings: CalibrationSettings, seed: UInt64? = nil, workers: Workers
  ) throws(CalibrationError) {
    self.seed = seed
    self.workers = workers
    do {
      var scenario = try Self.tracedScenario(settings.scenario)
      let settings = try settings.dividing(&scenario.scene)
      self.settings = settings
      self.scenario = scenario
      problem = try MaterialProblem(settings, scenario)
      try checkNames(settings, scenario)
      warnings = scenario.scene.warnings
    } catch {
      throw .input(error)
    }
  }

  /// Reads a scenario whose paths are traced.
  private static func tracedScenario(_ file: String) throws(InputError) -> Scenario {
    let scenario = try Scenario.load(file)
    guard scenario.statistical == nil else {
      throw InputError(
        file: file, "the channel is statistical and has no materials to fit; leave out 'channel'")
    }
    return scenario
  }

  /// Finds the gains of channels, where `channels` asks for them.
  ///
  /// - Parameter progress: Called with sentences about what is done.
  /// - Returns: What was found of each link.
  /// - Throws: `CalibrationError`.
  package func channels(
    progress: (String) -> Void = { _ in }
  ) throws(CalibrationError) -> [ChannelEstimate] {
    guard !settings.channels.isEmpty else { return [] }
    let tracing = CaptureTracing(
      settings: settings, scenario: scenario, seed: seed, workers: workers)
    return try ChannelFit(settings, tracing).run(progress)
  }

  /// Whether materials are to be fitted.
  package var fitsMaterials: Bool { !settings.materials.isEmpty }

  /// Traces paths, fits and judges.
  ///
  /// - Parameter progress: Called with sentences about what is done.
  /// - Returns: What was found.
  /// - Throws: `CalibrationError`.
  package func run(
    progress: (String) -> Void = { _ in }
  ) throws(CalibrationError) -> CalibrationOutcome {
    var tracing = CaptureTracing(
      settings: settings, scenario: scenario, seed: seed, workers: workers)
    var traced = try tracing.links(progress)
    // Where paths lie, which cells stand above the noise and how far they stray follow from the powers that
    // are expected: first those of the materials before, then of fitted ones.
    let (geometry, first) = try observed(
      traced, tracing.scenario, problem.prior, [:], isJudged: false, progress)
    try checkCells(first)
    let estimate = try numbers { () throws(LinearAlgebraError) in
      try MaterialFit(settings, scenario, first, workers).estimate(of: problem)
    }
    let turns = estimate.turns
    if !geometry.places.isEmpty || !turns.isEmpty {
      // Mirrors of a few centimetres come and go with places, and faint paths with orientations, so paths
      // are traced from the right ones.
      tracing.scenario.scene.place(geometry.places, turns)
      traced = try tracing.links(progress)
    }
    let (better, second) = try observed(
      traced, tracing.scenario, estimate.materials, geometry.places, isJudged: true,
      geometry.unknowns.isEmpty ? { _ in } : progress)
    try checkCells(second)
    var outcome = try numbers { () throws(LinearAlgebraError) in
      try MaterialFit(settings, scenario, second, turned: turns, workers)
        .outcome(of: problem, rivals: estimate.rivals, progress)
    }
    outcome.geometry = better.identifiability
    outcome.geometryUnknowns = better.unknowns
    outcome.warnings = holdOutWarnings(traced)
    outcome.notes = better.notes + tracing.notes(traced) + outcome.notes + outcome.warnings
    if outcome.fit.excess > 1.5 {
      outcome.notes.append(
        "measured powers stray \(rounded(outcome.fit.excess)) times as far from the fitted ones as speckle,"
          + " noise and 'model-error' let expect; intervals are widened by as much, but something that"
          + " is not fitted is off, such as the capture's scale ('gain'), a place or a material, and may"
          + " carry what is fitted further than they tell"
          + (better.places.isEmpty
            ? ""
            : "; a radio that stands decimetres off can be found at a wrong place, so survey it"))
    }
    return outcome
  }

  /// Sentences about links of which nothing is held out although it is asked for.
  private func holdOutWarnings(_ links: [TracedLink]) -> [String] {
    let period = settings.holdOut
    return links.filter { period > 1 && $0.windows.count < period }.map { link in
      let count = link.windows.count
      let remedy =
        count > 1
        ? "give 'hold-out: \(count)' or less, or more 'windows' or a longer record"
        : "a record with more profiles would tell, or 'hold-out: 0' says that it is meant"
      return
        "link '\(link.name)' of \(readable(link.record)) has \(count == 1 ? "one window" : "\(count) windows"),"
        + " and 'hold-out: \(period)' takes one of \(period), so nothing of it was held out to judge the fit"
        + " by; \(remedy)"
    }
  }

  /// What was found of radios, as files that can be used.
  ///
  /// - Parameter outcome: Of this run.
  /// - Returns: What files can be written of.
  package func radios(_ outcome: CalibrationOutcome) -> CalibratedRadios {
    CalibratedRadios(outcome, scenario.scene)
  }

  /// Finds out delays and places, and puts windows into cells.
  private func observed(
    _ traced: [TracedLink], _ scenario: Scenario, _ materials: [AdjustableMaterial],
    _ places: [Int: Vector3], isJudged: Bool, _ progress: (String) -> Void
  ) throws(CalibrationError) -> (geometry: GeometryFit.Result, links: [ObservedLink]) {
    let observing = LinkObserving(settings, scenario, materials, workers)
    let geometry = try numbers { () throws(LinearAlgebraError) in
      try GeometryFit(settings, scenario, observing, placed: places)
        .run(traced, isJudged: isJudged, progress)
    }
    progress("working out how far speckle reaches")
    return (geometry, zip(traced, geometry.links).map { observing.observed($0, $1) })
  }

  private func checkCells(_ links: [ObservedLink]) throws(CalibrationError) {
    for link in links where link.fitted.count == 0 {
      throw .record(
        RecordError(
          file: link.record,
          "link '\(link.name)' has no cell in which the twin lets expect anything above the noise;"
            + " check 'gate', the scenario's radios and the capture's power"))
    }
  }

  private func numbers<Value>(
    _ work: () throws(LinearAlgebraError) -> Value
  ) throws(CalibrationError) -> Value {
    do { return try work() } catch { throw .numbers(error) }
  }
}

extension Scene {
  /// Puts radios beside their places and turns them.
  mutating func place(_ places: [Int: Vector3], _ turns: [Int: RadioTurn]) {
    for (radio, place) in places.sorted(by: { $0.key < $1.key }) {
      displace(radio: radio, by: place)
    }
    for (radio, turn) in turns.sorted(by: { $0.key < $1.key }) {
      self.turn(radio: radio, by: turn.rotation)
    }
  }
}

/// Complains about links and radios that the scenario does not have, and about data that are named twice.
private func checkNames(
  _ settings: CalibrationSettings, _ scenario: Scenario
) throws(InputError) {
  func check(_ names: [String], _ known: [String], _ key: String) throws(InputError) {
    for name in names where !known.contains(name) {
      throw InputError(
        file: settings.file,
        "'\(key)' names '\(name)', which the scenario does not have; it has"
          + " \(known.joined(separator: ", "))")
    }
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      throw InputError(
        file: settings.file, "'\(key)' names '\(name)' twice; leave one of them out")
    }
  }
  let links = scenario.scene.links.map(\.name)
  try check(settings.channels, links, "channels")
  try check(settings.delays, links, "delays")
  try check(settings.positions, scenario.scene.radios.map(\.name), "positions")
  try check(settings.orientations, scenario.scene.radios.map(\.name), "orientations")
  try check(settings.antennas.map(\.radio), scenario.scene.radios.map(\.name), "antennas")
  var used: Set<[String]> = []
  for capture in settings.captures {
    for link in capture.links ?? links where !used.insert([capture.record, link]).inserted {
      throw InputError(
        file: settings.file,
        "'captures' names link '\(link)' of \(capture.record) twice; the same data tell nothing twice"
      )
    }
  }
  try refuseCopies(settings)
}

/// Complains about records that hold the same bytes and are both asked for one link.
private func refuseCopies(_ settings: CalibrationSettings) throws(InputError) {
  for (index, capture) in settings.captures.enumerated() {
    for other in settings.captures[..<index] where other.record != capture.record {
      let sharesLink =
        capture.links.flatMap { own in other.links.map { !Set(own).isDisjoint(with: $0) } } ?? true
      if sharesLink, areCopies(other.record, capture.record) {
        throw InputError(
          file: settings.file,
          "'captures' names \(capture.record), a copy of \(other.record); the same data tell nothing"
            + " twice")
      }
    }
  }
}
