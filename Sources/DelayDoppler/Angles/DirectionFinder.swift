// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
package import LinearAlgebra
internal import RealModule
package import Spatial

/// Finds the directions from which the echo in a cell comes.
package struct DirectionFinder: Sendable {
  /// The directions that are tried: azimuths from the boresight x to the left, elevations upwards,
  /// in radians.
  package struct Grid: Hashable, Sendable {
    package var azimuths: [Double]
    package var elevations: [Double]

    package init(azimuths: [Double], elevations: [Double] = [0]) {
      precondition(!azimuths.isEmpty && !elevations.isEmpty, "no directions")
      self.azimuths = azimuths
      self.elevations = elevations
    }

    /// Unit vectors, all azimuths of the first elevation first.
    package var directions: [Vector3] {
      elevations.flatMap { elevation in azimuths.map { direction(azimuth: $0, elevation) } }
    }
  }

  private let spectrum: AngleSpectrum
  private let array: ChannelPositions
  private let grid: Grid
  private let directions: [Vector3]

  /// How many directions are told at most.
  private let sources: Int

  /// How many transmit elements of the array take turns; one where Doppler shifts do not fold so.
  private let turns: Int

  /// Whether a wave from another direction passes for an echo whose Doppler shift has folded.
  ///
  /// Folds are not told then: shifts stay as the map shows them, and echoes that have folded seem to
  /// come from elsewhere.
  package let isFoldAmbiguous: Bool

  /// What wrong folds may explain of an echo's power at most.
  ///
  /// Half a decibel less than the right one
  /// does is lost in the noise of echoes of 10 dB and in the differences of uncalibrated channels.
  private static let mostConfusion = 0.9

  /// Whether a cell's neighbours count as further snapshots.
  private let takesNeighbours: Bool

  /// Prepares a search.
  ///
  /// - Parameters:
  ///   - spectrum: How the power over direction is estimated. The beamformer takes the cell's own
  ///     amplitudes. Capon's and MUSIC need more than one snapshot: they take those of the eight cells
  ///     around it, too.
  ///   - array: The channels that a snapshot has. Where a cube has more of them, they are taken for
  ///     as many snapshots, one for each transmit element: of a link between two places only the
  ///     receive elements tell arrivals.
  ///   - grid: The directions that are tried; what is told lies between them.
  ///   - turns: How many transmit elements of the array take turns. The Doppler shifts of all its
  ///     channels then fold `turns` times as soon as those of a single element, and with an echo whose
  ///     shift has folded the elements seem out of phase. All folds are tried, unless the array cannot
  ///     tell them from other directions.
  package init(
    spectrum: AngleSpectrum, array: ChannelPositions, grid: Grid, turns: Int = 1
  ) {
    precondition(turns > 0 && array.positions.count.isMultiple(of: turns))
    self.turns = turns
    self.spectrum = spectrum
    self.array = array
    self.grid = grid
    directions = grid.directions
    isFoldAmbiguous =
      array.foldConfusion(turns: turns, directions: directions) > Self.mostConfusion
    switch spectrum {
    case .bartlett: (sources, takesNeighbours) = (1, false)
    case .capon: (sources, takesNeighbours) = (1, true)
    case .music(let count): (sources, takesNeighbours) = (count, true)
    }
  }

  /// The directions of an echo, and what its Doppler shift must be for them.
  package struct Finding: Hashable, Sendable {
    /// Unit vectors in the array's frame, the one of the highest value first; one, or with MUSIC as many
    /// as there are sources or maxima.
    package var directions: [Vector3]

    /// By how many widths of the map the Doppler shift lies above what the map shows.
    package var folds: Int
  }

  /// The directions of the echo in a cell.
  ///
  /// Where elements take turns, the fold is told for which a wave from one direction explains most.
  ///
  /// - Parameters:
  ///   - cube: The amplitudes in the channels.
  ///   - doppler: The cell's row.
  ///   - delay: The cell's column.
  /// - Returns: What was found.
  /// - Throws: `LinearAlgebraError` for amplitudes that are no numbers.
  package func directions(
    in cube: DelayDopplerCube, doppler: Int, delay: Int
  ) throws(LinearAlgebraError) -> Finding {
    let snapshots = snapshots(cube, doppler, delay)
    var best = (folds: 0, top: -Double.infinity, values: [Double]())
    // Shifts are told within plus and minus half of what one element alone could tell.
    let shown = cube.dopplerShifts[doppler]
    for folds in folds(ofShift: shown, in: cube) {
      let covariance = HermitianMatrix(snapshots: snapshots.map { unfolded($0, folds) })
      let values = try spectrum(covariance, array: array, directions: directions)
      let top = values.max() ?? 0
      if top > best.top { best = (folds, top, values) }
    }
    let covariance = HermitianMatrix(snapshots: snapshots.map { unfolded($0, best.folds) })
    let values = best.values
    let peaks = values.indices.filter { isPeak($0, values) }
    let order = peaks.sorted { (values[$1], $0) < (values[$0], $1) }
    var found: [Vector3] = []
    for peak in order.prefix(sources) {
      found.append(try refined(peak, values[peak], covariance))
    }
    return Finding(directions: found, folds: best.folds)
  }

  /// The folds that leave a shift within what one element alone could tell.
  private func folds(ofShift shift: Double, in cube: DelayDopplerCube) -> [Int] {
    guard turns > 1, !isFoldAmbiguous, cube.dopplerShifts.count > 1 else { return [0] }
    let span =
      (cube.dopplerShifts[1] - cube.dopplerShifts[0]) * Double(cube.dopplerShifts.count)
    let reach = span * Double(turns) / 2
    return (-turns...turns).filter {
      let unfolded = shift + Double($0) * span
      return unfolded >= -reach && unfolded < reach
    }
  }

  /// A snapshot as it would be had the shift been known to be so many folds higher.
  ///
  /// An element m turns late was turned back by 2 pi f m T; of a fold of 1 / (M T), by 2 pi m / M more.
  ///
  /// Physics primer, eq. 63.
  private func unfolded(_ snapshot: [Complex<Double>], _ folds: Int) -> [Complex<Double>] {
    guard folds != 0 else { return snapshot }
    let receivers = snapshot.count / turns
    return snapshot.indices.map { channel in
      let turn = Double((channel / receivers * folds) % turns) / Double(turns)
      return snapshot[channel] * Complex(length: 1, phase: -2 * .pi * turn)
    }
  }

  private func snapshots(
    _ cube: DelayDopplerCube, _ doppler: Int, _ delay: Int
  ) -> [[Complex<Double>]] {
    let (rows, columns) = (cube.dopplerShifts.count, cube.delays.count)
    let reach = takesNeighbours ? 1 : 0
    var cells: Set<SIMD2<Int>> = []
    for shift in -reach...reach {
      for step in -reach...reach where (0..<columns).contains(delay + step) {
        cells.insert(SIMD2((doppler + shift + rows) % rows, delay + step))
      }
    }
    let count = array.positions.count
    // In one order in every run, since sums depend on it.
    return cells.sorted { ($0.x, $0.y) < ($1.x, $1.y) }.flatMap { cell in
      let all = cube.snapshot(doppler: cell.x, delay: cell.y)
      return stride(from: 0, to: all.count - count + 1, by: count).map {
        Array(all[$0..<$0 + count])
      }
    }
  }

  /// Whether no neighbour on the grid is higher; of equal ones the first counts.
  private func isPeak(_ index: Int, _ values: [Double]) -> Bool {
    let width = grid.azimuths.count
    let (row, column) = index.quotientAndRemainder(dividingBy: width)
    for up in -1...1 where grid.elevations.indices.contains(row + up) {
      for left in -1...1 where grid.azimuths.indices.contains(column + left) {
        let other = (row + up) * width + column + left
        if values[other] > values[index] || values[other] == values[index] && other < index {
          return false
        }
      }
    }
    return true
  }

  /// Climbs from a point of the grid in steps that are halved until they are a hundredth of a degree.
  private func refined(
    _ peak: Int, _ value: Double, _ covariance: HermitianMatrix
  ) throws(LinearAlgebraError) -> Vector3 {
    func spacing(_ axis: [Double]) -> Double { axis.count > 1 ? axis[1] - axis[0] : 0 }
    var step = SIMD2(spacing(grid.azimuths), spacing(grid.elevations))
    let (row, column) = peak.quotientAndRemainder(dividingBy: grid.azimuths.count)
    var best = (place: SIMD2(grid.azimuths[column], grid.elevations[row]), value: value)
    while step.max() > 2e-4 {
      step /= 2
      let middle = best.place
      let places = [-1.0, 0, 1].flatMap { up in
        [-1.0, 0, 1].map { middle + step * SIMD2($0, up) }
      }
      let values = try spectrum(
        covariance, array: array,
        directions: places.map { direction(azimuth: $0.x, $0.y) })
      for (place, value) in zip(places, values) where value > best.value { best = (place, value) }
    }
    return direction(azimuth: best.place.x, best.place.y)
  }
}

private func direction(azimuth: Double, _ elevation: Double) -> Vector3 {
  SphericalAngles(theta: .pi / 2 - elevation, phi: azimuth).direction
}
