// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import RealModule

/// How far the powers of a window's cells stray: the squares of path gains.
struct CellMoments: Sendable {
  /// What random phases make of each cell.
  private(set) var variance: [Double]

  /// By how much the third cumulant exceeds that of a mean of equally strong fields with this variance, 2
  /// var^2 / m, times the mean m: cubes of path gains times a path gain.
  private(set) var skewness: [Double]

  /// What follows from scatterers being a sample of the surface.
  private(set) var sample: [Double]

  /// What follows from mirrors of which only a part lights up.
  private(set) var mirrors: [Double]

  /// - Parameters:
  ///   - window: Which window.
  ///   - cells: The paths in cells.
  ///   - powers: The power of each path.
  ///   - averaging: Over which time a window averages.
  init(
    of window: Int, _ cells: DelayCells, _ powers: [Double],
    _ averaging: SpeckleCovariance.Averaging
  ) {
    let count = cells.grid.cells
    sample = [Double](repeating: 0, count: count)
    (mirrors, variance, skewness) = (sample, sample, sample)
    var alone = sample
    for share in cells.shares[window] {
      let path = cells.terms.paths[Int(share.path)]
      let (cell, own) = (Int(share.cell), powers[Int(share.path)] * share.weight)
      guard path.scattering == nil else {
        sample[cell] += own * own
        continue
      }
      let part = path.mirrorGain > 0 ? Double.log(path.mirrorGain) : 0
      alone[cell] += own * own
      mirrors[cell] += own * own * min(1, part * part)
    }
    var shifts = [SIMD3<Double>](repeating: .zero, count: count)
    var covariance = BinProducts(cells.grid)
    for member in cells.members[window] {
      let path = cells.terms.paths[Int(member.path)]
      let power = powers[Int(member.path)]
      covariance.add(path, power * path.multiplicity, cells)
      let shift = -cells.grid.centreFrequency * path.delayRate
      shifts[Int(member.cell)] += power * member.weight * SIMD3(1, shift, shift * shift)
    }
    var means = [Double](repeating: 0, count: count)
    for share in cells.shares[window] {
      means[Int(share.cell)] += powers[Int(share.path)] * share.weight
    }
    let (squares, cubes) = covariance.traces()
    for cell in 0..<count {
      // Chirps of a map are not averaged but transformed.
      let mean = shifts[cell] / max(shifts[cell].x, .leastNormalMagnitude)
      let spread = max(0, mean.z - mean.y * mean.y).squareRoot()
      let share = cells.grid.doppler == nil ? averaging.share(spread: spread) : 1
      // A path alone does not fluctuate.
      let random = max(0, squares[cell] - alone[cell])
      variance[cell] = random * share
      guard squares[cell] > 0 else { continue }
      // In proportion where a path alone adds to the squares; the mean of several chirps is less skewed.
      let part = random / squares[cell] * share
      skewness[cell] =
        2 * max(0, cubes[cell] * means[cell] - squares[cell] * squares[cell]) * part * part
    }
  }
}

/// C = sum_i p_i H H' between a bin and those of its cell that a path reaches from there.
private struct BinProducts {
  private let grid: DelayCells.Grid
  private let columns: Int

  /// How far apart in delay and in Doppler shift bins are, at most, and one more.
  private let (rowLags, columnLags): (Int, Int)

  /// `[(bin * columns + column) * lags + lag]`.
  private var values: [Double]
  private var heights: [Double]

  init(_ grid: DelayCells.Grid) {
    self.grid = grid
    columns = grid.doppler?.bins ?? 1
    let width = 2 * PulseResponse.reach + 1
    rowLags = min(grid.binsPerCell, width)
    columnLags = min(grid.doppler?.binsPerCell ?? 1, width)
    heights = [Double](repeating: 0, count: width)
    values = [Double](
      repeating: 0, count: grid.bins * columns * rowLags * (2 * columnLags - 1))
  }

  private var lags: Int { rowLags * (2 * columnLags - 1) }

  /// Adds a path of some power.
  mutating func add(_ path: MaterialTerms.Path, _ power: Double, _ cells: DelayCells) {
    let place = cells.place(of: path)
    let first = Int(place.rounded()) - PulseResponse.reach
    for step in heights.indices { heights[step] = cells.pulse(place - Double(first + step)).value }
    let shown = grid.dopplerHeights(of: path)
    let size = grid.binsPerCell
    for step in heights.indices where first + step >= 0 && first + step < grid.bins {
      let bin = first + step
      let end = min(heights.count, (bin / size + 1) * size - first)
      for other in step..<max(step, min(end, step + rowLags)) {
        let product = power * heights[step] * heights[other]
        add(product, bin, other - step, shown)
      }
    }
  }

  /// Adds what a path makes of two bins over delay, at all pairs of shifts of a cell.
  private mutating func add(
    _ product: Double, _ bin: Int, _ rowLag: Int, _ shown: [DopplerAxis.Height]
  ) {
    guard let doppler = grid.doppler else {
      values[bin * lags + rowLag] += product
      return
    }
    for one in shown {
      for other in shown where one.bin / doppler.binsPerCell == other.bin / doppler.binsPerCell {
        let lag = other.bin - one.bin
        guard abs(lag) < columnLags, rowLag > 0 || lag >= 0 else { continue }
        let place = (bin * columns + one.bin) * lags
        values[place + rowLag * (2 * columnLags - 1) + lag + columnLags - 1] +=
          product * one.value * other.value
      }
    }
  }

  /// Beyond so many bins a cell averages so much that its third cumulant is nothing.
  private static let largest = 64

  /// tr C^2 / n^2 and tr C^3 / n^3 of each cell.
  func traces() -> (squares: [Double], cubes: [Double]) {
    let columnsOfCell = grid.doppler?.binsPerCell ?? 1
    let size = grid.binsOfCell
    var (squares, cubes) = (
      [Double](repeating: 0, count: grid.cells), [Double](repeating: 0, count: grid.cells)
    )
    var matrix = [Double](repeating: 0, count: size * size)
    for cell in 0..<grid.cells {
      let (row, column) = (
        cell / grid.dopplerCells * grid.binsPerCell, cell % grid.dopplerCells * columnsOfCell
      )
      for index in matrix.indices { matrix[index] = 0 }
      for one in 0..<size {
        let (bin, own) = (row + one / columnsOfCell, column + one % columnsOfCell)
        let place = (bin * columns + own) * lags
        for lag in 0..<lags {
          let (rowLag, columnLag) = (
            lag / (2 * columnLags - 1), lag % (2 * columnLags - 1) - columnLags + 1
          )
          let (otherRow, otherColumn) = (
            one / columnsOfCell + rowLag, one % columnsOfCell + columnLag
          )
          guard values[place + lag] != 0, otherRow < grid.binsPerCell,
            (0..<columnsOfCell).contains(otherColumn)
          else { continue }
          let other = otherRow * columnsOfCell + otherColumn
          matrix[one * size + other] = values[place + lag]
          matrix[other * size + one] = values[place + lag]
        }
      }
      (squares[cell], cubes[cell]) = Self.traces(of: matrix, size)
    }
    return (squares, cubes)
  }

  /// Those of a symmetric matrix.
  private static func traces(of matrix: [Double], _ size: Int) -> (Double, Double) {
    let (square, scale) = (matrix.reduce(0) { $0 + $1 * $1 }, Double(size))
    guard size <= largest, square > 0 else { return (square / (scale * scale), 0) }
    var cube = 0.0
    for row in 0..<size {
      for column in 0..<size where matrix[row * size + column] != 0 {
        var product = 0.0
        for inner in 0..<size {
          product += matrix[row * size + inner] * matrix[column * size + inner]
        }
        cube += product * matrix[row * size + column]
      }
    }
    return (square / (scale * scale), cube / (scale * scale * scale))
  }
}
