// SPDX-License-Identifier: Apache-2.0

internal import Channels

extension LinkObservation {
  /// By how much estimates scatter beyond what the covariances of single cells say, because scatterers show
  /// in several of them.
  ///
  /// Residuals are weighed cell by cell. But scatterer i, whose power strays by e_i of itself, moves those of
  /// all cells and windows in which it shows: the gradient by g_i e_i, g_i = sum_cw (W J)_cw p_icw / p_cw. So
  /// the gradient has the covariance J^T W J + v sum_i g_i g_i^T - sum_c J^T W S_c W J, where v is the
  /// variance of e and S_c what the covariance of cell c holds of it.
  ///
  /// Physics primer, eq. 74.
  ///
  /// - Parameters:
  ///   - expectation: What there should be, with derivatives by the materials' quantities.
  ///   - paths: The power of each path.
  ///   - gain: A factor of the power.
  ///   - slopes: For each quantity its position among all unknowns and the derivative by the free value.
  ///   - gainPosition: The position of the gain in dB among the unknowns, if it is one.
  ///   - unknowns: How many there are.
  ///   - robustness: Beyond how many standard deviations residuals count less.
  /// - Returns: What is added to J^T W J, row by row.
  package func sharedSampling(
    _ expectation: DelayCells.Expectation, paths: [Double], gain: Double,
    slopes: [(position: Int, slope: Double)], gainPosition: Int?, unknowns: Int,
    robustness: Double
  ) -> [Double] {
    var shared = [Double](repeating: 0, count: unknowns * unknowns)
    // What a relative change of a scatterer's power by its path gain adds to the gradient.
    var influence = [[Double]](
      repeating: [Double](repeating: 0, count: cells.grid.cells * unknowns), count: cells.windows)
    for cell in covariance.windows.indices where !covariance.windows[cell].isEmpty {
      let list = covariance.windows[cell]
      let weights = covariance.whitened(
        residuals(ofCell: cell, expectation, gain: gain), cell: cell
      ).map { abs($0) <= robustness ? 1 : robustness / abs($0) }
      let columns = columns(
        ofCell: cell, expectation, gain: gain, slopes: slopes, gainPosition: gainPosition
      ).map { column in
        (
          position: column.position,
          values: covariance.weighed(
            zip(weights, covariance.whitened(column.values, cell: cell)).map(*), cell: cell)
        )
      }
      for column in columns {
        for (index, window) in list.enumerated() {
          influence[window][cell * unknowns + column.position] +=
            column.values[index] * gain / (gain * expectation.values[window][cell] + noise)
        }
        let seen = symmetric(covariance.samples[cell], times: column.values)
        for other in columns {
          shared[column.position * unknowns + other.position] -=
            zip(seen, other.values).reduce(0) { $0 + $1.0 * $1.1 }
        }
      }
    }
    for gradient in gradients(paths, influence, unknowns) {
      for row in 0..<unknowns where gradient[row] != 0 {
        for column in 0..<unknowns {
          shared[row * unknowns + column] +=
            covariance.sampleVariance * gradient[row] * gradient[column]
        }
      }
    }
    return shared
  }

  /// g of each scatterer, over all windows and cells.
  private func gradients(
    _ paths: [Double], _ influence: [[Double]], _ unknowns: Int
  ) -> [[Double]] {
    var numbers: [PathIdentifier: Int] = [:]
    var gradients: [[Double]] = []
    for window in 0..<cells.windows {
      for share in cells.shares[window] {
        let path = cells.terms.paths[Int(share.path)]
        guard path.scattering != nil else { continue }
        let number: Int
        if let known = numbers[path.identifier] {
          number = known
        } else {
          number = gradients.count
          numbers[path.identifier] = number
          gradients.append([Double](repeating: 0, count: unknowns))
        }
        let power = paths[Int(share.path)] * share.weight
        let first = Int(share.cell) * unknowns
        for index in 0..<unknowns {
          gradients[number][index] += power * influence[window][first + index]
        }
      }
    }
    return gradients
  }
}

/// A symmetric matrix of which the lower half is there, times a vector.
private func symmetric(_ lower: [Double], times vector: [Double]) -> [Double] {
  let count = vector.count
  return (0..<count).map { row in
    (0..<count).reduce(0) { sum, column in
      sum + lower[max(row, column) * count + min(row, column)] * vector[column]
    }
  }
}
