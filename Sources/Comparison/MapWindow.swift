// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import Foundation

/// A delay-Doppler map cut to the axes that two links have in common.
struct MapWindow: Sendable {
  /// `[Doppler][delay]` in watts.
  var power: [Double]
  let axes: (delays: [Double], dopplerShifts: [Double])

  var bins: Int { axes.delays.count }

  init(power: [Double], delays: [Double], dopplerShifts: [Double]) {
    self.power = power
    axes = (delays, dopplerShifts)
  }

  /// Reads a map; values that are no numbers count as no power.
  init(
    _ link: RecordedLink, window: Int, firstBin: Int, _ common: CommonAxes
  ) throws(RecordError) {
    let map = try link.map(window)
    let (width, count) = (link.delays.count, common.delays.count)
    var power: [Double] = []
    power.reserveCapacity(count * common.dopplerShifts.count)
    for row in common.dopplerShifts.indices {
      let start = row * width + firstBin
      for value in map[start..<start + count] { power.append(value.isFinite ? Double(value) : 0) }
    }
    self.init(power: power, delays: common.delays, dopplerShifts: common.dopplerShifts)
  }

  /// One row.
  func row(_ row: Int) -> ArraySlice<Double> { power[row * bins..<(row + 1) * bins] }

  /// The map with a common offset taken out.
  func corrected(delay bins: Double, gain: Double) -> MapWindow {
    var map = self
    let factor = pow(10, -gain / 10)
    map.power = axes.dopplerShifts.indices.flatMap { index in
      (bins == 0 ? Array(row(index)) : delayed(Array(row(index)), by: bins)).map { $0 * factor }
    }
    return map
  }

  /// The row of the first Doppler shift that is not negative.
  var zeroRow: Int { axes.dopplerShifts.firstIndex { $0 >= 0 } ?? 0 }

  /// Mean powers over bands of delay cells, `[Doppler][band]`.
  func pooled(_ width: Int) -> [Double] {
    axes.dopplerShifts.indices.flatMap { index in
      let cells = row(index)
      return stride(from: cells.startIndex, to: cells.endIndex - width + 1, by: width).map {
        first in
        cells[first..<first + width].reduce(0, +) / Double(width)
      }
    }
  }

  /// The power of each delay cell within a Doppler cell of zero.
  var restingPowers: [Double] {
    let rows = max(0, zeroRow - 1)...min(axes.dopplerShifts.count - 1, zeroRow + 1)
    return (0..<bins).map { bin in rows.reduce(0) { $0 + power[$1 * bins + bin] } }
  }

  /// The strongest echo more than four Doppler cells from zero, between cells by parabolas.
  ///
  /// - Parameter threshold: What an echo exceeds, in watts.
  /// - Returns: Delay in seconds, Doppler shift in hertz and power in watts; nil where there is none.
  func movingPeak(threshold: Double) -> (delay: Double, shift: Double, power: Double)? {
    var (best, strongest) = (Int?.none, threshold)
    for row in axes.dopplerShifts.indices where abs(row - zeroRow) > 4 {
      for cell in row * bins..<(row + 1) * bins where power[cell] > strongest {
        (best, strongest) = (cell, power[cell])
      }
    }
    guard let best else { return nil }
    let (row, bin) = (best / bins, best % bins)
    var (delay, shift) = (axes.delays[bin], axes.dopplerShifts[row])
    if bin > 0, bin + 1 < bins {
      let offset = parabolicPeak(power[best - 1], strongest, power[best + 1]).offset
      delay += offset * (axes.delays[1] - axes.delays[0])
    }
    if row > 0, row + 1 < axes.dopplerShifts.count {
      let offset = parabolicPeak(power[best - bins], strongest, power[best + bins]).offset
      shift += offset * (axes.dopplerShifts[1] - axes.dopplerShifts[0])
    }
    return (delay, shift, strongest)
  }
}
