// SPDX-License-Identifier: Apache-2.0

internal import Channels
package import Execution
internal import RealModule

extension SpeckleCovariance {
  /// How far the logarithms of a profile's bins may stray.
  ///
  /// Powers without phases have no speckle unless it is told how many independent fields a bin averages.
  /// With the delays off by e a bin loses what lies within e of one edge and gains what lies within e
  /// of the other; to first order the logarithm of its power p changes by (p(e) - p(-e)) / 2 p, alike in
  /// all windows. So a bin counts little where a strong path lies at its edge, and as much as the others
  /// where none does. That scatterers are a sample of the surface adds sum p_i^2 / p^2.
  ///
  /// Physics primer, eq. 71.
  ///
  /// - Parameters:
  ///   - looks: How many independent fields a bin averages; nil where fading is averaged out.
  ///   - delayError: The standard deviation of the delays, in seconds.
  ///   - cells: The paths in bins.
  ///   - powers: The materials that say how strong they are.
  ///   - noise: The mean power of noise in a bin as a path gain.
  ///   - modelError: The standard deviation of what no material explains, of the logarithm.
  ///   - counts: Whether a bin of a window is used.
  ///   - workers: How many threads to use.
  package init(
    looks: Double?, delayError: Double, _ cells: DelayCells, _ powers: PathPowers,
    noise: Double, modelError: Double,
    counts: (_ window: Int, _ cell: Int, _ power: Double) -> Bool, workers: Workers
  ) {
    let middle = cells.expectation(powers, unknowns: 0, workers: workers).values
    let paths = cells.pathPowers(powers, unknowns: 0, workers: workers).values
    let strays = workers.map(cells.windows, chunk: 1) { window in
      BinStrays(
        shifts: zip(
          cells.binPowers(window, paths, delayedBy: delayError),
          cells.binPowers(window, paths, delayedBy: -delayError)
        ).map { ($0 - $1) / 2 },
        samples: cells.sampleDeviations(window, paths))
    }
    let used = (0..<cells.grid.cells).map { cell in
      (0..<cells.windows).filter { counts($0, cell, middle[$0][cell]) }
    }
    let speckle = looks.map { logarithmicVariance(looks: $0) } ?? 0
    let bias = looks.map { logarithmicBias(looks: $0) } ?? 0
    let rest = modelError * modelError
    var samples: [[Double]] = []
    factors = used.enumerated().map { cell, list in
      let shares = list.map { window -> (shift: Double, sample: Double) in
        let whole = middle[window][cell] + noise
        return (strays[window].shifts[cell] / whole, strays[window].samples[cell] / whole)
      }
      var matrix = [Double](repeating: 0, count: list.count * list.count)
      var sample = matrix
      for (row, a) in shares.enumerated() {
        for (column, b) in shares[...row].enumerated() {
          sample[row * list.count + column] = a.sample * b.sample
          matrix[row * list.count + column] =
            a.shift * b.shift + a.sample * b.sample
            + (row == column ? speckle + rest + 1e-6 : Self.lasting * rest)
        }
      }
      samples.append(sample)
      return Self.factor(matrix, list.count)
    }
    self.samples = samples
    // What such profiles come from is taken to be no sample.
    sampleVariance = 1
    windows = used
    biases = used.map { $0.map { _ in bias } }
    self.looks = used.map { $0.isEmpty ? 0 : looks ?? 1e9 }
  }
}

/// By how much the bins of a window stray, as path gains.
private struct BinStrays: Sendable {
  /// With delays off by a standard deviation, and with other scatterers.
  var shifts: [Double]
  var samples: [Double]
}

extension DelayCells {
  /// The power in each cell of paths that come later by some seconds, without pieces of surfaces.
  fileprivate func binPowers(
    _ window: Int, _ powers: [Double], delayedBy delay: Double
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: grid.cells)
    for member in members[window] {
      let path = terms.paths[Int(member.path)]
      let bin = (place(of: path) + delay / grid.binWidth).rounded(.down)
      guard bin >= 0, bin < Double(grid.cells * grid.binsPerCell) else { continue }
      sums[Int(bin) / grid.binsPerCell] +=
        powers[Int(member.path)] * path.multiplicity / Double(grid.binsPerCell)
    }
    return sums
  }

  /// The root of the sum of the squares of what each scatterer adds to a cell.
  fileprivate func sampleDeviations(_ window: Int, _ powers: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: grid.cells)
    for share in shares[window] where terms.paths[Int(share.path)].scattering != nil {
      let own = share.weight * powers[Int(share.path)]
      sums[Int(share.cell)] += own * own
    }
    return sums.map { $0.squareRoot() }
  }
}
