// SPDX-License-Identifier: Apache-2.0

internal import RealModule
package import Spatial

/// A detected echo with where it seems to come from.
package struct DetectedPoint: Hashable, Sendable {
  /// The cell of the map that stands out.
  package var cell: ConstantFalseAlarmRate.Cell

  /// In seconds, from a parabola through the cell and its neighbours.
  package var delay: Double

  /// In hertz, likewise.
  package var dopplerShift: Double

  /// By how many widths of the map the Doppler shift lies above that, if directions tell.
  package var folds = 0

  /// The unit direction it comes from in the array's frame; nil where none was looked for.
  package var direction: Vector3?

  /// In watts, in the mean over channels.
  package var power: Double { cell.power }

  /// Over the noise beside the cell.
  package var signalToNoise: Double { cell.signalToNoise }
}

/// Turns maps into lists of echoes.
package struct PointCloud: Sendable {
  private let detector: ConstantFalseAlarmRate
  private let finder: DirectionFinder?

  /// The least power of an echo over that of the strongest cell of a map; zero for none.
  private let weakestShare: Double

  /// Prepares the search.
  ///
  /// - Parameters:
  ///   - detector: Finds the cells.
  ///   - finder: Finds directions in cubes; nil for none.
  ///   - weakestShare: Cells weaker than this share of the strongest one do not count: in a map
  ///     without noise rounding would stand out.
  package init(
    detector: ConstantFalseAlarmRate, finder: DirectionFinder? = nil, weakestShare: Double = 0
  ) {
    self.detector = detector
    self.finder = finder
    self.weakestShare = weakestShare
  }

  /// The echoes of a cube.
  package func points(in cube: DelayDopplerCube) -> [DetectedPoint] {
    points(in: cube.map, delays: cube.delays, dopplerShifts: cube.dopplerShifts, cube: cube)
  }

  /// The echoes of a map.
  ///
  /// - Parameters:
  ///   - map: The powers.
  ///   - delays: The delays of its columns in seconds.
  ///   - dopplerShifts: The Doppler shifts of its rows in hertz.
  ///   - cube: The amplitudes in the channels of the same window; nil for no directions.
  /// - Returns: The echoes, strongest first; those of one cell in several directions one by one.
  package func points(
    in map: DelayDopplerMap, delays: [Double], dopplerShifts: [Double], cube: DelayDopplerCube?
  ) -> [DetectedPoint] {
    let rows = dopplerShifts.count
    let least = weakestShare * (map.power.max() ?? 0)
    let peaks = detector.peaks(
      among: detector.cells(in: map.power, dopplers: rows).filter { $0.power >= least },
      dopplers: rows)
    // Of equal powers the earlier cell comes first, so that the order is the same in every run.
    let order = peaks.indices.sorted { (peaks[$1].power, $0) < (peaks[$0].power, $1) }
    return order.flatMap { index -> [DetectedPoint] in
      let peak = peaks[index]
      let place = refined(peak, map.power, delays, dopplerShifts)
      let point = DetectedPoint(cell: peak, delay: place.delay, dopplerShift: place.dopplerShift)
      guard let cube, let finder else { return [point] }
      // A snapshot that is no number has no direction.
      let found = try? finder.directions(in: cube, doppler: peak.doppler, delay: peak.delay)
      guard let found, !found.directions.isEmpty else { return [point] }
      return found.directions.map { direction in
        var point = point
        point.direction = direction
        point.folds = found.folds
        return point
      }
    }
  }

  /// Where parabolas through a cell and its neighbours are highest.
  private func refined(
    _ peak: ConstantFalseAlarmRate.Cell, _ power: [Double], _ delays: [Double],
    _ dopplerShifts: [Double]
  ) -> (delay: Double, dopplerShift: Double) {
    let (rows, columns) = (dopplerShifts.count, delays.count)
    func value(_ doppler: Int, _ delay: Int) -> Double {
      power[(doppler + rows) % rows * columns + min(max(delay, 0), columns - 1)]
    }
    let inDelay = parabolaTop(
      value(peak.doppler, peak.delay - 1), peak.power, value(peak.doppler, peak.delay + 1))
    let inDoppler = parabolaTop(
      value(peak.doppler - 1, peak.delay), peak.power, value(peak.doppler + 1, peak.delay))
    func step(_ axis: [Double]) -> Double { axis.count > 1 ? axis[1] - axis[0] : 0 }
    return (
      delays[peak.delay] + inDelay * step(delays),
      dopplerShifts[peak.doppler] + inDoppler * step(dopplerShifts)
    )
  }
}

/// Where a parabola through the logarithms of three neighbours is highest, from the middle one.
func parabolaTop(_ before: Double, _ middle: Double, _ after: Double) -> Double {
  guard before > 0, after > 0, middle >= before, middle >= after else { return 0 }
  let (left, top, right) = (Double.log(before), Double.log(middle), Double.log(after))
  let bend = left - 2 * top + right
  return bend < 0 ? (left - right) / (2 * bend) : 0
}
