// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import RealModule
internal import RadarFrames
internal import Spectra

/// What a path of unit amplitude makes of the cells of a map: both tapers' lobes, smeared where the
/// path runs through delay cells while the window lasts.
struct CellResponse: Sendable {
  private let delayCell: Double
  private let delays: Int
  private let dopplerCell: Double
  private let shifts: Int
  private let lowestShift: Double

  /// Instants over the window in seconds from its middle, and what each counts for; they add up to one.
  private let instants: [(time: Double, weight: Double)]

  /// The lobe over delay in steps of a 32nd of a cell, from the middle to `reach` cells.
  private let lobe: [Double]

  /// How far a path is looked for beside a cell: within it lies the main lobe down to -14 dB.
  static let reach = 2.0

  private static let steps = 32

  /// Prepares the cells of a map.
  ///
  /// - Parameters:
  ///   - waveform: The chirp.
  ///   - processing: The tapers.
  ///   - dopplerShifts: The Doppler shifts of the rows in hertz.
  ///   - chirps: How many chirps a map has.
  init(
    waveform: FMCWWaveform, processing: ProcessingSettings, dopplerShifts: [Double], chirps: Int
  ) {
    delayCell = waveform.delayCell
    delays = waveform.samples
    shifts = dopplerShifts.count
    lowestShift = dopplerShifts.first ?? 0
    dopplerCell = 1 / (Double(chirps) * waveform.chirpPeriod)
    let length = Double(chirps) * waveform.chirpPeriod
    // Within two cells the phase turns twice at most: 32 instants follow it.
    let count = min(32, chirps)
    let weights = processing.dopplerWindow.weights(count)
    let sum = weights.reduce(0, +)
    instants = weights.enumerated().map { index, weight in
      ((Double(index) / Double(count) - 0.5) * length, weight / sum)
    }
    lobe = Self.lobe(of: processing.delayWindow)
  }

  /// The transform of a taper about its middle, which is real, over the offset in cells.
  private static func lobe(of window: Window) -> [Double] {
    // As many samples as tell the shape of the lobe near its middle.
    let count = 256
    let weights = window.weights(count)
    let sum = weights.reduce(0, +)
    return (0...Int(2 * reach) * steps + steps).map { step in
      let turns = Double(step) / Double(steps) / Double(count)
      return weights.indices.reduce(0.0) {
        $0 + weights[$1] * Double.cos(2 * .pi * turns * Double($1 - count / 2))
      } / sum
    }
  }

  /// Whether a delay in seconds lies within the map.
  func holds(_ delay: Double) -> Bool { delay >= 0 && delay < Double(delays) * delayCell }

  /// The column nearest to a delay in seconds, which folds.
  func column(of delay: Double) -> Int {
    let bin = Int((delay / delayCell).rounded())
    return ((bin % delays) + delays) % delays
  }

  /// The row nearest to a Doppler shift in hertz, which folds.
  func row(of shift: Double) -> Int {
    let bin = Int(((shift - lowestShift) / dopplerCell).rounded())
    return ((bin % shifts) + shifts) % shifts
  }

  /// The delay of a column in seconds, and the Doppler shift of a row in hertz.
  func delay(ofColumn column: Int) -> Double { Double(column) * delayCell }
  func shift(ofRow row: Int) -> Double { lowestShift + Double(row) * dopplerCell }

  /// How many cells of delay a path runs through in half a window, at most.
  func migration(rate: Double) -> Double {
    abs(rate) * (instants.first.map { -$0.time } ?? 0) / delayCell
  }

  /// The amplitude in a cell of a path of unit amplitude.
  ///
  /// Physics primer, eq. 65.
  ///
  /// - Parameters:
  ///   - row: The cell's row.
  ///   - column: The cell's column.
  ///   - path: Where the path shows in the middle of the window: delay and Doppler shift.
  ///   - rate: The rate of its delay in seconds per second.
  /// - Returns: Zero for a path that is not within `reach`.
  func callAsFunction(
    row: Int, column: Int, path: (delay: Double, shift: Double), rate: Double
  ) -> Complex<Double> {
    let across = folded((path.shift - shift(ofRow: row)) / dopplerCell, Double(shifts))
    let along = folded(path.delay / delayCell - Double(column), Double(delays))
    guard abs(across) <= Self.reach, abs(along) <= Self.reach + migration(rate: rate) else {
      return .zero
    }
    return instants.reduce(Complex<Double>.zero) { sum, instant in
      let offset = along + rate * instant.time / delayCell
      let turns = across * dopplerCell * instant.time
      let size = instant.weight * lobe(at: abs(offset))
      return sum + Complex(length: abs(size), phase: 2 * .pi * turns + (size < 0 ? .pi : 0))
    }
  }

  private func lobe(at offset: Double) -> Double {
    let place = offset * Double(Self.steps)
    guard place < Double(lobe.count - 1) else { return 0 }
    let index = Int(place)
    return lobe[index] + (lobe[index + 1] - lobe[index]) * (place - Double(index))
  }
}

/// The value within plus and minus half a span that differs from a given one by whole spans.
private func folded(_ value: Double, _ span: Double) -> Double {
  value - span * (value / span).rounded()
}
