// SPDX-License-Identifier: Apache-2.0

package import Channels
package import ComplexModule
internal import Electromagnetics
internal import Quantities
internal import RealModule
package import Spatial

/// What a link's power over delay should be, cell by cell, in some windows of time.
///
/// A cell is a few neighbouring delay bins, and of a map a few Doppler bins, too; its power is their mean.
/// Paths add their powers, as random phases make them do in the mean, but for the pieces of one surface,
/// which add in phase.
package struct DelayCells: Sendable {
  /// Which bins, how wide they are, and at which frequency phases are.
  package struct Grid: Sendable {
    /// The width of a bin in seconds.
    package var binWidth: Double
    package var bins: Int

    /// How many bins a cell has.
    package var binsPerCell: Int

    /// In hertz, and the slope of the ramp in hertz per second.
    package var centreFrequency: Double
    package var slope: Double

    /// The delay of the first bin in seconds.
    package var first: Double

    /// What tells cells apart by Doppler shift; nil for all shifts together.
    package var doppler: DopplerAxis?

    package init(
      binWidth: Double, bins: Int, binsPerCell: Int, centreFrequency: Double, slope: Double,
      first: Double = 0
    ) {
      self.binWidth = binWidth
      self.bins = bins
      self.binsPerCell = binsPerCell
      self.centreFrequency = centreFrequency
      self.slope = slope
      self.first = first
    }

    /// How many cells there are over delay, and how many over delay and Doppler shift.
    package var delayCells: Int { bins / binsPerCell }
    package var cells: Int { delayCells * dopplerCells }

    /// How many cells of different Doppler shifts lie side by side at each delay.
    package var dopplerCells: Int { doppler?.cells ?? 1 }

    /// How many bins a cell averages.
    var binsOfCell: Int { binsPerCell * (doppler?.binsPerCell ?? 1) }

    /// How many independent values of noise a cell averages: every other bin over delay holds one.
    var noiseSamplesOfCell: Double {
      let columns = doppler.map { max(1, Double($0.binsPerCell) / $0.binsPerSample) } ?? 1
      return Double(binsPerCell) / 2 * columns
    }

    /// The cell of a bin over delay and one over Doppler shift; those of one delay follow each other.
    func cell(_ bin: Int, _ dopplerBin: Int) -> Int {
      guard let doppler else { return bin / binsPerCell }
      return bin / binsPerCell * doppler.cells + dopplerBin / doppler.binsPerCell
    }

    /// The means of values of bins, `[delay]` or `[delay][Doppler]`, over each cell.
    package func means(_ values: [Double]) -> [Double] {
      let columns = doppler?.bins ?? 1
      var sums = [Double](repeating: 0, count: cells)
      for bin in 0..<delayCells * binsPerCell {
        for column in 0..<dopplerCells * (doppler?.binsPerCell ?? 1) {
          sums[cell(bin, column)] += values[bin * columns + column] / Double(binsOfCell)
        }
      }
      return sums
    }

    /// The powers of cells over delay alone: the sums over all Doppler shifts, as a profile shows them.
    package func overDelay(_ values: [Double]) -> [Double] {
      guard let doppler else { return values }
      let share = Double(doppler.binsPerCell) / doppler.noiseBandwidth
      return (0..<delayCells).map { cell in
        values[cell * dopplerCells..<(cell + 1) * dopplerCells].reduce(0, +) * share
      }
    }

    /// The bins over Doppler shift that a path shows in; a single one where shifts are not told apart.
    func dopplerHeights(of path: MaterialTerms.Path) -> [DopplerAxis.Height] {
      doppler?.heights(shift: -centreFrequency * path.delayRate)
        ?? [DopplerAxis.Height(bin: 0, value: 1)]
    }

    /// Where a path shows, in bins: a moving one beats at S tau (1 - tau') + f tau'.
    func place(of path: MaterialTerms.Path) -> Double {
      (path.delay * (1 - path.delayRate) + centreFrequency * path.delayRate / slope - first)
        / binWidth
    }
  }

  package let grid: Grid

  /// How many windows there are.
  package var windows: Int { shares.count }

  /// All paths of all windows; one that rests is the same in each of them.
  package private(set) var terms = MaterialTerms()

  /// What a path adds to a cell.
  struct Share: Sendable {
    var path: Int32
    var cell: Int32
    var weight: Double
  }

  /// For each window the shares of its paths.
  private(set) var shares: [[Share]] = []

  /// For each window the power in each cell of what adds in phase, at the materials that it was traced
  /// with.
  private(set) var fixed: [[Double]] = []

  /// For each window its paths with the cells that they lie in and their phases in turns.
  private(set) var members: [[Member]] = []

  struct Member: Sendable {
    var path: Int32
    var cell: Int32
    var weight: Double
    var turns: Double
  }

  /// For each window what adds in phase, with the materials that it was traced with.
  private(set) var pieces: [[Piece]] = []

  struct Piece: Sendable {
    var way: Way
    var place: Double
    var amplitude: Complex<Double>

    /// The path, and what makes its amplitude of the fields of antennas that may turn.
    var path: MaterialTerms.Path
    var transfer: PolarizationTransfer?
  }

  /// Where a path leaves and where it comes from: by them its delay follows its ends.
  struct Way: Sendable {
    var departure: Vector3
    var arrival: Vector3

    init(_ path: MaterialTerms.Path) {
      (departure, arrival) = (path.departure, path.arrival)
    }
  }

  let pulse: PulseResponse
  private let geometry: Geometry
  private var known: [Key: Int32] = [:]

  /// How a capture's geometry differs from that of the traced paths.
  package struct Geometry: Hashable, Sendable {
    /// What delays are larger by, in seconds.
    package var delay: Double

    /// What the ends lie beside their places, in metres in the world; delays follow to first order.
    package var transmitter: Vector3
    package var receiver: Vector3

    package init(
      delay: Double = 0, transmitter: Vector3 = .zero, receiver: Vector3 = .zero
    ) {
      self.delay = delay
      self.transmitter = transmitter
      self.receiver = receiver
    }

    /// What a path's delay is larger by, in seconds.
    func shift(of way: Way) -> Double {
      delay
        - (way.departure.dot(transmitter) + way.arrival.dot(receiver))
        / PhysicalConstants.speedOfLight
    }
  }

  /// Cells without windows.
  ///
  /// - Parameters:
  ///   - grid: The cells.
  ///   - pulse: How a path shows.
  ///   - geometry: How the capture's geometry differs.
  package init(_ grid: Grid, pulse: PulseResponse, geometry: Geometry = Geometry()) {
    self.grid = grid
    self.pulse = pulse
    self.geometry = geometry
  }

  /// Where a path shows, in bins.
  func place(of path: MaterialTerms.Path) -> Double {
    grid.place(of: path) + geometry.shift(of: Way(path)) / grid.binWidth
  }

  /// The bins of cells that a path shows in.
  ///
  /// - Parameters:
  ///   - place: Where the path shows, in bins.
  ///   - span: Over how many bins about it.
  /// - Returns: Their numbers.
  func bins(around place: Double, over span: Double = 0) -> Range<Int> {
    let end = grid.delayCells * grid.binsPerCell
    guard place > -1, place < Double(grid.bins) else { return 0..<0 }
    let nearest = Int(place.rounded())
    let reach = PulseResponse.reach + Int((span / 2).rounded(.up))
    let first = max(0, nearest - reach)
    return first..<max(first, min(end, nearest + reach + 1))
  }

  /// Sorts the paths of a further window into cells.
  ///
  /// - Parameters:
  ///   - window: The paths in the middle of the window.
  ///   - pieces: What the materials as traced make of each of the amplitudes of the path over a piece of
  ///     surface, in their order.
  package mutating func append(
    _ window: MaterialTerms, pieces: (MaterialTerms, MaterialTerms.Path) -> [Complex<Double>]
  ) {
    var own: [Share] = []
    var list: [Member] = []
    let columns = grid.doppler?.bins ?? 1
    var field = [Complex<Double>](repeating: .zero, count: grid.bins * columns)
    var inPhase: [Piece] = []
    for path in window.paths {
      let place = place(of: path)
      let cycles = grid.centreFrequency * path.delay
      let turns = cycles - cycles.rounded(.down)
      let bins = bins(around: place)
      guard !bins.isEmpty else { continue }
      guard !path.isPiece else {
        let piece = Self.piece(
          path, in: window, pieces(window, path),
          phasor: Complex(length: 1, phase: -2 * .pi * turns), place)
        let heights = grid.dopplerHeights(of: path)
        for bin in bins {
          let own = piece.amplitude * Complex(pulse(place - Double(bin)).value)
          for height in heights { field[bin * columns + height.bin] += own * Complex(height.value) }
        }
        inPhase.append(piece)
        continue
      }
      let number = number(of: path, in: window)
      let parts = shares(of: path, number, place, bins)
      own += parts
      if let main = parts.max(by: { $0.weight < $1.weight }) {
        list.append(
          Member(path: number, cell: main.cell, weight: main.weight, turns: turns))
      }
    }
    shares.append(own)
    members.append(list)
    self.pieces.append(inPhase)
    fixed.append(grid.means(field.map(\.lengthSquared)))
  }

  /// A path over a piece of surface with the materials as traced.
  private static func piece(
    _ path: MaterialTerms.Path, in window: MaterialTerms, _ coefficients: [Complex<Double>],
    phasor: Complex<Double>, _ place: Double
  ) -> Piece {
    var amplitude = Complex<Double>.zero
    var transfer: PolarizationTransfer?
    for (choice, coefficient) in coefficients.enumerated() {
      let index = path.firstAmplitude + choice
      amplitude += window.amplitudes[index] * coefficient
      guard !window.transfers.isEmpty else { continue }
      let own = window.transfers[index].scaled(by: coefficient * phasor)
      transfer = transfer?.adding(own) ?? own
    }
    return Piece(
      way: Way(path), place: place, amplitude: amplitude * phasor, path: path, transfer: transfer)
  }

  /// What a path adds to cells, in the order of delay.
  private func shares(
    of path: MaterialTerms.Path, _ number: Int32, _ place: Double, _ bins: Range<Int>
  ) -> [Share] {
    let heights = grid.dopplerHeights(of: path)
    var own: [Share] = []
    for bin in bins {
      let height = pulse(place - Double(bin)).value
      guard height != 0 else { continue }
      let power = path.multiplicity * height * height / Double(grid.binsOfCell)
      for column in heights {
        let cell = Int32(grid.cell(bin, column.bin))
        let weight = power * column.value * column.value
        // Cells of other Doppler shifts may lie between those of one delay bin and the next.
        if let known = own.lastIndex(where: { $0.cell == cell }) {
          own[known].weight += weight
        } else {
          own.append(Share(path: number, cell: cell, weight: weight))
        }
      }
    }
    return own
  }

  /// A path in one geometry.
  private struct Key: Hashable {
    let identifier: PathIdentifier
    let delay: Double
  }

  private mutating func number(
    of path: MaterialTerms.Path, in window: MaterialTerms
  ) -> Int32 {
    let key = Key(identifier: path.identifier, delay: path.delay)
    if let number = known[key] { return number }
    let number = Int32(terms.paths.count)
    known[key] = number
    var own = path
    own.firstContact = terms.contacts.count
    own.firstAmplitude = terms.amplitudes.count
    terms.paths.append(own)
    if !window.transfers.isEmpty {
      terms.transfers +=
        window.transfers[path.firstAmplitude..<path.firstAmplitude + 1 << path.contacts]
    }
    terms.contacts += window.contacts[path.firstContact..<path.firstContact + path.contacts]
    terms.amplitudes +=
      window.amplitudes[path.firstAmplitude..<path.firstAmplitude + 1 << path.contacts]
    return number
  }
}
