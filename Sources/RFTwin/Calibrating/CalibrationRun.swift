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
    var observed: [ObservedLink] = []
    for capture in settings.captures {
      observed += try observations(of: capture, tracer, progress)
    }
    do {
      return try MaterialFit(settings, scenario, observed, workers).outcome(of: problem, progress)
    } catch {
      throw .numbers(error)
    }
  }

  private func observations(
    of capture: CalibrationSettings.Capture, _ tracer: PathTracer, _ progress: (String) -> Void
  ) throws(CalibrationError) -> [ObservedLink] {
    let record: Record
    do {
      record = try Record(capture.record)
    } catch {
      throw .record(error)
    }
    let names = capture.links ?? scenario.scene.links.map(\.name).filter { name in
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
    var observed: [ObservedLink] = []
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
  ) throws(CalibrationError) -> ObservedLink {
    let waveform = scenario.waveform
    let grid = try grid(of: link, in: record)
    let pulse = PulseResponse(scenario.processing.delayWindow, samples: waveform.samples)
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
    var parts = [Part(grid, pulse), Part(grid, pulse)]
    for (number, row) in chosen.enumerated() {
      let isHeldOut = settings.holdOut > 1 && count > 1 && number % settings.holdOut == settings.holdOut - 1
      let terms: MaterialTerms
      do {
        terms = try tracer.materialTerms(
          link: index, at: link.profileTimes[row], from: transmit, to: receive)
      } catch {
        throw .tracing(error)
      }
      let bins = profiles[row * link.delays.count..<(row + 1) * link.delays.count]
      parts[isHeldOut ? 1 : 0].append(
        terms, bins.map { Double($0) / transmitter.power.watts }, pieces: amplitudeOfPiece)
    }
    let powers = SampledBand(scenario).powers(problem.prior, unknowns: [], workers)
    let noise = link.noisePerDelayBin / transmitter.power.watts
    let chirps = Double(min(scenario.processing.profileChirps, scenario.episode.chirps))
    func observation(_ part: Part) -> LinkObservation {
      let covariance = SpeckleCovariance(
        part.cells, powers, pulse: pulse, delayOffset: 0, noise: noise,
        noiseLooks: chirps * Double(max(1, link.schedule.elements.count)),
        modelError: settings.modelError * Double.log(10) / 10,
        counts: { window, cell, power in
          isUsed(cell, grid) && power > 0.1 * noise && part.measured[window][cell] > 0
        }, workers: workers)
      return LinkObservation(
        cells: part.cells, covariance: covariance, measured: part.measured, noise: noise)
    }
    return ObservedLink(
      name: link.name, record: record.path, fitted: observation(parts[0]),
      heldOut: parts[1].measured.isEmpty ? nil : observation(parts[1]))
  }

  /// Windows that are fitted, or held out.
  private struct Part {
    var cells: DelayCells
    var measured: [[Double]] = []

    init(_ grid: DelayCells.Grid, _ pulse: PulseResponse) {
      cells = DelayCells(grid, pulse: pulse)
    }

    mutating func append(
      _ terms: MaterialTerms, _ bins: [Double],
      pieces: (MaterialTerms, MaterialTerms.Path) -> Complex<Double>
    ) {
      cells.append(terms, pieces: pieces)
      let size = cells.grid.binsPerCell
      measured.append(
        (0..<cells.grid.cells).map { cell in
          bins[cell * size..<(cell + 1) * size].reduce(0, +) / Double(size)
        })
    }
  }

  private func isUsed(_ cell: Int, _ grid: DelayCells.Grid) -> Bool {
    guard let gate = settings.gate else { return true }
    let width = Double(grid.binsPerCell) * grid.binWidth
    return Double(cell) * width >= gate.lowerBound
      && Double(cell + 1) * width <= gate.upperBound
  }

  private func axis(_ bins: Int, _ width: Double, _ centre: Double) -> String {
    "\(bins) delay bins of \(TimeSpan(si: width)) at \(Frequency(hertz: centre))"
  }

  private func grid(
    of link: RecordedLink, in record: Record
  ) throws(CalibrationError) -> DelayCells.Grid {
    let waveform = scenario.waveform
    let cell = link.delays.count > 1 ? link.delays[1] - link.delays[0] : 0
    guard link.delays.count == waveform.samples,
      abs(cell - waveform.delayCell) < 1e-6 * waveform.delayCell,
      abs(record.centreFrequency - waveform.centreFrequency.hertz)
        < 1e-6 * waveform.centreFrequency.hertz
    else {
      throw .record(
        RecordError(
          file: record.path,
          "link '\(link.name)' has \(axis(link.delays.count, cell, record.centreFrequency)), the"
            + " scenario"
            + " \(axis(waveform.samples, waveform.delayCell, waveform.centreFrequency.hertz)); give"
            + " the scenario the capture's waveform"))
    }
    return DelayCells.Grid(
      binWidth: waveform.delayCell, bins: waveform.samples,
      binsPerCell: max(1, min(waveform.samples, Int((settings.cell / waveform.delayCell).rounded()))),
      centreFrequency: waveform.centreFrequency.hertz, slope: waveform.slope.si)
  }

  /// The amplitude of a path over a piece of surface with the materials of the scenario.
  private func amplitudeOfPiece(
    _ terms: MaterialTerms, _ path: MaterialTerms.Path
  ) -> Complex<Double> {
    // Amplitudes were made so that they add up to the path's with the traced materials' coefficients.
    let contact = terms.contacts[path.firstContact]
    let surface = RadioSurface(
      scenario.scene.materials[Int(contact.material)], at: scenario.waveform.centreFrequency,
      isTabulated: false)
    let coefficients = surface.specularCoefficients(
      contact.cosIncidence, scattered: contact.cosScattered)
    return terms.amplitudes[path.firstAmplitude] * coefficients.te
      + terms.amplitudes[path.firstAmplitude + 1] * coefficients.tm
  }
}
