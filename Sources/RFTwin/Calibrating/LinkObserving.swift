// SPDX-License-Identifier: Apache-2.0

internal import Calibration
internal import Captures
internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Execution
internal import Materials
internal import RadarFrames
internal import RealModule
internal import Scenes
internal import Spectra

/// Puts windows into cells and works out how far these may stray.
struct LinkObserving {
  private let settings: CalibrationSettings
  let workers: Workers
  private let pulse: PulseResponse
  private let surfaces: [RadioSurface]

  /// How many neighbouring bins hold as much as one independent one.
  let binsPerSample: Double

  private let averaging: SpeckleCovariance.Averaging

  /// What some materials make of paths.
  private let powers: PathPowers

  init(
    _ settings: CalibrationSettings, _ scenario: Scenario, _ materials: [AdjustableMaterial],
    _ workers: Workers
  ) {
    self.settings = settings
    self.workers = workers
    pulse = PulseResponse(scenario.processing.delayWindow, samples: scenario.waveform.samples)
    binsPerSample =
      WindowFigures(scenario.processing.delayWindow.weights(scenario.waveform.samples))
      .binsPerSample
    surfaces = scenario.scene.materials.map {
      RadioSurface($0, at: scenario.waveform.centreFrequency, isTabulated: false)
    }
    averaging = SpeckleCovariance.Averaging(
      chirps: min(scenario.processing.profileChirps, scenario.episode.chirps),
      period: scenario.waveform.chirpPeriod)
    powers = SampledBand(scenario).powers(materials, unknowns: [], workers)
  }

  /// A link's windows, those that are fitted apart from those held out.
  func observed(_ link: TracedLink, _ geometry: DelayCells.Geometry) -> ObservedLink {
    let isHeldOut = link.windows.indices.map { number in
      settings.holdOut > 1 && link.windows.count > 1
        && number % settings.holdOut == settings.holdOut - 1
    }
    let heldOut = link.windows.indices.filter { isHeldOut[$0] }
    return ObservedLink(
      name: link.name, record: link.record, index: link.index,
      fitted: observation(
        link, link.windows.indices.filter { !isHeldOut[$0] }, link.grid, geometry),
      heldOut: heldOut.isEmpty ? nil : observation(link, heldOut, link.grid, geometry))
  }

  /// Some windows of a link in cells of a grid.
  func observation(
    _ link: TracedLink, _ windows: [Int], _ grid: DelayCells.Grid,
    _ geometry: DelayCells.Geometry
  ) -> LinkObservation {
    var cells = DelayCells(grid, pulse: link.bins == nil ? pulse : .bin, geometry: geometry)
    var measured: [[Double]] = []
    for window in windows {
      cells.append(link.windows[window].terms, pieces: coefficientsOfPiece)
      let captured = link.windows[window].captured
      measured.append(grid.means(grid.doppler == nil ? captured.bins : captured.map))
    }
    return LinkObservation(
      cells: cells, covariance: covariance(of: cells, measured, link), measured: measured,
      noise: noise(of: link, grid, measured).power)
  }

  /// The noise of a cell, and what the twin must let expect for the cell to count.
  ///
  /// Of a capture without noise cells count down to 40 dB below the strongest one. Lower ones show what
  /// the twin leaves out of pulses, and single scatterers where it has none.
  private func noise(
    of link: TracedLink, _ grid: DelayCells.Grid, _ measured: [[Double]]
  ) -> (power: Double, looks: Double, least: Double) {
    let noise = link.noise(of: grid)
    let strongest = measured.reduce(0) { max($0, $1.max() ?? 0) }
    guard link.bins == nil, noise.power < Self.leftOut * strongest else {
      return (noise.power, noise.looks, Self.floor * noise.power)
    }
    return (Self.leftOut * strongest, noise.looks, Self.deepest * strongest)
  }

  /// What stands for the noise where there is less, and what counts then, in powers of the strongest cell.
  private static let leftOut = 1e-6
  private static let deepest = 1e-4

  private func covariance(
    of cells: DelayCells, _ measured: [[Double]], _ link: TracedLink
  ) -> SpeckleCovariance {
    let noise = noise(of: link, cells.grid, measured)
    let modelError = settings.modelError * Double.log(10) / 10
    let strong = cellsInRange(measured, cells.grid)
    func counts(_ window: Int, _ cell: Int, _ power: Double) -> Bool {
      strong[cell] && isUsed(cell, cells.grid) && power > noise.least
        && measured[window][cell] > 0
    }
    if let bins = link.bins {
      return SpeckleCovariance(
        looks: bins.looks, delayError: bins.delayError, cells, powers, noise: noise.power,
        modelError: modelError, counts: counts, workers: workers)
    }
    // Powers over delay that come from maps average the chirps of these.
    let chirps = link.grid.doppler.map {
      SpeckleCovariance.Averaging(
        chirps: $0.bins, period: 1 / ($0.binWidth * Double($0.bins)))
    }
    return SpeckleCovariance(
      cells, powers, noise: noise.power, noiseLooks: noise.looks,
      averaging: chirps ?? averaging, modelError: modelError, counts: counts, workers: workers)
  }

  /// Whether cells are strong enough in the mean of the windows for the twin to know all their paths.
  private func cellsInRange(_ measured: [[Double]], _ grid: DelayCells.Grid) -> [Bool] {
    guard let range = settings.dynamicRange else {
      return [Bool](repeating: true, count: grid.cells)
    }
    let sums = (0..<grid.cells).map { cell in measured.reduce(0) { $0 + $1[cell] } }
    let least = (sums.max() ?? 0) * Double.pow(10, -range / 10)
    return sums.map { $0 >= least }
  }

  /// What the twin lets expect above the noise for a cell to count.
  private static let floor = 0.1

  private func isUsed(_ cell: Int, _ grid: DelayCells.Grid) -> Bool {
    guard let gate = settings.gate else { return true }
    let width = Double(grid.binsPerCell) * grid.binWidth
    let place = Double(cell / grid.dopplerCells)
    return grid.first + place * width >= gate.lowerBound
      && grid.first + (place + 1) * width <= gate.upperBound
  }

  /// What the materials of the scenario make of the amplitudes of a path over a piece of surface.
  private func coefficientsOfPiece(
    _ terms: MaterialTerms, _ path: MaterialTerms.Path
  ) -> [Complex<Double>] {
    let contact = terms.contacts[path.firstContact]
    let coefficients = surfaces[Int(contact.material)].specularCoefficients(
      contact.cosIncidence, scattered: contact.cosScattered)
    return [coefficients.te, coefficients.tm]
  }

  /// What the materials let expect of some cells.
  func expectation(_ cells: DelayCells) -> DelayCells.Expectation {
    cells.expectation(powers, unknowns: 0, workers: workers)
  }

  /// The power of each path.
  func pathPowers(_ cells: DelayCells) -> [Double] { cells.pathPowers(powers, workers: workers) }
}
