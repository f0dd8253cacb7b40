// SPDX-License-Identifier: Apache-2.0

internal import Calibration

/// A stage of a fit: which numbers there are, and what they are.
typealias FitStage = (problem: MaterialProblem, values: [Double])

extension MaterialFit {
  /// Measured and expected powers over delay, the mean of all windows.
  func profiles(
    _ part: LinkObservation, _ start: FitStage, _ end: FitStage, _ index: Int
  ) -> CalibrationOutcome.Profiles {
    let grid = part.cells.grid
    let width = Double(grid.binsPerCell) * grid.binWidth
    func overDelay(_ rows: [[Double]]) -> [Double] { grid.overDelay(means(rows)) }
    return CalibrationOutcome.Profiles(
      delays: (0..<grid.delayCells).map { grid.first + (Double($0) + 0.5) * width },
      measured: overDelay(part.measured), before: overDelay(powers(part, start, index)),
      after: overDelay(powers(part, end, index)),
      looks: (0..<grid.delayCells).map { cell in
        part.covariance.looks[cell * grid.dopplerCells..<(cell + 1) * grid.dopplerCells]
          .reduce(0, +)
      },
      noise: grid.overDelay([Double](repeating: part.noise, count: grid.cells)).first ?? 0)
  }

  /// The same over delay and Doppler shift, the mean of all windows; where shifts are not told apart over
  /// delay and windows, and nil where there is one window.
  func map(
    _ part: LinkObservation, _ start: FitStage, _ end: FitStage, _ index: Int
  ) -> CalibrationOutcome.PowerMap? {
    let grid = part.cells.grid
    let (before, after) = (powers(part, start, index), powers(part, end, index))
    guard let doppler = grid.doppler else {
      guard part.measured.count > 1 else { return nil }
      return CalibrationOutcome.PowerMap(
        dopplerShifts: nil, measured: part.measured, before: before, after: after)
    }
    let width = Double(doppler.binsPerCell) * doppler.binWidth
    func columns(_ rows: [[Double]]) -> [[Double]] {
      let mean = means(rows)
      return (0..<doppler.cells).map { column in
        (0..<grid.delayCells).map { mean[$0 * doppler.cells + column] }
      }
    }
    return CalibrationOutcome.PowerMap(
      dopplerShifts: (0..<doppler.cells).map {
        doppler.first - doppler.binWidth / 2 + (Double($0) + 0.5) * width
      },
      measured: columns(part.measured), before: columns(before), after: columns(after))
  }

  /// `[window][cell]`: what the twin lets expect at a stage, noise included.
  private func powers(_ part: LinkObservation, _ stage: FitStage, _ index: Int) -> [[Double]] {
    let factor = gain(stage.problem, index, stage.values)
    return expectation(part, stage.problem, stage.values, index).values.map { row in
      row.map { $0 * factor + part.noise }
    }
  }

  private func means(_ rows: [[Double]]) -> [Double] {
    guard let first = rows.first else { return [] }
    return first.indices.map { cell in
      rows.reduce(0) { $0 + $1[cell] } / Double(rows.count)
    }
  }
}
