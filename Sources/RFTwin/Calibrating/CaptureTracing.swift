// SPDX-License-Identifier: Apache-2.0

internal import Calibration
internal import Captures
internal import Channels
internal import Execution
internal import InputDocuments
internal import Kinematics
internal import PathTracing
internal import Quantities
internal import RadarFrames
internal import RealModule
internal import Scenes
internal import Spatial

/// A link of a capture with the paths of the twin in each of its windows.
struct TracedLink {
  let name: String
  let record: String

  /// Which link of the scenario.
  let index: Int
  let grid: DelayCells.Grid

  /// The mean power of noise in a bin as a path gain, and how many values of it a bin averages.
  typealias Noise = (power: Double, looks: Double)
  let noise: Noise

  /// The same of a bin of a map.
  let mapNoise: Noise

  /// That of the bins which a grid has.
  func noise(of grid: DelayCells.Grid) -> Noise { grid.doppler == nil ? noise : mapNoise }

  /// What is known of bins that hold the power of all paths within them; nil for those of transforms.
  var bins: IntegratedBins?

  /// For each window the paths and what was captured.
  ///
  /// Directions of departure and arrival are in the axes along which the radios are placed.
  var windows: [(terms: MaterialTerms, captured: CapturedWindow)] = []
}

/// Reads what was captured, and traces the paths of each of its windows.
struct CaptureTracing {
  let settings: CalibrationSettings
  var scenario: Scenario
  let seed: UInt64?
  let workers: Workers

  /// The fewest delay bins of a cell, and how long one is in seconds unless told.
  static let smallestCell = 4.0
  private static let usualCell = 2e-9

  /// Sentences about what was taken otherwise than it was asked for.
  func notes(_ links: [TracedLink]) -> [String] { roundingNotes(links) + restingNotes(links) }

  /// Sentences about cells that are not as long as `cell` says, for they are made of whole bins.
  private func roundingNotes(_ links: [TracedLink]) -> [String] {
    guard let cell = settings.cell else { return [] }
    return links.compactMap { link in
      let width = Double(link.grid.binsPerCell) * link.grid.binWidth
      guard abs(width - cell) > 0.01 * cell else { return nil }
      let bins = link.grid.binsPerCell == 1 ? "one bin" : "\(link.grid.binsPerCell) bins"
      return "cells of link '\(link.name)' are \(rounded(width * 1e9)) ns long, \(bins) of"
        + " \(rounded(link.grid.binWidth * 1e9)) ns, not \(rounded(cell * 1e9)) ns as 'cell' says"
    }
  }

  /// Sentences about links whose radios rest, where Doppler shifts were to be told apart.
  private func restingNotes(_ links: [TracedLink]) -> [String] {
    guard settings.dopplerCell != nil else { return [] }
    return links.filter { $0.grid.doppler == nil }.map {
      "link '\($0.name)' has radios at rest, so all that rests has one Doppler shift; 'doppler-cell' was left"
        + " out for it"
    }
  }

  /// The links of all captures.
  ///
  /// - Parameter progress: Called with sentences about what is done.
  /// - Returns: Each link of each capture with the paths of its windows.
  /// - Throws: `CalibrationError` where a record and the scenario do not go together.
  func links(_ progress: (String) -> Void) throws(CalibrationError) -> [TracedLink] {
    // Before minutes are spent on the first one, all captures must fit the scenario, and so each other.
    var captured: [(record: Record, link: RecordedLink, index: Int, grid: DelayCells.Grid)] = []
    for capture in settings.captures {
      let (record, links) = try links(of: capture)
      for (link, index) in links {
        captured.append((record, link, index, try grid(of: link, in: record)))
      }
    }
    try checkUse(captured.map(\.index))
    let tracer = try tracer()
    var all: [TracedLink] = []
    for (record, link, index, grid) in captured {
      progress("tracing the paths of \(link.name) in \(record.path)")
      all.append(try traced(link, in: record, index, grid, tracer))
    }
    return all
  }

  /// Complains about links that no capture holds, and radios that none of those which are used begins or
  /// ends at: nothing tells of them.
  private func checkUse(_ links: [Int]) throws(CalibrationError) {
    let scene = scenario.scene
    let held = Set(links).sorted().map { scene.links[$0].name }
    if let unused = settings.delays.first(where: { !held.contains($0) }) {
      throw .input(
        InputError(
          file: settings.file,
          "'delays' names '\(unused)', which no capture holds; leave it out, or name one of"
            + " \(held.joined(separator: ", "))"))
    }
    let used = Set(links.flatMap { [scene.links[$0].transmitter, scene.links[$0].receiver] })
    let names = used.sorted().map { scene.radios[$0].name }
    for (key, asked) in [
      ("positions", settings.positions), ("orientations", settings.orientations),
      ("antennas", settings.antennas.map(\.radio)),
    ] {
      guard let unused = asked.first(where: { !names.contains($0) }) else { continue }
      throw .input(
        InputError(
          file: settings.file,
          "'\(key)' names '\(unused)', which is at no end of the captures' links"
            + " \(held.joined(separator: ", ")); leave it out, or name one of"
            + " \(names.joined(separator: ", "))"))
    }
  }

  /// What finds the paths of the twin.
  func tracer() throws(CalibrationError) -> PathTracer {
    do {
      let simulation = try Simulation(scenario, seed: seed, workers: workers)
      return try simulation.tracer(for: simulation.linkChains())
    } catch let error as PathTracingError {
      throw .tracing(error)
    } catch let error as InputError {
      throw .input(error)
    } catch {
      throw .input(InputError(file: settings.file, "\(error)"))
    }
  }

  /// A capture's record and those of its links that are used, each with its number in the scenario.
  func links(
    of capture: CalibrationSettings.Capture
  ) throws(CalibrationError) -> (record: Record, links: [(RecordedLink, Int)]) {
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
    var links: [(RecordedLink, Int)] = []
    for name in names {
      guard let link = record.links.first(where: { $0.name == name }),
        let index = scenario.scene.links.firstIndex(where: { $0.name == name })
      else {
        throw .record(
          RecordError(
            file: capture.record,
            "there is no link '\(name)' in both the record and the scenario"))
      }
      links.append((link, index))
    }
    return (record, links)
  }

  private func traced(
    _ link: RecordedLink, in record: Record, _ index: Int, _ grid: DelayCells.Grid,
    _ tracer: PathTracer
  ) throws(CalibrationError) -> TracedLink {
    let own = scenario.scene.links[index]
    let transmitter = scenario.scene.radios[own.transmitter]
    let (transmit, receive) = (
      transmitter.activeTransmitElements[0],
      scenario.scene.radios[own.receiver].receiveElements[0]
    )
    let windows: [CapturedWindow]
    do {
      windows = try link.windows(
        settings.windows, of: scenario.episode, power: transmitter.power.watts, grid.doppler,
        record: record.path)
    } catch {
      throw .record(error)
    }
    let power = transmitter.power.watts
    let elements = Double(max(1, link.schedule.elements.count))
    let chirps =
      grid.doppler?.bins ?? min(scenario.processing.profileChirps, scenario.episode.chirps)
    let mayTurn = [own.transmitter, own.receiver].contains {
      settings.orientations.contains(scenario.scene.radios[$0].name)
    }
    var traced = TracedLink(
      name: link.name, record: record.path, index: index, grid: grid,
      noise: (link.noisePerDelayBin / power, Double(chirps) * elements),
      mapNoise: (link.noisePerMapCell / power, elements), bins: link.bins)
    for window in windows {
      var terms: MaterialTerms
      do {
        terms = try tracer.materialTerms(
          link: index, at: window.time, from: transmit, to: receive,
          antennasMayTurn: mayTurn)
      } catch {
        throw .tracing(error)
      }
      let axes = [own.transmitter, own.receiver].map {
        scenario.scene.placingAxes(ofRadio: $0, at: window.time).inverse
      }
      for index in terms.paths.indices {
        terms.paths[index].departure = axes[0](terms.paths[index].departure)
        terms.paths[index].arrival = axes[1](terms.paths[index].arrival)
      }
      traced.windows.append((terms, window))
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
    guard settings.dopplerCell == nil else {
      throw .record(
        RecordError(
          file: record.path,
          "link '\(link.name)' is a power-delay profile without Doppler shifts; leave out"
            + " 'doppler-cell'"))
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

  /// The delay cells of a link, where it goes together with the scenario.
  func grid(
    of link: RecordedLink, in record: Record
  ) throws(CalibrationError) -> DelayCells.Grid {
    let waveform = scenario.waveform
    if link.bins != nil { return try profileGrid(of: link, in: record) }
    let width = link.delays.count > 1 ? link.delays[1] - link.delays[0] : 0
    // Of real samples half of the delays are told.
    let samples = (try? RecordedSensor(record))?.waveform.samples ?? link.delays.count
    guard samples == waveform.samples, link.delays.count <= samples,
      abs(width - waveform.delayCell) < 1e-6 * waveform.delayCell,
      abs(record.centreFrequency - waveform.centreFrequency.hertz)
        < 1e-6 * waveform.centreFrequency.hertz
    else {
      throw .record(
        RecordError(
          file: record.path,
          "link '\(link.name)' has \(axis(samples, width, record.centreFrequency)), the"
            + " scenario"
            + " \(axis(waveform.samples, waveform.delayCell, waveform.centreFrequency.hertz)); give"
            + " the scenario the capture's waveform"))
    }
    try checkChirps(of: record)
    let cell = settings.cell ?? max(Self.usualCell, Self.smallestCell * waveform.delayCell)
    let size = (cell / waveform.delayCell).rounded()
    let largest = Double(link.delays.count / 4)
    // Smaller cells see much of the same field, larger ones leave none to compare.
    guard size >= Self.smallestCell, size <= largest else {
      let ends = [Self.smallestCell, largest].map { "\(TimeSpan(si: $0 * waveform.delayCell))" }
      throw .input(
        InputError(
          file: settings.file,
          "'cell' must be from \(ends[0]) to \(ends[1]) for this waveform, not"
            + " \(TimeSpan(si: cell))"))
    }
    var grid = DelayCells.Grid(
      binWidth: waveform.delayCell, bins: link.delays.count, binsPerCell: Int(size),
      centreFrequency: waveform.centreFrequency.hertz, slope: waveform.slope.si)
    grid.doppler = try dopplerAxis(of: link, in: record)
    return grid
  }
}
