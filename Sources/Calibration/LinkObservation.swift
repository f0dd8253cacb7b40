// SPDX-License-Identifier: Apache-2.0

package import Execution
internal import RealModule

/// What was measured of a link, cell by cell, beside what there should be.
package struct LinkObservation: Sendable {
  package let cells: DelayCells
  package let covariance: SpeckleCovariance

  /// `[window][cell]`: mean powers as path gains, noise included.
  package let measured: [[Double]]

  /// The mean power of noise as a path gain.
  package let noise: Double

  /// - Parameters:
  ///   - cells: The paths in cells.
  ///   - covariance: How far logarithms may stray; it says which cells count.
  ///   - measured: `[window][cell]`.
  ///   - noise: As a path gain.
  package init(
    cells: DelayCells, covariance: SpeckleCovariance, measured: [[Double]], noise: Double
  ) {
    self.cells = cells
    self.covariance = covariance
    self.measured = measured
    self.noise = noise
  }

  /// How many values count.
  package var count: Int { covariance.windows.reduce(0) { $0 + $1.count } }

  /// The logarithms of measured over expected powers, without what speckle makes of their mean.
  ///
  /// - Parameters:
  ///   - cell: Which cell.
  ///   - expectation: What there should be.
  ///   - gain: A factor of the power.
  ///   - offset: By how many cells later what was measured is taken.
  /// - Returns: One for each window that counts; infinite where nothing was measured.
  package func residuals(
    ofCell cell: Int, _ expectation: DelayCells.Expectation, gain: Double, offset: Int = 0
  ) -> [Double] {
    zip(covariance.windows[cell], covariance.biases[cell]).map { window, bias in
      guard measured[window].indices.contains(cell + offset) else { return -.infinity }
      return Double.log(measured[window][cell + offset]) - bias
        - Double.log(gain * expectation.values[window][cell] + noise)
    }
  }

  /// The residuals of all cells with their derivatives, whitened and summed.
  ///
  /// - Parameters:
  ///   - expectation: What there should be, with derivatives by the materials' quantities.
  ///   - gain: A factor of the power.
  ///   - slopes: For each quantity of a material its position among all unknowns and the derivative by
  ///     the free value.
  ///   - gainPosition: The position of the gain in dB among the unknowns, if it is one.
  ///   - unknowns: How many there are.
  ///   - robustness: Beyond how many standard deviations residuals count less.
  ///   - workers: How many threads to use.
  /// - Returns: The link's part of the problem.
  package func linearization(
    _ expectation: DelayCells.Expectation, gain: Double,
    slopes: [(position: Int, slope: Double)], gainPosition: Int?, unknowns: Int,
    robustness: Double, workers: Workers
  ) -> Linearization {
    let active = covariance.windows.indices.filter { !covariance.windows[$0].isEmpty }
    let parts = workers.map((active.count + 15) / 16, chunk: 1) { part -> Linearization in
      var sum = Linearization(unknowns: unknowns)
      for cell in active[part * 16..<min(active.count, (part + 1) * 16)] {
        let columns = columns(
          ofCell: cell, expectation, gain: gain, slopes: slopes, gainPosition: gainPosition
        ).map { (position: $0.position, values: covariance.whitened($0.values, cell: cell)) }
        let residuals = covariance.whitened(
          residuals(ofCell: cell, expectation, gain: gain), cell: cell)
        for (row, residual) in residuals.enumerated() {
          var own = [Double](repeating: 0, count: unknowns)
          for column in columns { own[column.position] += column.values[row] }
          sum.add(residual, slopes: own, robustness: robustness)
        }
      }
      return sum
    }
    return parts.reduce(into: Linearization(unknowns: unknowns)) { $0.add($1) }
  }

  /// The derivatives of a cell's residuals by the unknowns that it depends on.
  func columns(
    ofCell cell: Int, _ expectation: DelayCells.Expectation, gain: Double,
    slopes: [(position: Int, slope: Double)], gainPosition: Int?
  ) -> [(position: Int, values: [Double])] {
    let (list, quantities) = (covariance.windows[cell], slopes.count)
    var columns: [(position: Int, values: [Double])] = []
    for (quantity, item) in slopes.enumerated() {
      let values = list.map { window -> Double in
        let whole = gain * expectation.values[window][cell] + noise
        return -gain * expectation.slopes[window][cell * quantities + quantity] * item.slope / whole
      }
      if values.contains(where: { $0 != 0 }) { columns.append((item.position, values)) }
    }
    if let gainPosition {
      let values = list.map { window -> Double in
        let signal = gain * expectation.values[window][cell]
        return -signal / (signal + noise) * Double.log(10) / 10
      }
      columns.append((gainPosition, values))
    }
    return columns
  }
}
