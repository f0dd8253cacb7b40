// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
package import Execution
internal import LinearAlgebra
internal import RealModule

/// How far the logarithms of measured cell powers may stray from those of the expected ones, and how
/// much alike they stray in different windows.
///
/// Scattered fields with random phases make a cell's power fluctuate. With C_dd' = sum_i p_i H(x_i - d)
/// H(x_i - d') between the bins of a cell, its mean power has the variance sum |C_dd'|^2 / n^2, which for
/// one path alone is none; of maps the bins lie over delay and Doppler shift, and H is the product of the
/// pulses over both. Between two windows it is the same times |sum_i sqrt(p_i p_i') e^(j phi_i)|^2 /
/// (sum p_i sum p_i'), phi_i being by how much path i has turned: a radio at rest sees the same speckle in
/// all windows, and no more of them tell more. That scatterers are a sample of the surface adds
/// sum p_i^2, alike in all windows that share them; twice, for what was captured is a sample, too: of other
/// scatterers, or of a surface that is not the same all over.
///
/// A mirror of which only a part lights up, a window frame or an edge, changes by decibels when it or the
/// radio is off by millimetres. What it adds is taken to be as unsure as it is far from a whole mirror: g
/// times as strong as one, it has the variance p^2 min(1, ln^2 g).
///
/// Physics primer, eq. 70.
package struct SpeckleCovariance: Sendable {
  /// For each cell the factor of the covariance over the windows that count.
  let factors: [CholeskyFactor]

  /// For each cell the windows that count.
  package let windows: [[Int]]

  /// For each cell and counting window what the logarithm is below that of the mean, on average.
  package let biases: [[Double]]

  /// For each cell the mean of m^2 / var over its windows: how many independent values it averages.
  package let looks: [Double]

  /// For each cell the part of the covariance that follows from scatterers being a sample, row by row, its
  /// lower half only.
  let samples: [[Double]]

  /// The variance of a scatterer's power, in squares of that: two samples differ by twice that of one.
  let sampleVariance: Double

  /// The share of what no material explains that stays from window to window.
  static let lasting = 0.8

  private static let twoSamples = 2.0

  /// How many chirps, and how far apart in seconds, are averaged in a window.
  package struct Averaging: Hashable, Sendable {
    package var chirps: Int
    package var period: Double

    package init(chirps: Int, period: Double) {
      self.chirps = chirps
      self.period = period
    }

    /// What is left of the variance of speckle whose paths have Doppler shifts of a standard deviation in
    /// hertz: the mean over all pairs of chirps of e^(-(2 pi sigma t)^2).
    func share(spread: Double) -> Double {
      let turn = 2 * .pi * spread * period
      guard chirps > 1, turn > 1e-6 else { return 1 }
      let sum = (1..<chirps).reduce(Double(chirps)) { sum, lag in
        let phase = turn * Double(lag)
        return sum + 2 * Double(chirps - lag) * Double.exp(-phase * phase)
      }
      return sum / Double(chirps * chirps)
    }
  }

  /// - Parameters:
  ///   - cells: The paths in cells.
  ///   - powers: The materials that say how strong they are.
  ///   - noise: The mean power of noise in a bin as a path gain.
  ///   - noiseLooks: How many independent values of noise a measured bin averages.
  ///   - averaging: Over which time a window averages, while paths of a moving radio turn.
  ///   - modelError: The standard deviation of what no material explains, of the logarithm.
  ///   - counts: Whether a cell of a window is used.
  ///   - workers: How many threads to use.
  package init(
    _ cells: DelayCells, _ powers: PathPowers, noise: Double, noiseLooks: Double,
    averaging: Averaging, modelError: Double,
    counts: (_ window: Int, _ cell: Int, _ power: Double) -> Bool, workers: Workers
  ) {
    let grid = cells.grid
    let rows = cells.pathPowers(powers, unknowns: 0, workers: workers)
    let moments = workers.map(cells.windows, chunk: 1) { window in
      CellMoments(of: window, cells, rows.values, averaging)
    }
    let means = cells.expectation(powers, unknowns: 0, workers: workers).values
    let used = (0..<grid.cells).map { cell in
      (0..<cells.windows).filter { counts($0, cell, means[$0][cell]) }
    }
    windows = used
    let coherence = Self.coherence(cells, rows.values, workers)
    var (biases, looks, factors) = ([[Double]](), [Double](), [CholeskyFactor]())
    var samples: [[Double]] = []
    for cell in 0..<grid.cells {
      let list = used[cell]
      let relative = list.map {
        window -> (
          speckle: Double, skewness: Double, sample: Double, mirrors: Double, noise: Double
        ) in
        let whole = means[window][cell] + noise
        let square = whole * whole
        // Noise beats with itself and with the signal, anew in every chirp.
        let left =
          (noise * noise + 2 * noise * means[window][cell])
          / (square * noiseLooks * grid.noiseSamplesOfCell)
        return (
          moments[window].variance[cell] / square,
          moments[window].skewness[cell] / (square * square),
          moments[window].sample[cell] / square, moments[window].mirrors[cell] / square, left
        )
      }
      biases.append(
        relative.map { item in
          // Noise that is left adds to what speckle makes of the logarithm.
          let variance = item.speckle + item.noise
          return variance > 1e-9
            ? logarithmicBias(looks: 1 / variance, skewness: item.skewness) : 0
        })
      looks.append(
        list.isEmpty
          ? 0 : relative.reduce(0) { $0 + 1 / max(1e-9, $1.speckle) } / Double(list.count))
      let count = list.count
      var matrix = [Double](repeating: 0, count: count * count)
      var sample = matrix
      for row in 0..<count {
        for column in 0...row {
          let (a, b) = (relative[row], relative[column])
          let (phase, common) =
            row == column ? (1, 1) : coherence(list[row], list[column], cell)
          func logarithmic(_ value: Double) -> Double {
            value > 1e-9 ? logarithmicVariance(looks: 1 / value) : 0
          }
          let own = Self.twoSamples * (a.sample * b.sample).squareRoot() * common
          sample[row * count + column] = own
          var value =
            (logarithmic(a.speckle) * logarithmic(b.speckle)).squareRoot() * phase + own
            + (a.mirrors * b.mirrors).squareRoot() * common
          if row == column { value += a.noise + modelError * modelError + 1e-6 }
          // What the model lacks is alike in all windows of a cell, but not quite.
          if row != column { value += Self.lasting * modelError * modelError * common }
          matrix[row * count + column] = value
        }
      }
      factors.append(Self.factor(matrix, count))
      samples.append(sample)
    }
    self.samples = samples
    sampleVariance = Self.twoSamples
    self.biases = biases
    self.looks = looks
    self.factors = factors
  }

  /// How alike two windows are in a cell: by the phases of their paths, and by the paths they share.
  private static func coherence(
    _ cells: DelayCells, _ powers: [Double], _ workers: Workers
  ) -> (_ one: Int, _ other: Int, _ cell: Int) -> (Double, Double) {
    let (count, size) = (cells.windows, cells.grid.cells)
    let identifiers = cells.terms.paths.map(\.identifier)
    // In the order of identifiers, so that two windows can be walked along side by side.
    let sorted = workers.map(count, chunk: 1) { window in
      cells.members[window].sorted {
        identifiers[Int($0.path)] < identifiers[Int($1.path)]
      }
    }
    let pairs = (0..<count).flatMap { one in (0..<one).map { (one, $0) } }
    let tables = workers.map(pairs.count, chunk: 1) { index -> [SIMD2<Float>] in
      let (left, right) = (sorted[pairs[index].0], sorted[pairs[index].1])
      var field = [Complex<Double>](repeating: .zero, count: size)
      var (leftSum, rightSum) = (
        [Double](repeating: 0, count: size), [Double](repeating: 0, count: size)
      )
      var (common, leftSquares, rightSquares) = (leftSum, leftSum, leftSum)
      for item in left {
        let own = powers[Int(item.path)] * item.weight
        leftSum[Int(item.cell)] += own
        leftSquares[Int(item.cell)] += own * own
      }
      for item in right {
        let own = powers[Int(item.path)] * item.weight
        rightSum[Int(item.cell)] += own
        rightSquares[Int(item.cell)] += own * own
      }
      var (a, b) = (0, 0)
      while a < left.count, b < right.count {
        let (x, y) = (left[a], right[b])
        let (one, other) = (identifiers[Int(x.path)], identifiers[Int(y.path)])
        if one < other {
          a += 1
        } else if other < one {
          b += 1
        } else {
          if x.cell == y.cell {
            let (own, its) = (
              powers[Int(x.path)] * x.weight, powers[Int(y.path)] * y.weight
            )
            field[Int(x.cell)] += Complex(
              length: (own * its).squareRoot(), phase: 2 * .pi * (x.turns - y.turns))
            common[Int(x.cell)] += own * its
          }
          a += 1
          b += 1
        }
      }
      return (0..<size).map { cell in
        let whole = leftSum[cell] * rightSum[cell]
        let squares = (leftSquares[cell] * rightSquares[cell]).squareRoot()
        return SIMD2(
          whole > 0 ? Float(min(1, field[cell].lengthSquared / whole)) : 0,
          squares > 0 ? Float(min(1, common[cell] / squares)) : 0)
      }
    }
    return { one, other, cell in
      let (high, low) = (max(one, other), min(one, other))
      let value = tables[high * (high - 1) / 2 + low][cell]
      return (Double(value.x), Double(value.y))
    }
  }

  /// Residuals of a cell made independent and of unit variance.
  package func whitened(_ residuals: [Double], cell: Int) -> [Double] {
    factors[cell].whitened(residuals)
  }

  /// The inverse of a cell's covariance times what was whitened.
  func weighed(_ whitened: [Double], cell: Int) -> [Double] {
    factors[cell].transposedInverse(times: whitened)
  }

  /// Factors a covariance over windows, of which two may be all but the same.
  static func factor(_ matrix: [Double], _ order: Int) -> CholeskyFactor {
    CholeskyFactor(order: order, keeping: 1e-9) { matrix[$0 * order + $1] }
  }
}
