// SPDX-License-Identifier: Apache-2.0

internal import Calibration
package import Captures
internal import Channels
internal import ComplexModule
internal import Electromagnetics
package import Execution
package import InputDocuments
package import LinearAlgebra
internal import Materials
package import PathTracing
package import Quantities
internal import RadarFrames
internal import RealModule
internal import Scenes
internal import Spectra

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
  private let settings: CalibrationSettings
  private let seed: UInt64?
  private let workers: Workers
  private let scenario: Scenario

  /// The band in which the fitted materials hold.
  package var band: ClosedRange<Frequency> { scenario.waveform.sampledBand }

  private let problem: MaterialProblem

  /// The fewest delay bins of a cell, and how long one is in seconds unless told.
  private static let smallestCell = 4.0
  private static let usualCell = 2e-9

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
    self.settings = settings
    self.seed = seed
    self.workers = workers
    do {
      let scenario = try Scenario.load(settings.scenario)
      self.scenario = scenario
      problem = try MaterialProblem(settings, scenario)
      try checkNames(settings, scenario)
      warnings = scenario.scene.warnings
    } catch {
      throw .input(error)
    }
  }

  // MARK: Observations

  /// Traces paths, fits and judges.
  ///
  /// - Parameter progress: Called with sentences about what is done.
  /// - Returns: What was found.
  /// - Throws: `CalibrationError`.
  package func run(progress: (String) -> Void = { _ in }) throws(CalibrationError)
    -> CalibrationOutcome
  {
    let tracer: PathTracer
    do {
      let simulation = try Simulation(scenario, seed: seed, workers: workers)
      do {
        tracer = try simulation.tracer(for: simulation.linkChains())
      } catch {
        throw CalibrationError.tracing(error)
      }
    } catch let error as CalibrationError {
      throw error
    } catch let error as InputError {
      throw .input(error)
    } catch {
      throw .input(InputError(file: settings.file, "\(error)"))
    }
    var traced: [TracedLink] = []
    for capture in settings.captures {
      traced += try observations(of: capture, tracer, progress)
    }
    let observing = LinkObserving(settings, scenario, problem, workers)
    do {
      let geometry = try GeometryFit(settings, scenario, observing).run(traced, progress)
      progress("working out how far speckle reaches")
      let observed = zip(traced, geometry.links).map { observing.observed($0, $1) }
      for link in observed where link.fitted.count == 0 {
        throw CalibrationError.record(
          RecordError(
            file: link.record,
            "link '\(link.name)' has no cell in which the twin lets expect anything above the noise;"
              + " check 'gate', the scenario's radios and the capture's power"))
      }
      // What cells weigh depends on the powers that are expected: first those of before, then fitted ones.
      let first = try MaterialFit(settings, scenario, observed, workers).materials(of: problem)
      let band = SampledBand(scenario)
      let reweighed = zip(observed, traced).map {
        observing.reweighed($0, $1, first, band)
      }
      var outcome = try MaterialFit(settings, scenario, reweighed, workers)
        .outcome(of: problem, progress)
      outcome.geometry = geometry.identifiability
      outcome.geometryUnknowns = geometry.unknowns
      outcome.notes = geometry.notes
      return outcome
    } catch let error as CalibrationError {
      throw error
    } catch let error as LinearAlgebraError {
      throw .numbers(error)
    } catch {
      throw .input(InputError(file: settings.file, "\(error)"))
    }
  }

  private func observations(
    of capture: CalibrationSettings.Capture, _ tracer: PathTracer, _ progress: (String) -> Void
  ) throws(CalibrationError) -> [TracedLink] {
    let record: Record
    do {
      record = try Record(capture.record)
    } catch {
      throw .record(error)
    }
    let names =
      capture.links
      ?? scenario.scene.links.map(\.name).filter { name in
        record.links.contains { $0.name == name }
      }
    guard !names.isEmpty else {
      let there = record.links.map { "'\($0.name)'" }.joined(separator: ", ")
      let wanted = scenario.scene.links.map { "'\($0.name)'" }.joined(separator: ", ")
      throw .record(
        RecordError(
          file: capture.record,
          "the record and the scenario have no link in common; it has \(there), the scenario"
            + " \(wanted)"))
    }
    var observed: [TracedLink] = []
    for name in names {
      guard let link = record.links.first(where: { $0.name == name }),
        let index = scenario.scene.links.firstIndex(where: { $0.name == name })
      else {
        throw .record(
          RecordError(
            file: capture.record,
            "there is no link '\(name)' in both the record and the scenario"))
      }
      progress("tracing the paths of \(name) in \(capture.record)")
      observed.append(try observation(of: link, in: record, index, tracer))
    }
    return observed
  }

  private func observation(
    of link: RecordedLink, in record: Record, _ index: Int, _ tracer: PathTracer
  ) throws(CalibrationError) -> TracedLink {
    let grid = try grid(of: link, in: record)
    let own = scenario.scene.links[index]
    let transmitter = scenario.scene.radios[own.transmitter]
    let (transmit, receive) = (
      transmitter.activeTransmitElements[0],
      scenario.scene.radios[own.receiver].receiveElements[0]
    )
    let span = scenario.episode.start...(scenario.episode.start + scenario.episode.duration)
    let rows = link.profileTimes.indices.filter { span.contains(link.profileTimes[$0]) }
    guard !rows.isEmpty else {
      throw .record(
        RecordError(
          file: record.path,
          "link '\(link.name)' has no profile within the scenario's episode, from"
            + " \(span.lowerBound) s to \(span.upperBound) s"))
    }
    let count = min(settings.windows, rows.count)
    let chosen = (0..<count).map { rows[count > 1 ? $0 * (rows.count - 1) / (count - 1) : 0] }
    let profiles: [Float]
    do {
      profiles = try link.profiles()
    } catch {
      throw .record(error)
    }
    let power = transmitter.power.watts
    let chirps = Double(min(scenario.processing.profileChirps, scenario.episode.chirps))
    var traced = TracedLink(
      name: link.name, record: record.path, index: index, grid: grid,
      noise: link.noisePerDelayBin / power,
      noiseLooks: chirps * Double(max(1, link.schedule.elements.count)),
      bins: link.profileBins)
    for row in chosen {
      let terms: MaterialTerms
      do {
        terms = try tracer.materialTerms(
          link: index, at: link.profileTimes[row], from: transmit, to: receive)
      } catch {
        throw .tracing(error)
      }
      let bins = profiles[row * link.delays.count..<(row + 1) * link.delays.count]
      traced.windows.append((terms, bins.map { Double($0) / power }))
    }
    return traced
  }

  private func axis(_ bins: Int, _ width: Double, _ centre: Double) -> String {
    "\(bins) delay bins of \(TimeSpan(si: width)) at \(Frequency(hertz: centre))"
  }

  private func profileGrid(
    of link: RecordedLink, in record: Record
  ) throws(CalibrationError) -> DelayCells.Grid {
    guard !settings.delays.contains(link.name) else {
      throw .input(
        InputError(
          file: settings.file,
          "'delays' names '\(link.name)', whose profiles hold whole bins and tell no delays; give"
            + " 'delay-offset' in the capture's description"))
    }
    let band = scenario.waveform.sampledBand
    do {
      return try link.profileGrid(
        in: record, cell: settings.cell, centre: scenario.waveform.centreFrequency,
        width: band.upperBound.hertz - band.lowerBound.hertz)
    } catch {
      throw .record(error)
    }
  }

  private func grid(
    of link: RecordedLink, in record: Record
  ) throws(CalibrationError) -> DelayCells.Grid {
    let waveform = scenario.waveform
    if link.bins != nil { return try profileGrid(of: link, in: record) }
    let width = link.delays.count > 1 ? link.delays[1] - link.delays[0] : 0
    guard link.delays.count == waveform.samples,
      abs(width - waveform.delayCell) < 1e-6 * waveform.delayCell,
      abs(record.centreFrequency - waveform.centreFrequency.hertz)
        < 1e-6 * waveform.centreFrequency.hertz
    else {
      throw .record(
        RecordError(
          file: record.path,
          "link '\(link.name)' has \(axis(link.delays.count, width, record.centreFrequency)), the"
            + " scenario"
            + " \(axis(waveform.samples, waveform.delayCell, waveform.centreFrequency.hertz)); give"
            + " the scenario the capture's waveform"))
    }
    let cell = settings.cell ?? max(Self.usualCell, Self.smallestCell * waveform.delayCell)
    let size = (cell / waveform.delayCell).rounded()
    let largest = Double(waveform.samples / 4)
    // Smaller cells see much of the same field, larger ones leave none to compare.
    guard size >= Self.smallestCell, size <= largest else {
      let ends = [Self.smallestCell, largest].map { "\(TimeSpan(si: $0 * waveform.delayCell))" }
      throw .input(
        InputError(
          file: settings.file,
          "'cell' must be from \(ends[0]) to \(ends[1]) for this waveform, not"
            + " \(TimeSpan(si: cell))"))
    }
    return DelayCells.Grid(
      binWidth: waveform.delayCell, bins: waveform.samples, binsPerCell: Int(size),
      centreFrequency: waveform.centreFrequency.hertz, slope: waveform.slope.si)
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
  }
  let links = scenario.scene.links.map(\.name)
  try check(settings.delays, links, "delays")
  try check(settings.positions, scenario.scene.radios.map(\.name), "positions")
  var used: Set<[String]> = []
  for capture in settings.captures {
    for link in capture.links ?? links where !used.insert([capture.record, link]).inserted {
      throw InputError(
        file: settings.file,
        "'captures' names link '\(link)' of \(capture.record) twice; the same data tell nothing twice"
      )
    }
  }
}
