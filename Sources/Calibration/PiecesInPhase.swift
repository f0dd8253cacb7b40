// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import Electromagnetics
internal import RealModule

extension DelayCells {
  /// What the pieces of surfaces that add up in phase make of the cells of a window.
  ///
  /// They keep the materials that they were traced with, and follow the antennas.
  ///
  /// - Parameters:
  ///   - window: Which window.
  ///   - antennas: What the antennas differ by.
  ///   - unknowns: How many numbers are fitted.
  /// - Returns: Powers, and `[cell * unknowns + unknown]` their derivatives.
  func inPhase(
    _ window: Int, _ antennas: LinkAntennas, unknowns: Int
  ) -> (values: [Double], slopes: [Double]) {
    let flat = [Double](repeating: 0, count: grid.cells * unknowns)
    guard !antennas.isAsTraced, !pieces[window].isEmpty else { return (fixed[window], flat) }
    let columns = grid.doppler?.bins ?? 1
    var field = [Complex<Double>](repeating: .zero, count: grid.bins * columns)
    // Fields change with a few of the unknowns only.
    var changes: [Int: [Complex<Double>]] = [:]
    for piece in pieces[window] {
      let (amplitude, slopes) = amplitude(piece, antennas, unknowns: unknowns)
      let heights = grid.dopplerHeights(of: piece.path)
      for bin in bins(around: piece.place) {
        let height = pulse(piece.place - Double(bin)).value
        for column in heights {
          let (place, share) = (bin * columns + column.bin, Complex(height * column.value))
          field[place] += amplitude * share
          for (unknown, slope) in slopes {
            changes[unknown, default: [Complex](repeating: .zero, count: field.count)][place] +=
              slope * share
          }
        }
      }
    }
    var all = flat
    for (unknown, change) in changes {
      let own = grid.means(zip(field, change).map { 2 * ($0.conjugate * $1).real })
      for cell in own.indices { all[cell * unknowns + unknown] += own[cell] }
    }
    return (grid.means(field.map(\.lengthSquared)), all)
  }

  /// The amplitude of a piece and its derivatives.
  private func amplitude(
    _ piece: Piece, _ antennas: LinkAntennas, unknowns: Int
  ) -> (value: Complex<Double>, slopes: [(unknown: Int, value: Complex<Double>)]) {
    var amplitude = piece.amplitude
    var slopes: [(unknown: Int, value: Complex<Double>)] = []
    if let turned = antennas.turned, let transfer = piece.transfer {
      let fields = turned.fields(of: piece.path)
      amplitude = fields.amplitude(transfer)
      if unknowns > 0 { fields.amplitudeSlopes(transfer) { slopes.append(($0, $1)) } }
    }
    var own: [(unknown: Int, value: Complex<Double>)] = []
    // Of the field a correction takes half the decibels of the power.
    let factor = antennas.correction(of: piece.path) { unknown, slope in
      if unknowns > 0 { own.append((unknown, amplitude * Complex(slope / 2))) }
    }.squareRoot()
    return (
      amplitude * Complex(factor), (slopes + own).map { ($0.unknown, $0.value * Complex(factor)) }
    )
  }
}
